from odoo import fields, models


class HypercareArticle(models.Model):
    """A known question and its answer: Tier 0, found while somebody reports."""

    _name = "hypercare.article"
    _description = "Hypercare Answer"
    _inherit = ["hypercare.kept.mixin"]
    _order = "use_count desc, name, id"

    name = fields.Char("Question", required=True, translate=True)
    answer = fields.Html(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company
    )
    period_id = fields.Many2one(
        "hypercare.period",
        index="btree_not_null",
        ondelete="set null",
        help="Leave empty for an answer that holds for every go-live.",
    )
    category_id = fields.Many2one("hypercare.category", index="btree_not_null")
    published = fields.Boolean(
        default=True, help="Shown to everybody who reports something alike."
    )
    use_count = fields.Integer(
        "Answered", readonly=True, copy=False, help="How often it solved a report."
    )


class HypercareDeflection(models.Model):
    """A report that was not needed: an answer or another issue did it.

    The self-service successes of Tier 0.
    """

    _name = "hypercare.deflection"
    _description = "Hypercare Self-Service Success"
    _inherit = ["hypercare.kept.mixin"]
    _order = "at desc, id desc"
    _rec_name = "text"

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    user_id = fields.Many2one("res.users", required=True, readonly=True)
    article_id = fields.Many2one(
        "hypercare.article", index="btree_not_null", ondelete="set null", readonly=True
    )
    issue_id = fields.Many2one(
        "hypercare.issue", index="btree_not_null", ondelete="set null", readonly=True
    )
    text = fields.Char("What was typed", readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)
