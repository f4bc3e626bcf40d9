import logging
from datetime import time, timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.hypercare_support.models.period_notice import MORNING

from .hypercare_checkin import QUIET

_logger = logging.getLogger(__name__)

#: Periods whose check-ins are in people's calendars.
STATES = ("ready", "running", "exit_review")
LENGTH = timedelta(minutes=30)
#: How many meetings a mail names.
NAMED = 15


class HypercarePeriod(models.Model):
    """The check-ins of the coming phases, as meetings."""

    _inherit = "hypercare.period"

    checkin_ids = fields.One2many("hypercare.checkin", "period_id", "Check-ins")
    checkins_untold = fields.Boolean(
        default=False,
        readonly=True,
        copy=False,
        help="Meetings have changed, and nobody was told yet.",
    )

    @api.model
    def _arranges_meetings(self) -> bool:
        return True

    @api.model
    def _cron_notices(self):
        """Bring calendars up to date before anybody is told of anything."""
        now = self.env.cr.now().replace(microsecond=0)
        # Those that have ended or are archived meanwhile give their meetings back.
        alive = Domain("active", "=", True) & Domain("state", "in", STATES)
        coming = Domain("checkin_ids.start_at", ">", now)
        untold = Domain("checkins_untold", "=", True)
        periods = self.with_context(active_test=False).search(alive | coming | untold)
        for period in periods.with_env(self.env):
            try:
                with self.env.cr.savepoint():
                    period._arrange_checkins(now)
                    period._tell_checkins(now)
            except Exception:
                _logger.exception("Check-ins of hypercare period %s failed", period.id)
                # The savepoint undoes the database; the cache has to follow.
                self.env.invalidate_all(flush=False)
        return super()._cron_notices()

    def _arrange_checkins(self, now):
        """Make, move and take back meetings until they are as the plan says.

        What has begun stays as it is; what is as planned is not touched.

        :param now: naive UTC
        """
        self.ensure_one()
        # sudo: check-ins and other people's calendars are kept by us here.
        period = self.sudo()
        people = period._checkin_people()
        wanted = period._wanted_checkins(people, now) if people else {}
        coming = period.checkin_ids.filtered(lambda checkin: checkin.start_at > now)
        known = {checkin.day: checkin for checkin in coming}
        gone = coming.filtered(lambda checkin: checkin.day not in wanted)
        changed = {
            day: vals
            for day, vals in wanted.items()
            if day not in known or known[day].mark != vals["mark"]
        }
        if not gone and not changed:
            return
        gone._cancel_coming()
        events = period.env["calendar.event"].with_context(**QUIET)
        for day, vals in changed.items():
            checkin, meeting = known.get(day), period._meeting_vals(vals, people)
            values = {"start_at": vals["start"], "mark": vals["mark"]}
            if checkin and checkin.event_id:
                checkin.event_id.with_context(**QUIET).write(meeting)
                checkin.write(values)
            elif checkin:
                # Somebody has deleted it; the plan has changed, so there is a new one.
                checkin.write({**values, "event_id": events.create(meeting).id})
            else:
                period.env["hypercare.checkin"].create(
                    {
                        **values,
                        "period_id": period.id,
                        "day": day,
                        "event_id": events.create(meeting).id,
                    }
                )
        period.checkins_untold = True

    def _wanted_checkins(self, people, now) -> dict:
        """Return local day → start (naive UTC), phase and mark of what is to come."""
        if self.state not in STATES or not self.active:
            return {}
        hours, minutes = divmod(round(self.checkin_time * 60), 60)
        clock = time(min(hours, 23), minutes)
        wanted = {}
        for day, phase in self._checkins().items():
            start = self._local_moment(day, clock)
            if start > now:
                who = ",".join(map(str, sorted(people.ids)))
                mark = f"{start}|{self.name}|{phase.name}|{who}"
                wanted[day] = {"start": start, "phase": phase, "mark": mark}
        return wanted

    def _meeting_vals(self, wanted, people) -> dict:
        """Return the values of one meeting."""
        organizer = self.consultant_lead_id.filtered("active") or people[:1]
        local = self._for_partner(organizer.partner_id)
        url = f"{self.get_base_url()}/odoo/hypercare.period/{self.id}"
        words = local.env._(
            "Critical and high issues, what waits, and what people ask for. Phase: %s.",
            wanted["phase"].name,
        )
        return {
            "name": local.env._("Hypercare check-in: %s", self.name),
            "start": wanted["start"],
            "stop": wanted["start"] + LENGTH,
            "allday": False,
            "user_id": organizer.id,
            "partner_ids": [fields.Command.set(people.partner_id.ids)],
            "description": Markup('<p>%s</p><p><a href="%s">%s</a></p>')
            % (words, url, self.name),
        }

    def _tell_checkins(self, now):
        """Tell everybody who attends in one mail, however many meetings have changed.

        From the morning on, and once a day: what changes later is told the next day.
        """
        # sudo: check-ins are kept by us here.
        period = self.sudo()
        if not period.checkins_untold or self._to_local(now).time() < MORNING:
            return
        coming = period.checkin_ids.filtered(
            lambda checkin: checkin.start_at > now and checkin.event_id
        )
        days = coming.mapped("day")

        def words(local):
            return local._checkins_words(days)

        people = self._reachable(period._checkin_people())
        if period._tell(f"checkins:{self._local_day(now)}", now, people, words):
            period.checkins_untold = False

    def unlink(self):
        # sudo: check-ins and other people's calendars are kept by us here.
        self.sudo().checkin_ids._cancel_coming()
        return super().unlink()

    def _checkins_words(self, days) -> dict:
        env, clock = self.env, self._checkin_clock()
        days = sorted(days)
        lines = [
            f"{format_date(env, day, date_format='EEE d MMM')}, {clock}"
            for day in days[:NAMED]
        ]
        if len(days) > NAMED:
            lines.append(env._("and %s more", len(days) - NAMED))
        if days:
            sentence = env._(
                "These check-ins are in your calendar. Times are those of %(tz)s.",
                tz=self.tz,
            )
        else:
            sentence = env._("No more check-ins are planned.")
        return {
            "subject": env._("%s: check-ins", self.name),
            "headline": env._("Check-ins"),
            "sentence": sentence,
            "lines": lines,
        }
