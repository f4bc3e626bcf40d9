from odoo import models

from .charter_content import cell, fact_row, row, section


class HypercareCharter(models.Model):
    """What a charter says about scope and end."""

    _inherit = "hypercare.charter"

    # -- Scope -------------------------------------------------------------------------

    def _categories(self):
        return self.env["hypercare.category"].search(
            [("company_id", "in", (False, self.company_id.id))]
        )

    def _charter_scope(self) -> dict:
        worked_on = self._categories().filtered("in_scope").mapped("name")
        label = self.env._("Kinds of issues that are worked on")
        kinds = row("kinds", label, [cell("value", "", worked_on, show="inline")])
        return section(
            "scope",
            self.env._("In scope"),
            [kinds] if worked_on else [],
            self.period_id.scope_in,
        )

    def _charter_out_of_scope(self) -> dict:
        """What is not worked on, how it is handled, and who receives it."""
        period = self.period_id
        others = self._categories().filtered(lambda category: not category.in_scope)
        routes = dict(others._fields["route"]._description_selection(self.env))
        group = self.env._("Where such requests go")
        rows = []
        for category in others:
            route = routes.get(category.route, "")
            names = self._receivers(category.route).mapped("name")
            rows.append(
                row(
                    str(category.id),
                    category.name,
                    [
                        cell("route", self.env._("Goes to"), route, category.route),
                        cell(
                            "receiver",
                            self.env._("Received by"),
                            names or self.env._("nobody named yet"),
                            names,
                        ),
                    ],
                    group,
                )
            )
        return section(
            "out_of_scope",
            self.env._("Out of scope, and how such requests are handled"),
            rows,
            (period.scope_out or "") + (period.scope_process or ""),
        )

    def _receivers(self, route):
        """Return who receives what goes a route: as named, or who it is by role."""
        period = self.period_id
        if "hypercare.scope.receiver" in self.env:
            named = self.env["hypercare.scope.receiver"].search(
                [("period_id", "=", period.id), ("route", "=", route)]
            )
            if named.user_id:
                return named.user_id
        if route == "business_owner":
            return period.business_owner_id
        return self.env["res.users"].browse()

    # -- End ---------------------------------------------------------------------------

    def _charter_end(self) -> dict:
        period = self.period_id
        end = self._day_words(period.date_end)
        kind = period.end_kind if "end_kind" in period._fields else "fixed"
        text = self.env._(
            "Hypercare ends on %s. What is still open then is handed over, each issue "
            "with a plan and an owner.",
            end,
        )
        fact = [kind, str(period.date_end)]
        if kind == "criteria":
            latest = period.latest_end or period.date_end
            fact = [kind, str(latest)]
            text = self.env._(
                "Hypercare ends as soon as the exit criteria hold, and on %s at the "
                "latest. What is still open then is handed over, each issue with a "
                "plan and an owner.",
                self._day_words(latest),
            )
        rows = [
            fact_row("end", self.env._("End"), text, fact),
            fact_row(
                "extension",
                self.env._("Extending it"),
                self.env._(
                    "Needs a reason and a new end. Both are recorded with who decided "
                    "it, and make a new version of this charter."
                ),
            ),
        ]
        if period.bau_policy_id:
            label = self.env._("Promises after hypercare")
            rows.append(fact_row("after", label, period.bau_policy_id.name))
        return section("end", self.env._("How it ends"), rows)

    def _charter_criteria(self) -> dict:
        """The exit criteria, where the database knows them."""
        criteria = (
            self.period_id.criterion_ids
            if "criterion_ids" in self.period_id._fields
            else ()
        )
        return section(
            "criteria",
            self.env._("Exit criteria"),
            [row(str(one.id), one.display_name, []) for one in criteria],
        )
