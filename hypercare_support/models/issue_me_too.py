from odoo import api, fields, models
from odoo.exceptions import UserError

from ..intake.limits import clean_text
from ..intake.shown import shown


class HypercareIssue(models.Model):
    """“This is mine too”, and answers that make a report unnecessary."""

    _inherit = "hypercare.issue"

    affected_user_ids = fields.Many2many(
        "res.users",
        "hypercare_issue_affected_rel",
        "issue_id",
        "user_id",
        "Me too",
        copy=False,
        readonly=True,
        help="Who else has the same and follows the issue.",
    )
    me_too_count = fields.Integer("People affected", compute="_compute_me_too_count")

    @api.depends("affected_user_ids")
    def _compute_me_too_count(self):
        for issue in self:
            # sudo: how many have it may be known, whoever may read their accounts.
            issue.me_too_count = len(issue.sudo().affected_user_ids)

    @api.model
    def report_join(self, issue_id):
        """Note that the user has this issue too; they follow it from now on.

        Twice changes nothing.

        :raise UserError: if the issue is not open any more, or is not there
        """
        self._check_record_id(issue_id)
        issue = self.search([("id", "=", issue_id)]) or self._find_outage(issue_id)
        # sudo: whether it is open; it was found with the user's rights, or told to all.
        if not issue or not issue.sudo().is_open:
            raise UserError(
                self.env._(
                    "This issue is not open any more. Report yours as a new one."
                )
            )
        user = self.env.user
        # sudo: whoever may read an issue may join it without the right to write it.
        joined = issue.sudo()
        if user not in joined.affected_user_ids and user != joined.reporter_id:
            joined._lock_rows()
            joined._write_columns({"affected_user_ids": [fields.Command.link(user.id)]})
            joined.message_subscribe(user.partner_id.ids)
            joined._message_log(
                body=self.env._("%s has the same problem.", user.name),
                author_id=user.partner_id.id,
            )
            self._log_deflection(joined.period_id, issue=issue)
            # What a follower may read was refused a moment ago.
            issue.invalidate_recordset()
        return issue._report_receipt()

    @api.model
    def _find_outage(self, issue_id):
        """Return an issue that everybody was told of, in a private log as well."""
        # sudo: the banner has shown it to the whole company.
        issue = self.sudo().search(
            [
                ("id", "=", issue_id),
                ("company_id", "in", self.env.user._get_company_ids()),
            ]
        )
        return issue.sudo(False) if issue._is_outage() else self.browse()

    @api.model
    def report_answered(self, article_id, issue_id, text, period_id):
        """Note that an answer, or another issue, made a report unnecessary."""
        period = self._report_period(period_id)
        article = self.env["hypercare.article"]
        if article_id:
            self._check_record_id(article_id)
            article = article.search([("id", "=", article_id)])
        issue = self.browse()
        if issue_id:
            self._check_record_id(issue_id)
            issue = self.search([("id", "=", issue_id)])
        if not article and not issue:
            raise UserError(self.env._("This answer is not there any more."))
        self._log_deflection(period, article, issue, text)
        return True

    @api.model
    def _log_deflection(self, period, article=None, issue=None, text=""):
        """Record a success of self-service."""
        # sudo: employees do not write the figures of Tier 0 themselves.
        self.env["hypercare.deflection"].sudo().create(
            {
                "period_id": period.id,
                "company_id": period.company_id.id,
                "user_id": self.env.uid,
                "article_id": article.id if article else False,
                "issue_id": issue.id if issue else False,
                "text": clean_text(text, 300, one_line=True).text,
                "at": fields.Datetime.now(),
            }
        )
        if article:
            # sudo: as above.
            article.sudo().use_count += 1

    @api.model
    def _check_record_id(self, value):
        """Refuse what is no record id.

        :raise UserError: for anything but a positive whole number
        """
        is_id = isinstance(value, int) and not isinstance(value, bool)
        if not is_id or not 0 < value < 2**31:
            raise UserError(self.env._("“%s” is no record.", shown(value)))
