from odoo import models
from odoo.exceptions import UserError

from .period_watch import MANAGER


class HypercarePeriod(models.Model):
    """Who agrees for the client, so that nobody agrees with himself."""

    _inherit = "hypercare.period"

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
