import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: Words that are compared; more of a text says no more about it.
MAX_WORDS = 200


class HypercareCategoryHint(models.Model):
    """A word, or a kind of record, that speaks for a category.

    A plain table that everybody can read and managers edit, so that a suggestion can
    be understood and corrected.
    """

    _name = "hypercare.category.hint"
    _description = "Hypercare Category Hint"
    _inherit = ["hypercare.kept.mixin"]
    _order = "category_id, kind, value"
    _rec_name = "value"

    category_id = fields.Many2one(
        "hypercare.category", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="category_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        [("word", "Word"), ("model", "Kind of record")], default="word", required=True
    )
    value = fields.Char(
        required=True,
        help="A word or the beginning of one, such as “password”; or the technical "
        "name of a kind of record, such as account.move.",
    )
    weight = fields.Integer(default=1, required=True)

    _once = models.UniqueIndex(
        "(category_id, kind, lower(value))", "This hint is there already."
    )

    @api.constrains("value", "weight")
    def _check_value(self):
        for hint in self:
            if len((hint.value or "").strip()) < 3:
                raise ValidationError(
                    self.env._("A hint needs at least three characters.")
                )
            if not 1 <= hint.weight <= 100:
                raise ValidationError(
                    self.env._("The weight of a hint is between 1 and 100.")
                )

    @api.model
    def _suggest(self, text, model, company):
        """Return the category that most speaks for; empty if nothing does.

        A word counts once however often it is used; the first category wins a tie.

        :param text: what somebody wrote
        :param model: technical name of the record they looked at, may be empty
        """
        speaking = self._speaking(text, model, company)
        if not speaking:
            return self.env["hypercare.category"]
        [best, *_others] = speaking
        return best.with_env(self.env)

    @api.model
    def _speaking(self, text, model, company) -> dict:
        """Return the hints that speak, by category, the strongest category first.

        :param text: see `_suggest`
        """
        words = set(re.findall(r"\w{3,}", (text or "").casefold())[:MAX_WORDS])
        # sudo: the hints are the same for everybody who reports.
        hints = self.sudo().search([("company_id", "in", (False, company.id))])
        found = hints.filtered(
            lambda hint: hint.category_id.active and hint._speaks(words, model)
        ).grouped("category_id")
        ranked = sorted(
            found,
            key=lambda category: (
                -sum(found[category].mapped("weight")),
                category.sequence,
            ),
        )
        return {category: found[category] for category in ranked}

    def _speaks(self, words, model) -> bool:
        """Tell whether this hint is about the words used or the record looked at."""
        value = self.value.strip().casefold()
        if self.kind == "model":
            return bool(model) and value == model
        return any(word.startswith(value) for word in words)
