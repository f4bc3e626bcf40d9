from odoo import api, models

from odoo.addons.account.models.company import LOCK_DATE_FIELDS


class ResCompany(models.Model):
    """Lock dates: each change is evidence."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if any(set(LOCK_DATE_FIELDS) & set(vals) for vals in vals_list):
            events = self.env["hypercare.close.event"]
            events._note_safely(events._note_locks, companies)
        return companies

    def write(self, vals):
        res = super().write(vals)
        if set(LOCK_DATE_FIELDS) & set(vals):
            events = self.env["hypercare.close.event"]
            events._note_safely(events._note_locks, self)
        return res
