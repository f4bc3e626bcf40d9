from odoo import models
from odoo.exceptions import UserError

from .period_agreed import STATES
from .period_watch import MANAGER

ADMIN = "hypercare_support.group_admin"
#: Who stands for the client while hypercare runs.
CLIENT_SIDE = ("client_pm_id", "sponsor_id")


class HypercarePeriod(models.Model):
    """Who agrees for the client, so that nobody agrees with himself."""

    _inherit = "hypercare.period"

    def write(self, vals):
        self._check_client_side(vals)
        return super().write(vals)

    def _check_client_side(self, vals):
        """Refuse that somebody else replaces who agrees for the client.

        :raise UserError: naming who may
        """
        names = [name for name in CLIENT_SIDE if name in vals]
        if not names or self.env.su or self.env.user.has_group(ADMIN):
            return
        for period in self.filtered(lambda period: period.state in STATES):
            # sudo: who is named is compared, whoever may read accounts.
            people = period.sudo().client_pm_id | period.sudo().sponsor_id
            changed = [
                self._fields[name]
                for name in names
                if self._fields[name].convert_to_cache(vals[name], period)
                != (period[name].id or None)
            ]
            if changed and self.env.user not in people:
                raise UserError(
                    self.env._(
                        "%(period)s runs, and “%(field)s” agrees for the client: only "
                        "%(people)s or an administrator of Hypercare changes that.",
                        period=period.name,
                        field=changed[0]._description_string(self.env),
                        people=" / ".join(people.mapped("name"))
                        or self.env._("the sponsor"),
                    )
                )

    def _consenter(self):
        """Return who agrees to less support; nobody if that would be the other side."""
        self.ensure_one()
        # sudo: who is named is compared, whoever may read accounts.
        period = self.sudo()
        if period.client_pm_id == period.consultant_lead_id:
            return self.env["res.users"]
        return period.client_pm_id.sudo(False)

    def _check_consenter(self):
        """Refuse to go on where nobody can agree for the client.

        :raise UserError: saying whom to name
        """
        if self.client_pm_id and not self._consenter():
            raise UserError(
                self.env._(
                    "%(person)s is client project manager and consultant lead at once "
                    "and cannot agree with himself or herself. Name another client "
                    "project manager in %(period)s.",
                    person=self.client_pm_id.name,
                    period=self.name,
                )
            )

    def _readiness_items(self) -> list[dict]:
        return [*super()._readiness_items(), *self._lacking_rights()]

    def _lacking_rights(self) -> list[dict]:
        """Return who is to run hypercare and has not the rights for it."""
        items = []
        for name in ("client_pm_id", "consultant_lead_id"):
            # sudo: rights are looked at, whoever may read accounts.
            user = self.sudo()[name]
            if user.active and not user.has_group(MANAGER):
                text = self.env._(
                    "%(person)s (%(role)s) has no manager rights and cannot run "
                    "hypercare. Ask the administrator for Hypercare: Manager.",
                    person=user.name,
                    role=self._fields[name]._description_string(self.env),
                )
                code = f"{name.removesuffix('_id')}_rights"
                items.append(self._readiness_item(code, text, level="warning"))
        return items
