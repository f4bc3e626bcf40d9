from typing import NamedTuple

from odoo import models


class Promises(NamedTuple):
    """The SLA policy of a period, ready to be looked up.

    :ivar targets: (severity, metric, tier level or ``""``) → (line id, target)
    :ivar kinds: the (metric, level) pairs that any severity has
    """

    targets: dict
    kinds: frozenset


class HypercarePeriod(models.Model):
    """What a period promises, and where an issue starts."""

    _inherit = "hypercare.period"

    def _get_promises(self) -> dict:
        """Return the promises in force, by period: see `Promises`."""
        promises = {}
        for period in self:
            policy = period.policy_id
            if period.state in ("monitoring", "closed") and period.bau_policy_id:
                policy = period.bau_policy_id
            # sudo: due times must not depend on who may read policies.
            targets = policy.sudo().targets()
            kinds = frozenset((metric, level) for _sev, metric, level in targets)
            promises[period] = Promises(targets, kinds)
        return promises

    def _get_router(self):
        """Return a function (severity, category id) → id of the tier to start at.

        S1 goes to the highest tier, whose turn runs beside those of all others;
        everything else starts where its category says. A missing tier is replaced
        by the next one above it, else by the highest below.
        """
        self.ensure_one()
        tiers = self.tier_ids.filtered(lambda tier: tier.level != "l0").sorted("level")
        levels = {
            category.id: category.level
            for category in self.env["hypercare.category"]
            .with_context(active_test=False)
            .search([])
        }

        def route(severity, category_id):
            if not tiers:
                return False
            if severity == "s1":
                return tiers[-1].id
            level = levels.get(category_id, "l1")
            return next(
                (tier.id for tier in tiers if tier.level >= level), tiers[-1].id
            )

        return route
