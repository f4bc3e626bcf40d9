from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .period_charter_bind import QUICK

READERS = ("hypercare_support.group_manager", "hypercare_support.group_sponsor")


class HypercarePeriod(models.Model):
    """The screen that lists what is missing, with the way to each of it."""

    _inherit = "hypercare.period"

    readiness_text = fields.Char(compute="_compute_readiness_text")

    @api.depends_context("lang")
    @api.depends("state")
    def _compute_readiness_text(self):
        for period in self:
            saved = period._origin
            text = False
            if saved and saved.state in ("draft", "ready"):
                count = len(saved.with_context(hypercare_quick=QUICK)._open_problems())
                text = (
                    self.env._("%s things missing", count)
                    if count > 1
                    else self.env._("1 thing missing")
                    if count
                    else self.env._("Everything is there")
                )
            period.readiness_text = text

    def action_open_readiness(self):
        """Open the list of what is missing."""
        self.ensure_one()
        self.check_access("read")
        return self._client_action("hypercare_support.readiness_action")

    def readiness(self) -> dict:
        """Return what the readiness screen shows; mail is checked anew.

        :return: ``period``, ``problems``, ``accepted`` (problems somebody started in
            spite of) and ``warnings``: lists of text, where and label
        :raise AccessError: for everybody but managers and the sponsor
        """
        if not any(self.env.user.has_group(group) for group in READERS):
            raise AccessError(
                self.env._("Only managers and the sponsor see what a period lacks.")
            )
        if len(self) != 1:
            raise UserError(
                self.env._("Open a hypercare period, and press “Ready?” there.")
            )
        self.check_access("read")
        is_open = self.state in ("draft", "ready")
        may_edit = self.env.user.has_group(READERS[0]) and self.has_access("write")
        if is_open:
            self._check_mail_again()
        # sudo: what is missing does not depend on who asks.
        period = self.sudo()
        items = period._readiness_items()
        open_codes = {item["code"] for item in period._not_accepted(items)}
        rows = {"problems": [], "accepted": [], "warnings": []}
        for item in items:
            kind = "warnings"
            if item["level"] == "problem":
                kind = "problems" if item["code"] in open_codes else "accepted"
            rows[kind].append(
                {
                    "code": item["code"],
                    "text": item["text"],
                    "where": item["where"] or "form",
                    "page": item["page"],
                    "label": self._mend_label(item["where"] or "form"),
                }
            )
        labels = dict(self._fields["state"]._description_selection(self.env))
        return rows | {
            "period": {
                "id": self.id,
                "name": self.name,
                "state": self.state,
                "state_label": labels[self.state],
            },
            "may_edit": may_edit,
            "may_start": may_edit and is_open,
            # sudo: shown to whoever may see the list.
            "forced": self.sudo()._forced_text(),
        }

    def _mend_label(self, where) -> str:
        """Return what the button is called that leads to a place."""
        pages = {
            "form": self.env._("Open the period"),
            "page:tiers": self.env._("Name people"),
            "page:rota": self.env._("Open the rota"),
            "page:phases": self.env._("Open the phases"),
            "page:areas": self.env._("Add areas"),
            "action_open_cover": self.env._("See who covers when"),
            "action_check_mail": self.env._("Check mail"),
            "action_open_charter": self.env._("Open the charter"),
            "action_open_handover": self.env._("Open the hand-over"),
            "action_open_checklists": self.env._("Open the checklists"),
            "action_add_checklists": self.env._("Add checklists"),
        }
        return pages.get(where) or self.env._("Put it right")
