import logging
from datetime import time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, email_normalize

from ..engine.cover import week_of

_logger = logging.getLogger(__name__)

#: Time of day of the check, in the period's time zone.
CHECK_AT = time(8)
#: How far the weekly check looks.
CHECK_DAYS = 14
TEMPLATE = "hypercare_support.mail_template_cover"
#: People are on call until the exit review is over.
CHECKED_STATES = ("ready", "running", "exit_review")


class HypercarePeriod(models.Model):
    """Each week: are there holes in the two weeks to come?"""

    _inherit = "hypercare.period"

    cover_checked_on = fields.Date(
        "Cover checked for the week of", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_cover_kept(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_cover_kept(vals)
        return super().write(vals)

    def _check_cover_kept(self, vals):
        if "cover_checked_on" in vals:
            raise UserError(
                self.env._("When the cover was checked is kept by the system.")
            )

    @api.model
    def _cron_cover(self):
        """Look at the cover of each period once a week; a transaction for each. Then
        remind those who go off call of handing over.

        Due on the first business day of the week at 08:00, and made up for later in
        the week if nothing ran then.
        """
        IrCron = self.env["ir.cron"]
        now = self.env.cr.now().replace(microsecond=0)
        periods = self.search([("state", "in", CHECKED_STATES)])
        due = [period for period in periods if period._is_cover_check_due(now)]
        IrCron._commit_progress(remaining=len(due))
        for period in due:
            try:
                with self.env.cr.savepoint():
                    period._check_cover(now)
            except Exception:
                _logger.exception("The cover of period %s was not checked", period.id)
                # The savepoint undoes the database; the cache has to follow.
                self.env.invalidate_all(flush=False)
            if not IrCron._commit_progress(1):
                return
        self.env["hypercare.shift"]._remind_handover(now)

    def _is_cover_check_due(self, now) -> bool:
        """Tell whether this week's check has to be made by now, naive UTC."""
        self.ensure_one()
        week = week_of(self._local_day(now), self._first_weekday())
        if self.cover_checked_on and self.cover_checked_on >= week:
            return False
        days = [week + timedelta(days=at) for at in range(7)]
        day = next((day for day in days if self._is_business_day(day)), week)
        return now >= self._local_moment(day, CHECK_AT)

    def _check_cover(self, now):
        """Tell the consultant lead about holes of the next two weeks, if any."""
        self.ensure_one()
        self._note_cover_check(week_of(self._local_day(now), self._first_weekday()))
        lines = self._coming_holes(now)
        if not lines:
            return
        self._queue_mail(
            self._cover_reader(),
            TEMPLATE,
            "hypercare_support.cover_mail",
            "_cover_mail",
        )
        self.message_post(
            body=self._render_cover_note(lines),
            message_type="notification",
            subtype_xmlid="mail.mt_note",
        )

    def _coming_holes(self, now) -> list[dict]:
        """Return the holes inside the support hours of the next two weeks."""
        covers = self._cover(*self._cover_horizon(now, CHECK_DAYS))
        return [
            line for line in self._cover_lines(covers) if line["level"] == "problem"
        ]

    def _note_cover_check(self, week):
        self.flush_recordset(["cover_checked_on"])
        # Raw SQL: the result of a check is not an edit; write_date stays.
        self.env.cr.execute(
            SQL(
                "UPDATE hypercare_period SET cover_checked_on = %s WHERE id = %s",
                week,
                self.id,
            )
        )
        self.invalidate_recordset(["cover_checked_on"], flush=False)

    # -- Telling -----------------------------------------------------------------------

    def _cover_reader(self):
        """Return who is told: the consultant lead, else the client project manager."""
        return next(
            (
                user
                for user in (self.consultant_lead_id, self.client_pm_id)
                if user.active and email_normalize(user.email or "")
            ),
            self.env["res.users"],
        )

    def _cover_mail(self) -> dict:
        """Return what the mail about holes says, in the language of the context."""
        lines = self._coming_holes(self.env.cr.now().replace(microsecond=0))
        reader = self._cover_reader()
        return {
            "name": reader.name or "",
            "period": self.name,
            "lines": lines,
            "count": len(lines),
            "first": lines[0]["when"] if lines else "",
            "tz": self.tz,
            "url": self._cover_url(),
        }

    def _render_cover_note(self, lines):
        return self.env["ir.qweb"]._render(
            "hypercare_support.cover_note", {"lines": lines}
        )

    def _cover_url(self) -> str:
        return f"{self.get_base_url()}/odoo/hypercare-cover/{self.id}"
