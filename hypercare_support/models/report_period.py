from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import const

#: People named to somebody whose work is stopped; more would have to be chosen from.
PEOPLE = 3


class HypercareIssue(models.Model):
    """Which period a report goes to, and whom to ask where there is none."""

    _inherit = "hypercare.issue"

    @api.model
    def _report_periods(self):
        """Return the periods of the user's company that take reports.

        Those that run, if there are any. Drafts take rehearsals by the team only; they
        are not offered here.
        """
        periods = self.env["hypercare.period"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "in", const.LOGGING_STATES),
            ]
        )
        running = periods.filtered(lambda period: period.state == "running")
        return running or periods

    @api.model
    def _report_app(self, context):
        """Return the app that somebody was in: a menu; empty if that says nothing."""
        menus = self.env["ir.ui.menu"]
        given = context.get("app_id") if isinstance(context, dict) else None
        is_id = isinstance(given, int) and not isinstance(given, bool)
        if not is_id or not 0 < given < 2**31:
            return menus
        app = menus.search([("id", "=", given), ("parent_id", "=", False)])
        # Whoever looks at the log is in no app that went live.
        return app - self.env.ref("hypercare_support.menu_root")

    @api.model
    def _report_period(self, period_id, app=None):
        """Return the period a report goes to.

        :param app: the app it is reported from, which may decide
        :raise UserError: if there is none, or it takes no reports, or several would fit
        """
        running = self._report_periods()
        if not period_id:
            fitting = running._of_app(app) or running
            if len(fitting) == 1:
                return fitting
            if fitting:
                raise UserError(self.env._("Choose what the report belongs to."))
        else:
            self._check_record_id(period_id)
            chosen = running.filtered(lambda period: period.id == period_id)
            if chosen:
                return chosen
        raise UserError(self._no_period_reason())

    @api.model
    def _no_period_hint(self) -> str:
        """Return what the report button says while nothing can be reported."""
        return self.env._(
            "No hypercare period takes issues for %s at present. Press to see whom to "
            "ask.",
            self.env.company.name,
        )

    @api.model
    def _no_period_reason(self) -> str:
        """Return why nothing can be reported, and whom to ask instead."""
        people = [
            f"{person['name']} ({person['phone']})"
            if person["phone"]
            else person["name"]
            for person in self._last_period()._ask_whom()
        ]
        if not people:
            return self.env._(
                "No hypercare period takes issues for %s at present. Ask your support "
                "team.",
                self.env.company.name,
            )
        return self.env._(
            "No hypercare period takes issues for %(company)s at present. Ask "
            "%(people)s.",
            company=self.env.company.name,
            people=", ".join(people),
        )

    @api.model
    def _last_period(self):
        """Return the period whose people know most while none takes reports."""
        # sudo: whom to ask may be known to everybody of the company.
        return (
            self.env["hypercare.period"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("state", "!=", "cancelled"),
                ],
                order="go_live desc, id desc",
                limit=1,
            )
        )


class HypercarePeriod(models.Model):
    """The apps a period is about, and its people as a reporter needs them."""

    _inherit = "hypercare.period"

    app_ids = fields.Many2many(
        "ir.ui.menu",
        "hypercare_period_app_rel",
        "period_id",
        "menu_id",
        "Apps in scope",
        domain=[("parent_id", "=", False)],
        context={"ir.ui.menu.full_list": True},
        help="The apps that go live. A report from another app is taken as well, says "
        "so, and the team decides. Empty: all apps.",
    )

    @api.constrains("app_ids")
    def _check_apps(self):
        for period in self:
            for menu in period.app_ids:
                if menu.parent_id:
                    raise ValidationError(
                        self.env._(
                            "“%s” is a menu inside of an app. Choose the app.",
                            menu.complete_name,
                        )
                    )

    def _of_app(self, app):
        """Return the periods that an app is in scope of; all if none is known."""
        if not app:
            return self
        # sudo: the apps of a period are no secret, whichever of them the user has.
        return self.filtered(
            lambda period: not period.sudo().app_ids or app in period.sudo().app_ids
        )

    def _out_of_scope_text(self, app) -> str | bool:
        """Return that an app is in scope of none of these periods; False if it is."""
        if not self or self._of_app(app):
            return False
        # sudo: as above.
        apps = self.sudo().app_ids
        return self.env._(
            "%(app)s is not part of this go-live (%(apps)s). It can be reported all "
            "the same; the team decides what happens with it.",
            app=app.name,
            apps=", ".join(apps.mapped("name")),
        )

    def _report_promises(self) -> dict:
        """Return the period as the report dialog offers it, with its promises."""
        self.ensure_one()
        issues = self.env["hypercare.issue"]
        promises = {
            severity: issues.new({"period_id": self.id, "severity": severity})
            for severity, _label in const.SEVERITIES
        }
        return {
            "id": self.id,
            "name": self.name,
            "promises": {
                severity: issue.promise_text for severity, issue in promises.items()
            },
            "ask_whom": self._ask_whom(),
        }

    def _ask_whom(self) -> list[dict]:
        """Return whom to call now: on call in Level 1, else who leads the project.

        After the period it is the business owner, who stays.
        """
        # sudo: whoever needs help may know whom to call.
        period = self.sudo()
        me = period.env.user
        people = period.env["res.users"]
        if period.state in const.LOGGING_STATES:
            first = period.tier_ids.filtered(lambda tier: tier.level == "l1")
            if first:
                people = first._on_shift(fields.Datetime.now()).sudo() - me
        elif period.state == "closed":
            people = period.business_owner_id - me
        people = (people or period.client_pm_id - me).filtered("active")
        text = self.env._("My work is stopped. I am reporting it in Odoo as well.")
        return [
            {
                "name": user.name,
                "phone": user.phone or False,
                "whatsapp": user._hypercare_whatsapp(text),
            }
            for user in people[:PEOPLE]
        ]
