from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Days that count: what was asked before may have been learnt since.
DAYS = 7
#: Questions listed as topics of one refresher.
MOST = 50
ACTIVITY = "mail_activity_type_refresher"


class HypercareCategory(models.Model):
    _inherit = "hypercare.category"

    is_question = fields.Boolean(
        "How-to question",
        help="Nothing is broken, somebody does not know how. Counted by area: where "
        "many ask, a refresher helps.",
    )


class HypercareArea(models.Model):
    """How-to questions say where people have not learnt enough yet."""

    _inherit = "hypercare.area"

    question_count = fields.Integer(
        "Questions, 7 days",
        compute="_compute_questions",
        help="How-to questions of the last seven days.",
    )
    question_text = fields.Char("Questions", compute="_compute_questions")

    def _compute_questions(self):
        counts = dict(
            self.env["hypercare.issue"]._read_group(
                self._question_domain(), ["area_id"], ["__count"]
            )
        )
        for area in self:
            count = counts.get(area._origin, 0)
            area.question_count = count
            if count == 1:
                area.question_text = self.env._("1 how-to question in the last 7 days")
            else:
                area.question_text = self.env._(
                    "%s how-to questions in the last 7 days", count
                )

    def _question_domain(self):
        """Return the domain of the how-to questions of these areas that count."""
        since = fields.Datetime.now() - timedelta(days=DAYS)
        return (
            Domain("area_id", "in", self.ids)
            & Domain("category_id.is_question", "=", True)
            & Domain("reported_at", ">=", since)
            & (Domain("state", "!=", "cancelled"))
        )

    def action_open_questions(self):
        """Open the questions that are counted."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "hypercare_support.issue_action_list"
        )
        return {
            **action,
            "name": self.env._("Questions: %s", self.name),
            "domain": list(self._question_domain()),
            "context": {"create": False},
        }

    def action_plan_refresher(self):
        """Plan a session about what is asked, or add to the one that is planned.

        :raise UserError: if nothing was asked
        """
        self.ensure_one()
        self.check_access("read")
        questions = self.env["hypercare.issue"].search(
            self._question_domain() & Domain("confidential", "=", False),
            order="id",
            limit=MOST,
        )
        if not questions:
            raise UserError(
                self.env._(
                    "Nobody has asked how something goes in %s in the last 7 days.",
                    self.name,
                )
            )
        topics = [f"• {issue.number} {issue.name}" for issue in questions]
        transfers = self.env["hypercare.knowledge.transfer"]
        refresher = transfers.search(
            [
                ("area_id", "=", self.id),
                ("kind", "=", "refresher"),
                ("state", "=", "planned"),
            ],
            limit=1,
        )
        if refresher:
            known = (refresher.topics or "").splitlines()
            new = [topic for topic in topics if topic not in known]
            refresher.topics = "\n".join([*known, *new])
        else:
            refresher = transfers.create(
                {
                    "area_id": self.id,
                    "kind": "refresher",
                    "topics": "\n".join(topics),
                    "giver_id": (self.user_ids[:1] or self.env.user).id,
                    "taker_id": self.head_id.id,
                }
            )
            refresher._ask_for_refresher()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hypercare.knowledge.transfer",
            "res_id": refresher.id,
            "views": [(False, "form")],
        }


class HypercareKnowledgeTransfer(models.Model):
    _name = "hypercare.knowledge.transfer"
    _inherit = ["hypercare.tell.mixin", "hypercare.knowledge.transfer"]

    def _ask_for_refresher(self):
        """Put the session on the list of whoever gives it."""
        self._ask(
            ACTIVITY,
            self.giver_id,
            self.env._("Hold a refresher: %s", self.area_id.name),
        )
