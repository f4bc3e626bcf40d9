from datetime import datetime

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_date

from .. import const
from ..engine.kpi import kept
from .escalation_render import one_line
from .escalation_words import Words

LAYOUT = "hypercare_support.status_mail"
#: A bar of the largest number is this many percent wide; the number stands behind it.
WIDEST = 85
#: Days that are drawn one by one; a month is told by its weeks.
MOST_BARS = 10


class HypercareStatusReport(models.Model):
    """A status report in words, in the language and time zone of the context."""

    _inherit = "hypercare.status.report"

    def _render_status(self, unsubscribe=False) -> tuple[str, Markup, str]:
        """Return subject and HTML of the mail, and what is wrong with its template.

        A broken template costs its words only.

        :param unsubscribe: link for a reader who may unsubscribe
        """
        self.ensure_one()
        view = self._status_view()
        template = self.env.ref(
            f"hypercare_support.mail_template_status_{self.kind}",
            raise_if_not_found=False,
        )
        ledger = self.env["hypercare.escalation"]
        said, problem = {}, ""
        if template:
            said = ledger._render_apart(
                self.with_context(hypercare_status=view),
                lambda reports: ledger._render_digest_said(template, reports),
                template,
            )
            if not said:
                problem = self.env._("The template “%s” is broken.", template.name)
        subject, intro = said.get(self.id) or ("", Markup())
        body = ledger._render_frame(
            LAYOUT, report=self, view=view, intro=intro, unsubscribe=unsubscribe
        )
        return one_line(subject or view["subject"]), body, problem

    def _status_words(self) -> dict:
        """Return what the templates of status mails may say."""
        self.ensure_one()
        return self.env.context.get("hypercare_status") or self._status_view()

    def _status_view(self) -> dict:
        """Return the figures as people read them."""
        self.ensure_one()
        period, figures = self.period_id, self.figures
        words = Words(self.env, self.until)
        labels = dict(self._fields["kind"]._description_selection(self.env))
        day = words.day(period)
        return {
            "kind": labels[self.kind],
            "period": period.name,
            "day": day,
            "phase": self._phase_name(),
            "level": self._level(),
            "subject": f"{period.name}: {labels[self.kind]}, {day}",
            "since": words.moment(self.since, period),
            "until": words.moment(self.until, period),
            "sentence": self._status_sentence(),
            "comment": (self.comment or "").strip(),
            "tiles": self._tiles(),
            "severities": _bars(
                [
                    (words.severities[severity], figures["severities"][severity])
                    for severity, _label in const.SEVERITIES
                ]
            ),
            "modules": _bars(figures["modules"]),
            "days": self._day_bars(),
            "promises": self._promise_lines(words),
            "lacking": self._lacking(),
            "kpis": self._kpi_lines(),
            "issues": [self._issue_view(line, words) for line in figures["issues"]],
            "more": figures["more"],
            "url": f"{period.get_base_url()}/odoo/hypercare.period/{period.id}",
            "tz": words.tz(period),
        }

    def _phase_name(self) -> str:
        phase = self.period_id.phase_ids.filtered(
            lambda phase: phase.date_from <= self.day <= phase.date_to
        )
        return phase[:1].name or ""

    def _level(self) -> str:
        """Return how urgent the report looks: by what is open, not by its kind."""
        if self.figures["severities"]["s1"]:
            return "S1"
        return "S2" if self.figures["late"] else "S3"

    def _status_sentence(self) -> str:
        """Return the whole report in one sentence, for whoever reads no further."""
        figures = self.figures
        happened = self.env._(
            "%(raised)s raised, %(resolved)s solved; %(open)s are open",
            raised=figures["raised"],
            resolved=figures["resolved"],
            open=figures["open"],
        )
        if not figures["open"]:
            happened = self.env._(
                "%(raised)s raised, %(resolved)s solved; nothing is open",
                raised=figures["raised"],
                resolved=figures["resolved"],
            )
        urgent = self.env._("%s critical", figures["severities"]["s1"])
        late = self.env._("%s overdue", figures["late"])
        parts = [happened]
        if figures["severities"]["s1"]:
            parts.append(urgent)
        if figures["late"]:
            parts.append(late)
        return self.env._("%s.", ", ".join(parts))

    def _tiles(self) -> list[dict]:
        figures = self.figures
        return [
            {"label": self.env._("Raised"), "value": figures["raised"], "bad": False},
            {"label": self.env._("Solved"), "value": figures["resolved"], "bad": False},
            {"label": self.env._("Open"), "value": figures["open"], "bad": False},
            {
                "label": self.env._("Overdue"),
                "value": figures["late"],
                "bad": bool(figures["late"]),
            },
        ]

    def _promise_lines(self, words) -> list[dict]:
        """Return how many promises were kept; too few to say is said."""
        lines = []
        for metric, (met, decided) in self.figures["sla"].items():
            value = self.env._("none was due")
            rate = kept(met, decided - met, self.period_id._centre_minimum())
            if rate.percent is not None:
                value = self.env._(
                    "%(met)s of %(decided)s kept (%(percent)s %%)",
                    met=met,
                    decided=decided,
                    percent=rate.percent,
                )
            elif decided:
                value = self.env._(
                    "%(met)s of %(decided)s kept (too few to say)",
                    met=met,
                    decided=decided,
                )
            lines.append({"label": words.metrics[metric], "value": value})
        return lines

    def _lacking(self) -> list[str]:
        """Return what should not be so, as lines; empty if all is well."""
        figures = self.figures
        lines = [
            (figures["unassigned"], self.env._("without an owner")),
            (figures["undated"], self.env._("without a committed date")),
            (figures["at_risk"], self.env._("soon overdue")),
            (figures["waiting"], self.env._("waiting for the reporter's answer")),
            (figures["reopened"], self.env._("opened again, since it was not solved")),
            (figures["transferred"], self.env._("handed over with a plan")),
        ]
        return [f"{count} {text}" for count, text in lines if count]

    def _issue_view(self, line, words) -> dict:
        period = self.period_id
        due = fields.Datetime.to_datetime(line["due"]) if line["due"] else None
        if line["late"]:
            counted = fields.Datetime.to_datetime(self.figures["at"])
            when = self.env._("overdue by %s", words.span(due, counted))
        elif due:
            when = self.env._("due %s", words.moment(due, period))
        else:
            when = self.env._("no running promise")
        states = dict(
            self.env["hypercare.issue"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        owner = line["owner"] or self.env._("nobody yet")
        return {
            "number": line["number"],
            "name": line["name"] or self.env._("Confidential: open it in Odoo"),
            "severity": line["severity"].upper(),
            "state": states[line["state"]],
            "holder": " · ".join(filter(None, [owner, line["tier"]])),
            "when": when,
            "late": line["late"],
            "url": f"{period.get_base_url()}/odoo/hypercare.issue/{line['id']}",
        }

    def _day_bars(self) -> list[dict]:
        """Return raised against solved by day; by week where there are many days."""
        days = [
            (datetime.fromisoformat(day).date(), raised, solved)
            for day, raised, solved in self.figures["days"]
        ]
        if len(days) < 2 or self.kind == "daily":
            return []
        step = 1 if len(days) <= MOST_BARS else 7
        rows = []
        for at in range(0, len(days), step):
            part = days[at : at + step]
            rows.append(
                (
                    format_date(self.env, part[0][0], date_format="EEE d MMM"),
                    sum(raised for _day, raised, _solved in part),
                    sum(solved for _day, _raised, solved in part),
                )
            )
        most = max((max(row[1:]) for row in rows), default=0) or 1
        return [
            {
                "label": label,
                "raised": raised,
                "solved": solved,
                "raised_width": _width(raised, most),
                "solved_width": _width(solved, most),
            }
            for label, raised, solved in rows
        ]


def _bars(pairs) -> list[dict]:
    """Return label, number and width of bars; the numbers stand beside them."""
    most = max((number for _label, number in pairs), default=0) or 1
    return [
        {"label": label, "value": number, "width": _width(number, most)}
        for label, number in pairs
    ]


def _width(number, most) -> int:
    """Return the width of a bar in percent; what is there is seen."""
    return max(number * WIDEST // most, 1 if number else 0)
