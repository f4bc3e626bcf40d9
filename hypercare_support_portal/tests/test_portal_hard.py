"""Hard words at the portal: odd addresses, forged messages, members who left."""

import time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..controllers.links import outside_path
from .portal_common import PortalCase, PortalHttpCase


@tagged("post_install", "-at_install")
class TestPortalHard(PortalCase):
    def told(self, issue):
        message = issue.message_post(
            body="See the new version",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.out_l3.partner_id.ids,
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return message.with_user(self.out_l3)

    def test_people_outside_write_on_their_pages_only(self):
        parent = self.told(self.mine)
        for issue in (self.mine, self.secret, self.other, self.foreign):
            with self.subTest(issue=issue.name), self.assertRaises(AccessError):
                parent.create(
                    {
                        "parent_id": parent.id,
                        "model": issue._name,
                        "res_id": issue.id,
                        "body": "Approved",
                        "message_type": "comment",
                        "subtype_id": self.env.ref("mail.mt_comment").id,
                    }
                )
        own = self.mine.sudo().message_post(
            body="Mine",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=self.out_l3.partner_id.id,
        )
        with self.assertRaises(AccessError):
            own.with_user(self.out_l3).write({"body": "Never said"})

    def test_who_left_reads_no_message_any_more(self):
        told = self.told(self.mine)
        self.assertIn("new version", told.read(["body"])[0]["body"])
        self.tier3.member_ids.filtered(
            lambda one: one.user_id == self.out_l3
        ).active = False
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            told.read(["body"])

    def test_what_became_confidential_is_read_no_more(self):
        told = self.told(self.mine)
        told.read(["body"])
        self.mine.confidential = True
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            told.read(["body"])

    def test_a_long_address_costs_no_time(self):
        begin = time.perf_counter()
        for path in ("/odoo/" + "hypercare" * 20_000 + "!", "/odoo" + "/a" * 90_000):
            self.assertEqual(outside_path(path), "")
        self.assertLess(time.perf_counter() - begin, 0.5)


@tagged("post_install", "-at_install")
class TestPortalNumbers(PortalHttpCase):
    def test_any_number_of_a_page_is_answered(self):
        self.enter(self.out_l3)
        for number in ("5", "x", "", "-1", "9" * 40, "1.5", "٣"):
            with self.subTest(number=number):
                status, _text = self.get(f"/my/hypercare?number={number}")
                self.assertEqual(status, 200)
