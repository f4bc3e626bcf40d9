from markupsafe import Markup

from odoo import api, fields, models

from ..intake.limits import clean_text

#: Longest sentence that is tried, in characters.
MAX_TEXT = 1000


class HypercareCategoryHintTrial(models.TransientModel):
    """Tries the hints: which category would a sentence get, and because of what?"""

    _name = "hypercare.category.hint.trial"
    _description = "Try Hypercare Category Hints"

    text = fields.Char("What somebody writes")
    model_id = fields.Many2one(
        "ir.model",
        "Looking at",
        ondelete="cascade",
        help="Kind of record that was open, if any.",
    )
    category_id = fields.Many2one(
        "hypercare.category", "Suggested category", compute="_compute_suggestion"
    )
    because = fields.Html("Because of", compute="_compute_suggestion", sanitize=False)

    @api.depends("text", "model_id")
    def _compute_suggestion(self):
        hints = self.env["hypercare.category.hint"]
        for trial in self:
            text = clean_text(trial.text, MAX_TEXT, one_line=True).text
            # sudo: the name of a model is no secret; reading ir.model needs a right.
            model = trial.model_id.sudo().model
            speaking = hints._speaking(text, model, self.env.company)
            trial.category_id = next(iter(speaking), False)
            trial.because = Markup("").join(
                trial._line(category, spoke) for category, spoke in speaking.items()
            )

    def _line(self, category, hints):
        """Return one category with its points and the hints that gave them."""
        spoke = ", ".join(
            f"{hint.value} (+{hint.weight})" for hint in hints.sorted("value")
        )
        points = self.env._("points: %s", sum(hints.mapped("weight")))
        return Markup("<p><b>%s</b>: %s – %s</p>") % (category.name, points, spoke)
