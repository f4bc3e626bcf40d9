from odoo import models
from odoo.exceptions import UserError

#: The client project manager agrees for the client until hypercare ends; the others
#: sign and answer for what follows, until monitoring ends.
GUARDED_STATES = {
    "client_pm_id": ("running", "exit_review"),
    "sponsor_id": ("running", "exit_review", "monitoring"),
    "consultant_lead_id": ("running", "exit_review", "monitoring"),
    "business_owner_id": ("running", "exit_review", "monitoring"),
}


class HypercarePeriod(models.Model):
    """Who decides is not chosen by whose work is judged."""

    _inherit = "hypercare.period"

    def write(self, vals):
        named = {name: vals[name] for name in GUARDED_STATES if name in vals}
        if named and not self.env.su:
            for period in self:
                period._check_named(named)
        return super().write(vals)

    def _check_named(self, vals):
        """Refuse to put somebody else into a role while hypercare runs.

        :param vals: field of the role → who is to have it
        :raise UserError: naming the role, and who can change it
        """
        if self.env.user.has_group("hypercare_support.group_admin"):
            return
        for name, value in vals.items():
            field = self._fields[name]
            user_id = field.convert_to_cache(value, self)
            if self.state not in GUARDED_STATES[name]:
                continue
            if user_id != (self[name].id or None) and not self._may_name(name, user_id):
                raise UserError(
                    self.env._(
                        "“%(role)s” of %(period)s was agreed before hypercare began. "
                        "Ask the person named, the sponsor or an administrator of "
                        "hypercare to change it.",
                        role=field._description_string(self.env),
                        period=self.name,
                    )
                )

    def _may_name(self, name, user_id) -> bool:
        """Tell whether this user may put somebody into a role, besides administrators.

        The sponsor and the person in it may. An empty place is filled by whoever runs
        the period, but not with himself; what speaks for the client only by the client.
        """
        user = self.env.user
        # sudo: who is named is compared, whoever may read accounts.
        period = self.sudo()
        if user in (period.sponsor_id, period[name]):
            return True
        if period[name] or user_id == user.id or name == "client_pm_id":
            return False
        if name == "sponsor_id" and self.state in GUARDED_STATES["client_pm_id"]:
            return user == period.client_pm_id
        return True
