from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import LOGGING_STATES

#: What a manager may say about the address; the rest of it is kept by the system.
ADDRESS_FIELDS = frozenset({"alias_name", "alias_domain_id"})


class HypercarePeriod(models.Model):
    """The address of a period: who writes there, reports an issue."""

    _name = "hypercare.period"
    _inherit = ["hypercare.period", "mail.alias.mixin.optional"]
    ALIAS_WRITEABLE_FIELDS = sorted(ADDRESS_FIELDS)

    mail_senders = fields.Selection(
        [
            ("users", "Employees and people named here"),
            ("contacts", "Also everybody in the contacts of the company"),
        ],
        "Mails are taken from",
        default="users",
        required=True,
        help="What others write is held until somebody of the team has looked at it.",
    )
    mail_hint = fields.Text("How mails get here", compute="_compute_mail_hint")
    held_mail_count = fields.Integer(compute="_compute_held_mail_count")

    # -- Computed ----------------------------------------------------------------------

    @api.depends_context("lang")
    @api.depends("alias_name", "alias_domain_id", "company_id", "state")
    def _compute_mail_hint(self):
        for period in self:
            period.mail_hint = period._mail_hint_text()

    def _mail_hint_text(self) -> str:
        """Return what is still to be done before mails become issues."""
        # sudo: the mail domain belongs to the administrator.
        domain = self.alias_domain_id or self.company_id.sudo().alias_domain_id
        if not domain:
            return self.env._(
                "The company has no mail domain yet, so nobody can report by mail. Ask "
                "the administrator to set one under Settings › General Settings; then "
                "choose an address here."
            )
        if not self.alias_email:
            return self.env._(
                "Choose an address, such as hypercare@%s: what employees write there "
                "becomes an issue.",
                domain.name,
            )
        if self.state not in LOGGING_STATES:
            return self.env._(
                "Mails to %s are held at present, since the period takes no issues.",
                self.alias_email,
            )
        if not self._has_incoming_mail():
            return self.env._(
                "No mail has come in yet. Ask the administrator to see to it that "
                "mails to %s reach Odoo: by an incoming mail server, or by the mail "
                "provider passing them on.",
                self.alias_email,
            )
        return self.env._(
            "What employees write to %s becomes an issue. Mails of others are held "
            "until somebody of the team has looked at them.",
            self.alias_email,
        )

    def _has_incoming_mail(self) -> bool:
        """Tell whether mails come into this database, as far as can be seen."""
        # sudo: mail servers and aliases belong to the administrator.
        servers = self.env["fetchmail.server"].sudo()
        return self.sudo().alias_id.alias_status == "valid" or bool(
            servers.search_count([("state", "=", "done")], limit=1)
        )

    def _compute_held_mail_count(self):
        counts = dict(
            self.env["hypercare.held.mail"]._read_group(
                [("period_id", "in", self.ids), ("state", "=", "held")],
                ["period_id"],
                ["__count"],
            )
        )
        for period in self:
            period.held_mail_count = counts.get(period, 0)

    # -- CRUD --------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_address_vals(vals)
        # A default in the context would be a value that nobody has checked.
        context = {
            key: value
            for key, value in self.env.context.items()
            if not key.startswith("default_alias_")
        }
        return super(HypercarePeriod, self.with_env(self.env(context=context))).create(
            vals_list
        )

    def write(self, vals):
        self._check_address_vals(vals)
        if ADDRESS_FIELDS & set(vals):
            # The mixin writes the address with sudo, past the rules of the period.
            self.check_access("write")
        return super().write(vals)

    def _check_address_vals(self, vals):
        """Refuse to turn the address of a period into something else.

        :raise UserError: for another alias, or for what an alias does
        """
        foreign = {
            name
            for name in vals
            if name.startswith("alias_") and name not in ADDRESS_FIELDS
        }
        if foreign == {"alias_id"} and self._is_own_alias(vals["alias_id"]):
            # The mixin gives a period its alias this way.
            foreign = set()
        if foreign and not self.env.su:
            raise UserError(
                self.env._(
                    "Only the address itself can be chosen; where its mails go is "
                    "kept by the system."
                )
            )
        name = vals.get("alias_name")
        if name and not isinstance(name, str):
            raise UserError(
                self.env._("“%s” is no address. Write a word such as hypercare.", name)
            )

    def _is_own_alias(self, alias_id) -> bool:
        """Tell whether an alias was made for this very period."""
        is_id = isinstance(alias_id, int) and not isinstance(alias_id, bool)
        if len(self) != 1 or not is_id:
            return False
        # sudo: aliases belong to the administrator.
        alias = self.env["mail.alias"].sudo().browse(alias_id).exists()
        return (
            alias.alias_parent_model_id.model == self._name
            and alias.alias_parent_thread_id == self.id
        )

    # -- Mail --------------------------------------------------------------------------

    def _alias_get_creation_values(self):
        """Have mails to the address become issues of this period."""
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("hypercare.issue")
        values["alias_defaults"] = repr({"period_id": self.id} if self.id else {})
        values["alias_contact"] = "everyone"
        return values

    def _alias_get_error(self, message, message_dict, alias):
        """Bounce nothing: whoever we do not know is held, and never answered."""
        return False

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Have answers about the period itself go to the company, not into the log.

        At the address of the period, an answer would become an issue.
        """
        res = super()._notify_get_reply_to_batch(
            defaults=defaults, author_ids=author_ids
        )
        # sudo: the mail domain belongs to the administrator.
        for period in self.sudo():
            if not period.alias_email:
                continue
            author = (author_ids or {}).get(period.id)
            catchall = period.company_id.catchall_email
            res[period.id] = (
                period._notify_get_reply_to_formatted_email(catchall, author_id=author)
                if catchall
                else (defaults or {}).get(period.id)
            )
        return res

    def action_open_held_mails(self):
        """Show the mails of this period that wait for a decision."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "hypercare_support.held_mail_action"
        )
        action["domain"] = [("period_id", "=", self.id)]
        return action

    def _mail_findings(self):
        return [*super()._mail_findings(), *self._find_mail_address()]

    def _find_mail_address(self) -> list[dict]:
        """Return a hint when a period has an address that no mail has reached."""
        if not self.alias_email:
            return []
        works = self._has_incoming_mail()
        title = self.env._("Issues by mail")
        return [self._finding("ok" if works else "warning", title, self.mail_hint)]

    @api.model
    def _cron_daily(self):
        res = super()._cron_daily()
        self.env["hypercare.held.mail"]._purge_discarded()
        return res
