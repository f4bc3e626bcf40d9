from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: Characters of a text on scope: what is longer is read by nobody.
MAX_SCOPE = 50_000


def _bullets(lines) -> Markup:
    items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
    return Markup("<ul>%s</ul>") % items


class HypercarePeriod(models.Model):
    """The charter of a period: what is agreed before it starts, and by whom."""

    _inherit = "hypercare.period"

    charter_ids = fields.One2many("hypercare.charter", "period_id", "Charters")
    charter_id = fields.Many2one(
        "hypercare.charter",
        "Charter in force",
        compute="_compute_charter",
        help="The approved one, else the one that is being prepared.",
    )
    charter_text = fields.Char("Charter", compute="_compute_charter")
    scope_in = fields.Html("In scope", default=lambda self: self._default_scope_in())
    scope_out = fields.Html(
        "Out of scope", default=lambda self: self._default_scope_out()
    )
    scope_process = fields.Html(
        "How requests out of scope are handled",
        default=lambda self: self._default_scope_process(),
    )

    # -- Words to begin with -----------------------------------------------------------

    def _default_scope_in(self) -> Markup:
        return _bullets(
            [
                self.env._("Mistakes in the configuration that was delivered"),
                self.env._("Odoo is too slow under the daily load"),
                self.env._("Questions of users about how something is done"),
                self.env._("Corrections of data taken over from the old system"),
                self.env._("Guidance at the moment somebody needs it"),
            ]
        )

    def _default_scope_out(self) -> Markup:
        return _bullets(
            [
                self.env._("New workflows"),
                self.env._("New reports"),
                self.env._("New fields and new kinds of records"),
                self.env._("Changes of logic that was approved"),
                self.env._("Doing a process in another way than was agreed"),
            ]
        )

    def _default_scope_process(self) -> Markup:
        texts = [
            self.env._(
                "Every request is written into the log and given its kind. It goes to "
                "whoever decides about it. During hypercare it is not worked on, and "
                "no time is promised for it. It is counted, and handed over when "
                "hypercare ends."
            ),
            self.env._(
                "Questions about how something is done are welcome. Many of them from "
                "one area show that it needs training."
            ),
        ]
        return Markup().join(Markup("<p>%s</p>") % text for text in texts)

    # -- Computed ----------------------------------------------------------------------

    @api.depends_context("uid", "lang")
    @api.depends("charter_ids.state", "charter_ids.version")
    def _compute_charter(self):
        # The user's own rights decide which are shown.
        charters = self.env["hypercare.charter"].search([("period_id", "in", self.ids)])
        by_period = charters.grouped("period_id")
        for period in self:
            found = by_period.get(period._origin, charters.browse())
            approved = found.filtered(lambda one: one.state == "approved")
            period.charter_id = (approved or found)[:1]
            period.charter_text = period.charter_id._short_text()

    # -- Guards ------------------------------------------------------------------------

    @api.constrains("scope_in", "scope_out", "scope_process")
    def _check_scope_length(self):
        for period in self:
            for name in ("scope_in", "scope_out", "scope_process"):
                if len(period[name] or "") > MAX_SCOPE:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” is too long to be read: %(limit)s characters "
                            "are kept. Attach pictures and long texts as files.",
                            field=self._fields[name]._description_string(self.env),
                            limit=MAX_SCOPE,
                        )
                    )

    def write(self, vals):
        roles = self.env["hypercare.charter"]._approver_roles()
        changed = {role: field for role, field in roles.items() if field in vals}
        before = {
            (period, role): period[field]
            for period in self
            for role, field in changed.items()
        }
        res = super().write(vals)
        if before:
            self._follow_roles(before)
        return res

    def _follow_roles(self, before):
        """Have drafts be approved by whoever has a role now.

        :param before: (period, role) → user who had it
        """
        roles = self.env["hypercare.charter"]._approver_roles()
        # sudo: whoever may name a sponsor names the approver with it.
        drafts = self.sudo().charter_ids.filtered(lambda one: one.state == "draft")
        for line in drafts.approval_ids:
            period = line.charter_id.period_id
            if (period, line.role) not in before:
                continue
            user = period[roles[line.role]]
            others = line.charter_id.approval_ids - line
            if line.user_id in (user.browse(), before[period, line.role]):
                line.user_id = user if user not in others.user_id else False

    @api.ondelete(at_uninstall=False)
    def _unlink_without_charter_only(self):
        # sudo: what people were shown is evidence, whoever may read it.
        shown = self.sudo().charter_ids.filtered(
            lambda one: one.state != "draft" or one.sent_back_at
        )
        if shown:
            raise UserError(
                self.env._(
                    "“%s” was shown to people and is evidence: its period cannot be "
                    "deleted. Archive it instead.",
                    shown[0].display_name,
                )
            )

    # -- Readiness ---------------------------------------------------------------------

    def _readiness_items(self) -> list[dict]:
        text = self._charter_problem()
        items = super()._readiness_items()
        if text:
            items.append(self._readiness_item("charter", text, "action_open_charter"))
        return items

    def _charter_problem(self) -> str:
        """Return why there is no approved charter, and who has to act; else ""."""
        # sudo: what is missing is told whoever may read the charter.
        charters = self.env["hypercare.charter"].sudo()
        charters = charters.search([("period_id", "=", self.id)])
        approved = charters.filtered(lambda one: one.state == "approved")
        if approved:
            return " ".join(approved._verify())
        published = charters.filtered(lambda one: one.state == "published")
        gone = published.approval_ids.filtered(
            lambda one: one.user_gone and not one.approved_at
        )
        if gone:
            return self.env._(
                "The charter cannot be approved by %s, whose account is archived. "
                "Choose somebody else.",
                ", ".join(gone.user_id.mapped("name")),
            )
        if published:
            return self.env._(
                "The charter (version %(version)s) is published and waits for the "
                "approval of %(people)s.",
                version=published.version,
                people=", ".join(published._names_waiting()),
            )
        draft = charters[:1]
        if draft.sent_back_at:
            return self.env._(
                "%(person)s has sent the charter back. Change it and publish it again.",
                person=draft.sent_back_by_id.name,
            )
        return self.env._(
            "There is no approved charter. Publish it, so that it can be approved."
        )

    # -- Buttons -----------------------------------------------------------------------

    def action_open_charter(self):
        """Open the charter; a manager gets a draft if there is none yet.

        :raise UserError: if there is none, and the user cannot make one
        """
        self.ensure_one()
        charter = self.charter_id
        if not charter:
            self.check_access("read")
            charters = self.env["hypercare.charter"]
            if not charters.has_access("create"):
                raise UserError(
                    self.env._("%s has no charter that you could read.", self.name)
                )
            charter = charters.create({"period_id": self.id})
        return charter._open()


class HypercareCharter(models.Model):
    _inherit = "hypercare.charter"

    def _short_text(self) -> str:
        """Return how it stands, as the button of the period shows it."""
        if not self:
            return self.env._("not written yet")
        if self.state == "draft":
            return self.env._("draft")
        states = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(state)s, version %(version)s",
            state=states[self.state],
            version=self.version,
        )
