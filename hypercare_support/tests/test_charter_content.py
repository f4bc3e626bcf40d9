"""What a charter says: drawn from the period, in its own language and time zone."""

from unittest.mock import patch

from odoo.fields import Command

from .charter_common import CharterCase


class TestCharterContent(CharterCase):
    def test_when(self):
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Independence Day",
                    "calendar_id": self.calendar.id,
                    "date_from": "2026-03-09 18:00:00",
                    "date_to": "2026-03-10 17:59:59",
                },
                {
                    "name": "Later",
                    "calendar_id": self.calendar.id,
                    "date_from": "2026-04-09 18:00:00",
                    "date_to": "2026-04-10 17:59:59",
                },
            ]
        )
        charter = self.make_charter()
        self.assertEqual(
            self.lines(charter, "duration"),
            [
                "Go-live, day 1: Sunday 1 March 2026",
                "Planned end: Saturday 14 March 2026, after 14 days",
            ],
        )
        self.assertEqual(
            self.lines(charter, "hours"),
            [
                "Support hours: Sunday–Thursday 09:00–18:00, Asia/Dhaka",
                "Holidays in this time: 10 March 2026: Independence Day",
            ],
        )

    def test_hours_of_all_kinds(self):
        charter = self.make_charter()
        always = self.make_calendar("0123456", ((0, 24),))
        lunch = self.make_calendar("05", ((9, 13), (14, 17.5)))
        never = self.make_calendar("")
        for calendar, lines in (
            (always, ["Every day, day and night"]),
            (
                lunch,
                [
                    "Saturday 09:00–13:00, 14:00–17:30, Asia/Dhaka",
                    "Monday 09:00–13:00, 14:00–17:30, Asia/Dhaka",
                ],
            ),
            (never, ["These hours never open."]),
        ):
            self.assertEqual(sorted(charter._hours_lines(calendar)), sorted(lines))
        self.period.calendar_id = False
        self.assertIn(
            "Support hours: No support hours are chosen.", self.lines(charter, "hours")
        )

    def test_promises_in_the_words_that_reporters_get(self):
        charter = self.make_charter()
        lines = self.lines(charter, "promises")
        issue = self.make_issue("s2")
        self.assertIn(
            "answer within 4 working hours, solution the same working day",
            issue.promise_text,
        )
        self.assertIn("S2 High: Answer: within 4 working hours", lines)
        self.assertIn("S2 High: Solution: the same working day", lines)
        self.assertIn("S1 Critical: News in between: within 1 hour", lines)
        taken = "Taken by the tier: Level 3 Technical: within 2 hours"
        self.assertIn(f"S1 Critical: {taken}", lines)
        self.assertIn("S4 Low: That is: Cosmetic, or a wish.", lines)

    def test_escalation_with_names(self):
        lines = self.lines(self.make_charter(), "escalation")
        self.assertEqual(
            lines[:6],
            [
                "The way up: 1. Level 1 Super-users: L1",
                "The way up: 2. Level 2 Functional: L2",
                "The way up: 3. Level 3 Technical: L3",
                "The way up: 4. Client project manager: Manager",
                "The way up: 5. Consultant lead: Consultant",
                "The way up: 6. Sponsor: Sponsor",
            ],
        )
        self.assertIn(
            "S1 or S2 without resolution plan for 24 hours: After 24 hours: e-mail to "
            "Sponsor (Sponsor); at night too",
            lines,
        )
        rule = self.env.ref("hypercare_support.escalation_rule_handover")
        rule.active = False
        after = self.lines(self.charters.search([], limit=1), "escalation")
        self.assertEqual(len([one for one in lines if one not in after]), 1)

    def test_people(self):
        self.tier1.member_ids.write(
            {"availability": "part_time", "date_to": "2026-03-07"}
        )
        lines = self.lines(self.make_charter(), "people")
        for line in (
            "Sponsor: Sponsor",
            "Business owner: Owner",
            "L1: Leads the tier",
            "L1: Part-time",
            "L1: Until Saturday 7 March 2026",
            "L1: Reach by: +880 1000 000011 · l1@example.com",
            "Finance: Head: Head",
            "Finance: Super-users: L1",
        ):
            self.assertIn(line, lines)

    def test_scope(self):
        charter = self.make_charter()
        [scope] = [
            one
            for one in charter._charter_content()["sections"]
            if one["code"] == "scope"
        ]
        self.assertIn("Odoo is too slow under the daily load", scope["plain"])
        self.assertEqual(len(scope["plain"]), 5)
        lines = self.lines(charter, "out_of_scope")
        self.assertIn("Process decision: Goes to: Business owner", lines)
        self.assertIn("Process decision: Received by: Owner", lines)
        self.assertIn(
            "Kinds of issues that are worked on: How-to question",
            self.lines(charter, "scope"),
        )

    def test_empty_texts_and_missing_people(self):
        self.period.write(
            {
                "scope_in": "<p><br></p>",
                "scope_out": False,
                "scope_process": False,
                "sponsor_id": False,
                "client_pm_id": False,
                "policy_id": False,
                "phase_ids": False,
            }
        )
        charter = self.make_charter()
        content = charter._charter_content()
        codes = [one["code"] for one in content["sections"]]
        self.assertNotIn("phases", codes)
        self.assertNotIn("promises", codes)
        self.assertIn("nobody named yet", charter.document)

    def test_one_language_for_all_readers(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        charter = self.make_charter(lang="fr_FR")
        self.sponsor.write({"lang": "en_US", "tz": "America/New_York"})
        self.publish(charter)
        document = charter.with_user(self.sponsor).with_context(lang="en_US").document
        self.assertIn("dimanche 1 mars 2026", document)
        self.assertIn("2 mars 2026, 10:00", document, "time of the period")
        self.assertNotIn("Sunday", document)
        self.assertEqual(
            charter.with_context(lang="fr_FR", tz="UTC")._charter_content(),
            charter.with_context(lang="en_US")._charter_content(),
        )

    def test_written_from_the_right(self):
        self.env["res.lang"]._activate_lang("ar_001")
        charter = self.make_charter(lang="ar_001")
        self.assertIn('dir="rtl"', charter.document)
        self.assertIn("text-align: right", charter.document)

    def test_hostile_words_stay_words(self):
        self.l1.name = "<script>alert(1)</script>"
        self.period.scope_in = "<p>Fine<script>alert(2)</script></p>"
        charter = self.make_charter()
        self.assertIn("&lt;script&gt;alert(1)", charter.document)
        self.assertNotIn("<script", charter.document)
        self.publish(charter)
        self.env.cr.execute(
            "UPDATE hypercare_charter SET content = replace(content::text, 'Fine',"
            " '<img src=x onerror=alert(3)>')::jsonb"
        )
        self.env.invalidate_all()
        self.assertNotIn("onerror", charter.document)

    def test_differences_are_told_in_words(self):
        charter = self.approved()
        self.assertFalse(charter.drift_html)
        self.assertEqual(charter.drift_count, 0)
        line = self.policy.line_ids.filtered(
            lambda one: one.severity == "s2" and one.metric == "response"
        )
        line.minutes = 120
        self.period.sponsor_id = self.head
        self.tier1.member_ids.unlink()
        self.period.scope_out = "<p>New moons</p>"
        self.env.invalidate_all()
        for words in (
            "S2 High › Answer: “within 4 working hours” → “within 2 working hours”",
            "Sponsor: “Sponsor” → “Head”",
            "Level 1 Super-users › L1: no longer “Full-time”",
            "new: “New moons”",
            "no longer “New reports”",
        ):
            self.assertIn(words, charter.drift_html)
        self.period.state = "cancelled"
        self.env.invalidate_all()
        self.assertFalse(charter.drift_html)

    def test_other_words_for_the_same_are_no_difference(self):
        charter = self.approved()
        issues = self.env.registry["hypercare.issue"]
        with patch.object(issues, "_target_text", lambda *_args: "soon"):
            self.env.invalidate_all()
            self.assertFalse(charter.drift_html)

    def test_as_many_queries_for_many_people(self):
        charter = self.make_charter()

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            charter._charter_content()
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        for number in range(12):
            user = self.make_user(f"many{number}")
            self.env["hypercare.tier.member"].create(
                {"tier_id": self.tier1.id, "user_id": user.id}
            )
            self.env["hypercare.area"].create(
                {
                    "period_id": self.period.id,
                    "name": f"Area {number}",
                    "head_id": user.id,
                    "user_ids": [Command.set(self.l1.ids)],
                }
            )
        # New people and areas have emptied caches that outlive a request.
        queries()
        self.assertEqual(queries(), few)
