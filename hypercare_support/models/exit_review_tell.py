from odoo import models


class HypercareExitReview(models.Model):
    """Whom a review is told to: whose turn it is, and what was decided."""

    _inherit = "hypercare.exit.review"

    def _tell_next(self):
        """Mail those whose turn it is."""
        turn = self.sudo()._next_signatures().user_id.partner_id

        def say(env):
            review = self.with_env(env)
            return env._("Please sign: %s", review.display_name), [
                env._("The exit of hypercare waits for your signature."),
                env._("Open it, read it, and press “Sign”: go or no-go."),
                env._("Seal of the content: %s", self.content_hash),
                env._(
                    "Keep this mail: it proves what you were asked to sign. On the "
                    "screen the seal has to be the same."
                ),
            ]

        self.period_id._exit_mail(turn, say, self)

    def _tell_decision(self):
        """Mail the decision and the seal to all who sign: a copy outside of Odoo."""

        def say(env):
            review = self.with_env(env)
            labels = dict(self._fields["state"]._description_selection(env))
            return f"{labels[self.state]}: {review.display_name}", [
                *(row.with_env(env)._in_words() for row in self.signature_ids),
                *(
                    env._("Condition: %s", row._in_words())
                    for row in review._no_go_conditions()
                ),
                env._("Seal of the record: %s", self.record_hash),
                env._(
                    "Keep this mail: it proves what was signed. Whoever runs the "
                    "database could write the record and its seal anew, but not this "
                    "mail."
                ),
            ]

        self.period_id._exit_mail(self.period_id._exit_both_sides(), say, self)
