"""A copied database tells nobody, whatever is switched on again."""

from datetime import timedelta

from odoo.modules.neutralize import neutralize_database
from odoo.tests import tagged

from .common import MONDAY, at_time
from .escalation_common import EscalationCase


@tagged("post_install", "-at_install")
class TestNeutralize(EscalationCase):
    RULES = ("overdue",)
    LATE = MONDAY + timedelta(days=10)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.period.date_end = "2026-05-30"
        cls.make_issue("s1", at=MONDAY)
        cls.crons = cls.env["ir.cron"].search(
            [("ir_actions_server_id.model_id.model", "=like", "hypercare.%")]
        )
        cls.env.flush_all()

    def run_all(self, moment):
        """Run every scheduled action of the addon, then Odoo's own mail queue."""
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        with (
            at_time(moment),
            self.enter_registry_test_mode(),
            self.mock_mail_gateway(),
        ):
            # Twice: what one of them queues, another one sends.
            for cron in (*self.crons, *self.crons, queue):
                cron.method_direct_trigger()
        self.env.invalidate_all()
        return list(self._mails)

    def waiting(self):
        """Return a mail of every kind that waits, by kind."""
        kinds = {}
        for model in ("hypercare.period", "hypercare.issue", "hypercare.charter"):
            for state in ("outgoing", "exception"):
                kinds[model, state] = self.env["mail.mail"].create(
                    {
                        "subject": "x",
                        "email_to": "a@example.com",
                        "model": model,
                        "message_type": "user_notification",
                        "state": state,
                    }
                )
        return kinds

    def test_as_it_is_it_would_tell_a_lot(self):
        subjects = [mail["subject"] for mail in self.run_all(self.LATE)]
        self.assertTrue([one for one in subjects if "HC-" in one], subjects)

    def test_a_copy_tells_nobody(self):
        kinds = self.waiting()
        self.sweep(self.LATE)
        queued = self.env["hypercare.escalation.delivery"].search([]).mail_id
        self.assertTrue(queued.filtered(lambda mail: mail.state == "outgoing"))
        stranger = self.env["mail.mail"].create({"subject": "y", "state": "outgoing"})
        self.env.flush_all()
        neutralize_database(self.cr)
        self.env.invalidate_all()
        # As in a server that is started with the copy.
        self.env.registry.clear_all_caches()
        self.assertFalse(any(self.crons.mapped("active")))
        for kind, mail in kinds.items():
            with self.subTest(kind=kind):
                self.assertEqual(mail.state, "cancel")
        self.assertEqual(set(queued.mapped("state")), {"cancel"})
        self.assertEqual(stranger.state, "outgoing", "others' mails are not ours")
        triggers = self.env["ir.cron.trigger"]
        self.assertFalse(triggers.search([("cron_id", "in", self.crons.ids)]))
        stranger.unlink()
        self.assertFalse(self.run_all(self.LATE + timedelta(days=1)))
        # Also when somebody switches everything on again.
        self.crons.active = True
        self.env.flush_all()
        self.assertFalse(self.run_all(self.LATE + timedelta(days=2)))

    def test_every_scheduled_action_of_ours_is_found_by_its_model(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.cron"), ("module", "=like", "hypercare\\_support%")]
        )
        self.assertGreaterEqual(len(data), 8)
        self.assertLessEqual(set(data.mapped("res_id")), set(self.crons.ids))
