"""Who reads a charter, and that nobody changes what was agreed."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .charter_common import CharterCase
from .common import MONDAY

PHONE = "000011"
#: What only publishing and approving may set: field → a value somebody might try.
KEPT = {
    "state": "approved",
    "version": 7,
    "content": {"sections": []},
    "fingerprint": "0" * 64,
    "published_at": "2026-03-01 00:00:00",
    "published_by_id": 1,
    "approved_at": "2026-03-01 00:00:00",
    "answered_at": "2026-03-01 00:00:00",
    "sent_back_reason": "x",
    "sent_back_by_id": 1,
    "problem": "x",
}


class TestCharterAccess(CharterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.foreign_manager = cls.make_user(
            "foreign",
            "hypercare_support.group_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.admin = cls.make_user("admin", "hypercare_support.group_admin")

    def reads(self, user, charter):
        self.env.invalidate_all()
        charter = charter.with_user(user)
        found = charter.search([("id", "=", charter.id)])
        lines = charter.env["hypercare.charter.approval"].search(
            [("charter_id", "=", charter.id)]
        )
        self.assertEqual(bool(found), bool(lines))
        try:
            charter.read(["document", "state"])
        except AccessError:
            self.assertFalse(found)
            return False
        return True

    def test_persona_table(self):
        draft = self.make_charter()
        other = self.make_period(name="Other", people=(self.l3, self.l2, self.l3))
        published = self.make_charter(other)
        nobody = published.approval_ids.filtered(lambda one: not one.user_id)
        nobody.write({"user_id": self.l2.id, "role": "other"})
        self.publish(published)
        for name, reads_draft, reads_published, sees_phones in (
            ("reporter", False, True, False),
            ("colleague", False, True, False),
            ("head", False, True, False),
            ("l2", True, True, True),
            ("owner", True, True, False),
            ("manager", True, True, True),
            ("sponsor", True, True, True),
            ("foreign_manager", False, False, False),
        ):
            user = getattr(self, name)
            with self.subTest(persona=name):
                self.assertEqual(self.reads(user, draft), reads_draft)
                self.assertEqual(self.reads(user, published), reads_published)
                if reads_published:
                    document = published.with_user(user).document
                    self.assertEqual("l2@example.com" in document, sees_phones)

    def test_a_private_log_keeps_the_charter_to_those_who_take_part(self):
        charter = self.publish()
        self.assertTrue(self.reads(self.colleague, charter))
        self.period.public_log = False
        self.assertFalse(self.reads(self.colleague, charter))
        self.assertFalse(self.reads(self.head, charter))
        self.assertTrue(self.reads(self.owner, charter), "who is asked reads it")
        self.assertTrue(self.reads(self.l1, charter))

    def test_telephone_numbers_are_for_those_who_take_part(self):
        charter = self.approved()
        for user, sees in (
            *((self.l1, True), (self.owner, True), (self.head, True)),
            *((self.sponsor, True), (self.reporter, False), (self.colleague, False)),
        ):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                document = charter.with_user(user).document
                self.assertEqual(PHONE in document, sees)
                trick = charter.with_user(user).with_context(
                    hypercare_charter_copy="FOR_PEOPLE"
                )
                self.assertEqual(PHONE in str(trick._render_document()), sees)
        for user in (self.reporter, self.owner, self.l1):
            with self.assertRaises(AccessError):
                charter.with_user(user).read(["content"])

    def test_differences_do_not_tell_telephone_numbers(self):
        charter = self.approved()
        self.l1.partner_id.phone = "+880 1000 999999"
        self.env.invalidate_all()
        self.assertFalse(charter.drift_html)

    def test_nobody_sets_what_is_kept(self):
        draft = self.make_charter()
        for user in (self.manager, self.admin, self.env.user):
            for name, value in KEPT.items():
                with self.subTest(user=user.login, field=name):
                    with self.assertRaisesRegex(UserError, "kept by the system"):
                        draft.with_user(user).write({name: value})
                    with self.assertRaisesRegex(UserError, "kept by the system"):
                        draft.with_user(user).create(
                            {"period_id": self.period.id, name: value}
                        )
        loaded = self.charters.with_user(self.manager).load(
            [".id", "state"], [[str(draft.id), "Approved"]]
        )
        self.assertFalse(loaded["ids"])
        self.assertEqual(draft.state, "draft")

    def test_an_approved_charter_stays_as_it_is(self):
        charter = self.approved()
        line = charter.approval_ids[0]
        before = charter.fingerprint, charter.content, charter.approval_ids
        for user in (self.manager, self.admin, self.env.user):
            mine, its = charter.with_user(user), line.with_user(user)
            lines = [
                Command.create({"user_id": self.l1.id}),
                Command.update(line.id, {"user_id": self.l1.id}),
                Command.update(line.id, {"approved_at": MONDAY}),
                Command.delete(line.id),
                Command.unlink(line.id),
                Command.clear(),
                Command.set([]),
            ]
            for attempt in (
                lambda mine=mine: mine.write({"lang": "en_US"}),
                lambda mine=mine: mine.write({"scope_in": "<p>All</p>"}),
                lambda mine=mine: mine.write({"state": "draft"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.copy(),
                lambda its=its: its.write({"user_id": self.l1.id}),
                lambda its=its: its.write({"title": "x"}),
                lambda its=its: its.write({"seal": "x"}),
                lambda its=its: its.unlink(),
                lambda its=its: its.copy(),
                *(
                    lambda mine=mine, one=one: mine.write({"approval_ids": [one]})
                    for one in lines
                ),
                lambda u=user: self.period.with_user(u).write(
                    {"charter_ids": [Command.update(charter.id, {"state": "draft"})]}
                ),
                lambda u=user: self.period.with_user(u).write(
                    {"charter_ids": [Command.delete(charter.id)]}
                ),
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    attempt()
                self.env.invalidate_all()
        self.assertEqual(
            (charter.fingerprint, charter.content, charter.approval_ids), before
        )
        self.assertFalse(charter._verify())

    def test_nobody_approves_by_writing(self):
        charter = self.publish()
        line = charter.approval_ids.filtered(lambda one: one.user_id == self.owner)
        values = {"approved_at": MONDAY}
        with self.assertRaisesRegex(UserError, "press “Approve” themselves"):
            line.with_user(self.manager).write(values)
        with self.assertRaises(UserError):
            line.with_user(self.owner).write({"title": "x"})
        draft = self.make_charter(self.make_period(name="Other"))
        approvals = self.env["hypercare.charter.approval"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "press “Approve” themselves"):
            approvals.create({"charter_id": draft.id, "user_id": self.l1.id, **values})
        with self.assertRaisesRegex(UserError, "stays where it is"):
            draft.approval_ids[0].with_user(self.manager).charter_id = charter
        self.assertNotIn(
            self.owner, charter.approval_ids.filtered("approved_at").user_id
        )

    def test_who_may_what(self):
        draft = self.make_charter()
        for user in (self.reporter, self.l1, self.sponsor, self.owner):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    draft.with_user(user).action_publish()
                with self.assertRaises(AccessError):
                    draft.with_user(user).write({"lang": "en_US"})
                with self.assertRaises(AccessError):
                    draft.with_user(user).create({"period_id": self.period.id})
        charter = self.approve(self.publish(draft))
        with self.assertRaises(AccessError):
            charter.with_user(self.sponsor).action_change()
        for method in ("action_publish", "action_approve", "action_change"):
            with self.assertRaises(AccessError):
                getattr(charter.with_user(self.foreign_manager), method)()

    def test_approvers_work_for_the_company_and_can_log_in(self):
        portal = self.make_user("portal")
        portal.write(
            {"group_ids": [Command.set(self.env.ref("base.group_portal").ids)]}
        )
        gone = self.make_user("gone")
        gone.active = False
        for user, words in (
            (self.foreign_manager, "does not work for"),
            (portal, "cannot log in"),
            (gone, "cannot log in"),
        ):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(UserError, words),
                self.env.cr.savepoint(),
            ):
                self.make_charter(approval_ids=[Command.create({"user_id": user.id})])

    def test_bad_input_is_refused_in_words(self):
        draft = self.make_charter()
        for values, words in (
            ({"approval_ids": "x"}, "takes a list of lines"),
            ({"approval_ids": [1]}, "takes a list of lines"),
            ({"lang": "xx"}, "is no choice"),
            ({"period_id": self.make_period(name="Other").id}, "stays where it is"),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, words),
                self.env.cr.savepoint(),
            ):
                draft.with_user(self.manager).write(values)
        with self.assertRaisesRegex(UserError, "is not an existing"):
            draft.write({"approval_ids": [Command.create({"user_id": "x"})]})
        with self.assertRaisesRegex(UserError, "too long"):
            self.period.scope_in = "<p>" + "x" * 60_000 + "</p>"

    def test_a_dialog_is_ones_own(self):
        charter = self.publish()
        action = charter.with_user(self.owner).action_send_back()
        wizard = self.env["hypercare.charter.send.back"].browse(action["res_id"])
        with self.assertRaises(AccessError):
            wizard.with_user(self.manager).write({"reason": "Not me"})
