from odoo import fields, models


class HypercarePeriod(models.Model):
    """The responsibilities that move with every go-live."""

    _inherit = "hypercare.period"

    responsibility_ids = fields.One2many(
        "hypercare.responsibility", "period_id", "Responsibilities", copy=True
    )

    def _propose_responsibilities(self):
        """Write down the usual responsibilities that are not in the plan yet.

        With names where the period has somebody for them; all can be changed.

        :return: the responsibilities that were added
        """
        duties = self.env["hypercare.responsibility"]
        vals_list = []
        for period in self:
            known = set(period.responsibility_ids.mapped("kind"))
            vals_list += [
                {"period_id": period.id, "sequence": 10 * number, **vals}
                for number, vals in enumerate(period._usual_responsibilities(), 1)
                if vals["kind"] not in known
            ]
        return duties.create(vals_list)

    def _usual_responsibilities(self) -> list[dict]:
        """Return the values of the usual responsibilities, to be extended."""
        self.ensure_one()
        names = dict(
            self.env["hypercare.responsibility"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        lead, pm = self.consultant_lead_id, self.client_pm_id
        owner, first = (
            self.business_owner_id,
            self.tier_ids.filtered(lambda tier: tier.level == "l1").lead_id,
        )
        texts = {
            "system_administration": self.env._(
                "Users and rights, updates, back-ups, mail server."
            ),
            "configuration_approval": self.env._(
                "Says yes or no to every change of settings, and is not the one who "
                "carries it out."
            ),
            "configuration_work": self.env._(
                "Carries approved changes out, tests them first, and notes them down."
            ),
            "data_quality": self.env._(
                "Customers, vendors, products and accounts stay complete and without "
                "duplicates."
            ),
            "report_maintenance": self.env._(
                "Reports and printed forms stay right when something changes."
            ),
            "user_support": self.env._(
                "Answers the questions of colleagues, trains new ones."
            ),
            "ticketing": self.env._(
                "Sees to it that every issue in the log has somebody and an end."
            ),
            "knowledge_base": self.env._(
                "Keeps answers and instructions right and easy to find."
            ),
            "monitoring": self.env._(
                "Looks every day whether scheduled jobs, interfaces and mails run."
            ),
        }
        people = {
            "system_administration": (lead, owner),
            "configuration_approval": (pm, owner),
            "configuration_work": (lead, first),
            "data_quality": (pm, owner),
            "report_maintenance": (lead, first),
            "user_support": (pm, first),
            "ticketing": (pm, first),
            "knowledge_base": (pm, first),
            "monitoring": (lead, owner),
        }
        return [
            {
                "kind": kind,
                "name": names[kind],
                "description": text,
                "owner_now_id": people[kind][0].id,
                "owner_after_id": people[kind][1].id,
            }
            for kind, text in texts.items()
        ]
