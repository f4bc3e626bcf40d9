from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: Menus that are no work of a department: offered, but not ticked.
_NO_DEPARTMENT = {
    *("mail.menu_root_discuss", "calendar.mail_menu_calendar"),
    *("contacts.menu_contacts", "project_todo.menu_todo_todos"),
    *(
        "spreadsheet_dashboard.spreadsheet_dashboard_menu_root",
        "im_livechat.menu_livechat",
    ),
    *("website_slides.website_slides_menu_root", "survey.menu_surveys"),
}
#: Menus that are no apps of the business at all.
_NO_APP = {
    *("base.menu_administration", "base.menu_management", "base.menu_tests"),
    *("hypercare_support.menu_root", "utm.menu_link_tracker_root"),
}
#: As many root menus are offered; nobody has more.
_MOST_APPS = 80


class HypercareSetupApp(models.TransientModel):
    """An app of the database, as the assistant offers it."""

    _name = "hypercare.setup.app"
    _description = "App in scope"
    _order = "sequence, id"

    setup_id = fields.Many2one(
        "hypercare.setup", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(required=True)
    module = fields.Char()
    sequence = fields.Integer()


class HypercareSetup(models.TransientModel):
    """How many people work in which apps."""

    _inherit = "hypercare.setup"

    user_count = fields.Integer(
        "People who work in Odoo",
        compute="_compute_user_count",
        store=True,
        readonly=False,
        precompute=True,
    )
    user_hint = fields.Char(compute="_compute_user_hint")
    company_count = fields.Integer(
        "Companies or sites that go live together",
        default=lambda self: len(self.env.user.company_ids) or 1,
    )
    app_ids = fields.Many2many(
        "hypercare.setup.app",
        "hypercare_setup_app_scope_rel",
        string="In scope",
        domain="[('setup_id', '=', id)]",
    )
    offered_app_ids = fields.One2many("hypercare.setup.app", "setup_id")
    make_areas = fields.Boolean(
        "Make an area of each",
        default=True,
        help="Areas are departments or fields of work; each gets a head and "
        "super-users, and issues are counted by area.",
    )

    @api.depends("company_id")
    def _compute_user_count(self):
        for setup in self:
            users = setup._internal_users()
            seen = setup._count_seen(users)
            # Before the go-live few have logged in: then whoever may counts.
            setup.user_count = seen if 2 * seen >= len(users) else len(users)

    @api.depends("company_id")
    def _compute_user_hint(self):
        for setup in self:
            users = setup._internal_users()
            setup.user_hint = self.env._(
                "People with a log-in: %(all)s. So far used by %(seen)s.",
                seen=setup._count_seen(users),
                all=len(users),
            )

    def _internal_users(self):
        """Return the active internal users who work for the company."""
        # sudo: how many there are is no secret; who they are is not told.
        users = self.env["res.users"].sudo()
        if not self.company_id:
            return users
        return users.search(
            [("share", "=", False), ("company_ids", "in", self.company_id.ids)]
        )

    def _count_seen(self, users) -> int:
        # sudo: when somebody logged in is not told, only how many did.
        logs = self.env["res.users.log"].sudo()
        return len(logs._read_group([("create_uid", "in", users.ids)], ["create_uid"]))

    def _propose_apps(self):
        """Offer the apps of the database, ticked where a department works in them."""
        found = self._apps_of_database()
        # sudo: rows of the assistant are not deleted by hand.
        self.sudo().offered_app_ids.unlink()
        for setup in self:
            apps = self.env["hypercare.setup.app"].create(
                [
                    {
                        "setup_id": setup.id,
                        "sequence": at,
                        "name": name,
                        "module": xmlid.partition(".")[0],
                    }
                    for at, (xmlid, name) in enumerate(found)
                ]
            )
            ticked = [
                app.id
                for app, (xmlid, _name) in zip(apps, found, strict=True)
                if xmlid not in _NO_DEPARTMENT
            ]
            setup.app_ids = [Command.set(ticked)]

    def _apps_of_database(self) -> list[tuple[str, str]]:
        """Return (external name, name) of every root menu with an icon, in order."""
        # sudo: which apps are installed, whoever may open them.
        menus = (
            self.env["ir.ui.menu"]  # pylint: disable=context-overridden
            .sudo()
            .with_context({"ir.ui.menu.full_list": True, "lang": self.env.lang})
            .search(
                [("parent_id", "=", False), ("web_icon", "!=", False)],
                limit=_MOST_APPS,
            )
        )
        xmlids = menus.get_external_id()
        return [
            (xmlids[menu.id], menu.name)
            for menu in menus
            if xmlids[menu.id] not in _NO_APP
        ]

    def _check_step_apps(self):
        if self.user_count < 1:
            raise UserError(self.env._("How many people work in Odoo?"))
        if self.company_count < 1:
            raise UserError(self.env._("How many companies or sites go live?"))

    def _modules(self) -> frozenset[str]:
        """Return the technical names of the apps in scope."""
        return frozenset(filter(None, self._apps_in_scope().mapped("module")))

    def _apps_in_scope(self):
        """Return what is ticked of what was offered here, in order."""
        return (self.app_ids & self.offered_app_ids).sorted()
