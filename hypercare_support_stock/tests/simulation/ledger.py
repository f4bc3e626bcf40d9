"""The same days kept by hand: nothing here asks the addon, or its tables.

What is written down are the words of the script, with their moments. A log of an issue
is a list of (moment, severity, whether it is open, who did it, what was done).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

LEVEL_OF = {"l1": "l1", "l2": "l2", "l3": "l3", "consultant": "l3"}
URGENT = ("s1", "s2")
SEVERITIES = (*URGENT, "s3", "s4")
KIND_OF = {
    "sell": "sale_order",
    "buy": "purchase_order",
    "receive": "receipt",
    "deliver": "delivery",
    "bill": "vendor_bill",
    "invoice": "customer_invoice",
    "pay": "payment",
    "bank": "bank_line",
}
#: Bills in the script that bear an earlier date: (day entered, dated) → late.
LATE = {(17, 12): 1, (16, 15): 0}


@dataclass
class Case:
    """One issue."""

    raised: datetime
    log: list = field(default_factory=list)
    reached: list = field(default_factory=list)
    solved: list = field(default_factory=list)
    reopened: list = field(default_factory=list)
    waits: list = field(default_factory=list)
    duplicate_of: str = ""
    tier: str = "l1"

    def __post_init__(self):
        self.first = self.tier

    def at(self, moment):
        """Return severity and whether it was open at a moment, None before."""
        past = [entry for entry in self.log if entry[0] < moment]
        return past[-1][1:3] if past else None

    def level(self, moment):
        return max([one for at, one in self.reached if at < moment], default="l1")

    def solved_at(self, moment):
        """Return when it was last solved, if it still is at a moment."""
        now = self.at(moment)
        if not now or now[1] or self.duplicate_of:
            return None
        return max(at for at in self.solved if at < moment)

    def is_reopened(self, moment):
        return any(at < moment for at in self.reopened)

    def worst(self, until):
        """Return the worst severity that it was, open, up to a moment.

        It cannot be talked down: what is lowered weighs as before, unless a second
        person corrected a mistake.
        """
        past = [entry for entry in self.log if entry[0] < until]
        held = [one for one in SEVERITIES if self.urgent_spans(past[-1][0], (one,))]
        return min([past[-1][1], *held])

    def urgent_spans(self, until, urgent=URGENT):
        """Return [begin, end or None] of being urgent and open, mistakes left out."""
        spans, begin, worked, setter = [], None, False, None
        for at, severity, is_open, who, what in self.log:
            if at > until:
                break
            if begin is None and is_open and severity in urgent:
                begin, setter = at, who
            elif begin is not None and not (is_open and severity in urgent):
                mistake = what == "lower" and not worked and who != setter
                if not mistake:
                    spans.append((begin, at))
                begin = None
            worked = worked or what in ("go", "wait", "solve")
        if begin is not None:
            spans.append((begin, None))
        return spans


class Ledger:
    """A company's days, by hand."""

    def __init__(self, clock, paper):
        self.clock, self.paper = clock, paper
        self.cases: dict[str, Case] = {}
        self.documents = defaultdict(int)
        self.late = defaultdict(int)
        self.declared = {}
        self.attested = defaultdict(list)
        self.criteria = {}
        self.locks, self.closings, self.drafts = [], [], []
        self.adjusted = {}
        self.bank = []
        self.answers = {}
        self.stock_moves = []
        self.exit_at = None
        self.interventions = []
        self.learnt, self.accepted_at, self.roster_at = 0, None, None

    def note(self, day, at, words):
        verb, *args = words
        if verb in KIND_OF:
            self._document(day, at, verb, args)
        note = getattr(self, f"_note_{verb}", None)
        if note:
            note(at, *args)

    # -- Documents -----------------------------------------------------------

    def _document(self, day, at, verb, args):
        count = int(args[0])
        self.documents[KIND_OF[verb], day] += count
        if len(args) == 3:
            self.late[KIND_OF[verb], day] += LATE[day, int(args[2])]
        if verb in ("receive", "deliver"):
            self.stock_moves.append((at, 10 * count if verb == "receive" else -count))
        if verb == "bank":
            self.bank += [[self.clock.date(day), None] for _one in range(count)]

    def _note_match(self, at, count):
        waiting = [line for line in self.bank if line[1] is None]
        for line in waiting[: int(count)]:
            line[1] = at

    def _note_draft(self, at, _count):
        self.drafts.append([self.clock.date(self.clock.day_of(at)), None])

    def _note_post(self, at, _count):
        self.drafts[-1][1] = at

    def _note_close(self, at, day):
        self.closings.append((at, int(day)))

    def _note_adjust(self, at, day, amount):
        self.adjusted[int(day)] = (at, float(amount))

    def _note_lock(self, at, until):
        self.locks.append((at, until))

    def _note_declare(self, at, day):
        self.declared[int(day)] = (at, self.paper.get(int(day), {}))

    # -- Issues --------------------------------------------------------------

    def _note_raise(self, at, name, severity):
        log = [(at, severity, True, "reporter", "raise")]
        # An S1 begins with the consultant, whoever takes it.
        self.cases[name] = Case(at, log, tier="l3" if severity == "s1" else "l1")

    def _log(self, name, at, who, what, *, severity=None, is_open=None):
        case = self.cases[name]
        _at, old, was_open, _who, _what = case.log[-1]
        is_open = was_open if is_open is None else is_open
        case.log.append((at, severity or old, is_open, who, what))
        return case

    def _note_take(self, at, name, who):
        case = self._log(name, at, who, "take")
        case.tier = LEVEL_OF[who]
        case.reached.append((at, case.tier))

    def _note_solve(self, at, name, who):
        self._log(name, at, who, "solve", is_open=False).solved.append(at)

    def _note_reopen(self, at, name, who):
        self._log(name, at, who, "reopen", is_open=True).reopened.append(at)

    def _note_wait(self, at, name, who):
        self._log(name, at, who, "wait").waits.append([at, None])

    def _note_go(self, at, name, who):
        self._log(name, at, who, "go").waits[-1][1] = at

    def _note_start(self, at, name, who):
        self._log(name, at, who, "go")

    def _note_up(self, at, name, who):
        case = self._log(name, at, who, "up")
        case.tier = {"l1": "l2", "l2": "l3"}[case.tier]
        case.reached.append((at, case.tier))

    def _note_lower(self, at, name, severity, who):
        case = self._log(name, at, who, "lower", severity=severity)
        # What is no S1 any more counts where it is.
        case.reached.append((at, case.tier))

    def _note_same(self, at, name, root, who):
        self._log(name, at, who, "same", is_open=False).duplicate_of = root

    def _note_answer(self, at, name):
        self.answers[name] = at

    # -- What people say -----------------------------------------------------

    def _note_review(self, at, _count):
        self.attested["inventory_valuation"].append(at)

    def _note_used(self, at, _count):
        self.attested["report_used"].append(at)

    def _note_attest(self, at, code):
        self.criteria[code] = at

    def _note_intervene(self, at, code):
        self.interventions.append((at, code))

    def _note_learn(self, at, _count):
        self.learnt += 1

    def _note_duties(self, at, _count):
        self.accepted_at = at

    def _note_roster(self, at, _count):
        self.roster_at = at

    def _note_exit(self, at, how):
        if how == "signed":
            self.exit_at = at
