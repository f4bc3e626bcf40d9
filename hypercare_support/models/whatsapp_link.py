from urllib.parse import quote

from odoo import api, fields, models

from ..intake.phone import international

#: Longer texts make addresses that some phones cut.
_MOST_TEXT = 500


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hypercare_whatsapp(self, text=""):
        """Return the address that opens a chat with this user on WhatsApp.

        :param text: what is written there already, for the user to send
        :return: False if there is no phone number, or its country is not certain
        """
        number = self and self._hypercare_phone()
        if not number:
            return False
        query = f"?text={quote(text[:_MOST_TEXT], safe='')}" if text else ""
        return f"https://wa.me/{number}{query}"

    def _hypercare_phone(self) -> str:
        """Return the phone number with its country, digits only; "" if not certain."""
        self.ensure_one()
        # sudo: colleagues reach each other, whichever company their contacts are of.
        partner = self.sudo().partner_id
        country = (
            partner.country_id
            or partner.commercial_partner_id.country_id
            or self.sudo().company_id.country_id
        )
        return international(partner.phone or "", country.phone_code or "")


class HypercareIssue(models.Model):
    """The way to the people of an issue by WhatsApp."""

    _inherit = "hypercare.issue"

    whatsapp_reporter_url = fields.Char(
        "Write to the reporter", compute="_compute_whatsapp_reporter_url"
    )
    whatsapp_on_call_url = fields.Char(
        "Write to who is on duty", compute="_compute_whatsapp_on_call"
    )
    whatsapp_on_call_name = fields.Char(
        "On duty now", compute="_compute_whatsapp_on_call"
    )

    @api.depends_context("uid")
    @api.depends("reporter_id", "number", "name", "confidential", "period_id")
    def _compute_whatsapp_reporter_url(self):
        """For the team, to the person who reported it."""
        for issue in self:
            others = issue.reporter_id - self.env.user
            issue.whatsapp_reporter_url = bool(
                issue._origin and others and self._may_work(issue.period_id)
            ) and others._hypercare_whatsapp(issue._whatsapp_text())

    @api.depends_context("uid")
    @api.depends("tier_id", "state", "reporter_id", "number", "name", "confidential")
    def _compute_whatsapp_on_call(self):
        """For the reporter and the team, to whoever is there for the tier now."""
        now = fields.Datetime.now()
        for issue in self:
            person = issue._whatsapp_on_call(now)
            url = person._hypercare_whatsapp(issue._whatsapp_text())
            issue.whatsapp_on_call_url = url
            # sudo: a reporter may know who of the team is there for him.
            issue.whatsapp_on_call_name = url and person.sudo().name

    def _whatsapp_on_call(self, now):
        """Return who is there for the tier now and can be written to; else nobody.

        :param now: naive UTC
        """
        nobody = self.env["res.users"]
        concerned = self.reporter_id == self.env.user or (
            self.period_id and self._may_work(self.period_id)
        )
        if not self._origin or not self.is_open or not concerned:
            return nobody
        # sudo: who is there does not depend on who asks.
        tier = self._origin.sudo().tier_id
        if not tier:
            return nobody
        people = tier._on_shift(now) or tier._backup(now)
        others = people - self.env.user - self.reporter_id
        for person in others:
            if person._hypercare_phone():
                return person.with_env(self.env)
        return nobody

    def _whatsapp_text(self) -> str:
        """Return what is written there already: nothing of a confidential issue."""
        self.ensure_one()
        title = False if self.confidential else self.name
        return " ".join(filter(None, [self.number, title]))
