from odoo import api, fields, models
from odoo.tools.misc import html_escape


class HypercarePeriod(models.Model):
    """What a period was made from, and the button that makes one."""

    _inherit = "hypercare.period"

    preset_id = fields.Many2one(
        "hypercare.preset",
        "Made from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="For information: what was taken from the preset is edited here.",
    )
    exit_criteria = fields.Text(
        "Agreed for the exit",
        help="What has to hold before hypercare ends, in plain words. What is measured "
        "is listed under Exit criteria.",
    )

    @api.model
    def get_empty_list_help(self, help_message):
        """Add the button of the set-up assistant, for whoever may use it."""
        help_message = super().get_empty_list_help(help_message)
        if not self.env.user.has_group("hypercare_support.group_manager"):
            return help_message
        action = self.env.ref(
            "hypercare_support.setup_action", raise_if_not_found=False
        )
        if not action:
            return help_message
        button = (
            f'<p><a type="action" name="{action.id}" class="btn btn-primary btn-lg">'
            f"{html_escape(self.env._('Set up a go-live'))}</a></p>"
        )
        return f"{help_message or ''}{button}"
