from datetime import timedelta

from odoo import models
from odoo.tools import format_date

from .period_end import NAMED, WARNING_DAYS


class HypercarePeriod(models.Model):
    """The end is near, the end has passed, hypercare goes on: all of it is told."""

    _inherit = "hypercare.period"

    def _notices_due(self, today) -> list:
        due = super()._notices_due(today)
        last = self._last_day()
        begin = self._business_day_before(last - timedelta(days=WARNING_DAYS - 1))
        if begin <= today <= last:
            due.append((f"ending:{last}", self._warn_of_end))
        elif today > last and self._is_business_day(today):
            due.append((f"ended:{today}", self._tell_ended))
        return due

    def _warn_of_end(self, code, now):
        """Tell the managers some days before the end what is still open."""
        if self._count_open():
            self._tell(
                code, now, self._notice_managers(), lambda p: p._ending_words(now)
            )

    def _tell_ended(self, code, now):
        """Tell the managers day by day what the end has left open."""
        if self._count_open():
            self._tell(
                code, now, self._notice_managers(), lambda p: p._ending_words(now)
            )

    def _ending_words(self, now) -> dict:
        """Return what is said about the end, in the reader's language."""
        env, count = self.env, self._count_open()
        today, last = self._local_day(now), self._last_day()
        day = format_date(env, last, date_format="EEE d MMM")
        if today > last:
            headline = env._("Hypercare has ended, and issues are open")
            subject = env._(
                "%(period)s ended on %(day)s, open issues: %(count)s",
                period=self.name,
                day=day,
                count=count,
            )
            sentence = env._(
                "Hypercare ended on %(day)s. Open issues: %(count)s. Transfer each of "
                "them with a plan and an owner, or extend hypercare with a reason. You "
                "get this mail every working day until that is done.",
                day=day,
                count=count,
            )
        else:
            headline = env._("The end of hypercare is near")
            subject = env._(
                "%(period)s ends on %(day)s, open issues: %(count)s",
                period=self.name,
                day=day,
                count=count,
            )
            sentence = env._(
                "Hypercare ends on %(day)s. Open issues: %(count)s. What is open then "
                "is transferred with a plan and an owner, or hypercare is extended.",
                day=day,
                count=count,
            )
        return {
            "subject": subject,
            "headline": headline,
            "sentence": sentence,
            "lines": self._open_lines(self._open_domain()),
        }

    def _open_lines(self, domain) -> list[str]:
        """Return issues as a mail lists them: names of confidential ones stay out."""
        # sudo: the count has to be right; a display name hides what is confidential.
        issues = self.env["hypercare.issue"].sudo()
        found = issues.search(domain, limit=NAMED)
        lines = [f"{one.severity.upper()} · {one.display_name}" for one in found]
        more = issues.search_count(domain) - len(found)
        if more > 0:
            lines.append(self.env._("and %s more", more))
        return lines

    def _tell_extension(self, extension):
        """Tell everybody that hypercare goes on, until when and why."""
        self.ensure_one()

        def words(local):
            return local._extension_words(extension.with_env(local.env))

        now = self.env.cr.now().replace(microsecond=0)
        self._tell(f"extended:{extension.id}", now, self._notice_everybody(), words)
        own = self._for_partner(self.company_id.partner_id)
        self._message_log(body=words(own)["sentence"])

    def _extension_words(self, extension) -> dict:
        env = self.env
        values = {
            "period": self.name,
            "old": format_date(env, extension.old_end, date_format="EEE d MMM"),
            "new": format_date(env, extension.new_end, date_format="EEE d MMM"),
            "who": extension.sudo().user_id.name,
            "why": extension.reason,
        }
        if extension.until_criteria:
            sentence = env._(
                "Hypercare goes on until the exit criteria hold, to %(new)s at the "
                "latest; it was to end on %(old)s.",
                **values,
            )
        else:
            sentence = env._(
                "Hypercare goes on until %(new)s; it was to end on %(old)s.", **values
            )
        return {
            "subject": env._("%(period)s goes on until %(new)s", **values),
            "headline": env._("Hypercare is extended"),
            "sentence": sentence,
            "lines": [env._("Reason, by %(who)s: %(why)s", **values)],
        }
