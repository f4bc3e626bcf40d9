from odoo.tools import format_date, format_datetime

from .resource_calendar import to_epoch

#: Long texts belong in Odoo; a mail quotes the beginning.
QUOTED = 400


class Words:
    """Moments, spans and labels in the language and time zone of one reader.

    Made once per batch: a thousand mails speak of few moments and few severities.
    """

    def __init__(self, env, now):
        """:param now: naive UTC"""
        self.env = env
        self.now = now
        issues = env["hypercare.issue"]
        self.severities = dict(issues._fields["severity"]._description_selection(env))
        self.metrics = {
            "response": env._("First response"),
            "resolution": env._("Resolution"),
            "pickup": env._("Pick-up"),
            "handover": env._("Hand-over"),
            "update": env._("Next update"),
        }
        self._moments = {}
        self._days = {}
        self._steps = {}

    def tz(self, period) -> str:
        return self.env.context.get("tz") or period.tz

    def moment(self, instant, period) -> str:
        """Return a UTC instant as “Tue 3 Mar 14:00” where the reader lives."""
        key = (instant, self.tz(period))
        if key not in self._moments:
            self._moments[key] = format_datetime(
                self.env, instant, tz=key[1], dt_format="EEE d MMM HH:mm"
            )
        return self._moments[key]

    def date(self, day) -> str:
        return format_date(self.env, day, date_format="EEE d MMM")

    def span(self, begin, end) -> str:
        """Return the time between two UTC instants as “2 h 10 min”.

        Empty below one minute: nobody is late by 0 minutes.
        """
        minutes = max(to_epoch(end) - to_epoch(begin), 0) // 60
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        parts = [
            self.env._("%s d", days) if days else "",
            self.env._("%s h", hours) if hours else "",
            self.env._("%s min", minutes) if minutes and not days else "",
        ]
        # A number that stands at the end of a line without its unit is misread.
        return " ".join(filter(None, parts)).replace(" ", "\N{NO-BREAK SPACE}")

    def day(self, period) -> str:
        """Return “Day 9 of 14” for today."""
        if period not in self._days:
            self._days[period] = self.env._(
                "Day %(day)s of %(length)s",
                day=period._day_number(self.now),
                length=(period.date_end - period.go_live).days + 1,
            )
        return self._days[period]

    def steps(self, steps) -> dict:
        """Return what follows from the steps that fired, the same for many issues.

        ``step`` is the most advanced one; with ``for_reporter`` only the reporter, who
        has nothing to acknowledge, or a stand-in is told.
        """
        if steps not in self._steps:
            rules = steps.rule_id
            advanced = steps.sorted(
                lambda step: (step.timing == "after", step.percent, step.sequence)
            )
            self._steps[steps] = {
                "step": advanced[-1:],
                "rules": rules.mapped("name"),
                "for_reporter": set(steps.role_ids.mapped("code")) == {"reporter"},
                "closes": "close" in rules.step_ids.mapped("change"),
            }
        return self._steps[steps]

    def holder(self, issue) -> str:
        """Return who has the issue, and which tier."""
        owner = issue.user_id.name or self.env._("nobody yet")
        return " · ".join(filter(None, [owner, issue.tier_id.name]))

    def title(self, issue) -> str:
        """Return the title; what is confidential does not travel by mail."""
        if issue.confidential:
            return self.env._("Confidential: open it in Odoo")
        return issue.name or ""


def lines(text) -> list[str]:
    """Return the beginning of a text as the lines it is written in."""
    text = (text or "").strip()
    if len(text) > QUOTED:
        text = f"{text[:QUOTED].rstrip()} …"
    return [line.strip() for line in text.splitlines() if line.strip()]
