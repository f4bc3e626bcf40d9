from odoo import models
from odoo.exceptions import UserError

#: In these nothing has begun yet, or everything is over.
QUIET_STATES = ("draft", "closed", "cancelled")


class HypercarePeriod(models.Model):
    """A period that runs stays in sight.

    An archived period is not counted, watched or told of: archiving it would end its
    evidence without a trace.
    """

    _inherit = "hypercare.period"

    def write(self, vals):
        # Set-ups by the system itself are not asked about.
        if {"active", "state"} & set(vals) and not self.env.su:
            self._check_in_sight(vals)
        return super().write(vals)

    def _check_in_sight(self, vals):
        """Refuse to archive what runs, and to start what is archived.

        :raise UserError: naming the period
        """
        for period in self:
            seen = vals.get("active", period.active)
            if not seen and vals.get("state", period.state) not in QUIET_STATES:
                raise UserError(
                    self.env._(
                        "“%s” runs and stays in sight: nothing of an archived period "
                        "is counted or told any more. Close or cancel it first.",
                        period.name,
                    )
                )
