from odoo import models
from odoo.exceptions import AccessError, UserError


class HypercareExitReview(models.Model):
    """The sponsor countersigns on the portal: same guarded method, same seal."""

    _inherit = "hypercare.exit.review"

    def _outside_sign(self, decision, image, note, seal):
        """Sign in the name of a sponsor with a portal account.

        :param seal: the seal of the content that stood on the page
        :raise AccessError: for a period whose sponsor is somebody else
        :raise UserError: if the content is another one by now; see ``_sign``
        """
        self.ensure_one()
        review = self.sudo()
        if not self.env["hypercare.period"]._outside_find(review.period_id.id):
            raise AccessError(self.env._("You may not see this exit review."))
        if not isinstance(seal, str) or seal != review.content_hash:
            raise UserError(
                self.env._(
                    "The exit review was changed while you read it. Load the page "
                    "again and read it once more."
                )
            )
        # sudo: the sponsor of the period, as was checked; whose turn it is, is checked
        # by the method itself, by who is logged in.
        review._sign(decision, image, note if isinstance(note, str) else False)
