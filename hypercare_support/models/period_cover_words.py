from odoo import models
from odoo.tools import format_date

from ..engine.cover import pieces
from .resource_calendar import from_epoch, to_epoch

#: So many people are named beside a hole; a sentence of twenty names is not read.
NAMED = 4


class HypercarePeriod(models.Model):
    """The holes in words, as a list is read and a mail is written."""

    _inherit = "hypercare.period"

    def _cover_lines(self, covers) -> list[dict]:
        """Return the holes as lines of a list, by date.

        Each is a dict: ``level`` (a ``problem`` lies inside the support hours, a
        ``warning`` outside of them where S1 promises any time), ``tier`` (record),
        ``begin`` and ``end`` (naive UTC), ``when``, ``text`` (a sentence) and
        ``because`` (who is missing, and why).

        :param covers: see `_cover`
        """
        self.ensure_one()
        lines = []
        for cover in covers:
            # Nights are told in one piece, from closing to opening.
            found = [("warning", begin, end) for begin, end in cover.uncalled]
            found += [
                ("problem", piece.begin, piece.end)
                for piece in pieces(cover.holes, self.tz)
            ]
            for level, begin, end in found:
                lines.append(self._cover_line(cover, level, begin, end))
        return sorted(lines, key=lambda line: (line["begin"], line["tier"].level))

    def _cover_line(self, cover, level, begin, end) -> dict:
        when = self._cover_when(begin, end)
        because = self._cover_because(cover, begin, end) if level == "problem" else ""
        names = {"when": when, "tier": cover.tier.name, "because": because}
        if level == "warning":
            text = self.env._("%(when)s: nobody of %(tier)s can be called", **names)
        elif because:
            text = self.env._(
                "%(when)s: nobody of %(tier)s is there; %(because)s", **names
            )
        else:
            text = self.env._("%(when)s: nobody of %(tier)s is there", **names)
        return {
            "level": level,
            "tier": cover.tier,
            "begin": from_epoch(begin),
            "end": from_epoch(end),
            "when": when,
            "text": text,
            "because": because,
        }

    def _cover_because(self, cover, begin, end) -> str:
        """Return who is missing between two instants, and why: “Nadia: time off”."""
        reasons = {}
        for presence in cover.presences:
            user = presence.user
            known = [
                reason
                for first, last, reason in cover.away.get(user, [])
                if first < end and last > begin
            ]
            text = known[0] if known else self.env._("does not work then")
            reasons.setdefault(user.name, text)
        names = [
            self.env._("%(person)s: %(reason)s", person=name, reason=reason)
            for name, reason in sorted(reasons.items())
        ]
        if len(names) > NAMED:
            rest = self.env._("and %s more", len(names) - NAMED)
            names = [*names[:NAMED], rest]
        return ", ".join(names)

    def _cover_when(self, begin: int, end: int) -> str:
        """Return a span of epoch seconds in the period's zone: day, from–until.

        “Sunday 8 March 09:00–18:00”, or both days where it goes over midnight.
        """
        first, last = self._to_local(from_epoch(begin)), self._to_local(from_epoch(end))
        values = {
            "day": self._long_day(first.date()),
            "begin": first.strftime("%H:%M"),
            "end": last.strftime("%H:%M"),
        }
        next_day = to_epoch(self._day_bounds(first.date())[1])
        if end < next_day:
            return self.env._("%(day)s %(begin)s–%(end)s", **values)
        if end == next_day:
            return self.env._("%(day)s %(begin)s–24:00", **values)
        values["last"] = self._long_day(last.date())
        return self.env._("%(day)s %(begin)s to %(last)s %(end)s", **values)

    def _long_day(self, day) -> str:
        """Return a date as it is said: “Sunday 8 March”."""
        return format_date(self.env, day, date_format="EEEE d MMMM")

    def _short_day(self, day) -> str:
        return format_date(self.env, day, date_format="d MMM")
