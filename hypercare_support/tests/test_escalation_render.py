from odoo.tests import tagged
from odoo.tools import html2plaintext

from .escalation_render_common import RenderCase
from .test_clocks import utc

#: Template → what the rule that uses it watches.
TEMPLATES = {
    "escalation": "promise",
    "reported": "severity",
    "handover": "handover",
    "ask_handover": "handover",
    "no_plan": "no_plan",
    "waiting": "waiting",
    "waiting_closed": "waiting",
    "standup": "standup",
    "phase_end": "phase_end",
    "nobody": "nobody",
}
LEFTOVERS = ("{{", "}}", "t-out", "t-if", "None", "False", "&lt;t", "%(", "%s")


@tagged("post_install", "-at_install")
class TestEscalationSentences(RenderCase):
    """What the mails say."""

    def test_every_template_speaks_in_two_languages(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        for name, watches in TEMPLATES.items():
            for lang, day in (("en_US", "Mon 2 Mar"), ("fr_FR", "lun. 2 mars")):
                with self.subTest(template=name, lang=lang):
                    issue = self.make_issue("s1", at=utc(2, 10), module="Purchase")
                    clock = watches == "promise" and self.clock(issue, "response")
                    row = self.row(issue, watches, clock or None)
                    subject, body = self.say_one(
                        row, self.template(name), utc(2, 13), lang=lang
                    )
                    self.assertIn(issue.number, subject)
                    self.assertIn("Something does not work", subject)
                    self.assertIn(day, body)
                    self.assertIn("Purchase", body)
                    self.assertFalse(row.problem)
                    text = html2plaintext(body)
                    for leftover in LEFTOVERS:
                        self.assertNotIn(leftover, subject + text)

    def test_a_translated_sentence_is_used(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.template()
        template.with_context(lang="fr_FR").subject = "{{ object.number }} en retard"
        row = self.late_row(self.make_issue("s1", at=utc(2, 10)))
        subject, _body = self.say_one(row, template, utc(2, 13), lang="fr_FR")
        self.assertIn("en retard", subject)
        subject, _body = self.say_one(row, template, utc(2, 13))
        self.assertIn("is overdue", subject)

    def test_times_are_those_of_the_reader(self):
        row = self.late_row(self.make_issue("s1", at=utc(2, 10)))
        _subject, body = self.say_one(row, self.template(), utc(2, 13))
        self.assertIn("Mon 2 Mar 12:00", body)
        _subject, body = self.say_one(
            row, self.template(), utc(2, 13), tz="America/New_York"
        )
        self.assertIn("Mon 2 Mar 01:00", body)
        self.assertIn("America/New_York", body)

    def test_overdue_and_running_out(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        early = self.late_row(issue, due_at=utc(2, 11), percent=50)
        subject, body = self.say_one(early, self.template(), utc(2, 11))
        text = html2plaintext(body).replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn("is due Mon 2 Mar 12:00", subject)
        self.assertIn("in 1 h. 50 % of the time is used up.", text)
        self.assertNotIn("overdue", text)
        both = self.late_row(issue)
        both |= self.late_row(issue, "resolution", due_at=utc(2, 13), percent=75)
        subject, body = self.say_one(both, self.template(), utc(2, 13, 30))
        text = html2plaintext(body).replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn("is overdue", subject)
        self.assertIn("*First response* was promised by *Mon 2 Mar 12:00*", text)
        self.assertIn("*overdue* by 1 h 30 min.", text)
        self.assertIn("*Resolution* is promised by *Mon 2 Mar 14:00*", text)
        self.assertIn("Nobody has taken it yet.", text)

    def test_the_due_second_is_overdue_even_by_a_clock_that_is_slow(self):
        row = self.late_row(self.make_issue("s1", at=utc(2, 10)))
        _subject, body = self.say_one(row, self.template(), utc(2, 11, 59))
        self.assertIn("is *overdue*.", html2plaintext(body))

    def test_a_promise_that_was_kept_before_the_mail_is_not_called_overdue(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        row = self.late_row(issue)
        self.do(issue, self.l3, utc(2, 12, 20), user_id=self.l3.id)
        subject, body = self.say_one(row, self.template(), utc(2, 13))
        text = html2plaintext(body)
        self.assertNotIn("overdue", subject + text)
        self.assertIn("by Mon 2 Mar 12:00 and came Mon 2 Mar 12:20", text)

    def test_the_facts(self):
        issue = self.make_issue("s2", at=utc(2, 10), module="Inventory")
        self.do(issue, self.l2, utc(2, 11), user_id=self.l2.id)
        self.do(
            issue,
            self.l2,
            utc(2, 11),
            plan="Ask the bank\nRetry",
            plan_owner_id=self.l2.id,
            plan_date="2026-03-03",
        )
        told = ["Manager (Client project manager)", "L2 (stands in for L1, on leave)"]
        _subject, body = self.say_one(
            self.late_row(issue), self.template(), utc(3, 10), told=told
        )
        text = html2plaintext(body)
        for fact in (
            f"{issue.number} · S2 High · Day 3 of 14",
            "Who has it: L2 · ",
            "Reported: Mon 2 Mar 10:00 by Reporter",
            "Where: Inventory",
            "Ask the bank\nRetry\nL2\nby Tue 3 Mar",
            "Told: Manager (Client project manager)\nL2 (stands in for L1",
            f"/odoo/hypercare.issue/{issue.id}",
            "by the rule “Rule of promise”",
        ):
            self.assertIn(fact, text.replace("  ", " "))
        self.assertEqual(body.count("<a "), 1)

    def test_no_owner_no_module_no_promise(self):
        issue = self.make_issue("s4", at=utc(2, 10))
        issue.clock_ids._write({"due_at": None})
        issue.invalidate_recordset()
        issue.clock_ids.invalidate_recordset()
        row = self.row(issue, "standup")
        _subject, body = self.say_one(row, self.template("standup"), utc(3, 10))
        text = html2plaintext(body).replace("  ", " ")
        self.assertIn("Promised: no date", text)
        self.assertIn("Who has it: nobody yet", text)
        self.assertNotIn("Where:", text)
        self.assertIn("has no owner", text)

    def test_who_held_it_before_it_moved(self):
        issue = self.make_issue("s2", at=utc(2, 10))
        self.do(issue, self.l1, utc(2, 10, 5), user_id=self.l1.id)
        row = self.row(issue, "handover")
        _subject, body = self.say_one(row, self.template("ask_handover"), utc(2, 11))
        text = html2plaintext(body).replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn(f"*{self.tier1.name}* (L1) has had it since Mon 2 Mar", text)
        self.assertIn(f"Should *{self.tier2.name}* go on", text)
        self.do(issue, self.l1, utc(2, 11), tier_id=self.tier2.id)
        subject, body = self.say_one(row, self.template("handover"), utc(2, 12))
        text = html2plaintext(body).replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn(f"moves to {self.tier2.name}", subject)
        self.assertIn(f"*{self.tier1.name}* (L1) had it", text)
        self.assertIn("for *1 h*", text)

    def test_the_reporter_reads_what_was_asked_last(self):
        issue = self.make_issue("s3", at=utc(2, 10))
        other = self.make_issue("s3", at=utc(2, 10))
        for author, text, subtype in (
            (self.l1, "Which company?", "mail.mt_comment"),
            (self.l1, "Which bill?\nSend it <please>", "mail.mt_comment"),
            (self.l1, "A secret note", "mail.mt_note"),
            (self.reporter, "I do not know", "mail.mt_comment"),
        ):
            issue.with_user(author).message_post(
                body=text, subtype_xmlid=subtype, message_type="comment"
            )
        self.do(issue, self.l1, utc(2, 11), user_id=self.l1.id)
        self.do(issue, self.l1, utc(2, 11), state="waiting", waiting_for="reporter")
        rows = self.row(issue, "waiting") | self.row(other, "waiting")
        role = self.env.ref("hypercare_support.escalation_role_reporter")
        rows.step_id.role_ids = role
        mails = self.say(rows, self.template("waiting"), utc(3, 11), told=["L1"])
        subject, body = mails[issue.id]
        text = html2plaintext(body)
        self.assertNotIn("[S3]", subject)
        self.assertIn("L1 wrote:\nWhich bill?\nSend it <please>", text)
        self.assertIn("since Mon 2 Mar 11:00", text)
        self.assertIn("This goes to whoever reported", text)
        for kept in ("secret", "I do not know", "Acknowledge", "Told:"):
            self.assertNotIn(kept, text)
        self.assertNotIn("wrote:", mails[other.id][1])

    def test_what_is_confidential_does_not_travel_by_mail(self):
        issue = self.make_issue(
            "s1",
            at=utc(2, 10),
            name="Salary of Mr Khan",
            description="His bonus",
            confidential=True,
        )
        self.do(issue, self.manager, utc(2, 11), plan="Pay less bonus")
        rows = {
            watches: self.row(issue, watches) for watches in set(TEMPLATES.values())
        }
        for name, watches in TEMPLATES.items():
            subject, body = self.say_one(rows[watches], self.template(name), utc(3, 11))
            self.assertIn("Confidential", subject)
            for secret in ("Khan", "bonus"):
                self.assertNotIn(secret, subject + body, name)
        digested = self.env["hypercare.escalation"].union(*rows.values())
        _subject, body = digested._render_digest(self.period, "Manager")
        self.assertNotIn("Khan", body)

    def test_what_people_wrote_is_shown_not_run(self):
        issue = self.make_issue(
            "s1",
            at=utc(2, 10),
            name="<script>alert(1)</script>{{ 7 * 6 }}\nBcc: x@example.com",
            module="<img src=x>",
            description="<b onclick='x()'>bold</b>",
        )
        row = self.row(issue, "severity")
        subject, body = self.say_one(row, self.template("reported"), utc(2, 11))
        self.assertNotIn("\n", subject)
        self.assertNotIn("<script", body)
        self.assertNotIn("<img", body)
        self.assertNotIn("<b onclick", body)
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 6 }}", body)
        _subject, body = row._render_digest(self.period, "<i>Me</i>")
        self.assertNotIn("<script", body)
        self.assertNotIn("<i>", body)

    def test_a_long_title_is_cut_in_the_subject_only(self):
        title = "x" * 300
        row = self.late_row(self.make_issue("s1", at=utc(2, 10), name=title))
        subject, body = self.say_one(row, self.template(), utc(2, 13))
        self.assertLessEqual(len(subject), 180)
        self.assertIn(title, body)

    def test_a_preview_of_each_template_works(self):
        issue = self.make_issue("s1", at=utc(2, 10))
        for name in TEMPLATES:
            template = self.template(name).with_user(self.manager)
            subject = template._render_field("subject", issue.ids)[issue.id]
            body = template._render_field("body_html", issue.ids)[issue.id]
            self.assertIn(issue.number, subject)
            self.assertNotIn("t-out", body)
        template = self.template("digest").with_user(self.manager)
        body = template._render_field("body_html", self.period.ids)[self.period.id]
        self.assertIn("Manager", body)
