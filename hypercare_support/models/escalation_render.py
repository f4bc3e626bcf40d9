import re
from uuid import uuid4

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import fields, models

from .escalation_words import Words

LAYOUT = "hypercare_support.escalation_mail"
#: Subjects are cut here: phones show 40 characters, few clients more than 100.
SUBJECT_LENGTH = 180
#: A bug tells what it is in its first words; the rest is a stack of calls.
PROBLEM_LENGTH = 300
#: Dark enough for white text; the label beside says the same in words.
BANDS = {"S1": "#9b1c1c", "S2": "#8a4100", "S3": "#1d4f8c", "S4": "#4a5560"}
#: One compilation for all issues: compiling anew for each costs ten times as much.
#: What the sentence of one issue sets is forgotten before the next one's begins.
LOOP = (
    '<t t-foreach="hypercare_issues" t-as="object"><t t-set="{{{forget}}}"/>'
    '{sentence}<t t-out="hypercare_mark"/></t>'
)
SET = re.compile(r"""\bt-(?:set|as)\s*=\s*["'](\w+)["']""")


class HypercareEscalation(models.Model):
    """The mails of ledger rows: one sentence by a template, one frame for all."""

    _inherit = "hypercare.escalation"

    def _render_notices(self, template, told_lines) -> dict[int, tuple[str, Markup]]:
        """Return, by issue id, subject and body of the mail about these ledger rows.

        Language and time zone are those of the context. Whatever is wrong with a
        template or with the layout costs words, never the mail: the facts are told
        without it, and the problem is kept with the ledger rows concerned.

        :param template: mail.template of hypercare.issue; may be empty or deleted
        :param told_lines: issue id → who is told, a text per person
        """
        words = Words(self.env, fields.Datetime.now())
        issues = self.issue_id
        by_issue = self.grouped("issue_id")
        notices = {
            # Issues of one recordset are read together, keys of a group one by one.
            issue.id: issue._notice(
                by_issue[issue], told_lines.get(issue.id, []), words
            )
            for issue in issues
        }
        said = {}
        if template := template and template.exists():
            template = template.with_env(self.env).with_context(hypercare=notices)
            said = self._render_apart(
                issues.with_context(hypercare=notices),
                lambda part: self._render_said(template, part),
                template,
            )
        for issue_id, notice in notices.items():
            subject, sentence = said.get(issue_id) or ("", paragraphs(notice["what"]))
            notice["sentence"] = sentence
            notice["subject"] = one_line(subject or notice["subject"])
        bodies = self._render_apart(
            issues,
            lambda part: {
                issue.id: self._render_frame(LAYOUT, notice=notices[issue.id])
                for issue in part
            },
        )
        return {
            issue_id: (notice["subject"], bodies.get(issue_id) or plain(notice))
            for issue_id, notice in notices.items()
        }

    def _render_said(self, template, issues) -> dict[int, tuple[str, Markup]]:
        """Return, by issue id, what the template says: subject and sentence."""
        if template.model != issues._name:
            raise ValueError(self.env._("it is not made for issues"))
        subjects = template._render_field("subject", issues.ids)
        mark = uuid4().hex
        source = template.body_html or ""
        names = sorted({"hypercare", *SET.findall(source)} - {"object"})
        [rendered] = template._render_template(
            LOOP.format(
                forget=", ".join(f"'{name}': None" for name in names), sentence=source
            ),
            issues._name,
            issues.ids[:1],
            engine="qweb",
            add_context={"hypercare_issues": issues, "hypercare_mark": mark},
            options={"post_process": True},
        ).values()
        *sentences, _rest = rendered.split(mark)
        return {
            issue.id: (subjects[issue.id], sentence)
            for issue, sentence in zip(issues, sentences, strict=True)
        }

    def _render_frame(self, layout, **values) -> Markup:
        """Return the mail around a sentence: number, facts, button, footer."""
        values["bands"] = BANDS
        body = self.env["ir.qweb"]._render(layout, values, minimal_qcontext=True)
        # Lines as they are broken in the source would break the text part as well.
        return Markup(re.sub(r"\s*\n\s*", " ", body))

    def _render_apart(self, records, render, template=None) -> dict:
        """Return what `render` makes of the records; halve them if it fails.

        Those that it fails on are left out, and their ledger rows say why.
        """
        # What is still to be written is not the template's business.
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                return render(records)
        except Exception as error:
            cause = root_cause(error)
            # A lost connection or a concurrent change is nobody's mistake.
            if isinstance(cause, OperationalError):
                raise cause from None
            if len(records) > 1:
                half = len(records) // 2
                return {
                    **self._render_apart(records[:half], render, template),
                    **self._render_apart(records[half:], render, template),
                }
            self._note_broken(records, template, cause)
            return {}

    def _note_broken(self, record, template, cause):
        """Keep with the ledger rows of an issue, or a period, what is wrong."""
        # In the language of whoever runs the job: the readers speak several.
        env = self.with_context(lang=self.env.user.lang).env
        error = one_line(f"{type(cause).__name__}: {cause}", PROBLEM_LENGTH)
        problem = env._("The layout of escalation mails is broken: %s", error)
        if template:
            problem = env._(
                "The mail template “%(name)s” is broken: %(error)s",
                name=template.with_env(env).name,
                error=error,
            )
        rows = self.filtered(lambda row: record in (row.issue_id, row.period_id))
        rows._add_problem(problem)

    # -- Words -------------------------------------------------------------------------

    def _what(self, issue, words) -> str:
        """Return what fired, as the line that stands in a digest.

        Only for what is not a promise; promises are told by their clocks. The issue is
        given, so that the issues of a batch are read together.
        """
        watches = self.rule_id.watches
        if watches == "no_plan":
            return self.env._(
                "No resolution plan; %(severity)s since %(since)s",
                severity=words.severities[issue.severity],
                since=words.moment(
                    issue.urgent_since or issue.reported_at, issue.period_id
                ),
            )
        if watches == "waiting":
            return self.env._(
                "Waits for its reporter since %s", issue._waiting_since(words)
            )
        if watches == "standup":
            return self.env._("At the stand-up: %s", issue._lacks())
        if watches == "phase_end":
            phase = issue._phase_text(self, words)
            return self.env._("%s, and it is still open", phase)
        if watches == "nobody":
            return self.env._("Nobody is on shift to be told")
        return self.env._(
            "%(severity)s, reported %(moment)s",
            severity=words.severities[issue.severity],
            moment=words.moment(issue.reported_at, issue.period_id),
        )


def root_cause(error) -> BaseException:
    """Return what went wrong first: Odoo wraps it in the source of the template."""
    while error.__cause__:
        error = error.__cause__
    return error


def one_line(text, length=SUBJECT_LENGTH) -> str:
    """Return a text that fits into a header: no line break, not too long."""
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 2].rstrip()} …"


def paragraphs(texts) -> Markup:
    return Markup().join(Markup("<p>{}</p>").format(text) for text in texts)


def plain(notice) -> Markup:
    """Return a mail that needs neither template nor layout."""
    texts = [
        f"{notice['number']} · {notice['severity']} · {notice['day']}",
        notice["title"],
        *(promise["what"] for promise in notice["promises"]),
        *notice["also"],
        *notice["told"],
    ]
    link = Markup('<p><a href="{0}">{0}</a></p>').format(notice["url"])
    return paragraphs(texts) + link
