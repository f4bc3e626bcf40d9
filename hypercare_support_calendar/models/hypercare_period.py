import logging
from datetime import time, timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date

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

    @api.model
    def _arranges_meetings(self) -> bool:
        return True

    @api.model
    def _cron_notices(self):
        """Bring calendars up to date before anybody is told of anything."""
        now = self.env.cr.now().replace(microsecond=0)
        # Those that have ended meanwhile give their meetings back.
        periods = self.search(
            ["|", ("state", "in", STATES), ("checkin_ids.start_at", ">", now)]
        )
        for period in periods:
            try:
                with self.env.cr.savepoint():
                    period._arrange_checkins(now)
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
        period._tell_checkins(wanted, people, now)

    def _wanted_checkins(self, people, now) -> dict:
        """Return local day → start (naive UTC), phase and mark of what is to come."""
        if self.state not in STATES:
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

    def _tell_checkins(self, wanted, people, now):
        """Tell everybody who attends in one mail, however many meetings there are."""

        def words(local):
            return local._checkins_words(wanted)

        self._tell(f"checkins:{now:%Y%m%d%H%M%S}", now, self._reachable(people), words)

    def _checkins_words(self, wanted) -> dict:
        env, clock = self.env, self._checkin_clock()
        days = sorted(wanted)
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
