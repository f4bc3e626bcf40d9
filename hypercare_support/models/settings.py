from odoo import api, fields, models
from odoo.exceptions import UserError

PREFIX = "hypercare_support."
#: What holds as long as nobody has decided otherwise.
DEFAULTS = {
    "hide_report_button": 0,
    "evidence_days": 90,
    "mail_days": 180,
    "ask_rating": 1,
}
#: Longest time for which evidence is kept other than for ever, in days: ten years.
MOST_DAYS = 3650
#: Shortest time: what was told last week must not be told again.
LEAST_MAIL_DAYS = 7


class ResConfigSettings(models.TransientModel):
    """The settings of Hypercare, for the administrator of the database.

    Kept as numbers in parameters, also where they are 0: what is missing means the
    default.
    """

    _inherit = "res.config.settings"

    hypercare_hide_report_button = fields.Boolean(
        "Hide the report button when nothing runs",
        help="Otherwise it says that no hypercare period runs, and whom to ask.",
    )
    hypercare_evidence_days = fields.Integer(
        "Days to keep screenshots and technical details",
        help="Counted from the end of an issue. 0: for ever.",
    )
    hypercare_mail_days = fields.Integer(
        "Days to keep mails",
        help="Escalations, reminders and notices, counted from the day they were "
        "written. Who was told, and when, stays in the log. 0: for ever.",
    )
    hypercare_ask_rating = fields.Boolean(
        "Ask for a rating",
        help="Whoever reported an issue is asked how it went once it is solved.",
    )

    @api.model
    def get_values(self):
        values = super().get_values()
        issues = self.env["hypercare.issue"]
        for name in DEFAULTS:
            values[f"hypercare_{name}"] = issues._setting(name)
        return values

    def set_values(self):
        res = super().set_values()
        if not 0 <= self.hypercare_evidence_days <= MOST_DAYS:
            raise UserError(
                self.env._(
                    "Screenshots and technical details are kept for up to %s days, or "
                    "for ever with 0.",
                    MOST_DAYS,
                )
            )
        days = self.hypercare_mail_days
        if days and not LEAST_MAIL_DAYS <= days <= MOST_DAYS:
            raise UserError(
                self.env._(
                    "Mails are kept for %(least)s to %(most)s days, or for ever with "
                    "0.",
                    least=LEAST_MAIL_DAYS,
                    most=MOST_DAYS,
                )
            )
        # sudo: parameters; whoever gets here may change the settings.
        parameters = self.env["ir.config_parameter"].sudo()
        for name in DEFAULTS:
            parameters.set_param(PREFIX + name, str(int(self[f"hypercare_{name}"])))
        return res


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    @api.model
    def _setting(self, name) -> int:
        """Return a setting of `DEFAULTS`; the default for what is no number."""
        # sudo: settings hold for everybody, whoever may read parameters.
        value = self.env["ir.config_parameter"].sudo().get_param(PREFIX + name)
        try:
            # Within bounds: what was typed elsewhere must not block the settings page.
            number = DEFAULTS[name] if value is False else int(value)
            return min(max(0, number), MOST_DAYS)
        except (TypeError, ValueError):
            return DEFAULTS[name]
