"""What a department did outside of Odoo: asked by mail, entered on one page."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .adoption_common import AdoptionCase
from .common import at_time


class TestOffSystem(AdoptionCase):
    def mails(self):
        return self.env["mail.mail"].search(
            [("message_id", "=like", "<hypercare-paper-%")]
        )

    def test_asked_once_after_a_working_day_at_the_next_opening(self):
        self.count(2)
        [mail] = self.mails()
        self.assertIn("colleague@example.com", mail.email_to)
        self.assertIn("/hypercare/outside", mail.body_html)
        self.assertIn("People", mail.body_html)
        self.assertEqual(mail.scheduled_date, self.at(3, 9))
        self.count(2)
        self.assertEqual(len(self.mails()), 1)

    def test_not_asked_after_a_weekend_or_what_is_declared_or_when_switched_off(self):
        self.count(6)
        self.assertFalse(self.mails())
        self.declare(9, 0)
        self.count(9)
        self.assertFalse(self.mails())
        self.period.ask_off_system = False
        self.count(10)
        self.assertFalse(self.mails())

    def test_only_ones_own_lines_and_only_sound_numbers(self):
        own = self.papers.with_user(self.colleague)
        with at_time(self.at(4)):
            own._declare(self.line, self.day(3), 4)
            own._declare(self.line, self.day(3), 5)
            with self.assertRaises(AccessError):
                self.papers.with_user(self.reporter)._declare(self.line, self.day(3), 4)
            for day, count in ((3, -1), (3, True), (3, 10**7), (0, 1), (5, 1)):
                with self.subTest(day=day, count=count), self.assertRaises(UserError):
                    own._declare(self.line, self.day(day), count)
        record = self.papers.search([("date", "=", self.day(3))])
        self.assertEqual((record.count, record.declared_by_id), (5, self.colleague))
        with self.assertRaises(UserError):
            record.with_user(self.manager).write({"declared_by_id": self.l1.id})
        with self.assertRaises(AccessError):
            record.with_user(self.l1).write({"count": 0})

    def test_days_that_are_asked_about_no_more_stay_as_declared(self):
        self.declare(2, 7)
        own = self.papers.with_user(self.colleague)
        with at_time(self.at(20)), self.assertRaisesRegex(UserError, "last working"):
            own._declare(self.line, self.day(2), 0)
        self.assertEqual(self.papers.search([]).count, 7)

    def test_the_sheet_shows_the_last_working_days(self):
        self.declare(3, 7)
        with at_time(self.at(9)):
            [sheet] = self.papers.with_user(self.colleague)._sheet_of(self.colleague)
        self.assertEqual(sheet["days"], [self.day(n) for n in (2, 3, 4, 5, 8)])
        [row] = sheet["rows"]
        self.assertEqual(
            [count for _day, count in row["cells"]], [None, 7] + [None] * 3
        )
        self.assertEqual(self.papers._sheet_of(self.reporter), [])


@tagged("post_install", "-at_install")
class TestOffSystemPage(AdoptionCase, HttpCase):
    def setUp(self):
        super().setUp()
        today = self.period._local_day(self.env.cr.now())
        self.period.write(
            {
                "go_live": today - timedelta(days=9),
                "date_end": today + timedelta(days=9),
            }
        )
        self.today = today
        self.day_before = self.period._asked_days()[-1]
        self.name = f"n_{self.line.id}_{self.day_before}"

    def post(self, **form):
        page = self.url_open("/hypercare/outside")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(
            "/hypercare/outside/save", data={"csrf_token": token, **form}
        )

    def test_numbers_are_entered_in_one_go(self):
        self.authenticate(self.colleague.login, self.colleague.login)
        page = self.url_open("/hypercare/outside")
        self.assertIn(self.name, page.text)
        page = self.post(**{self.name: "4"})
        self.assertIn("Saved", page.text)
        record = self.papers.search([("date", "=", self.day_before)])
        self.assertEqual((record.count, record.declared_by_id), (4, self.colleague))

    def test_nonsense_and_other_peoples_lines_are_refused(self):
        self.authenticate(self.colleague.login, self.colleague.login)
        other = self.make_line(self.make_kind("other"), user_id=self.l2.id)
        for form in (
            {self.name: "four"},
            {self.name: "1", f"n_{other.id}_{self.day_before}": "2"},
            {f"n_{self.line.id}_2026-99-99": "2"},
            {f"n_{self.line.id}_1999-01-01": "2"},
        ):
            with self.subTest(form=form):
                page = self.post(**form)
                self.assertEqual(page.status_code, 400)
        self.assertFalse(self.papers.search([]))

    def test_a_file_is_no_number(self):
        self.authenticate(self.colleague.login, self.colleague.login)
        page = self.url_open("/hypercare/outside")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        page = self.url_open(
            "/hypercare/outside/save",
            data={"csrf_token": token},
            files={self.name: ("four.txt", b"4", "text/plain")},
        )
        self.assertEqual(page.status_code, 400)
        self.assertIn("A file is no number", page.text)
        self.assertFalse(self.papers.search([]))

    def test_without_a_token_nothing_is_saved(self):
        self.authenticate(self.colleague.login, self.colleague.login)
        with mute_logger("odoo.http"):
            page = self.url_open("/hypercare/outside/save", data={self.name: "4"})
        self.assertEqual(page.status_code, 400)
        self.assertFalse(self.papers.search([]))

    def test_who_is_asked_nothing_gets_a_friendly_page(self):
        self.authenticate(self.reporter.login, self.reporter.login)
        self.assertIn("nothing to enter", self.url_open("/hypercare/outside").text)
