from unittest.mock import patch

from psycopg2 import OperationalError

from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from .common import at_time
from .escalation_render_common import RenderCase
from .test_clocks import utc

MIXIN_LOG = "odoo.addons.mail.models.mail_render_mixin"


@tagged("post_install", "-at_install")
class TestEscalationFallback(RenderCase):
    """What is wrong with a template costs words, never a mail."""

    def setUp(self):
        super().setUp()
        self.issues = self.env["hypercare.issue"]
        for number in range(7):
            self.issues |= self.make_issue("s1", at=utc(2, 10), name=f"Case {number}")
        self.rows = self.env["hypercare.escalation"]
        for issue in self.issues:
            self.rows |= self.late_row(issue)

    def broken_on(self, names):
        """Have the template raise for the issues of these names."""
        template = self.template()
        template._write({"body_html": None})
        # Odoo itself refuses a template that fails on the first issue it finds.
        with patch.object(type(template), "_check_can_be_rendered"):
            template.body_html = (
                f"<p t-if=\"object.name in {names!r}\" t-out='object.nothing_here'/>"
                "<p t-else=''>As it should be</p>"
            )
        return template

    @mute_logger(MIXIN_LOG)
    def test_one_culprit_leaves_the_others_their_words(self):
        template = self.broken_on(["Case 3"])
        mails = self.say(self.rows, template, utc(2, 13))
        culprit = self.issues[3]
        for issue in self.issues - culprit:
            self.assertIn("As it should be", mails[issue.id][1])
        subject, body = mails[culprit.id]
        self.assertIn(f"{culprit.number} is overdue: Case 3", subject)
        self.assertIn("First response overdue since Mon 2 Mar 12:00", body)
        self.assertIn("Open ", body)
        problems = {row.issue_id: row.problem for row in self.rows if row.problem}
        self.assertEqual(list(problems), [culprit])
        self.assertIn(
            f"The mail template “{template.name}” is broken", problems[culprit]
        )
        self.assertIn("nothing_here", problems[culprit])
        self.assertLess(len(problems[culprit]), 500)

    @mute_logger(MIXIN_LOG)
    def test_a_problem_is_kept_once_for_all_languages(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.broken_on(["Case 3"])
        for lang in ("en_US", "fr_FR"):
            self.say(self.rows, template, utc(2, 13), lang=lang)
        [problem] = filter(None, self.rows.mapped("problem"))
        self.assertEqual(problem.count("is broken"), 1)

    @mute_logger(MIXIN_LOG, "odoo.sql_db")
    def test_a_template_that_breaks_the_transaction(self):
        template = self.template()
        with patch.object(type(template), "_check_can_be_rendered"):
            template.body_html = (
                "<p t-if=\"object.name == 'Case 5'\""
                " t-out=\"env.cr.execute('SELECT 1 / 0')\"/><p>Fine</p>"
            )
        mails = self.say(self.rows, template, utc(2, 13))
        self.assertIn("Fine", mails[self.issues[0].id][1])
        self.assertIn("overdue", mails[self.issues[5].id][1])
        self.assertIn("division by zero", self.rows[5].problem)

    @mute_logger(MIXIN_LOG)
    def test_a_broken_subject(self):
        template = self.template()
        with patch.object(type(template), "_check_can_be_rendered"):
            template.subject = "{{ object.nothing_here }}"
        mails = self.say(self.rows, template, utc(2, 13))
        for issue in self.issues:
            self.assertIn(f"[S1] {issue.number} is overdue", mails[issue.id][0])
        self.assertTrue(all("is broken" in row.problem for row in self.rows))

    def test_a_deleted_template(self):
        template = self.template()
        template.unlink()
        for gone in (template, self.env["mail.template"]):
            mails = self.say(self.rows, gone, utc(2, 13), told=["Manager (Sponsor)"])
            self.assertEqual(set(mails), set(self.issues.ids))
            for issue in self.issues:
                subject, body = mails[issue.id]
                self.assertIn(f"{issue.number} is overdue", subject)
                self.assertIn("First response overdue since Mon 2 Mar 12:00", body)
                self.assertIn("Manager (Sponsor)", body)
        self.assertFalse(any(self.rows.mapped("problem")))

    def test_a_template_made_for_something_else(self):
        template = self.env["mail.template"].create(
            {
                "name": "Odd one",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "subject": "Hello {{ object.name }}",
            }
        )
        subject, _body = self.say_one(self.rows[:1], template, utc(2, 13))
        self.assertIn("is overdue", subject)
        self.assertIn("not made for issues", self.rows[0].problem)

    def test_an_empty_template_still_tells_the_facts(self):
        template = self.template()
        template.write({"subject": False, "body_html": False})
        subject, body = self.say_one(self.rows[:1], template, utc(2, 13))
        self.assertIn("is overdue", subject)
        self.assertIn("Mon 2 Mar 12:00", body)

    @mute_logger("odoo.addons.base.models.ir_qweb")
    def test_a_broken_layout(self):
        layout = self.env.ref("hypercare_support.escalation_mail")
        layout.arch = "<t t-name='x'><p t-out='notice.nothing_here'/></t>"
        subject, body = self.say_one(
            self.rows[:1], self.template(), utc(2, 13), told=["Manager"]
        )
        self.assertIn("is overdue", subject)
        for fact in ("Case 0", "Mon 2 Mar 12:00", "hypercare.issue", "Manager"):
            self.assertIn(fact, body)
        self.assertIn("layout of escalation mails is broken", self.rows[0].problem)

    def test_what_one_sentence_sets_is_forgotten_in_the_next(self):
        template = self.template()
        template.body_html = (
            "<t t-if=\"object.name == 'Case 0'\"><t t-set='who' t-value='42'/></t>"
            "<p t-if='who'>Who: <t t-out='who'/></p><p t-else=''>Nobody</p>"
        )
        mails = self.say(self.rows, template, utc(2, 13))
        self.assertIn("Who: 42", mails[self.issues[0].id][1])
        for issue in self.issues[1:]:
            self.assertIn("Nobody", mails[issue.id][1])

    def test_a_lost_database_is_not_taken_for_a_broken_template(self):
        ledger = type(self.rows)
        lost = patch.object(ledger, "_render_said", side_effect=OperationalError("x"))
        with lost, self.assertRaises(OperationalError):
            self.say(self.rows, self.template(), utc(2, 13))
        self.assertFalse(any(self.rows.mapped("problem")))


@tagged("post_install", "-at_install")
class TestEscalationManyMails(RenderCase):
    """Digests, the test mail, and how much the database is asked."""

    def digest(self, rows, at, lang="en_US", tz="Asia/Dhaka", name="Farhana"):
        with at_time(at):
            return rows.with_context(lang=lang, tz=tz)._render_digest(self.period, name)

    def test_a_digest_groups_by_rule_the_most_urgent_first(self):
        rows = self.env["hypercare.escalation"]
        for severity in ("s3", "s1", "s2", "s2"):
            issue = self.make_issue(severity, at=utc(2, 10), name=f"Case {severity}")
            rows |= self.late_row(issue)
        for _number in range(3):
            rows |= self.row(self.make_issue("s2", at=utc(2, 10)), "no_plan")
        subject, body = self.digest(rows, utc(3, 18))
        self.assertEqual(subject, "7 issues need you, S1: 1: Go-live")
        text = html2plaintext(body).replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn("Dear Farhana", text)
        self.assertLess(
            text.index("Rule of promise (4)"), text.index("Rule of no_plan")
        )
        self.assertIn("Rule of no_plan (3)", text)
        places = [text.index(f"Case {severity}") for severity in ("s1", "s2", "s3")]
        self.assertEqual(places, sorted(places))
        self.assertIn("First response overdue since Mon 2 Mar 12:00 (1 d 6 h)", text)
        self.assertIn("No resolution plan; S2 High since Mon 2 Mar 10:00", text)
        for issue in rows.issue_id:
            self.assertIn(f"/odoo/hypercare.issue/{issue.id}", body)
        self.assertNotIn("more:", text)

    def test_a_long_digest_says_what_it_leaves_out(self):
        issues = self.env["hypercare.issue"].create(
            [
                {
                    "name": f"{number} " + "long title " * 20,
                    "period_id": self.period.id,
                    "severity": "s2",
                }
                for number in range(143)
            ]
        )
        rows = self.env["hypercare.escalation"].union(
            *(self.row(issue, "standup") for issue in issues)
        )
        subject, body = self.digest(rows, utc(2, 10))
        self.assertIn("143 issues need you", subject)
        self.assertEqual(body.count("/odoo/hypercare.issue/"), 100)
        self.assertIn("and 43 more", html2plaintext(body).replace("  ", " "))
        # Mail services hide what is longer than 102 kB.
        self.assertLess(len(body.encode()), 100_000)

    @mute_logger(MIXIN_LOG)
    def test_a_digest_without_template_or_layout(self):
        row = self.late_row(self.make_issue("s1", at=utc(2, 10), name="Case"))
        template = self.template("digest")
        with patch.object(type(template), "_check_can_be_rendered"):
            template.body_html = "<p t-out='object.nothing_here'/>"
        subject, body = self.digest(row, utc(2, 13))
        self.assertEqual(subject, "1 issue needs you: Go-live")
        self.assertIn("Case", body)
        self.assertIn("is broken", row.problem)
        template.unlink()
        self.assertIn("Case", self.digest(row, utc(2, 13))[1])
        layout = self.env.ref("hypercare_support.escalation_mail_digest")
        layout.arch = "<t t-name='x'><p t-out='digest.nothing_here'/></t>"
        _subject, body = self.digest(row, utc(2, 13))
        self.assertIn("First response overdue since", body)
        self.assertIn("layout", row.problem)

    def test_a_digest_in_another_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        row = self.late_row(self.make_issue("s1", at=utc(2, 10)))
        _subject, body = self.digest(row, utc(2, 13), "fr_FR", "Europe/Paris")
        self.assertIn("lun. 2 mars 07:00", body)

    def test_the_test_mail_says_that_nothing_has_happened(self):
        with at_time(utc(2, 10)):
            subject, body = (
                self.env["hypercare.escalation"]
                .with_user(self.manager)
                ._render_test(self.period)
            )
        text = html2plaintext(body)
        self.assertIn("Test", subject)
        self.assertIn("This is a test: nothing has happened", text)
        self.assertIn("Manager asked for it on Mon 2 Mar 10:00", text)
        self.assertIn("Go-live · Day 2 of 14", text)

    def test_fifty_mails_ask_the_database_hardly_more_than_one(self):
        issues = self.env["hypercare.issue"].create(
            [
                {"name": "Case", "period_id": self.period.id, "severity": "s1"}
                for _number in range(51)
            ]
        )
        for name, watches in (
            ("escalation", "promise"),
            ("waiting", "waiting"),
            ("handover", "handover"),
        ):
            rows = self.env["hypercare.escalation"].union(
                *(
                    self.late_row(issue)
                    if watches == "promise"
                    else self.row(issue, watches)
                    for issue in issues
                )
            )
            asked = []
            for part in (rows[:1], rows[1:]):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                mails = self.say(part, self.template(name), utc(2, 13))
                asked.append(self.env.cr.sql_log_count - before)
                self.assertEqual(len(mails), len(part))
            self.assertLessEqual(asked[1], asked[0] + 3, name)
