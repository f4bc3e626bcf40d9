import re

from odoo import api, models
from odoo.tools import SQL, escape_psql

from .. import const
from ..intake.limits import clean_text

#: Similarity from which a text is shown.
THRESHOLD = 0.3
#: How many are compared, ranked, and shown.
CANDIDATES, RANKED, SHOWN = 200, 40, 5
#: Words of a text that are looked for: the longest ones.
WORDS = 6
MAX_LENGTH = 300
_BETWEEN_WORDS = re.compile(r"[\s.,;:!?()/\"'“”‘’–-]+")


class HypercareIssue(models.Model):
    """What is like a text that somebody is typing: open issues and known answers."""

    _inherit = "hypercare.issue"

    @api.model
    @api.readonly
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
            self,
            text,
            SQL(
                "period_id = %s AND confidential IS NOT TRUE AND state IN %s",
                period.id,
                const.OPEN_STATES,
            ),
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
        readable = self.search([("id", "in", issue_ids)])
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
        """Return ids of records whose name is like a text, the most alike first.

        Comparing trigrams takes far longer than looking for words: of very many records
        those with most of the words are looked for first, and only these are compared.
        """
        patterns = _patterns(text)
        if not patterns:
            return []
        model.flush_model()
        name = SQL.identifier("name")
        if model._fields["name"].translate:
            name = SQL("COALESCE(name ->> %s, name ->> 'en_US')", self.env.lang or "")
        score = SQL(" + ").join(
            SQL("CASE WHEN low LIKE %s THEN %s ELSE 0 END", pattern, weight)
            for pattern, weight in patterns.items()
        )
        # OFFSET 0 keeps the inner columns from being worked out once per pattern.
        candidates = SQL(
            """
            SELECT id, label, score FROM (
                SELECT id, label, %s AS score FROM (
                    SELECT id, %s AS label, lower(%s) AS low FROM %s
                     WHERE %s OFFSET 0
                ) named OFFSET 0
            ) scored
            WHERE score > 0 ORDER BY score DESC, id DESC LIMIT %s
            """,
            score,
            name,
            name,
            SQL.identifier(model._table),
            condition,
            CANDIDATES,
        )
        if self.env.registry.has_trigram:
            alike = SQL("word_similarity(%s, label)", text)
            threshold = THRESHOLD
        else:
            alike = SQL("score")
            threshold = THRESHOLD * sum(patterns.values())
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM (SELECT *, %s AS alike FROM (%s) found) ranked"
                " WHERE alike >= %s ORDER BY alike DESC, id DESC LIMIT %s",
                alike,
                candidates,
                threshold,
                RANKED,
            )
        )
        return [row_id for (row_id,) in rows]


def _patterns(text: str) -> dict[str, int]:
    """Return patterns of LIKE for the words of a text, and how much each speaks.

    A long word says more than a short one. Of a long word each half will do: people
    make slips, and words have endings.
    """
    found: dict[str, int] = {}
    words = set(_BETWEEN_WORDS.split(text.lower()))
    for word in sorted(words, key=lambda word: (-len(word), word))[:WORDS]:
        if len(word) < 3:
            continue
        size = max(4, len(word) // 2)
        parts = {word[:size], word[-size:]} if len(word) > 5 else {word[:4]}
        for part in parts:
            pattern = f"%{escape_psql(part)}%"
            found[pattern] = max(found.get(pattern, 0), len(part))
    return found
