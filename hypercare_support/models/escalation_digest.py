from markupsafe import Markup

from odoo import fields, models

from .. import const
from .escalation_render import one_line, paragraphs
from .escalation_words import Words

#: A mail of more lines is read by nobody, and cut short by mail services.
DIGEST_LINES = 100
#: Two lines on a phone.
TITLE_LENGTH = 90
LAYOUT = "hypercare_support.escalation_mail_digest"
TEST_LAYOUT = "hypercare_support.escalation_mail_test"
URGENCY = [severity for severity, _label in const.SEVERITIES]


class HypercareEscalation(models.Model):
    """Mails about many issues at once, and the mail that tests whether mails arrive."""

    _inherit = "hypercare.escalation"

    def _render_digest(self, period, partner_name) -> tuple[str, Markup]:
        """Return subject and body of one person's digest of these ledger rows.

        Language and time zone are those of the context. A broken template costs its
        sentence only; a broken layout the looks.
        """
        period = period.with_env(self.env)
        words = Words(self.env, fields.Datetime.now())
        groups, more = self._digest_groups(words)
        digest = {
            "words": words,
            "name": partner_name,
            "headline": self._digest_headline(),
            "sentence": Markup(),
            "groups": groups,
            "more": more,
            "day": words.day(period),
            "tz": words.tz(period),
            "url": f"{period.get_base_url()}/odoo/hypercare.period/{period.id}",
        }
        template = self.env.ref(
            "hypercare_support.mail_template_digest", raise_if_not_found=False
        )
        digest["subject"] = f"{digest['headline']}: {period.name}"
        said = template and self._render_apart(
            period.with_context(hypercare_digest=digest),
            lambda periods: self._render_digest_said(template, periods),
            template,
        )
        if said:
            digest["subject"] = said[period.id][0] or digest["subject"]
            digest["sentence"] = said[period.id][1]
        bodies = self._render_apart(
            period,
            lambda periods: {
                period.id: self._render_frame(LAYOUT, digest=digest, period=period)
                for period in periods
            },
        )
        return one_line(digest["subject"]), bodies.get(period.id) or _plain(digest)

    def _render_digest_said(self, template, periods) -> dict[int, tuple[str, Markup]]:
        """Return what the digest's template says: subject and first sentences."""
        template = template.with_env(periods.env)
        subjects = template._render_field("subject", periods.ids)
        bodies = template._render_field("body_html", periods.ids)
        return {period: (subjects[period], bodies[period]) for period in periods.ids}

    def _render_test(self, period) -> tuple[str, Markup]:
        """Return subject and body of a mail that looks like an escalation.

        It says that nothing has happened, so that nobody runs. A broken layout is not
        glossed over here: to find it out is what a test is for.
        """
        period = period.with_env(self.env)
        words = Words(self.env, fields.Datetime.now())
        test = {
            "day": words.day(period),
            "moment": words.moment(words.now, period),
            "tz": words.tz(period),
            "sender": self.env.user.name,
            "url": f"{period.get_base_url()}/odoo/hypercare.period/{period.id}",
        }
        subject = self.env._("Test of escalation mails: %s", period.name)
        body = self._render_frame(TEST_LAYOUT, test=test, period=period)
        return one_line(subject), body

    # -- Lines -------------------------------------------------------------------------

    def _digest_headline(self) -> str:
        """Return how many issues need the reader, and how many of them most."""
        count = len(self.issue_id)
        critical = len(self.issue_id.filtered(lambda issue: issue.severity == "s1"))
        if count == 1:
            return self.env._("1 issue needs you")
        if critical:
            return self.env._(
                "%(count)s issues need you, S1: %(critical)s",
                count=count,
                critical=critical,
            )
        return self.env._("%s issues need you", count)

    def _digest_groups(self, words) -> tuple[list[dict], int]:
        """Return the lines by rule, most urgent first, and how many are left out."""
        # Issues of one recordset are read together, keys of a group one by one.
        issues = {issue.id: issue for issue in self.issue_id}
        lines = [
            (
                URGENCY.index(issues[issue.id].severity),
                min(rows.mapped("due_at")),
                issue.id,
                rule,
                rows,
            )
            for (rule, issue), rows in self.grouped(
                lambda row: (row.rule_id, row.issue_id)
            ).items()
        ]
        lines.sort(key=lambda line: line[:3])
        groups = {}
        for _urgency, _due, issue_id, rule, rows in lines[:DIGEST_LINES]:
            notice = issues[issue_id]._notice(rows, [], words)
            notice["title"] = one_line(notice["title"], TITLE_LENGTH)
            groups.setdefault(rule, []).append(notice)
        return (
            [{"rule": rule.name, "notices": group} for rule, group in groups.items()],
            max(len(lines) - DIGEST_LINES, 0),
        )


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    def _escalation_digest(self) -> dict:
        """Return what the template of the digest may say; a sample in a preview."""
        self.ensure_one()
        return self.env.context.get("hypercare_digest") or {
            "name": self.env.user.name,
            "headline": self.env["hypercare.escalation"]._digest_headline(),
        }


def _plain(digest) -> Markup:
    """Return a digest that needs neither template nor layout."""
    texts = [
        f"{notice['level']} {notice['number']} {notice['title']}: {what}"
        for group in digest["groups"]
        for notice in group["notices"]
        for what in notice["what"]
    ]
    link = Markup('<p><a href="{0}">{0}</a></p>').format(digest["url"])
    return paragraphs(texts) + link
