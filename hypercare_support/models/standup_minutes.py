import re
from collections import defaultdict

from markupsafe import Markup

from odoo import models
from odoo.tools import email_normalize, format_datetime

from .escalation_render import one_line, paragraphs
from .escalation_tell import _reading

LAYOUT = "hypercare_support.standup_mail"
TEMPLATE = "hypercare_support.mail_template_standup_minutes"
#: More lines than this are read by nobody in a mail; the minutes in Odoo have them all.
MAIL_LINES = 60
#: Two lines on a phone.
TITLE_LENGTH = 90


class HypercareStandup(models.Model):
    """The minutes, as their reader may see them: by mail, on screen and on paper."""

    _inherit = "hypercare.standup"

    def _minutes(self, user=None) -> dict:
        """Return the minutes in the language and time zone of the context.

        What a reader may not see is left out; of confidential issues only the number
        is said, since mails and paper are passed on.

        :param user: the reader, by default the current user
        """
        given = self.env.context.get("hypercare_minutes")
        if given:
            return given
        self.ensure_one()
        # sudo: the frame of the minutes is for everybody who gets them; which lines
        # they have, is decided by the reader's own rights on the issues.
        standup = self.sudo()
        period = standup.period_id
        tz = self.env.context.get("tz") or self.env.user.tz or period.tz
        lines = self._lines_for(user or self.env.user)
        attended = standup.attended_ids.mapped("name")
        groups = self._minutes_groups(lines)
        return {
            "title": self.env._("Stand-up of %s", self._date_text()),
            "period": period.name,
            "day": self.env._(
                "Day %(day)s of %(length)s",
                day=(self.date - period.go_live).days + 1,
                length=(period.date_end - period.go_live).days + 1,
            ),
            "began": format_datetime(
                self.env, self.started_at, tz=tz, dt_format="HH:mm"
            ),
            "took": self.duration_text or "",
            "tz": tz,
            "led_by": standup.led_by_id.name or "",
            "attended": attended,
            "absent": (standup.invited_ids - standup.attended_ids).mapped("name"),
            "notes": _lines(standup.notes),
            "reason": _lines(standup.close_reason),
            "groups": groups,
            "decided": sum(bool(line.decided_at) for line in lines),
            "open": sum(bool(line.lacking) for line in lines),
            "count": len(lines),
            "name": (user or self.env.user).name,
            "url": f"{self.get_base_url()}/odoo/hypercare.standup/{self.id}",
        }

    def _lines_for(self, user):
        """Return the lines whose issues a person may read.

        By the rights on issues, not on lines: somebody invited who only has access to
        the public log gets minutes as well.
        """
        lines = self._all_lines()
        # Rights of the reader, not those that this method was called with.
        issues = lines.issue_id.with_user(user).sudo(False)
        shown = set(issues._filtered_access("read").ids) if user.active else set()
        return lines.filtered(lambda line: line.issue_id.id in shown)

    def _minutes_groups(self, lines) -> list[dict]:
        """Return the lines in the order of what matters after the meeting."""
        titles = {
            "open": self.env._("Still without owner or date"),
            "decided": self.env._("Decided"),
            "resolved": self.env._("Resolved since the last stand-up"),
            "other": self.env._("Nothing changed"),
        }
        groups = defaultdict(list)
        for line in lines:
            groups[line._minutes_group()].append(line._minutes_line())
        return [
            {"key": key, "title": title, "lines": groups[key]}
            for key, title in titles.items()
            if groups[key]
        ]

    # -- By mail -----------------------------------------------------------------------

    def _send_minutes(self, now, reason, notes) -> dict:
        """Queue the minutes for everybody invited or present, each as he may read them.

        :param reason, notes: of the stand-up that is being closed
        :return: what is to be kept about it
        """
        self.ensure_one()
        self.write({"ended_at": now, "close_reason": reason, "notes": notes})
        users = (self.invited_ids | self.attended_ids).filtered("active")
        readers = users.filtered(lambda user: email_normalize(user.email))
        problems = [
            self.env._("No valid e-mail address: %s.", user.name)
            for user in users - readers
        ]
        vals_list = []
        for user in readers:
            subject, body, broken = self._render_minutes(user)
            vals_list.append(
                self.env["mail.mail"]._hypercare_vals(
                    self, user.partner_id, subject, body
                )
            )
            if broken and broken not in problems:
                problems.append(broken)
        self.env["mail.mail"]._hypercare_queue(vals_list)
        return {
            "minutes_sent_at": now if vals_list else False,
            "minutes_problem": " ".join(problems) or False,
        }

    def _render_minutes(self, user) -> tuple[str, Markup, str]:
        """Return subject and body of a reader's mail, and what is wrong with it.

        A broken template costs its sentences, a broken layout the looks; never the
        mail.
        """
        lang, tz = _reading(user, self.period_id)
        # What a client may have put into the context are no minutes.
        standup = self.with_context(lang=lang, tz=tz, hypercare_minutes=None)
        minutes = standup._minutes(user)
        _cut(minutes)
        standup = standup.with_context(hypercare_minutes=minutes)
        subject, sentence, broken = minutes["title"], Markup(), ""
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        try:
            with self.env.cr.savepoint():
                if template:
                    template = template.sudo().with_env(standup.env)
                    ids = standup.ids
                    subject = template._render_field("subject", ids)[self.id]
                    sentence = template._render_field("body_html", ids)[self.id]
        except Exception as error:  # noqa: BLE001  whatever is wrong costs words only
            broken = self._broken_text(error)
        try:
            with self.env.cr.savepoint():
                body = standup.env["ir.qweb"]._render(
                    LAYOUT,
                    {"minutes": minutes, "sentence": sentence},
                    minimal_qcontext=True,
                )
                body = Markup(re.sub(r"\s*\n\s*", " ", body))
        except Exception as error:  # noqa: BLE001  as above
            broken, body = self._broken_text(error), _plain(minutes)
        return subject or minutes["title"], body, broken

    def _broken_text(self, error) -> str:
        while error.__cause__:
            error = error.__cause__
        return one_line(
            self.env._(
                "The mail template of the minutes is broken: %s",
                f"{type(error).__name__}: {error}",
            ),
            300,
        )


