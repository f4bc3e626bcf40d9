import logging
from datetime import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, email_normalize

_logger = logging.getLogger(__name__)

#: From then on in the morning, local time, people are told what the day brings.
MORNING = time(7, 0)
STATES = ("running", "exit_review")
LAYOUT = "hypercare_support.period_mail"


class HypercarePeriodNotice(models.Model):
    """A fact: people of a period were told something, once."""

    _name = "hypercare.period.notice"
    _description = "Hypercare Notice"
    _inherit = ["hypercare.kept.mixin"]
    _order = "at desc, id desc"
    _rec_name = "subject"

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    code = fields.Char(required=True, readonly=True, help="What it was about.")
    subject = fields.Char(readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)
    reader_count = fields.Integer("Told", readonly=True)

    _once = models.UniqueIndex("(period_id, code)", "This was told already.")

    def write(self, vals):
        if vals:
            raise UserError(self.env._("What people were told is not changed."))
        return super().write(vals)


class HypercarePeriod(models.Model):
    """Telling the people of a period what the day brings, each thing once."""

    _inherit = "hypercare.period"

    notice_ids = fields.One2many("hypercare.period.notice", "period_id", "Notices")

    @api.model
    def _cron_notices(self):
        """Tell what is due this morning; one transaction for each thing.

        What fails does not hold up the rest; it is tried again at the next run while
        it is still worth telling.
        """
        IrCron = self.env["ir.cron"]
        now = self.env.cr.now().replace(microsecond=0)
        periods = self.search([("state", "in", STATES)])
        IrCron._commit_progress(remaining=len(periods))
        for period in periods:
            try:
                with self.env.cr.savepoint():
                    period._tell_due(now)
            except Exception:
                _logger.exception("Notices of hypercare period %s failed", period.id)
                # The savepoint undoes the database; the cache has to follow.
                self.env.invalidate_all(flush=False)
            if not IrCron._commit_progress(1):
                break

    def _tell_due(self, now):
        """Tell the people of this period what is due at a moment (naive UTC)."""
        self.ensure_one()
        if self._to_local(now).time() < MORNING:
            return
        # sudo: what was told is evidence, kept by us.
        told = set(self.sudo().notice_ids.mapped("code"))
        for code, tell in self._notices_due(self._local_day(now)):
            if code in told:
                continue
            # A thing that cannot be told must not keep the others from it.
            try:
                with self.env.cr.savepoint():
                    tell(code, now)
            except Exception:
                _logger.exception("Notice %s of period %s failed", code, self.id)
                self.env.invalidate_all(flush=False)

    def _notices_due(self, today) -> list:
        """Return (code, function of code and now) of what a local day brings.

        To be extended. A code names the thing for ever: it is told once.
        """
        return []

    # === THE MAIL === #

    def _tell(self, code, now, partners, words):
        """Queue one mail per person, once for a code.

        :param partners: partner → stakeholder, see `_status_readers`
        :param words: function of this period in a reader's language → dict with
            ``subject``, ``headline``, ``sentence``, ``lines`` (texts)
        :return: whether this was the first time
        """
        self.ensure_one()
        own = self._for_partner(self.company_id.partner_id)
        if not self._note_told(code, words(own)["subject"], now, len(partners)):
            return False
        vals_list = []
        for partner, stakeholder in partners.items():
            local = self._for_partner(partner)
            vals_list.append(local._notice_mail(code, partner, stakeholder, words))
        self.env["mail.mail"]._hypercare_queue(vals_list)
        return True

    def _note_told(self, code, subject, now, count) -> bool:
        """Record that something was told; return whether it is the first time."""
        # Raw SQL: of two servers that come at once, one is the first.
        fresh = self.env.execute_query(
            SQL(
                "INSERT INTO hypercare_period_notice"
                " (period_id, company_id, code, subject, at, reader_count)"
                " VALUES (%s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (period_id, code) DO NOTHING RETURNING id",
                self.id,
                self.company_id.id,
                code,
                subject,
                now,
                count,
            )
        )
        self.invalidate_recordset(["notice_ids"], flush=False)
        return bool(fresh)

    @api.model
    def _take_as_told(self, now):
        """Take it that everybody knows what is due today.

        For databases that get notices while hypercare runs: what began days ago is no
        news there. A period whose day cannot be told is left as it is.
        """
        for period in self.search([("state", "in", STATES)]):
            try:
                with self.env.cr.savepoint():
                    own = period._for_partner(period.company_id.partner_id)
                    subject = own.env._("Not told: known before the upgrade")
                    for code, _tell in period._notices_due(period._local_day(now)):
                        period._note_told(code, subject, now, 0)
            except Exception:
                _logger.exception("Notices of hypercare period %s failed", period.id)
                self.env.invalidate_all(flush=False)

    def _for_partner(self, partner):
        """Return this period in the language of a reader."""
        company = self.company_id.partner_id
        return self.with_context(
            lang=partner.lang or company.lang or self.env.user.lang or "en_US",
            tz=self.tz,
        )

    def _notice_mail(self, code, partner, stakeholder, words) -> dict:
        """Return the values of one person's mail."""
        said = words(self)
        url = stakeholder and stakeholder._unsubscribe_url()
        body = self.env["hypercare.escalation"]._render_frame(
            LAYOUT,
            said=said,
            period=self,
            url=f"{self.get_base_url()}/odoo/hypercare.period/{self.id}",
            unsubscribe=url,
        )
        mark = code.replace(":", "-").replace(" ", "")
        return self.env["mail.mail"]._hypercare_vals(
            self,
            partner,
            said["subject"],
            body,
            mark=f"{self.id}-{mark}-{partner.id}",
            email_from=self._escalation_sender() or self.env.user.email_formatted,
        )

    # === WHO === #

    def _notice_managers(self):
        """Return client project manager and consultant lead, as `_reachable` does."""
        return self._reachable(self.client_pm_id | self.consultant_lead_id)

    def _notice_everybody(self):
        """Return stakeholders, and everybody who is named in the period."""
        self.ensure_one()
        # sudo: who is named does not depend on who tells.
        period = self.sudo()
        users = (
            period.sponsor_id
            | period.client_pm_id
            | period.consultant_lead_id
            | period.business_owner_id
            | period.tier_ids.user_ids
            | period.area_ids.head_id
            | period.team_ids.user_id
        )
        readers = self._reachable(users)
        for stakeholder in period.stakeholder_ids:
            partner = stakeholder.partner_id
            if (
                not stakeholder.unsubscribed_at
                and partner.active
                and email_normalize(partner.email or "")
            ):
                readers.setdefault(partner, stakeholder)
        return readers

    def _reachable(self, users) -> dict:
        """Return partner → no stakeholder, of the users who can get a mail."""
        nobody = self.env["hypercare.stakeholder"]
        return {
            user.partner_id: nobody
            for user in users.sudo()
            if user.active and email_normalize(user.email or "")
        }
