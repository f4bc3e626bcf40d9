"""Random calendars for the property tests, and a walker to hold against the engine.

The walker keeps one byte for every second of a few days and steps through them; it
knows nothing of spans, sums and bisection.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from calendars import build_spans, wall
from engine import Timeline
from hypothesis import strategies as st

DAY = 86400
#: Length of a world in days; budgets are chosen so that answers usually lie inside.
DAYS = 9
#: timezone: first days around which something happens there. A zone where one date
#: comes twice (St. John's) has a test of its own: the walker knows no ruling for it.
ZONES = {
    "Asia/Dhaka": [date(2026, 1, 4), date(2026, 2, 26)],
    "Europe/Berlin": [date(2026, 3, 26), date(2026, 10, 22)],
    "America/Sao_Paulo": [date(2018, 11, 1), date(2019, 2, 13)],
    "America/Havana": [date(2026, 3, 5), date(2026, 10, 29)],
    "Australia/Lord_Howe": [date(2026, 4, 2), date(2026, 10, 1)],
    "Africa/Cairo": [date(2026, 4, 21), date(2026, 10, 26)],
    "Asia/Beirut": [date(2026, 3, 26), date(2026, 10, 22)],
    "Asia/Kathmandu": [date(2026, 1, 4)],
}


@dataclass(frozen=True)
class World:
    """A few days of a calendar, as spans and as seconds."""

    zone: str
    first: date
    spans: tuple[tuple[int, int], ...]
    begin: int
    end: int

    def timeline(self):
        return Timeline.compile(
            self.spans, tz=self.zone, valid_from=self.begin, valid_to=self.end
        )

    def seconds(self, kind="working", pauses=()):
        """One byte a second: 1 if it counts."""
        length = self.end - self.begin
        if kind == "elapsed":
            counts = bytearray(b"\1" * length)
        else:
            counts = bytearray(length)
            for begin, end in self.spans:
                low, high = begin - self.begin, end - self.begin
                counts[low:high] = b"\1" * (high - low)
        for begin, end in pauses:
            low, high = max(0, begin - self.begin), min(length, end - self.begin)
            counts[low:high] = bytes(max(0, high - low))
        return counts

    def walk(self, kind, start, seconds, pauses=()):
        """Step until *seconds* counted ones are over; None beyond the world."""
        counts = self.seconds(kind, pauses)
        at = start - self.begin
        while seconds and at < len(counts):
            seconds -= counts[at]
            at += 1
        return None if seconds else self.begin + at

    def closings(self):
        """(date, last counted second's end) of each business day, by the wall clock."""
        counts, zone = self.seconds(), ZoneInfo(self.zone)
        found = {}
        for low in range(0, len(counts), 60):  # nothing here is finer than a minute
            if counts[low]:
                at = self.begin + low
                found[datetime.fromtimestamp(at, zone).date()] = at + 60
        return sorted(found.items())

    def day_due(self, days, start, pauses=()):
        """The ruling on day targets word by word; *days* is 0 for the same day."""
        zone, closings = ZoneInfo(self.zone), self.closings()
        own = datetime.fromtimestamp(start, zone).date()
        if days:
            later = [end for day, end in closings if day > own]
        else:
            later = [end for day, end in closings if end > start]
        base = max(days, 1) - 1
        if base >= len(later):
            return None
        clipped = [(max(begin, start), end) for begin, end in pauses]
        due, moved = later[base], -1
        while moved:
            before = [pause for pause in clipped if pause[0] < due]
            passed = {
                end
                for _day, end in closings
                if any(begin < end <= over for begin, over in before)
            }
            index = base + len(passed)
            if index >= len(later):
                return None
            moved, due = later[index] - due, later[index]
        return due


def clock_time(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def opening_hours(draw):
    """Spans of one weekday; a third of the days is shut, some are open all day."""
    style = draw(st.sampled_from(["shut", "office", "lunch", "all", "night", "any"]))
    fixed = {
        "shut": [],
        "office": [("09:00", "18:00")],
        "lunch": [("08:00", "12:00"), ("13:30", "17:15")],
        "all": [("00:00", "24:00")],
        "night": [("00:00", "06:00"), ("22:00", "24:00")],
    }
    if style in fixed:
        return fixed[style]
    begin, end = sorted(draw(st.tuples(*[st.integers(0, 1440)] * 2)))
    return [(clock_time(begin), clock_time(end))] if end > begin else []


@st.composite
def worlds(draw):
    zone = draw(st.sampled_from(sorted(ZONES)))
    first = draw(st.sampled_from(ZONES[zone]))
    weekly = {day: draw(opening_hours()) for day in range(7)}
    last = first + timedelta(days=DAYS)
    spans = tuple(build_spans(zone, weekly, [], first, last))
    tz = ZoneInfo(zone)
    begin, end = wall(first, "00:00", tz), wall(last, "00:00", tz)
    return World(zone, first, spans, begin, end)


def instants(world):
    """Any second, with a preference for openings, closings and their neighbours."""
    edges = [at + by for span in world.spans for at in span for by in (-1, 0, 1)]
    inside = [at for at in edges if world.begin <= at < world.end]
    anywhere = st.integers(world.begin, world.end - 1)
    return st.one_of(anywhere, st.sampled_from(inside)) if inside else anywhere


@st.composite
def pause_lists(draw, world, min_size=0, max_size=3):
    """Pauses in any order; they may touch, overlap and be empty."""
    pair = st.tuples(*[instants(world)] * 2)
    pairs = draw(st.lists(pair, min_size=min_size, max_size=max_size))
    return tuple((min(ends), max(ends)) for ends in pairs)
