from odoo import api, models
from odoo.exceptions import ValidationError

#: Who runs the period or owns the system works in screens that need an own account.
INSIDE = ("client_pm_id", "consultant_lead_id", "business_owner_id")


class HypercarePeriod(models.Model):
    """Who of a period may be somebody outside: tier members and the sponsor."""

    _inherit = "hypercare.period"

    @api.constrains(*INSIDE)
    def _check_inside(self):
        for period in self:
            for name in INSIDE:
                # sudo: accounts are read to see who can log in, whoever asks.
                person = period.sudo()[name]
                if person.share:
                    raise ValidationError(
                        self.env._(
                            "%(person)s has a portal account and cannot be: %(role)s. "
                            "Running a period needs an internal account. With a "
                            "portal account a person can be the sponsor or a member "
                            "of a tier.",
                            person=person.name,
                            role=period._fields[name]._description_string(self.env),
                        )
                    )

    @api.model
    def _outside_sponsored(self):
        """Return the periods whose sponsor is the portal user who asks."""
        user = self.env.user
        if not user._is_portal():
            return self.sudo().browse()
        # sudo: portal users read no model of hypercare; this decides what they see.
        return self.sudo().search(
            [
                ("sponsor_id", "=", user.id),
                ("active", "=", True),
                ("state", "!=", "cancelled"),
                ("company_id", "in", user.company_ids.ids),
            ]
        )

    @api.model
    def _outside_find(self, period_id):
        """Return a period whose sponsor asks; empty for any other, or if there is none.

        :return: as superuser, in the name of the user
        """
        return self._outside_sponsored().filtered(lambda one: one.id == period_id)
