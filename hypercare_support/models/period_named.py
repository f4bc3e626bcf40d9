from odoo import models
from odoo.exceptions import UserError

#: Whose decisions and signatures count; the client project manager has a guard of his
#: own.
NAMED = ("sponsor_id", "consultant_lead_id", "business_owner_id")
#: Before and after these nothing is decided by who is named.
GUARDED_STATES = ("running", "exit_review", "monitoring")


class HypercarePeriod(models.Model):
    """Who decides is not chosen by whose work is judged."""

    _inherit = "hypercare.period"

    def write(self, vals):
        named = [name for name in NAMED if name in vals]
        if named and not self.env.su:
            for period in self:
                period._check_named({name: vals[name] for name in named})
        return super().write(vals)

    def _check_named(self, vals):
        """Refuse to put somebody else into a role while hypercare runs.

        The person himself, the sponsor and an administrator may. An empty place is
        filled by whoever runs the period, but not with himself.

        :raise UserError: naming the role, and who can change it
        """
        user = self.env.user
        if self.state not in GUARDED_STATES or user == self.sponsor_id:
            return
        if user.has_group("hypercare_support.group_admin"):
            return
        for name, user_id in vals.items():
            person = self[name]
            if (user_id or False) == person.id or user == person:
                continue
            if person or user_id == user.id:
                raise UserError(
                    self.env._(
                        "“%(role)s” of %(period)s was agreed before hypercare began. "
                        "Ask the person named, the sponsor or an administrator of "
                        "hypercare to change it.",
                        role=self._fields[name]._description_string(self.env),
                        period=self.name,
                    )
                )
