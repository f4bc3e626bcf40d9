"""A WhatsApp chat is pasted: what is proposed, and the dialog in a browser."""

import base64
from datetime import datetime

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .chat_common import CHAT, EVENING, ChatCase
from .common import at_time


class TestChatPreview(ChatCase):
    def test_a_chat_becomes_proposals(self):
        paste = self.paste()
        found = [
            (line.action, line.sender, line.name, line.message_count)
            for line in paste.line_ids
        ]
        self.assertEqual(
            found,
            [
                (
                    "new",
                    "Reporter",
                    "The vendor bill cannot be posted, error on screen",
                    5,
                ),
                (
                    "new",
                    "+880 1711-000000",
                    "Goods receipt is not working since noon",
                    3,
                ),
            ],
        )
        self.assertEqual(
            paste.line_ids.mapped("reported_at"),
            [datetime(2026, 3, 3, 4, 5), datetime(2026, 3, 3, 9, 0)],
        )
        self.assertIn("Messages: 8, from 5 people", paste.overview)
        self.assertIn("Notices of WhatsApp left out: 1", paste.overview)

    def test_every_message_is_in_one_line(self):
        chat = CHAT + "\n04/03/2026, 08:00 - Colleague: Good morning all"
        paste = self.paste(chat, at=datetime(2026, 3, 4, 12))
        self.assertEqual(sum(paste.line_ids.mapped("message_count")), 9)
        rest = paste.line_ids.filtered("rest")
        self.assertEqual((rest.action, rest.name), ("skip", "Good morning all"))

    def test_senders_are_found_by_name_and_number(self):
        self.colleague.partner_id.phone = "01711 000000"
        paste = self.paste()
        found = {s.name: (s.user_id, s.found) for s in paste.sender_ids}
        nobody = self.env["res.users"]
        self.assertEqual(
            found,
            {
                "Reporter": (self.reporter, "name"),
                "L1": (self.l1, "name"),
                "Colleague": (self.colleague, "name"),
                "+880 1711-000000": (self.colleague, "phone"),
                "Store Gate 2": (nobody, "nobody"),
            },
        )

    def test_a_name_of_two_people_is_nobodys(self):
        self.make_user("twin").name = "Reporter"
        sender = self.paste().sender_ids.filtered(lambda s: s.name == "Reporter")
        self.assertFalse(sender.user_id)

    def test_times_are_read_in_the_zone_of_the_period(self):
        for tz, hour in (("Asia/Dhaka", 4), ("Europe/Berlin", 9), ("UTC", 10)):
            with self.subTest(tz=tz):
                self.period.tz = tz
                paste = self.paste()
                self.assertEqual(paste.tz, tz)
                self.assertEqual(
                    paste.line_ids[0].reported_at, datetime(2026, 3, 3, hour, 5)
                )

    def test_the_zone_of_the_phone_can_be_another(self):
        line = self.paste(tz="Europe/Berlin").line_ids[0]
        self.assertEqual(line.reported_at, datetime(2026, 3, 3, 9, 5))

    def test_summer_time_begins_within_a_chat(self):
        self.period.write({"tz": "Europe/Berlin", "date_end": "2026-04-14"})
        chat = "\n".join(
            f"{moment} - Reporter: printer error again"
            for moment in ("28/03/2026, 10:00", "29/03/2026, 10:00")
        )
        lines = self.paste(chat, at=datetime(2026, 3, 30, 12)).line_ids
        self.assertEqual(
            lines.mapped("reported_at"),
            [datetime(2026, 3, 28, 9), datetime(2026, 3, 29, 8)],
        )

    def test_day_and_month_can_be_swapped(self):
        self.period.go_live = "2026-02-01"
        chat = "02/03/2026, 10:00 - Reporter: The bill cannot be posted"
        paste = self.paste(chat)
        self.assertTrue(paste.order_doubt)
        self.assertIn("can be read in two ways", paste.notes)
        self.assertEqual(paste.line_ids.reported_at, datetime(2026, 3, 2, 4))
        with at_time(EVENING):
            paste.action_flip()
        self.assertEqual((paste.order, paste.order_doubt), ("mdy", True))
        self.assertEqual(paste.line_ids.reported_at, datetime(2026, 2, 3, 4))
        with at_time(EVENING):
            paste.action_flip()
        self.assertEqual(paste.line_ids.reported_at, datetime(2026, 3, 2, 4))
        self.company.country_id = self.env.ref("base.us")
        self.assertEqual(self.paste(chat).order, "mdy")

    def test_a_certain_order_asks_nothing(self):
        chat = "25/02/2026, 10:00 - Reporter: The bill cannot be posted"
        paste = self.paste(chat, since=False)
        self.assertFalse(paste.order_doubt)
        self.assertFalse(paste.notes)

    def test_what_is_before_go_live_is_left_aside(self):
        chat = f"25/02/2026, 10:00 - Reporter: old error\n{CHAT}"
        paste = self.paste(chat)
        self.assertEqual(fields.Date.to_string(paste.since), "2026-03-01")
        self.assertIn("Left out, being earlier: 1", paste.overview)
        self.assertEqual(len(self.paste(chat, since=False).line_ids), 3)

    def test_media_only_gets_a_title(self):
        chat = "03/03/2026, 10:05 - Reporter: <Media omitted>"
        line = self.paste(chat).line_ids
        self.assertEqual(line.name, "Picture, video or voice message from Reporter")

    def test_answers_make_the_severity(self):
        line = self.paste().line_ids[0]
        self.assertEqual(line.severity, "s3")
        line.write({"work_stopped": "yes", "workaround_known": "none"})
        self.assertEqual(line.severity, "s1")
        line.severity = "s4"
        self.assertEqual(line.severity, "s4")

    def test_what_cannot_be_read_is_said_plainly(self):
        cases = (
            ("", "nothing to read yet"),
            ("  \n", "nothing to read yet"),
            ("Dear all, the bill cannot be posted.", "No message of a chat was found"),
            ("lorem ipsum dolor\n" * 600_000, "No message of a chat was found"),
        )
        for text, words in cases:
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.paste(text)
        with self.assertRaisesRegex(UserError, "12000000 can be read at once"):
            self.paste("x" * 12_000_001)

    def test_ten_megabytes_of_a_chat_are_read_and_too_many_messages_refused(self):
        row = "03/03/2026, 10:{:02d} - Reporter: the bill cannot be posted, error again"
        rows = [row.format(number % 60) for number in range(5000)]
        paste = self.paste("\n".join(rows))
        self.assertEqual(sum(paste.line_ids.mapped("message_count")), 5000)
        with self.assertRaisesRegex(UserError, "There are 5001 messages; 5000 can"):
            self.paste("\n".join([*rows, row.format(59)]))
        old = row.replace("2026", "2025").format(5)
        big = "\n".join([old] * 160_000 + rows[:3])
        self.assertGreater(len(big), 10_000_000)
        paste = self.paste(big)
        self.assertEqual(sum(paste.line_ids.mapped("message_count")), 3)

    def test_a_file_is_read_like_a_text(self):
        paste = self.paste(False, file=base64.b64encode(CHAT.encode()))
        self.assertEqual(len(paste.line_ids), 2)
        for data in (b"PK\x03\x04broken", b"\x00\x01"):
            with self.assertRaisesRegex(UserError, "file"):
                self.paste(False, file=base64.b64encode(data))

    def test_markup_in_a_chat_is_text(self):
        chat = "03/03/2026, 10:05 - <b>Eve</b>: <script>alert(1)</script> error"
        paste = self.paste(chat)
        self.assertNotIn("<script", str(paste.line_ids.preview))
        issue = self.take(paste)
        self.assertIn("<script>", issue.description)

    def test_the_future_is_told_and_refused(self):
        chat = "03/04/2026, 10:05 - Reporter: The bill cannot be posted"
        for_april = self.paste(f"{chat}\n25/02/2026, 10:00 - L1: ok", since=False)
        self.assertIn("Messages in the future: 1", for_april.notes)
        with self.assertRaisesRegex(UserError, "lies in the future"):
            self.take(for_april)


@tagged("post_install", "-at_install")
class TestChatTour(ChatCase, HttpCase):
    def test_a_chat_becomes_two_issues(self):
        self.start_tour("/odoo/hypercare", "hypercare_chat_paste", login=self.l1.login)
        self.env.invalidate_all()
        issues = self.env["hypercare.issue"].search(
            [("period_id", "=", self.period.id)], order="reported_at"
        )
        self.assertEqual(
            [(i.severity, i.channel, i.reporter_id) for i in issues],
            [
                ("s2", "whatsapp", self.reporter),
                ("s3", "whatsapp", self.env["res.users"]),
            ],
        )
        self.assertEqual(issues[0].responded_at, datetime(2026, 3, 3, 4, 15))
        self.assertIn("Reported on WhatsApp by Store Gate 2", issues[1].description)
        self.assertEqual(issues[1].create_uid, self.l1)
