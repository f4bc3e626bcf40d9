from datetime import timedelta

from odoo import models
from odoo.tools import format_date

#: A phase that began longer ago than this, in days, is no news.
NEWS_DAYS = 7
#: How far to look for a business day, in days: no holiday is longer.
LOOK = 21


class HypercarePeriod(models.Model):
    """A phase that begins is announced, and so is one that is about to."""

    _inherit = "hypercare.period"

    def _notices_due(self, today) -> list:
        due = super()._notices_due(today)
        for phase in self.phase_ids:
            first = self._business_day_from(phase.date_from)
            if first <= today <= phase.date_to and (
                today - phase.date_from <= timedelta(days=NEWS_DAYS)
            ):
                due.append((f"phase:{phase.id}", phase._announce))
            elif today < phase.date_from and today >= self._business_day_before(
                phase.date_from
            ):
                due.append((f"ahead:{phase.id}", phase._announce_ahead))
        return due

    def _business_day_from(self, day):
        """Return a day, or the first one after it on which support hours open."""
        days = (day + timedelta(days=n) for n in range(LOOK))
        return next(filter(self._is_business_day, days), day)

    def _business_day_before(self, day):
        """Return the last day before another one on which support hours open."""
        days = (day - timedelta(days=n) for n in range(1, LOOK))
        return next(filter(self._is_business_day, days), day - timedelta(days=1))


class HypercarePhase(models.Model):
    _inherit = "hypercare.phase"

    def _announce(self, code, now):
        """Tell everybody what holds from now on, and write it into the period."""
        period = self.period_id

        def words(local):
            return self.with_env(local.env)._begin_words(local, now)

        if period._tell(code, now, period._notice_everybody(), words):
            local = period._for_partner(period.company_id.partner_id)
            # sudo: the period's log is written by us, on behalf of nobody.
            period.sudo()._message_log(body=words(local)["sentence"])

    def _announce_ahead(self, code, now):
        """Tell the managers which phase begins on the next business day."""
        period = self.period_id

        def words(local):
            phase = self.with_env(local.env)
            return {
                "subject": local.env._(
                    "%(period)s: “%(phase)s” begins on %(day)s",
                    period=local.name,
                    phase=phase.name,
                    day=format_date(
                        local.env, phase.date_from, date_format="EEE d MMM"
                    ),
                ),
                "headline": local.env._("Next phase: %s", phase.name),
                "sentence": local.env._(
                    "“%(phase)s” begins on %(day)s and runs until %(last)s.",
                    phase=phase.name,
                    day=format_date(
                        local.env, phase.date_from, date_format="EEE d MMM"
                    ),
                    last=format_date(local.env, phase.date_to, date_format="EEE d MMM"),
                ),
                "lines": phase._mode_lines(),
            }

        period._tell(code, now, period._notice_managers(), words)

    def _begin_words(self, period, now) -> dict:
        """Return what is said when this phase begins, in the reader's language."""
        env = period.env
        today = period._local_day(now)
        values = {
            "phase": self.name,
            "day": format_date(env, self.date_from, date_format="EEE d MMM"),
            "mode": self.mode_text,
        }
        if today == period._business_day_from(self.date_from):
            sentence = env._("From today: %(phase)s. %(mode)s", **values)
        else:
            sentence = env._("Since %(day)s: %(phase)s. %(mode)s", **values)
        return {
            "subject": env._(
                "%(period)s: from now on “%(phase)s”", period=period.name, **values
            ),
            "headline": env._("Phase: %s", self.name),
            "sentence": sentence,
            "lines": self._mode_lines()[1:],
        }

    def _mode_lines(self) -> list[str]:
        """Return what a reader has to know about this phase, a line each."""
        env = self.env
        lines = [self.mode_text]
        lines += [line for line in (self.duty or "").splitlines() if line.strip()]
        if self.checkin_rhythm != "none":
            rhythm = dict(self._fields["checkin_rhythm"]._description_selection(env))
            lines.append(env._("Check-ins: %s", rhythm[self.checkin_rhythm]))
        lines.append(
            env._(
                "It runs until %s.",
                format_date(env, self.date_to, date_format="EEE d MMM"),
            )
        )
        return lines
