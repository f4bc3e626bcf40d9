import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: Issues cleaned per transaction.
BATCH = 100
#: What is technical about the context of a report; the rest says where it was.
_TECHNICAL = ("traceback", "error_message", "failed_call")
_KEPT = ", ".join(f"NULLIF({name}, '')" for name in _TECHNICAL)
#: Issue and attachment: pictures and films that came with a report, or by mail.
_PICTURES = """
    SELECT sent.issue_id, file.id AS file_id
      FROM hypercare_issue_evidence_rel sent
      JOIN ir_attachment file ON file.id = sent.attachment_id
                             AND file.res_id = sent.issue_id
     WHERE file.res_model = 'hypercare.issue'
       AND file.mimetype SIMILAR TO '(image|video)/%%'
     UNION
    SELECT message.res_id, file.id
      FROM mail_message message
      JOIN message_attachment_rel sent ON sent.message_id = message.id
      JOIN ir_attachment file ON file.id = sent.attachment_id
                             AND file.res_id = message.res_id
     WHERE message.model = 'hypercare.issue' AND message.message_type = 'email'
       AND file.res_model = 'hypercare.issue'
       AND file.mimetype SIMILAR TO '(image|video)/%%'
"""


class HypercarePeriod(models.Model):
    """Screenshots and technical details are not kept longer than the settings say."""

    _inherit = "hypercare.period"

    @api.model
    def _cron_daily(self):
        res = super()._cron_daily()
        self._purge_evidence()
        return res

    @api.model
    def _purge_evidence(self):
        """Delete the evidence of issues that ended long enough ago.

        For scheduled actions only: every batch is committed. An issue that cannot be
        cleaned is logged, left out, and tried again the next day.
        """
        # sudo: evidence of all companies, whoever runs the job.
        issues = self.env["hypercare.issue"].sudo()
        days = issues._setting("evidence_days")
        if not days:
            return
        before = fields.Datetime.now() - timedelta(days=days)
        failed = []
        while batch := issues._with_old_evidence(before, failed):
            failed += batch._purge_safely(days)
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                return


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    @api.model
    def _with_old_evidence(self, before, except_ids):
        """Return the next issues that ended before a moment and still have evidence."""
        self.env.flush_all()
        # Raw SQL: of several tables, whose rows mostly have nothing that has to go.
        rows = self.env.execute_query(
            SQL(
                f"""
                SELECT issue.id FROM hypercare_issue issue
                 WHERE issue.ended_at < %(before)s AND issue.id NOT IN %(failed)s
                   AND issue.id IN (
                       SELECT issue_id FROM hypercare_issue_context
                        WHERE COALESCE({_KEPT}) IS NOT NULL
                        UNION
                       SELECT issue_id FROM ({_PICTURES}) pictures)
              ORDER BY issue.id LIMIT %(batch)s
                """,
                before=before,
                failed=tuple(except_ids) or (0,),
                batch=BATCH,
            )
        )
        return self.browse([row_id for (row_id,) in rows])

    def _purge_safely(self, days) -> list[int]:
        """Delete the evidence; return the ids of the issues where that failed."""
        try:
            with self.env.cr.savepoint():
                self._purge(days)
            return []
        except Exception:
            self.env.invalidate_all(flush=False)
            if len(self) == 1:
                _logger.exception("The evidence of issue %s could not go", self.id)
                return self.ids
        return [row_id for issue in self for row_id in issue._purge_safely(days)]

    def _purge(self, days):
        """Delete pictures and technical details of these issues, and note it there."""
        # Raw SQL: the same rows as those that were looked for.
        rows = self.env.execute_query(
            SQL(
                f"SELECT * FROM ({_PICTURES}) pictures WHERE issue_id IN %s",
                tuple(self.ids),
            )
        )
        pictures = defaultdict(list)
        for issue_id, file_id in rows:
            pictures[issue_id].append(file_id)
        # sudo: the rules of attachments are for people; nobody asks for these any more.
        files = self.env["ir.attachment"].sudo()
        files = files.browse([row_id for ids in pictures.values() for row_id in ids])
        files._hypercare_forget()
        contexts = self.context_ids.filtered(
            lambda context: any(context[name] for name in _TECHNICAL)
        )
        contexts.write(dict.fromkeys(_TECHNICAL, False))
        bodies = {}
        for issue in self:
            gone = []
            if issue.id in pictures:
                count = len(pictures[issue.id])
                gone.append(self.env._("pictures and films: %s", count))
            if issue.context_ids & contexts:
                gone.append(self.env._("technical details"))
            bodies[issue.id] = self.env._(
                "Deleted %(days)s days after the end, as the settings say: %(what)s.",
                days=days,
                what=", ".join(gone),
            )
        self._message_log_batch(bodies=bodies)