class HypercareStandupLine(models.Model):
    _inherit = "hypercare.standup.line"

    def _minutes_group(self) -> str:
        if self.lacking:
            return "open"
        if self.decided_at or self.note:
            return "decided"
        return "resolved" if self.section == "resolved" else "other"

    def _minutes_line(self) -> dict:
        """Return a line of the minutes; nothing confidential but the number."""
        issue = self.issue_id
        secret = issue.confidential
        severities = dict(
            self._fields["severity_after"]._description_selection(self.env)
        )
        states = dict(issue._fields["state"]._description_selection(self.env))
        lacking = dict(self._fields["lacking"]._description_selection(self.env))
        severity = self.severity_after or self.severity_before or issue.severity
        owner = self.owner_after_id if self.decided_at else self.owner_before_id
        day = self.date_after if self.decided_at else self.date_before
        holder = owner.name or self.env._("nobody yet")
        return {
            "number": issue.number,
            "title": self.env._("Confidential: open it in Odoo")
            if secret
            else one_line(issue.name or "", TITLE_LENGTH),
            "level": severity.upper(),
            "severity": severities[severity],
            "state": states[issue.state],
            "holder": holder
            if not day
            else self.env._(
                "%(name)s, %(date)s", name=holder, date=self._day_text(day)
            ),
            "changes": self._change_texts(),
            "note": [] if secret else _lines(self.note),
            "lacking": lacking.get(self.lacking, ""),
            "url": f"{self.get_base_url()}/odoo/hypercare.issue/{issue.id}",
        }


def _lines(text) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _cut(minutes):
    """Leave out of a mail what nobody reads there: the end of a long list."""
    room = MAIL_LINES
    more = 0
    for group in minutes["groups"]:
        more += max(len(group["lines"]) - room, 0)
        group["lines"] = group["lines"][: max(room, 0)]
        room -= len(group["lines"])
    minutes["groups"] = [group for group in minutes["groups"] if group["lines"]]
    minutes["more"] = more


def _plain(minutes) -> Markup:
    """Return minutes that need neither template nor layout."""
    texts = [f"{minutes['title']} · {minutes['period']} · {minutes['day']}"]
    for group in minutes["groups"]:
        texts.append(group["title"])
        texts += [
            ": ".join(
                filter(
                    None,
                    [f"{line['number']} {line['title']}", "; ".join(line["changes"])],
                )
            )
            for line in group["lines"]
        ]
    link = Markup('<p><a href="{0}">{0}</a></p>').format(minutes["url"])
    return paragraphs(texts) + link
