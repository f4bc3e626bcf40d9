from odoo import api, models
from odoo.tools import SQL


class HypercareFilesMixin(models.AbstractModel):
    """Records whose files prove something: who may read them, and what stays.

    By itself Odoo lets whoever may write a record change and delete its files, and
    whoever may read it read them all. The guard is in ``attachment_guard``.
    """

    _name = "hypercare.files.mixin"
    _description = "Records with Evidence"

    def _hypercare_kept_files(self, operation):
        """Return the files of these records that stay as they are.

        :param operation: ``write``: what may not be changed; ``unlink``: not deleted
        """
        return self.env["ir.attachment"]

    @api.model
    def _hypercare_hidden_files(self, file_id) -> SQL | None:
        """Return the condition for files that the user may not read, if there are any.

        For files of records of this model that the user may read otherwise.

        :param file_id: SQL for the id of the file
        """
        return None

    @api.model
    def _seen_sql(self, _model, alias, _query) -> SQL:
        """Return the condition that leaves out what the user may not read."""
        hidden = self._hypercare_hidden_files(SQL.identifier(alias, "id"))
        return SQL("NOT %s", hidden) if hidden else SQL("TRUE")


class HypercareIssue(models.Model):
    """What came with a report is for the tiers, managers and who reported it."""

    _name = "hypercare.issue"
    _inherit = ["hypercare.files.mixin", "hypercare.issue"]

    def _hypercare_kept_files(self, operation):
        # A picture that shows too much can be taken away, never be replaced.
        if operation == "unlink" and self._is_manager():
            return super()._hypercare_kept_files(operation)
        return self.evidence_ids

    @api.model
    def _hypercare_hidden_files(self, file_id):
        if self._is_manager():
            return None
        self.flush_model(["reporter_id", "period_id"])
        self.env["hypercare.tier.member"].flush_model()
        # Raw SQL: asked of a few files, and cheap with any number of issues.
        return SQL(
            """
            EXISTS (
                SELECT FROM hypercare_issue_evidence_rel sent
                  JOIN hypercare_issue issue ON issue.id = sent.issue_id
                 WHERE sent.attachment_id = %(file)s
                   AND issue.reporter_id IS DISTINCT FROM %(user)s
                   AND NOT EXISTS (
                       SELECT FROM hypercare_tier_member member
                        WHERE member.period_id = issue.period_id
                          AND member.user_id = %(user)s AND member.active))
            """,
            file=file_id,
            user=self.env.uid,
        )


class HypercareChecklistItem(models.Model):
    """What was shown to tick an item stays, also after it was sent back."""

    _name = "hypercare.checklist.item"
    _inherit = ["hypercare.files.mixin", "hypercare.checklist.item"]

    def _hypercare_kept_files(self, operation):
        return self.attachment_ids


class HypercareResponsibility(models.Model):
    """How it goes was accepted with these files."""

    _name = "hypercare.responsibility"
    _inherit = ["hypercare.files.mixin", "hypercare.responsibility"]

    def _hypercare_kept_files(self, operation):
        return self.filtered("accepted_at").process_file_ids


class HypercareKnowledgeTransfer(models.Model):
    """The files of a step that is done."""

    _name = "hypercare.knowledge.transfer"
    _inherit = ["hypercare.files.mixin", "hypercare.knowledge.transfer"]

    def _hypercare_kept_files(self, operation):
        files = super()._hypercare_kept_files(operation)
        for transfer in self:
            for step in transfer._steps_done():
                files |= transfer[f"{step}_file_ids"]
        return files
