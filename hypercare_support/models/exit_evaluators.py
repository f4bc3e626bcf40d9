from odoo import models
from odoo.tools import format_date, format_datetime

from .. import const
from ..engine.kpi import Rate
from .exit_criterion_evaluate import Finding
from .resource_calendar import from_epoch


class HypercareExitCriterion(models.Model):
    """The evaluators of the table, one method each: facts in, a finding out."""

    _inherit = "hypercare.exit.criterion"

    def _evaluate_attest(self, facts) -> Finding:
        if self.attested_at:
            return self._attested_finding(facts)
        names = ", ".join(self._attesters(facts.experts).mapped("name"))
        why = self.env._("Nobody has attested it yet: up to %s.", names)
        if not names:
            why = self.env._("Nobody is named who may attest it.")
        planned = self.planned_date
        if planned and planned >= facts.period._local_day(facts.now):
            day = format_date(self.env, planned, date_format="EEE d MMM y")
            why = self.env._("%(why)s Planned for %(day)s.", why=why, day=day)
            return Finding("not_met", self.env._("planned"), why, None, "amber")
        return Finding("not_met", self.env._("not attested"), why, None, "red")

    def _evaluate_clean_streak(self, facts) -> Finding:
        if not facts.raised:
            # A log that nobody writes in says nothing about the system.
            return self._too_few("–", self.env._("Nothing has been reported yet."))
        streak = facts.streak
        if streak is None:
            return self._unmeasurable(
                self.env._("Business days are not known: the support hours never open.")
            )
        days = 0 if facts.urgent else streak.days
        text = self.env._("%s business days", days)
        if facts.urgent:
            why = self.env._(
                "%s S1 or S2 are open now, or transferred and not solved.",
                facts.urgent,
            )
        elif streak.broken_at:
            at = from_epoch(streak.broken_at)
            why = self.env._(
                "The last S1 or S2 was open until %s.",
                format_datetime(
                    self.env, at, tz=facts.period.tz, dt_format="EEE d MMM HH:mm"
                ),
            )
        else:
            why = self.env._("No S1 or S2 since go-live.")
        return self._holds(days >= self.target, text, why, days)

    def _evaluate_without_consultant(self, facts) -> Finding:
        total = facts.count_solved()
        alone = Rate(facts.count_solved(("l1",)), total, facts.minimum)
        rate = Rate(facts.count_solved(("l1", "l2")), total, facts.minimum)
        beside = ""
        if alone.percent is not None:
            beside = self.env._("By Level 1 alone: %s %%.", alone.percent)
        return self._rate_finding(rate, beside)

    def _evaluate_l1_share(self, facts) -> Finding:
        total = facts.count_solved()
        rate = Rate(facts.count_solved(("l1",)), total, facts.minimum)
        beside = ""
        business = Rate(facts.count_solved(("l1", "l2")), total, facts.minimum)
        if business.percent is not None:
            beside = self.env._("Without the consultant: %s %%.", business.percent)
        return self._rate_finding(rate, beside)

    def _evaluate_first_tier(self, facts) -> Finding:
        total = facts.count_solved(first="l1")
        rate = Rate(facts.count_solved(("l1",), "l1"), total, facts.minimum)
        return self._rate_finding(rate, self.env._("Counted: what began at Level 1."))

    def _evaluate_falling(self, facts) -> Finding:
        change = facts.trend
        if change is None:
            return self._too_few("–", self.env._("Two whole weeks are needed."))
        text = self.env._(
            "%(now)s after %(before)s", now=change.raised, before=change.raised_before
        )
        why = self.env._(
            "Raised in seven days: %(now)s, in the seven before: %(before)s. By weight "
            "of severity: %(weight)s after %(weight_before)s.",
            now=change.raised,
            before=change.raised_before,
            weight=change.weight,
            weight_before=change.weight_before,
        )
        if change.direction is None:
            return self._quiet_finding(facts, text, why)
        falls = change.direction == "falling" and change.raised < change.raised_before
        return self._holds(falls, text, why)

    def _quiet_finding(self, facts, text, why) -> Finding:
        """Return the finding of two weeks in which next to nothing was raised.

        Where there was a week with enough issues, it has fallen since.
        """
        if facts.busiest < facts.minimum:
            return self._too_few(text, why)
        why = self.env._(
            "%(why)s In the busiest week it was %(most)s.", why=why, most=facts.busiest
        )
        # Few, but severe, is no calm.
        urgent = sum(facts.weeks[0].get(one, 0) for one in const.URGENT_SEVERITIES)
        return self._holds(not urgent, text, why)

    def _evaluate_answers(self, facts) -> Finding:
        count = facts.rows["exit_articles"][0]["n"]
        why = self.env._("Counted: published answers of this period.")
        return self._holds(
            count >= self.target, self.env._("%s published", count), why, count
        )

    def _evaluate_responsibilities(self, facts) -> Finding:
        finding = self._all_done(
            *(facts, "exit_responsibility"),
            self.env._("No responsibility is listed yet."),
            self.env._("Accepted by those who have them after hypercare."),
        )
        return self._with_taken(finding, facts, "responsibility")

    def _evaluate_knowledge(self, facts) -> Finding:
        finding = self._all_done(
            *(facts, "exit_transfer"),
            self.env._("No hand-over of knowledge is planned yet."),
            self.env._("Areas that work alone, observed."),
        )
        return self._with_taken(finding, facts, "transfer", "area")

    def _evaluate_roster(self, facts) -> Finding:
        finding = self._all_done(
            *(facts, "exit_contact"),
            self.env._("Nobody is listed yet."),
            self.env._("With name, what for, and phone or e-mail."),
        )
        return self._with_taken(finding, facts, "contact")

    def _evaluate_bau_policy(self, facts) -> Finding:
        [agreed] = facts.rows["exit_agreed"]
        holds = agreed["policy"] and agreed["owner"]
        missing = [
            None if agreed["policy"] else self.env._("No policy after exit is chosen."),
            None if agreed["owner"] else self.env._("No business owner is named."),
        ]
        why = " ".join(filter(None, missing)) or self.env._("Both stand in the period.")
        text = self.env._("agreed") if holds else self.env._("not agreed")
        return self._holds(holds, text, why)

    # === WHAT BRIDGES MEASURE === #

    def _evaluate_month_end_close(self, facts) -> Finding:
        return self._evaluate_elsewhere()

    def _evaluate_close_areas(self, facts) -> Finding:
        return self._evaluate_elsewhere()

    def _evaluate_payroll(self, facts) -> Finding:
        return self._evaluate_elsewhere()

    def _evaluate_integrations(self, facts) -> Finding:
        total = facts.rows["exit_integration"][0]["n"]
        if not total:
            finding = self._unmeasurable(
                self.env._(
                    "No critical connection is listed. A person attests it with a file."
                )
            )
            return self._with_taken(finding, facts, "integration")
        unstable = facts.period._unstable_integrations()
        stable = total - len(unstable)
        text = self.env._("%(done)s of %(total)s", done=stable, total=total)
        why = self.env._("All critical connections have been stable long enough.")
        if unstable:
            names = ", ".join(unstable.mapped("name"))
            why = self.env._("Not stable long enough: %s.", names)
        finding = self._holds(not unstable, text, why, stable)
        return self._with_taken(finding, facts, "integration")

    def _evaluate_elsewhere(self) -> Finding:
        return self._unmeasurable(
            self.env._("Odoo cannot see it here. A person attests it with a file.")
        )
