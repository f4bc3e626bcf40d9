"""Evidence: read by those concerned only, and it stays as it is."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .checklist_common import PIXEL, ChecklistCommon
from .handover_common import HandoverCase

PROCESS = {"process_url": "https://wiki.example.com"}


class FilesCase(HandoverCase):
    def file(self, record=None, user=None, raw=b"shown"):
        values = {"name": "Proof.txt", "raw": raw}
        if record:
            values |= {"res_model": record._name, "res_id": record.id}
        return self.env["ir.attachment"].with_user(user or self.manager).create(values)

    def check_kept(self, file, *users):
        """Check that nobody replaces, moves, publishes or deletes a file."""
        forged = (
            {"raw": b"forged"},
            {"datas": b"Zm9yZ2Vk"},
            {"name": "Forged.txt"},
            {"res_id": 0},
            {"public": True},
        )
        for user in users:
            mine = file.with_user(user)
            for values in forged:
                refused = self.assertRaises(AccessError)
                with self.subTest(user=user.login, values=values), refused:
                    mine.write(values)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                mine.unlink()
            # As the controller of the chatter does it.
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                mine.sudo().unlink()
        file.invalidate_recordset()
        self.assertEqual(file.sudo().raw, b"shown")


@tagged("post_install", "-at_install")
class TestEvidenceFiles(FilesCase):
    def test_the_process_that_was_accepted_stays(self):
        duty = self.duty()
        file = self.file()
        duty.with_user(self.manager).process_file_ids = file
        file.with_user(self.manager).write({"raw": b"shown"})
        duty.with_user(self.owner).action_accept()
        self.check_kept(file, self.manager)
        # Without its acceptance it may go.
        duty.with_user(self.manager).process_file_ids = [Command.unlink(file.id)]
        self.assertEqual(duty.state, "named")
        file.with_user(self.manager).unlink()
        self.assertFalse(file.exists())

    def test_a_file_of_another_record_becomes_a_copy(self):
        elsewhere = self.manager.with_user(self.manager)
        file = self.file(elsewhere)
        duty = self.duty()
        duty.with_user(self.manager).process_file_ids = file
        copy = duty.process_file_ids
        self.assertNotEqual(copy, file)
        self.assertEqual((copy.res_model, copy.res_id), (duty._name, duty.id))
        duty.with_user(self.owner).action_accept()
        file.with_user(self.manager).raw = b"forged"
        self.check_kept(copy, self.manager)

    def test_the_files_of_a_step_that_is_done_stay(self):
        transfer = self.period.knowledge_transfer_ids
        transfer.taker_id = self.owner
        papers, later = self.file(user=self.l2), self.file(user=self.l2)
        transfer.with_user(self.l2).write(
            {
                "reviewed_file_ids": [Command.link(papers.id)],
                "shadowed_file_ids": [Command.link(later.id)],
            }
        )
        transfer.with_user(self.owner).action_next_step()
        self.check_kept(papers, self.l2, self.manager)
        later.with_user(self.l2).raw = b"better"
        later.with_user(self.l2).unlink()
        self.assertFalse(later.exists())

    def test_with_its_record_evidence_goes(self):
        duty = self.duty()
        file = self.file()
        duty.with_user(self.manager).process_file_ids = file
        duty.with_user(self.owner).action_accept()
        duty.with_user(self.manager)._take_out("Nobody needs it any more")
        self.assertFalse(file.exists())

    def test_other_files_cost_nothing_more(self):
        user = self.manager.with_user(self.manager)
        files = self.env["ir.attachment"].union(*(self.file(user) for _n in range(5)))
        mine = files.with_user(self.manager)

        def cost(act):
            self.env.flush_all()
            self.env.invalidate_all()
            mine.check_access("read")
            before = self.env.cr.sql_log_count
            act()
            return self.env.cr.sql_log_count - before

        self.assertEqual(cost(mine._hypercare_hidden), 0)
        self.assertEqual(cost(lambda: mine._hypercare_kept("unlink")), 0)


@tagged("post_install", "-at_install")
class TestReportEvidence(FilesCase):
    """What came with a report: for the tiers, managers and who reported it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issue = cls.make_issue("s3")
        cls.issue._attach_files(
            [{"name": "Screen.png", "mimetype": "text/plain", "raw": b"shown"}]
        )
        cls.shot = cls.issue.evidence_ids
        cls.other_agent = cls.make_user("other_agent", "hypercare_support.group_agent")

    def test_who_reads_it(self):
        talk = self.file(self.issue, self.l1)
        everybody = (
            (self.reporter, True),
            (self.l1, True),
            (self.l3, True),
            (self.manager, True),
            (self.colleague, False),
            (self.other_agent, False),
            (self.sponsor, False),
            (self.owner, False),
        )
        for user, reads in everybody:
            self.issue.message_subscribe(user.partner_id.ids)
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                issue = self.issue.with_user(user)
                readable = issue.has_access("read")
                files = self.env["ir.attachment"].with_user(user)
                domain = [("res_model", "=", issue._name), ("res_id", "=", issue.id)]
                self.assertEqual(self.shot.with_user(user).has_access("read"), reads)
                self.assertEqual(self.shot in files.search(domain), reads)
                by_id = files.search([("id", "in", (self.shot | talk).ids)])
                self.assertEqual(self.shot in by_id, reads)
                found = files.search_read(domain, ["raw"])
                self.assertEqual(self.shot.id in [one["id"] for one in found], reads)
                # What was attached to a message is read with the issue.
                self.assertEqual(talk in by_id, readable)
                self.assertEqual(talk in files.search(domain), readable)
                if not reads:
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        self.shot.with_user(user).read(["raw"])

    def test_a_former_member_reads_it_no_more(self):
        self.tier1.member_ids.active = False
        self.env.flush_all()
        self.assertFalse(self.shot.with_user(self.l1).has_access("read"))

    def test_it_stays_but_a_manager_takes_away_what_shows_too_much(self):
        self.check_kept(self.shot, self.reporter, self.l1)
        mine = self.shot.with_user(self.manager)
        with self.assertRaises(AccessError):
            mine.raw = b"forged"
        mine.unlink()
        self.assertFalse(self.shot.exists())

    def test_its_time_ends_all_the_same(self):
        self.shot.sudo().mimetype = "image/png"
        self.env["ir.config_parameter"].set_param("hypercare_support.evidence_days", 30)
        ended = fields.Datetime.now() - timedelta(days=40)
        self.issue._write_columns({"ended_at": ended, "state": "closed"})
        self.env.flush_all()
        self.assertFalse(self.issue._purge_safely(30))
        self.assertFalse(self.shot.exists())


@tagged("post_install", "-at_install")
class TestChecklistEvidence(ChecklistCommon):
    """What was shown to tick an item."""

    def test_it_stays_also_when_the_item_is_sent_back(self):
        self.bank.write({"evidence": "file", "sign_off": True})
        self.decide(self.bank, self.colleague, files=[("photo.png", PIXEL)])
        file = self.bank.attachment_ids
        for act in (
            lambda: None,
            lambda: self.bank.with_user(self.sponsor).action_sign(),
            lambda: self.bank.with_user(self.manager).action_reopen(),
        ):
            act()
            for user in (self.colleague, self.manager):
                with self.subTest(user=user.login, at=self.bank.state):
                    mine = file.with_user(user)
                    self.assertTrue(mine.has_access("read"))
                    with self.assertRaises(AccessError):
                        mine.raw = b"forged"
                    with self.assertRaises(AccessError):
                        mine.unlink()
        self.assertEqual(file.raw, PIXEL)
