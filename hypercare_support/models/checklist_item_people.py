from odoo import api, fields, models

LEADS = {"l1_lead": "l1", "l2_lead": "l2", "l3_lead": "l3"}
PERSONS = {
    "sponsor": "sponsor_id",
    "client_pm": "client_pm_id",
    "consultant_lead": "consultant_lead_id",
    "business_owner": "business_owner_id",
}


class HypercareChecklistItem(models.Model):
    """Whether somebody is there to do an item."""

    _inherit = "hypercare.checklist.item"

    owner_problem = fields.Char(
        "Nobody there", compute="_compute_owner_problem", compute_sudo=True
    )

    @api.depends_context("lang")
    @api.depends("owner_id", "owner_id.active", "is_settled")
    def _compute_owner_problem(self):
        away = self.owner_id._hypercare_absence(fields.Datetime.now())
        for item in self:
            if item.is_settled:
                item.owner_problem = False
            elif not item.owner_id:
                item.owner_problem = self.env._("Nobody is named")
            else:
                item.owner_problem = away.get(item.owner_id, (False,))[0]

    def _answerable(self):
        """Return who has to act now: the owner, or who signs what the owner did."""
        self.ensure_one()
        if not self.done_at:
            return self.owner_id
        period = self.period_id
        others = period.client_pm_id | period.consultant_lead_id | period.sponsor_id
        return self.signer_id or (others - self.done_by_id)[:1]

    def _follow_plan(self):
        """Compute due dates and owners anew where nobody has set them by hand."""
        for name in ("due_date", "owner_id"):
            self.env.add_to_compute(self._fields[name], self.sudo())


class HypercarePeriod(models.Model):
    """Who does what, by role."""

    _inherit = "hypercare.period"

    def _checklist_owner(self, role, user, area):
        """Return the user who has a role in this period; may be empty."""
        if role == "user":
            return user
        if role == "area_head":
            return area.head_id
        if role in LEADS:
            tiers = self.tier_ids.filtered(lambda tier: tier.level == LEADS[role])
            return tiers[:1].lead_id
        return self[PERSONS[role]] if role in PERSONS else user.browse()

    def _checklist_area(self, names):
        """Return the area that one of the given names speaks of; may be empty.

        :param names: words divided by commas; the first that fits wins
        """
        for name in (names or "").lower().split(","):
            for area in self.area_ids if name.strip() else ():
                if name.strip() in area.name.lower():
                    return area
        return self.env["hypercare.area"]
