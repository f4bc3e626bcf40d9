from odoo import api, models
from odoo.tools import SQL

from .. import const
from ..intake.limits import clean_text

#: Similarity from which a text is shown, candidates that are ranked, and shown.
THRESHOLD, CANDIDATES, SHOWN = 0.3, 40, 5
MAX_LENGTH = 300


class HypercareIssue(models.Model):
    """What is like a text that somebody is typing: open issues and known answers."""

    _inherit = "hypercare.issue"

    @api.model
    def report_similar(self, text, period_id):
        """Return open issues and answers like a text, the most alike first.

        Only what the user may read, and nothing confidential.

        :param text: what was typed so far
        :param period_id: the period it would be reported to
        """
        text = clean_text(text, MAX_LENGTH, one_line=True).text
        period = self._report_period(period_id)
        if len(text) < 4:
            return {"issues": [], "articles": []}
        issue_ids = self._alike(
            self, text, SQL("period_id = %s AND confidential IS NOT TRUE", period.id)
        )
        articles = self.env["hypercare.article"]
        article_ids = self._alike(
            articles,
            text,
            SQL(
                "active AND published AND (company_id IS NULL OR company_id = %s)"
                " AND (period_id IS NULL OR period_id = %s)",
                period.company_id.id,
                period.id,
            ),
        )
        readable = self.search(
            [("id", "in", issue_ids), ("state", "in", const.OPEN_STATES)]
        )
        found = articles.search([("id", "in", article_ids)])
        return {
            "issues": [
                issue._similar_line()
                for issue in readable.sorted(lambda issue: issue_ids.index(issue.id))
            ][:SHOWN],
            "articles": [
                {"id": article.id, "name": article.name, "answer": article.answer}
                for article in found.sorted(lambda a: article_ids.index(a.id))
            ][:SHOWN],
        }

    def _similar_line(self) -> dict:
        """Return one issue as it is shown to somebody who may have the same."""
        return {
            "id": self.id,
            "number": self.number,
            "name": self.name,
            "status": self.status_text,
            "workaround": self.workaround or "",
            "me_too": self.me_too_count,
            "mine": self.reporter_id == self.env.user
            or self.env.user in self.affected_user_ids,
        }

    @api.model
    def _alike(self, model, text, condition) -> list[int]:
        """Return ids of records whose name is like a text, the most alike first."""
        model.flush_model()
        name = SQL.identifier("name")
        if model._fields["name"].translate:
            name = SQL("COALESCE(name ->> %s, name ->> 'en_US')", self.env.lang or "")
        if not self.env.registry.has_trigram:
            words = sorted(text.split(), key=len)[-3:]
            clause = SQL(" OR ").join(SQL("%s ILIKE %s", name, f"%{w}%") for w in words)
            rows = self.env.execute_query(
                SQL(
                    "SELECT id FROM %s WHERE %s AND (%s) ORDER BY id DESC LIMIT %s",
                    SQL.identifier(model._table),
                    condition,
                    clause,
                    CANDIDATES,
                )
            )
            return [row_id for (row_id,) in rows]
        # The operator uses the trigram index; its threshold is a setting.
        self.env.cr.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [str(THRESHOLD)],
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE %s AND %s <%% %s"
                " ORDER BY word_similarity(%s, %s) DESC, id DESC LIMIT %s",
                SQL.identifier(model._table),
                condition,
                text,
                name,
                text,
                name,
                CANDIDATES,
            )
        )
        return [row_id for (row_id,) in rows]
