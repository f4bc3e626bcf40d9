"""Who sees which page, and who may do what on it: over HTTP, in real sessions."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import INSIDE, PortalHttpCase

FILE = ("log.txt", b"line 1", "text/plain")


@tagged("post_install", "-at_install")
class TestPages(PortalHttpCase):
    def test_the_table_of_persons_and_pages(self):
        issues = (self.mine, self.low, self.secret, self.other, self.foreign)
        periods = (self.period, self.other_period, self.foreign_period)
        table = {
            # person: issues that are seen, pages of periods
            self.out_l3: ((200, 404, 404, 404, 404), (303, 404, 404)),
            self.out_sponsor: ((200, 200, 404, 404, 404), (200, 404, 404)),
            self.out_other: ((404, 404, 404, 200, 404), (404, 303, 404)),
            self.out_foreign: ((404, 404, 404, 404, 200), (404, 404, 303)),
            self.out_nobody: ((404,) * 5, (404,) * 3),
            # Internal people have their own screens.
            self.l3: ((404,) * 5, (404,) * 3),
            None: ((303,) * 5, (303,) * 3),
        }
        for user, (seen, entered) in table.items():
            self.enter(user)
            for record, expected in zip(
                (*issues, *periods), (*seen, *entered), strict=True
            ):
                with self.subTest(user=user and user.login, record=record.name):
                    status, text = self.get(
                        f"/my/hypercare/issues/{record.id}"
                        if record in issues
                        else f"/my/hypercare/periods/{record.id}"
                    )
                    self.assertEqual(status, expected)
                    self.assertEqual(record.name in text, expected == 200)
                    for word in INSIDE:
                        self.assertNotIn(word, text)

    def test_the_list_shows_what_the_pages_show(self):
        for user, names in (
            (self.out_l3, {"At Level 3"}),
            (self.out_sponsor, {"At Level 3", "At Level 1"}),
            (self.out_other, {"Other matter"}),
            (self.out_foreign, {"Foreign matter"}),
            (self.out_nobody, set()),
            (self.l3, set()),
        ):
            self.enter(user)
            _status, text = self.get("/my/hypercare?filterby=all")
            found = {
                issue.name
                for issue in self.env["hypercare.issue"].search([])
                if issue.name in text
            }
            with self.subTest(user=user.login):
                self.assertEqual(found, names)

    def test_filters_order_search_and_nonsense(self):
        done = self.issue(self.l3, "Solved matter", tier_id=self.tier3.id)
        done.with_user(self.l3).write({"state": "resolved"})
        self.mine.with_user(self.l3).write({"user_id": self.out_l3.id})
        self.enter(self.out_l3)
        for query, expected in (
            ("", {"At Level 3"}),
            ("?filterby=all", {"At Level 3", "Solved matter"}),
            ("?filterby=mine", {"At Level 3"}),
            ("?filterby=overdue", set()),
            ("?filterby=all&search=solved", {"Solved matter"}),
            ("?filterby=all&search=secret", set()),
            (f"?filterby=all&period={self.other_period.id}", set()),
            ("?filterby=x&sortby=y&groupby=z&search=%00zz", set()),
            (
                "?filterby=all&sortby=id;drop&period=9e9",
                {"At Level 3", "Solved matter"},
            ),
            ("/page/999999999?filterby=all", set()),
        ):
            status, text = self.get(f"/my/hypercare{query}")
            with self.subTest(query=query):
                self.assertEqual(status, 200)
                found = {n for n in ("At Level 3", "Solved matter") if n in text}
                self.assertEqual(found, expected)
        self.assertLess(text.find("Groups"), len(text))
        for path in ("issues/0", "issues/99999999999999", "periods/99999999999999"):
            self.assertEqual(self.get(f"/my/hypercare/{path}")[0], 404)

    def test_the_card_counts_open_issues(self):
        for user, issues, periods in (
            (self.out_l3, 1, 0),
            (self.out_sponsor, 2, 1),
            (self.out_nobody, 0, 0),
            (self.out_foreign, 1, 0),
        ):
            self.enter(user)
            names = ["hypercare_count", "hypercare_period_count"]
            counts = self.make_jsonrpc_request("/my/counters", {"counters": names})
            with self.subTest(user=user.login):
                self.assertEqual([counts[n] for n in names], [issues, periods])
        self.assertEqual(self.get("/my")[0], 200)

    def test_who_may_do_what_by_form(self):
        url = f"/my/hypercare/issues/{self.mine.id}"
        for user, reply, take in (
            (self.out_other, 404, 404),
            (self.out_foreign, 404, 404),
            (self.out_nobody, 404, 404),
            (self.l3, 404, 404),
            (self.out_sponsor, 303, 400),
            (self.out_l3, 303, 303),
        ):
            self.enter(user)
            with self.subTest(user=user.login):
                status, _text = self.post(f"{url}/reply", text="A word")
                self.assertEqual(status, reply)
                status, _text = self.post(f"{url}/take")
                self.assertEqual(status, take)
                said = self.mine.message_ids.filtered(
                    lambda one, user=user: one.author_id == user.partner_id
                    and one.message_type == "comment"
                )
                self.assertEqual(bool(said), reply == 303)
        self.assertEqual(self.mine.user_id, self.out_l3)
        self.assertEqual(self.mine.state, "assigned")

    def test_without_the_token_of_the_session_nothing_happens(self):
        self.enter(self.out_l3)
        url = f"/my/hypercare/issues/{self.mine.id}/take"
        for token in ("", "wrong"):
            answer = self.url_open(url, data={"csrf_token": token})
            self.assertEqual(answer.status_code, 400)
        self.env.invalidate_all()
        self.assertFalse(self.mine.user_id)
        # Nobody is logged in: to the log-in, and nothing is done.
        self.enter(None)
        self.assertIn(self.post(url)[0], (303, 400))
        self.env.invalidate_all()
        self.assertFalse(self.mine.user_id)

    def test_what_was_typed_stays_when_it_is_refused(self):
        self.enter(self.out_l3)
        url = f"/my/hypercare/issues/{self.mine.id}"
        status, text = self.post(f"{url}/plan", plan="My long plan", plan_date="soon")
        self.assertEqual(status, 400)
        self.assertIn("My long plan", text)
        self.assertIn("Choose a day", text)
        self.assertFalse(self.mine.plan)
        self.assertEqual(self.post(f"{url}/fly")[0], 400)

    # === FILES AND CONVERSATION === #

    def test_files_of_the_conversation_and_no_others(self):
        evidence = self.env["ir.attachment"].create(
            {
                "name": "screen.png",
                "raw": b"\x89PNG\r\n\x1a\nscreen",
                "res_model": "hypercare.issue",
                "res_id": self.mine.id,
            }
        )
        self.mine._write_columns({"evidence_ids": [(4, evidence.id)]})
        with_evidence = self.mine.with_user(self.l3).sudo()
        with_evidence.message_post(
            body="See the picture",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=evidence.ids,
        )
        note = self.mine.with_user(self.l3).message_post(
            body="Only for us",
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            attachments=[("note.txt", b"inside")],
        )
        self.enter(self.out_l3)
        url = f"/my/hypercare/issues/{self.mine.id}"
        status, _text = self.post(f"{url}/reply", {"files": FILE}, text="With a file")
        self.assertEqual(status, 303)
        file = self.env["ir.attachment"].search([("name", "=", "log.txt")], limit=1)
        status, text = self.get(url)
        self.assertIn("With a file", text)
        self.assertIn("log.txt", text)
        self.assertIn("See the picture", text)
        for hidden in ("screen.png", "Only for us", "note.txt"):
            self.assertNotIn(hidden, text)
        for user, expected in (
            (self.out_l3, 200),
            (self.out_sponsor, 200),
            (self.out_other, 404),
            (self.out_foreign, 404),
            (None, 303),
        ):
            self.enter(user)
            with self.subTest(user=user and user.login):
                status, content = self.get(f"{url}/files/{file.id}")
                self.assertEqual(status, expected)
                self.assertEqual(content == "line 1", expected == 200)
                for other in (evidence, note.attachment_ids):
                    self.assertIn(self.get(f"{url}/files/{other.id}")[0], (404, 303))
                # The general ways to a file are closed outside, also to this one.
                for other in (file, evidence, note.attachment_ids):
                    self.assertEqual(self.get(f"/web/content/{other.id}")[0], 404)
        self.enter(self.out_l3)
        answer = self.url_open(f"{url}/files/{file.id}")
        self.assertIn("attachment", answer.headers["Content-Disposition"])

    def test_files_that_are_not_taken_are_named(self):
        self.enter(self.out_l3)
        url = f"/my/hypercare/issues/{self.mine.id}/reply"
        bad = ("run.exe", b"MZ\x90\x00", "application/octet-stream")
        status, text = self.post(url, {"files": bad}, text="Try this")
        self.assertEqual(status, 200)
        self.assertIn("run.exe", text)
        self.assertFalse(
            self.env["ir.attachment"].search_count([("name", "=", "run.exe")])
        )
        status, _text = self.post(url, text="   ")
        self.assertEqual(status, 400)

    def test_what_is_typed_is_text(self):
        self.enter(self.out_l3)
        url = f"/my/hypercare/issues/{self.mine.id}"
        attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
        self.post(f"{url}/reply", text=attack)
        self.post(f"{url}/plan", plan=attack)
        _status, text = self.get(url)
        self.assertNotIn("<script>alert(1)", text)
        self.assertNotIn("<img src=x", text)
        self.assertIn("&lt;script&gt;alert(1)", text)

    # === TOKENS === #

    def test_no_token_opens_anything(self):
        """The pages know no tokens: none, wrong, or of somebody else, all the same."""
        tokens = ("", "?access_token=1", f"?access_token={'a' * 36}", "?pid=3&hash=ab")
        for user in (None, self.out_other, self.out_nobody):
            self.enter(user)
            for token in tokens:
                for path in (
                    f"/my/hypercare/issues/{self.mine.id}",
                    f"/my/hypercare/periods/{self.period.id}",
                ):
                    with self.subTest(user=user and user.login, path=path + token):
                        self.assertIn(self.get(path + token)[0], (303, 404))
                status, text = self.get(
                    f"/mail/view?model=hypercare.issue&res_id={self.mine.id}"
                    f"{token.replace('?', '&')}"
                )
                self.assertEqual(status, 303)
                self.assertNotIn("At Level 3", text)
        self.assertNotIn("access_token", self.env["hypercare.issue"]._fields)
        for field in ("access_token", "access_url"):
            self.assertNotIn(field, self.env["hypercare.period"]._fields)

    def test_conversations_of_odoo_are_closed_outside(self):
        """The chatter's own routes let nobody in, with or without tokens."""
        for user in (None, self.out_l3, self.out_sponsor, self.out_other):
            self.enter(user)
            for token in ({}, {"token": "a" * 36}, {"hash": "ab", "pid": 3}):
                thread = {
                    "thread_model": "hypercare.issue",
                    "thread_id": self.mine.id,
                    **token,
                }
                for route, params in (
                    ("/mail/message/post", {**thread, "post_data": {"body": "Hi"}}),
                    ("/mail/chatter_fetch", thread),
                    ("/mail/thread/messages", thread),
                    ("/portal/chatter_init", thread),
                    (
                        "/mail/data",
                        {
                            "fetch_params": [
                                [
                                    "mail.thread",
                                    {
                                        "thread_model": "hypercare.issue",
                                        "thread_id": self.mine.id,
                                        "request_list": ["followers", "attachments"],
                                    },
                                ]
                            ]
                        },
                    ),
                ):
                    with (
                        self.subTest(user=user and user.login, route=route, t=token),
                        mute_logger("odoo.http"),
                    ):
                        answer = self.url_open(route, json={"params": params})
                        for word in ("At Level 3", "reporter", "Hc_L3", *INSIDE):
                            self.assertNotIn(word, answer.text.split("Traceback")[0])
        self.env.invalidate_all()
        self.assertFalse(
            self.mine.message_ids.filtered(lambda one: one.body == "<p>Hi</p>")
        )
