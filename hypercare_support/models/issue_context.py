import logging

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..intake.limits import clean_text
from ..intake.redact import clip, redact

_logger = logging.getLogger(__name__)

#: Longest traceback kept, in characters; beginning and end of a longer one.
MAX_TRACEBACK = 60_000
#: Plain one-line facts about the screen, and how much of each is kept.
_FACTS = {
    "app": 200,
    "menu": 300,
    "view_type": 40,
    "browser": 300,
    "screen": 60,
    "error_name": 300,
}
_TEXTS = ("error_message", "traceback", "failed_call")


class HypercareIssueContext(models.Model):
    """What the reporter was looking at, and the error that came up.

    Secrets are taken out before anything is stored. Only the reporter, the tiers and
    managers can read it.
    """

    _name = "hypercare.issue.context"
    _description = "Hypercare Issue Context"
    _inherit = ["hypercare.kept.mixin"]
    _rec_name = "app"

    issue_id = fields.Many2one(
        "hypercare.issue", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    app = fields.Char(readonly=True)
    menu = fields.Char(readonly=True)
    model = fields.Char("Kind of record", readonly=True)
    model_name = fields.Char("Record type", compute="_compute_model_name")
    res_id = fields.Many2oneReference("Record", model_field="model", readonly=True)
    record_name = fields.Char("Record's name", readonly=True)
    view_type = fields.Char("View", readonly=True)
    url = fields.Char("Address", readonly=True)
    browser = fields.Char(readonly=True)
    screen = fields.Char(readonly=True)
    error_name = fields.Char("Error", readonly=True)
    error_message = fields.Text(readonly=True)
    traceback = fields.Text("Technical details", readonly=True)
    failed_call = fields.Text(readonly=True)

    _one_per_issue = models.UniqueIndex("(issue_id)")

    @api.depends("model")
    def _compute_model_name(self):
        for context in self:
            # sudo: the name of a model is no secret; reading ir.model needs a right.
            model = self.env["ir.model"].sudo()._get(context.model or "")
            context.model_name = model.name if model else context.model

    def action_open_record(self):
        """Open what the reporter was looking at.

        :raise UserError: if it is gone
        :raise AccessError: if the user may not read it
        """
        self.ensure_one()
        self.check_access("read")
        if not self.model or self.model not in self.env or not self.res_id:
            raise UserError(self.env._("No record was open when this was reported."))
        record = self.env[self.model].browse(self.res_id)
        if not record.exists():
            raise UserError(self.env._("This record has been deleted since."))
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "views": [(False, "form")],
            "target": "current",
        }

    @api.model
    def _read_context(self, given) -> dict:
        """Return what may be stored of a context that a client has sent.

        A record the user cannot read, or that does not exist, is left out: nothing
        about it may be learnt by reporting.

        :param given: anything
        """
        if not isinstance(given, dict):
            return {}
        vals = {
            name: redact(clean_text(given.get(name), limit, one_line=True).text).text
            for name, limit in _FACTS.items()
        }
        for name in _TEXTS:
            # Bounded before it is looked at; clipped afterwards, for a cut could part
            # a secret from what gives it away.
            text = clean_text(given.get(name), 4 * MAX_TRACEBACK).text
            vals[name] = clip(redact(text).text, MAX_TRACEBACK)
        vals["url"] = self._own_address(given.get("url"))
        record, name = self._seen_record(given.get("model"), given.get("res_id"))
        if record is not None:
            vals["model"] = record._name
            if record:
                vals["res_id"] = record.id
                vals["record_name"] = name
        return {name: value for name, value in vals.items() if value}

    def _readable_record(self, model, res_id):
        """Return the record if the user may read it, none of its model if not.

        :return: None for what is no model the user works with
        """
        if not isinstance(model, str) or model not in self.env:
            return None
        records = self.env[model].sudo(False)
        if records._abstract or not records.has_access("read"):
            return None
        is_id = isinstance(res_id, int) and not isinstance(res_id, bool)
        if not is_id or not 0 < res_id < 2**31:
            return records
        found = records.with_context(active_test=False).search([("id", "=", res_id)])
        return found if found.has_access("read") else records

    def _seen_record(self, model, res_id):
        """Return the record and its name, as far as they can be read.

        The screen that is reported may be the one that is broken: a model that fails
        costs the link, not the report.
        """
        try:
            with self.env.cr.savepoint():
                record = self._readable_record(model, res_id)
                name = record.display_name if record else ""
                return record, clean_text(name, 300, one_line=True).text
        except ReadOnlySqlTransaction:
            # Served by a replica: Odoo tries again where it may be written.
            raise
        except Exception:
            _logger.info("Nothing can be read of %s", str(model)[:80], exc_info=True)
            self.env.invalidate_all(flush=False)
            return None, ""
