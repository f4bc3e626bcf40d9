import socket
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import config

from .common import at_time
from .smtp_server import smtp_server, uses
from .test_clocks import utc
from .test_watch import WatchCommon

PROBE = "odoo.addons.hypercare_support.models.mail_server_probe"


@tagged("post_install", "-at_install")
class TestReadiness(WatchCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.mail_server"].search([]).active = False
        cls.company.email = "support@example.com"
        cls.period = cls.period.with_user(cls.manager)

    def server(self, **answers):
        """Return the finding about the outgoing server that answers like this."""
        with smtp_server(**answers) as port, uses(port):
            return self.period._find_server()

    def levels(self, findings):
        return {finding["title"]: finding["level"] for finding in findings}

    # -- The outgoing server -----------------------------------------------------------

    def test_a_server_that_takes_the_mail_is_fine(self):
        finding = self.server()
        self.assertEqual(finding["level"], "ok")
        self.assertIn("127.0.0.1:", finding["text"])

    def test_a_server_that_does_not_is_explained(self):
        for answers, reason in (
            ({"mail": "553 sender not allowed"}, "553 sender not allowed"),
            ({"rcpt": "550 no such mailbox"}, "550 no such mailbox"),
        ):
            with self.subTest(answers=answers):
                finding = self.server(**answers)
                self.assertEqual(finding["level"], "problem")
                self.assertIn(reason, finding["text"])

    def test_no_server_and_a_name_that_does_not_exist(self):
        with smtp_server() as port:
            pass
        with uses(port):
            self.assertIn(
                "refuses the connection: it is not running",
                self.period._find_server()["text"],
            )
        with uses(port, smtp_server=False):
            self.assertIn(
                "No outgoing mail server is set up", self.period._find_server()["text"]
            )
        with (
            uses(port, smtp_server="mail.invalid"),
            patch("socket.getaddrinfo", side_effect=socket.gaierror("unknown")),
        ):
            self.assertIn("cannot be found", self.period._find_server()["text"])

    def test_a_server_that_says_nothing_holds_nobody_up(self):
        with patch(f"{PROBE}.PROBE_SECONDS", 0.3):
            finding = self.server(silent=True)
        self.assertEqual(finding["level"], "problem")
        self.assertIn("does not answer", finding["text"])

    def test_a_refused_password_is_told_without_telling_it(self):
        with smtp_server(
            ehlo="250-here\n250 AUTH LOGIN PLAIN", auth="535 wrong"
        ) as port:
            self.env["ir.mail_server"].create(
                {
                    "name": "Ours",
                    "smtp_host": "127.0.0.1",
                    "smtp_port": port,
                    "smtp_user": "odoo",
                    "smtp_pass": "s3cret",
                }
            )
            text = self.period._find_server()["text"]
        self.assertIn("refuses the user name or password", text)
        self.assertNotIn("s3cret", text)

    # -- Everything else ---------------------------------------------------------------

    def test_everybody_named_can_be_reached(self):
        [finding] = self.period._find_people()
        self.assertEqual(finding["level"], "ok")
        self.l1.active = False
        self.sponsor.email = "not an address"
        self.consultant.email = False
        texts = [finding["text"] for finding in self.period._find_people()]
        self.assertEqual(len(texts), 3)
        self.assertIn("“not an address” is no e-mail address", texts[0])
        self.assertIn("Consultant has no e-mail address", texts[1])
        self.assertIn("L1 is archived", texts[2])
        self.sponsor.email = "sponsor@example.com"
        self.tier2.backup_id = self.make_user("spare")
        self.tier2.backup_id.active = False
        texts = [finding["text"] for finding in self.period._find_people()]
        self.assertIn("Spare is archived: name somebody else in the period.", texts)
        self.period.sudo().sponsor_id = False
        self.assertEqual(self.period._find_people()[0]["level"], "warning")

    def test_sender_and_text(self):
        self.assertEqual(self.period._find_sender()["level"], "ok")
        self.company.email = False
        self.company.alias_domain_id = False
        with patch.dict(config.options, {"email_from": "odoo@example.com"}):
            self.assertEqual(self.period._find_sender()["level"], "warning")
        with patch.dict(config.options, {"email_from": False}):
            self.assertEqual(self.period._find_sender()["level"], "problem")
        self.assertEqual(self.period._find_mail_domain()["level"], "warning")
        self.assertEqual(self.period._find_text()["level"], "ok")
        with patch.object(
            type(self.period), "_render_test_mail", side_effect=ValueError("no field")
        ):
            self.assertIn("no field", self.period._find_text()["text"])
        self.env.ref("hypercare_support.mail_template_escalation").unlink()
        self.assertEqual(self.period._find_text()["level"], "warning")

    def test_jobs_threads_time_and_address(self):
        self.beat(utc(2, 10))
        self.beat(utc(2, 10), "deliver")
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("web.base.url", "https://erp.example.com")
        options = {"max_cron_threads": 2, "limit_time_real_cron": 300}
        with at_time(utc(2, 10, 1)), patch.dict(config.options, options):
            findings = self.period._job_findings()
            self.assertEqual(set(self.levels(findings).values()), {"ok"})
        for change, moment, title, level in (
            ({"max_cron_threads": 0}, 1, "Cron threads", "ok"),
            ({"max_cron_threads": 0}, 20, "Cron threads", "problem"),
            ({"limit_time_real_cron": 60}, 1, "Time limit", "warning"),
            (
                {"limit_time_real_cron": -1, "limit_time_real": 60},
                1,
                "Time limit",
                "warning",
            ),
            ({}, 8, "Sweep", "warning"),
            ({}, 16, "Sweep", "problem"),
        ):
            with (
                self.subTest(change=change, moment=moment),
                at_time(utc(2, 10, moment)),
                patch.dict(config.options, {**options, **change}),
            ):
                self.env.invalidate_all()
                findings = self.period._job_findings()
                self.assertEqual(self.levels(findings)[title], level)
        self.deliver_job.active = False
        parameters.set_param("web.base.url", "http://localhost:8069")
        levels = self.levels(self.period._job_findings())
        self.assertEqual(levels["Sending of escalation mails"], "problem")
        self.assertEqual(levels["Address in the mails"], "warning")
