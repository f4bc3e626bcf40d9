from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const


class HypercareIssueEvent(models.Model):
    """An append-only fact: what changed on an issue, when, by whom and why.

    KPIs and exit criteria read these rows, so they are never edited: a severity
    that was lowered later still shows when it was high.
    """

    _name = "hypercare.issue.event"
    _description = "Hypercare Issue Event"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "at desc, id desc"
    _log_access = False

    issue_id = fields.Many2one(
        "hypercare.issue", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    kind = fields.Selection(const.EVENT_KINDS, required=True, readonly=True)
    old = fields.Char("From", readonly=True)
    new = fields.Char("To", readonly=True)
    old_label = fields.Char("Before", compute="_compute_labels")
    new_label = fields.Char("After", compute="_compute_labels")
    at = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True)
    reason = fields.Char(readonly=True)

    @api.depends("kind", "old", "new")
    def _compute_labels(self):
        issues = self.env["hypercare.issue"]
        choices = {
            kind: dict(issues._fields[kind]._description_selection(self.env))
            for kind in ("state", "severity")
        }
        choices["waiting"] = dict(
            issues._fields["waiting_for"]._description_selection(self.env)
        )
        names = {
            "tier": self._record_names("tier", "hypercare.tier"),
            "owner": self._record_names("owner", "res.users"),
        }
        for event in self:
            labels = []
            for value in (event.old, event.new):
                if event.kind in choices:
                    labels.append(choices[event.kind].get(value, value))
                else:
                    labels.append(names[event.kind].get(value, False))
            event.old_label, event.new_label = labels

    def _record_names(self, kind, model) -> dict[str, str]:
        """Return id (as text) → name of the records that events of a kind speak of."""
        events = self.filtered(lambda event: event.kind == kind)
        ids = {
            int(value) for value in events.mapped("old") + events.mapped("new") if value
        }
        # sudo: the name of an owner or tier is part of the history.
        records = self.env[model].sudo().browse(ids).exists()
        return {str(record.id): record.display_name for record in records}

    def write(self, vals):
        if vals:
            raise UserError(self.env._("The history of an issue cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of an issue cannot be deleted."))
