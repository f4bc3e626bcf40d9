from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .. import const
from ..engine.standup import lacking

SECTIONS = [
    ("urgent", "S1 and S2"),
    ("late", "Overdue or at risk"),
    ("no_owner", "No owner"),
    ("no_date", "No committed date"),
    ("waiting", "Waiting too long"),
    ("new", "New since the last stand-up"),
    ("resolved", "Resolved since the last stand-up"),
]
LACKING = [
    ("owner", "No owner"),
    ("date", "No committed date"),
    ("both", "No owner, no committed date"),
]
#: What is decided about an issue → its field here before and after.
DECIDED = {"user_id": "owner", "commit_date": "date", "severity": "severity"}


class HypercareStandupLine(models.Model):
    """An issue in a stand-up: why it was spoken of, and what was decided.

    Readable where its issue is; frozen when the stand-up is closed.
    """

    _name = "hypercare.standup.line"
    _description = "Hypercare Stand-up Line"
    _inherit = ["hypercare.bulk.mixin"]
    _order = "standup_id desc, sequence, id"
    _rec_name = "issue_id"

    standup_id = fields.Many2one(
        "hypercare.standup",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    issue_id = fields.Many2one(
        "hypercare.issue",
        "Issue of the log",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    sequence = fields.Integer(readonly=True)
    section = fields.Selection(SECTIONS, required=True, readonly=True)
    note = fields.Text(readonly=True)
    discussed_at = fields.Datetime(readonly=True)
    decided_at = fields.Datetime("Decided", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Entered by", readonly=True)
    owner_before_id = fields.Many2one("res.users", readonly=True)
    owner_after_id = fields.Many2one("res.users", readonly=True)
    date_before = fields.Date("Committed date before", readonly=True)
    date_after = fields.Date("Committed date after", readonly=True)
    severity_before = fields.Selection(const.SEVERITIES, readonly=True)
    severity_after = fields.Selection(const.SEVERITIES, readonly=True)
    lacking = fields.Selection(
        LACKING, "Left open", readonly=True, help="When the stand-up was closed."
    )
    number = fields.Char(related="issue_id.number")
    issue_name = fields.Char("Issue", compute="_compute_issue_name")
    decided_text = fields.Char("What was decided", compute="_compute_decided_text")

    _once = models.UniqueIndex(
        "(standup_id, issue_id)", "An issue stands once in a stand-up."
    )

    @api.depends("issue_id.name", "issue_id.confidential")
    def _compute_issue_name(self):
        for line in self:
            line.issue_name = line.issue_id.name

    @api.depends_context("lang")
    @api.depends("decided_at")
    def _compute_decided_text(self):
        for line in self:
            line.decided_text = "; ".join(line._change_texts()) or False

    def write(self, vals):
        # sudo: whether it is closed does not depend on who may read the stand-up.
        if vals and any(line.standup_id.state == "closed" for line in self.sudo()):
            raise UserError(
                self.env._("The minutes of a closed stand-up cannot be changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Stand-ups are evidence and cannot be deleted."))

    # -- In words ----------------------------------------------------------------------

    def _change_texts(self) -> list[str]:
        """Return what was decided, one text per change, in the reader's language."""
        self.ensure_one()
        if not self.decided_at:
            return []
        # sudo: the name of an owner is part of the minutes.
        line = self.sudo()
        texts = []
        if line.owner_before_id != line.owner_after_id:
            texts.append(
                self.env._(
                    "Owner: %s", line.owner_after_id.name or self.env._("nobody")
                )
            )
        if line.date_before != line.date_after:
            day = line.date_after and self._day_text(line.date_after)
            texts.append(self.env._("Date: %s", day or self.env._("none")))
        if line.severity_before != line.severity_after:
            names = dict(
                self._fields["severity_after"]._description_selection(self.env)
            )
            texts.append(
                self.env._(
                    "Severity: %(new)s, was %(old)s",
                    new=names[line.severity_after],
                    old=names[line.severity_before],
                )
            )
        return texts

    def _day_text(self, day) -> str:
        return format_date(self.env, day, date_format="EEE d MMM")

    def _lacks(self) -> str | bool:
        """Return what the issue lacks now, see `LACKING`; False if nothing."""
        issue = self.issue_id
        if not issue.is_open:
            return False
        return lacking(
            bool(issue.user_id), bool(issue.commit_date), issue.severity
        ) or (False)

    def _values_of(self, moment) -> dict:
        """Return the issue's decided values as they are now, as columns of a moment.

        :param moment: ``before`` or ``after``
        """
        issue = self.issue_id
        return {
            f"owner_{moment}_id": issue.user_id.id,
            f"date_{moment}": issue.commit_date,
            f"severity_{moment}": issue.severity,
        }
