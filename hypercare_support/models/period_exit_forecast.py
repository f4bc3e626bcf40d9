from datetime import date

from odoo import fields, models

from ..engine.forecast import (
    HELD,
    UNKNOWN,
    Outlook,
    all_hold,
    planned_outlook,
    rate_outlook,
    streak_reached,
)
from .exit_criterion import HOLDING
from .resource_calendar import from_epoch, to_epoch


class HypercarePeriod(models.Model):
    """When all exit criteria are likely to hold, and why."""

    _inherit = "hypercare.period"

    def _exit_forecast(self, now=None, facts=None, criteria=None) -> dict:
        """Return when the period may be left, in words.

        :param now: naive UTC
        :param facts, criteria: of that moment, if they are known already
        :return: ``kind`` and ``day`` (a date or False) of all criteria together,
            ``text``, and a ``lines`` entry for each criterion that does not hold: the
            record's id, ``name``, ``kind``, ``day`` and ``text``
        """
        self.ensure_one()
        now = now or fields.Datetime.now()
        # sudo: whoever may see the forecast sees what it is told from.
        period = self.sudo()
        facts = facts or period._exit_facts(now)
        criteria = period.criterion_ids if criteria is None else criteria
        outlooks, lines = [], []
        for criterion in criteria:
            outlook, text = criterion._forecast(facts)
            outlooks.append(outlook)
            if outlook.kind == "held":
                continue
            lines.append(
                {
                    "id": criterion.id,
                    "name": criterion.name,
                    "kind": outlook.kind,
                    "day": outlook.day or False,
                    "text": text,
                }
            )
        outlook = all_hold(outlooks)
        return {
            "kind": outlook.kind,
            "day": outlook.day or False,
            "text": self._forecast_sentence(outlook, criteria),
            "lines": lines,
        }

    def _forecast_sentence(self, outlook, criteria) -> str:
        if not criteria:
            return self.env._("No exit criteria are agreed yet.")
        if outlook.kind == "held":
            return self.env._("All exit criteria hold.")
        if outlook.kind == "expected":
            return self.env._(
                "All exit criteria are likely to hold on %s.",
                self._long_day(outlook.day),
            )
        if outlook.day:
            return self.env._(
                "When all exit criteria hold cannot be said yet; not before %s.",
                self._long_day(outlook.day),
            )
        return self.env._("When all exit criteria hold cannot be said yet.")


class HypercareExitCriterion(models.Model):
    """When a criterion is likely to hold."""

    _inherit = "hypercare.exit.criterion"

    def _forecast(self, facts) -> tuple[Outlook, str]:
        """Return the outlook of this criterion, and its reason in words."""
        self.ensure_one()
        finding = self._find_out(facts)
        if finding.state in HOLDING:
            return HELD, ""
        kind = self._evaluators()[self.code].forecast
        # Where something cannot be measured, only a plan says anything.
        if finding.state == "unmeasurable" and kind != "streak":
            kind = "plan"
        return getattr(self, f"_forecast_by_{kind}")(facts, finding)

    def _forecast_by_streak(self, facts, finding):
        period, target = facts.period, int(self.target)
        begin, now = to_epoch(period._midnight(period.go_live)), to_epoch(facts.now)
        broken_at = now
        if not facts.urgent:
            broken_at = facts.streak.broken_at if facts.streak else None
        reached = facts.book.ask(
            lambda timeline: (
                timeline and streak_reached(broken_at, timeline, begin, target)
            ),
            begin,
        )
        if reached is None:
            return UNKNOWN, finding.why
        day = period._local_day(from_epoch(reached))
        if facts.urgent:
            text = self.env._(
                "%(count)s S1 or S2 are open. Solved today, and if no other comes, "
                "%(days)s clean business days are reached on %(day)s.",
                count=facts.urgent,
                days=target,
                day=self.period_id._long_day(day),
            )
            return Outlook("unknown", day), text
        text = self.env._(
            "%(days)s clean business days are reached on %(day)s if no S1 or S2 comes.",
            days=target,
            day=self.period_id._long_day(day),
        )
        if not facts.raised:
            return Outlook("unknown", day), finding.why
        return Outlook("expected", day), text

    def _forecast_by_rate(self, facts, finding):
        today = facts.period._local_day(facts.now)
        points = [
            (date.fromisoformat(day), value)
            for day, value in facts.values_of(self)
            if day < today.isoformat()
        ]
        if finding.value is None:
            return UNKNOWN, finding.why
        outlook = rate_outlook([*points, (today, finding.value)], self.target)
        values = {
            "value": finding.text,
            "target": self.target_text,
            "days": len(points) + 1,
        }
        if outlook.kind == "expected":
            values["day"] = self.period_id._long_day(outlook.day)
            return outlook, self.env._(
                "It is %(value)s; by the trend of %(days)s daily values %(target)s is "
                "reached on %(day)s.",
                **values,
            )
        if outlook.kind == "away":
            return outlook, self.env._(
                "It is %(value)s; by the trend of %(days)s daily values it misses "
                "%(target)s.",
                **values,
            )
        return outlook, self.env._(
            "It is %(value)s; there are too few daily values to tell a trend from.",
            **values,
        )

    def _forecast_by_plan(self, facts, finding):
        today = facts.period._local_day(facts.now)
        outlook = planned_outlook(self.planned_date or None, today)
        if outlook.kind == "expected":
            return outlook, self.env._(
                "It is planned for %s.", self.period_id._long_day(outlook.day)
            )
        if self.planned_date:
            return outlook, self.env._(
                "It was planned for %s, which is over.",
                self.period_id._long_day(self.planned_date),
            )
        if finding.state == "unmeasurable" or self.code == "attest":
            return outlook, self.env._("No date is planned for it.")
        return outlook, finding.why
