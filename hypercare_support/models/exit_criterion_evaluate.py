from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from odoo import api, models
from odoo.tools import format_date

from .exit_criterion import ON_THE_WAY

PERCENT = (1, 100)
NO_TARGET = (0, 0)
#: In these nothing is to be said: what a rehearsal shows is no evidence.
BEFORE = ("draft", "ready")


class Evaluator(NamedTuple):
    """How a criterion is found out.

    :ivar unit: ``days``, ``percent``, ``number``, or empty for yes and no
    :ivar bounds: lowest and highest sensible target
    :ivar forecast: ``streak``, ``rate`` or ``plan``: what a forecast is told from
    :ivar needs_file: an attestation that stands in for it comes with a file
    """

    label: str
    unit: str = ""
    bounds: tuple = NO_TARGET
    forecast: str = "plan"
    needs_file: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out about a criterion.

    :ivar state: one of the states of a criterion
    :ivar value: None where there is none
    :ivar text, why: value and reason in words
    """

    state: str
    text: str
    why: str
    value: float | None = None
    rag: str = "grey"


class HypercareExitCriterion(models.Model):
    """How criteria are found out: one table, and a method ``_evaluate_<code>`` each.

    A bridge adds a line to the table and a method. What nothing here can measure is
    "not measurable here" until a person attests it – never met by itself.
    """

    _inherit = "hypercare.exit.criterion"

    @api.model
    def _evaluators(self) -> dict[str, Evaluator]:
        """Return code → how it is found out. To be extended by bridges."""
        return {
            "attest": Evaluator(self.env._("A person attests it")),
            "clean_streak": Evaluator(
                self.env._("Business days in a row without any S1 or S2"),
                *("days", (1, 60), "streak"),
            ),
            "without_consultant": Evaluator(
                self.env._("Percent solved without the consultant"),
                "percent",
                PERCENT,
                "rate",
            ),
            "l1_share": Evaluator(
                self.env._("Percent solved by Level 1 alone"),
                "percent",
                PERCENT,
                "rate",
            ),
            "first_tier": Evaluator(
                self.env._("Percent solved by Level 1 of what began there"),
                *("percent", PERCENT, "rate"),
            ),
            "falling": Evaluator(
                self.env._("Fewer and less severe issues than a week ago")
            ),
            "answers": Evaluator(
                self.env._("Answers published for known issues"), "number", (1, 1000)
            ),
            "month_end_close": Evaluator(
                self.env._("First month-end close is done"), needs_file=True
            ),
            "close_areas": Evaluator(
                self.env._("First close is done in all areas"), needs_file=True
            ),
            "payroll": Evaluator(self.env._("First payroll is done"), needs_file=True),
            "integrations": Evaluator(
                self.env._("Critical integrations are stable"), needs_file=True
            ),
            "responsibilities": Evaluator(
                self.env._("All responsibilities are accepted"), needs_file=True
            ),
            "knowledge": Evaluator(self.env._("All areas work alone"), needs_file=True),
            "roster": Evaluator(self.env._("Whom to call after exit is written down")),
            "bau_policy": Evaluator(
                self.env._("The policy after exit and its owner are named")
            ),
        }

    @api.model
    def _code_selection(self):
        return [(code, one.label) for code, one in self._evaluators().items()]

    def _live_findings(self, now) -> dict:
        """Return criterion → what is found out about it now.

        :param now: naive UTC
        """
        found = {}
        for period, criteria in self.grouped("period_id").items():
            if not period.id or not period.go_live:
                found |= {one: Finding("few", "", "") for one in criteria}
                continue
            if period.state in BEFORE:
                why = self.env._("Hypercare has not begun yet.")
                found |= {one: Finding("few", "–", why) for one in criteria}
                continue
            facts = period._exit_facts(now)
            found |= {one: one._find_out(facts) for one in criteria}
        return found

    def _find_out(self, facts) -> Finding:
        """Return what is found out: measured, else attested, and waived above all."""
        self.ensure_one()
        # sudo: whoever may read a criterion may know why it is as it is.
        criterion = self.sudo()
        finding = getattr(criterion, f"_evaluate_{criterion.code or 'attest'}")(facts)
        if finding.state == "unmeasurable" and criterion.attested_at:
            finding = criterion._attested_finding(facts)
        if criterion.waived_at:
            why = criterion.env._(
                "Waived by %(name)s on %(day)s: %(reason)s",
                name=criterion.waived_by.name,
                day=criterion._exit_day(facts.period, criterion.waived_at),
                reason=criterion.waived_reason,
            )
            finding = Finding("waived", finding.text, why, finding.value)
        return finding

    def _exit_day(self, period, instant) -> str:
        """Return the local day of an instant, in words."""
        return format_date(
            self.env, period._local_day(instant), date_format="EEE d MMM y"
        )

    @api.depends_context("lang")
    @api.depends("code", "target")
    def _compute_target_text(self):
        evaluators = self._evaluators()
        for criterion in self:
            unit = evaluators[criterion.code or "attest"].unit
            criterion.target_text = {
                "days": self.env._("%g business days", criterion.target),
                "percent": self.env._("%g %%", criterion.target),
                "number": f"{criterion.target:g}",
            }.get(unit, self.env._("yes"))

    # === WAYS OF SAYING IT === #

    def _holds(self, holds, text, why, value=None) -> Finding:
        """Return the finding of something that can be told."""
        if holds:
            return Finding("met", text, why, value, "green")
        part = (value or 0) * 100 >= ON_THE_WAY * self.target > 0
        return Finding("not_met", text, why, value, "amber" if part else "red")

    def _too_few(self, text, why) -> Finding:
        return Finding("few", text, why, None, "amber")

    def _unmeasurable(self, why) -> Finding:
        return Finding("unmeasurable", self.env._("not measured"), why)

    def _attested_finding(self, facts) -> Finding:
        why = self.env._(
            "Attested by %(name)s on %(day)s: %(note)s",
            name=self.attested_by_id.name,
            day=self._exit_day(facts.period, self.attested_at),
            note=self.attested_note,
        )
        return Finding("attested", self.env._("attested"), why, None, "green")

    def _rate_finding(self, rate, others) -> Finding:
        """Return the finding of a rate.

        :param others: what stands beside it, in words
        """
        text = self.env._("%(part)s of %(total)s", part=rate.part, total=rate.total)
        if rate.percent is None:
            why = self.env._(
                "%(part)s of %(total)s solved: a percentage is told from %(minimum)s "
                "on. %(others)s",
                part=rate.part,
                total=rate.total,
                minimum=rate.minimum,
                others=others,
            )
            return self._too_few(text, why.strip())
        percent = self.env._("%s %%", rate.percent)
        # An issue that was opened again is not solved; neither is one out of scope.
        why = self.env._("%(text)s solved issues. %(others)s", text=text, others=others)
        return self._holds(
            rate.percent >= self.target, percent, why.strip(), rate.percent
        )

    def _all_done(self, facts, name, nothing, text) -> Finding:
        """Return the finding of a list of which everything has to be done."""
        rows = facts.rows.get(name)
        if rows is None:
            return self._unmeasurable(
                self.env._(
                    "Odoo keeps no list of it here. A person attests it with a file."
                )
            )
        done, total = rows[0]["done"], rows[0]["n"]
        value = self.env._("%(done)s of %(total)s", done=done, total=total)
        if not total:
            return self._too_few(value, nothing)
        return self._holds(done == total, value, text, done)

    def _with_taken(self, finding, facts, *kinds) -> Finding:
        """Return a finding that says what was taken out since the start."""
        rows = [row for row in facts.rows["exit_taken"] if row["kind"] in kinds]
        if not rows:
            return finding
        count = sum(row["n"] for row in rows)
        last = datetime.fromisoformat(max(row["last"] for row in rows))
        told = self.env._(
            "Taken out since the start: %(count)s, the last on %(day)s.",
            count=count,
            day=self._exit_day(facts.period, last),
        )
        return replace(finding, why=f"{finding.why} {told}".strip())
