from odoo import models

from ..engine.modes import FULL, PROJECT_LEVEL, Mode, acts_at_once, mode_on
from .phase_mode import TAKES, mode_short

#: Periods in which phases say what the project team does; after the exit review the
#: policy after exit holds, and no phase any more.
STATES = ("draft", "ready", "running", "exit_review")


class HypercarePeriod(models.Model):
    """What the project team does at a moment: the mode of the running phase."""

    _inherit = "hypercare.period"

    def _phase_plan(self) -> tuple:
        """Return the phases as the engine knows a plan."""
        self.ensure_one()
        return tuple(phase._slice() for phase in self.phase_ids.sorted("date_from"))

    def _mode_at(self, now) -> Mode:
        """Return what the project team takes at a moment.

        Where nobody else is there – no person in a tier below – it takes everything.

        :param now: naive UTC
        """
        self.ensure_one()
        if self.state not in STATES or not self.phase_ids:
            return FULL
        mode = mode_on(self._phase_plan(), self._local_day(now))
        return mode if mode.is_full or self._business_tiers() else FULL

    def _phase_at(self, now):
        """Return the phase whose mode holds at a moment: the running one, or the last.

        Empty in a gap between phases, and before the first one.
        """
        self.ensure_one()
        today = self._local_day(now)
        phases = self.phase_ids.sorted("date_from")
        running = phases.filtered(
            lambda phase: phase.date_from <= today <= phase.date_to
        )
        return running or phases[-1:].filtered(lambda phase: phase.date_to < today)

    def _business_tiers(self):
        """Return the tiers below the project team that have somebody, lowest first."""
        # sudo: who is in a tier does not depend on who asks.
        tiers = self.sudo().tier_ids.filtered(
            lambda tier: "l0" < tier.level < PROJECT_LEVEL and tier.user_ids
        )
        return tiers.sorted("level")

    def _mode_of_row(self, rows) -> str:
        """Return the mode of a phase in a few words, from rows of its columns."""
        for row in rows[:1]:
            takes = frozenset(key for name, key in TAKES.items() if row[name])
            return mode_short(self.env, Mode(takes, row["part"]))
        return ""

    def _get_router(self):
        """Start what the project team does not take at the highest tier below it."""
        route = super()._get_router()
        mode = self._mode_at(self.env.cr.now())
        if mode.is_full:
            return route
        tiers = self.tier_ids
        project = tiers.filtered(lambda tier: tier.level == PROJECT_LEVEL)
        business = self._business_tiers()[-1:]

        def route_by_mode(severity, category_id):
            tier_id = route(severity, category_id)
            stays = tier_id in project.ids and not acts_at_once(mode, severity)
            return business.id if stays else tier_id

        return route_by_mode
