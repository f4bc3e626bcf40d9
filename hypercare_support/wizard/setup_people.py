from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.i18n import format_list

#: Field of the people of each tier.
TIERS = {"l1": "l1_ids", "l2": "l2_ids", "l3": "l3_ids"}
ROLES = ("sponsor_id", "client_pm_id", "consultant_lead_id", "business_owner_id")
#: Only people who work for the company, and no portal users.
_PEOPLE = "[('share', '=', False), ('company_ids', 'in', company_id)]"


class HypercareSetup(models.TransientModel):
    """Who is who: the four roles, and the people of the three tiers."""

    _inherit = "hypercare.setup"

    sponsor_id = fields.Many2one(
        "res.users", domain=_PEOPLE, help="Decides, and signs the exit."
    )
    client_pm_id = fields.Many2one(
        "res.users",
        "Client project manager",
        domain=_PEOPLE,
        help="Runs hypercare for the client, day by day.",
    )
    consultant_lead_id = fields.Many2one(
        "res.users",
        "Consultant lead",
        domain=_PEOPLE,
        default=lambda self: self.env.user,
        help="Runs hypercare for the implementation partner.",
    )
    business_owner_id = fields.Many2one(
        "res.users",
        "Business owner",
        domain=_PEOPLE,
        help="Owns the system after hypercare. Not the project manager.",
    )
    l1_ids = fields.Many2many(
        "res.users",
        "hypercare_setup_l1_rel",
        string="Level 1: super-users",
        compute="_compute_l1_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain=_PEOPLE,
    )
    l2_ids = fields.Many2many(
        "res.users",
        "hypercare_setup_l2_rel",
        string="Level 2: functional",
        compute="_compute_l2_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain=_PEOPLE,
    )
    l3_ids = fields.Many2many(
        "res.users",
        "hypercare_setup_l3_rel",
        string="Level 3: technical",
        compute="_compute_l3_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain=_PEOPLE,
    )
    l3_calendar_id = fields.Many2one(
        "resource.calendar",
        "Level 3 works",
        domain="[('company_id', 'in', (company_id, False))]",
        help="The partner's own working hours. Days on which they rest and you work "
        "are shown before the start.",
    )
    people_hint = fields.Text(compute="_compute_people_hint")

    # -- Proposals ---------------------------------------------------------------------

    @api.depends("company_id")
    def _compute_l1_ids(self):
        """Propose the managers of departments, where departments are kept."""
        for setup in self:
            setup.l1_ids = setup.l1_ids or setup._department_managers()

    @api.depends("client_pm_id")
    def _compute_l2_ids(self):
        """Propose the client project manager, as practice has it."""
        for setup in self:
            setup.l2_ids = setup.l2_ids or setup.client_pm_id

    @api.depends("consultant_lead_id")
    def _compute_l3_ids(self):
        """Propose the consultant lead, and the administrators of the system."""
        for setup in self:
            setup.l3_ids = setup.l3_ids or (
                setup.consultant_lead_id | setup._administrators()
            )

    def _department_managers(self):
        """Return the managers of the company's departments who are users."""
        users = self.env["res.users"]
        if "hr.department" not in self.env or not self.company_id:
            return users
        # sudo: who leads a department is known to everybody who works there.
        departments = (
            self.env["hr.department"]
            .sudo()
            .search([("company_id", "in", (self.company_id.id, False))], limit=50)
        )
        return self._of_company(departments.manager_id.user_id).with_env(self.env)

    def _administrators(self):
        """Return the administrators who work for the company, robots left out."""
        # sudo: who administrates the system is no secret among those who plan.
        group = self.env.ref("base.group_system").sudo()
        users = group.all_user_ids.filtered(
            lambda user: user.login_date and not user._is_superuser()
        )
        return self._of_company(users).with_env(self.env)

    def _of_company(self, users):
        """Return the active internal users among them who work for the company."""
        return users.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )

    # -- Warnings ----------------------------------------------------------------------

    @api.depends("company_id", *ROLES, *TIERS.values())
    def _compute_people_hint(self):
        for setup in self:
            setup.people_hint = "\n".join(setup._people_hints())

    def _people_hints(self) -> list[str]:
        """Return what has to be mended before the start, in plain words."""
        self.ensure_one()
        hints = []
        owner = self.business_owner_id
        if owner and owner == self.client_pm_id:
            hints.append(
                self.env._(
                    "The business owner cannot be the client project manager: name "
                    "somebody who stays after the project."
                )
            )
        labels = self.fields_get([*ROLES, *TIERS.values()], ["string"])
        missing = [labels[name]["string"] for name in ROLES if not self[name]]
        if missing:
            hints.append(
                self.env._("Still to be named: %s.", format_list(self.env, missing))
            )
        empty = [labels[n]["string"] for n in TIERS.values() if not self[n]]
        if empty:
            hints.append(self.env._("Nobody is in: %s.", format_list(self.env, empty)))
        unreachable = self._everybody().filtered(
            lambda user: not email_normalize(user.email or "")
        )
        if unreachable:
            hints.append(
                self.env._(
                    "Without an e-mail address, and so told of nothing: %s. Enter it "
                    "in the user's profile.",
                    format_list(self.env, unreachable.mapped("name")),
                )
            )
        return hints

    def _everybody(self):
        """Return everybody who is named, each once."""
        users = self.env["res.users"]
        for name in (*ROLES, *TIERS.values()):
            users |= self[name]
        # sudo: the addresses of people who are named are checked, not shown.
        return users.sudo()

    def _check_step_people(self):
        """Refuse what no draft can have; whatever is missing may come later.

        :raise UserError: naming the person
        """
        owner = self.business_owner_id
        if owner and owner == self.client_pm_id:
            raise UserError(
                self.env._(
                    "%s cannot be business owner and client project manager: name "
                    "somebody who stays after the project.",
                    owner.name,
                )
            )
        hours = self.l3_calendar_id
        if hours:
            hours.check_access("read")
        if hours.company_id not in (self.company_id, hours.company_id.browse()):
            raise UserError(
                self.env._(
                    "“%(hours)s” are working hours of another company: choose others.",
                    hours=hours.name,
                )
            )
        strangers = self._everybody() - self._of_company(self._everybody())
        if strangers:
            raise UserError(
                self.env._(
                    "%(people)s: choose people who work for %(company)s.",
                    people=format_list(self.env, strangers.mapped("name")),
                    company=self.company_id.name,
                )
            )

    # -- Answer ------------------------------------------------------------------------

    def _lead_of(self, level):
        """Return who leads a tier: by role, else who comes first."""
        users = self[TIERS[level]]
        by_role = {"l2": self.client_pm_id, "l3": self.consultant_lead_id}.get(level)
        return (by_role & users if by_role else users)[:1] or users[:1]
