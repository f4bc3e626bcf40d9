import json
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .test_watch import WatchCommon


@tagged("post_install", "-at_install")
class TestWatchHttp(WatchCommon, HttpCase):
    """What a monitor and the web client are told, over HTTP."""

    def age(self, code, minutes):
        """Let a job have run so many minutes ago, by the real clock."""
        moment = fields.Datetime.now() - timedelta(minutes=minutes)
        self.beat(moment, code)

    def health(self):
        """Ask as a monitor does; return the HTTP status and what it says."""
        self.env.flush_all()
        answer = self.url_open("/hypercare/health")
        self.assertNotIn("session_id", answer.cookies)
        return answer.status_code, answer.json()

    def rpc(self, path):
        answer = self.url_open(
            path,
            data=json.dumps({"params": {}}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def test_a_monitor_is_told_in_ages_and_counts(self):
        issue = self.make_issue("s1", name="Nobody outside reads this")
        status, health = self.health()
        self.assertEqual((status, health["status"]), (503, "fail"))
        self.assertIsNone(health["sweep_age"])
        self.age("sweep", 0)
        self.age("deliver", 1)
        status, health = self.health()
        self.assertEqual((status, health["status"]), (200, "pass"))
        self.assertEqual(
            set(health),
            {"status", "sweep_age", "deliver_age", "unsent", "oldest_unsent_seconds"},
        )
        self.assertAlmostEqual(health["deliver_age"], 60, delta=30)
        self.assertEqual((health["unsent"], health["oldest_unsent_seconds"]), (0, None))
        self.assertNotIn(issue.number, json.dumps(health))
        self.age("sweep", 8)
        self.assertEqual(self.health()[1]["status"], "warn")
        self.assertEqual(self.health()[0], 200)
        self.age("sweep", 16)
        self.assertEqual(self.health()[0], 503)
        self.age("sweep", 0)
        self.deliver_job.active = False
        self.assertEqual(self.health()[0], 503)

    def test_a_monitor_is_told_of_unsent_mails(self):
        due = fields.Datetime.now() - timedelta(minutes=6)
        self.make_issue("s1", at=due - timedelta(hours=2))
        self.sweep(due)
        self.age("sweep", 0)
        self.age("deliver", 0)
        status, health = self.health()
        self.assertEqual((status, health["status"]), (503, "fail"))
        self.assertGreaterEqual(health["unsent"], 1)
        self.assertAlmostEqual(health["oldest_unsent_seconds"], 360, delta=60)
        self.env["hypercare.escalation.delivery"].search([]).sent_at = due
        self.assertEqual(self.health()[0], 200)

    def test_the_web_client_brings_alarms_to_managers_only(self):
        self.sweep_job.active = False
        portal = self.make_user("portal")
        portal.group_ids = [Command.set(self.env.ref("base.group_portal").ids)]
        for user, alarms in (
            (self.manager, ["sweep_off"]),
            (self.reporter, None),
            (self.l1, None),
            (self.sponsor, None),
            (portal, None),
        ):
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                info = self.rpc("/web/session/get_session_info")["result"]
                answer = self.rpc("/hypercare/alarms")["result"]
                if alarms is None:
                    self.assertNotIn("hypercare_alarms", info)
                    self.assertIs(answer, False)
                    continue
                for told in (info["hypercare_alarms"], answer):
                    self.assertEqual([alarm["code"] for alarm in told], alarms)
        self.authenticate(None, None)
        self.assertIn("error", self.rpc("/hypercare/alarms"))
