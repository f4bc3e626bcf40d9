"""The scripts of 19.0.0.2.0: nothing that was known is lost, nobody is told anew."""

from datetime import timedelta

from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import file_path

from .common import MONDAY, at_time
from .escalation_common import EscalationCase

FOLDER = "hypercare_support/migrations/19.0.0.2.0"


@tagged("post_install", "-at_install")
class TestUpgradeFirst(EscalationCase):
    RULES = ("overdue",)
    LATE = MONDAY + timedelta(days=10)

    def run_script(self, name):
        script = load_script(file_path(f"{FOLDER}/{name}"), "upgrade_to_2")
        script.migrate(self.env.cr, "19.0.0.1.0")
        self.env.invalidate_all()

    def test_what_the_ledger_knew_is_known_again(self):
        issue = self.make_issue("s3", at=MONDAY)
        later = MONDAY + timedelta(hours=2)
        self.do(issue, self.l1, later, severity="s2", change_reason="Worse")
        self.assertTrue(self.sweep(self.LATE))
        row = issue.escalation_ids[0]
        names = ("rule_id", "severity", "tier_id", "period_id")
        known = {name: row[name] for name in names}
        self.assertEqual((issue.severity_since, issue.urgent_since), (later, later))
        self.env.flush_all()
        # As the version before had it.
        self.env.cr.execute(
            """
            ALTER TABLE hypercare_escalation DROP rule_id CASCADE,
                DROP severity CASCADE, DROP tier_id CASCADE, DROP told_at CASCADE
            """
        )
        self.env.cr.execute(
            "ALTER TABLE hypercare_escalation_rule DROP watches CASCADE,"
            " ADD COLUMN IF NOT EXISTS metric varchar"
        )
        self.env.cr.execute(
            "ALTER TABLE hypercare_issue DROP severity_since CASCADE,"
            " DROP urgent_since CASCADE"
        )
        self.run_script("pre-migrate.py")
        self.assertEqual({name: row[name] for name in names}, known)
        self.assertEqual(row.told_at, row.decided_at)
        self.assertEqual((issue.severity_since, issue.urgent_since), (later, later))
        rules = self.env["hypercare.escalation.rule"].with_context(active_test=False)
        self.assertTrue(all(rules.search([]).mapped("watches")))

    def test_nobody_is_told_what_was_past_already(self):
        issue = self.make_issue("s2", at=MONDAY)
        self.env.flush_all()
        with at_time(self.LATE), self.mock_mail_gateway():
            self.run_script("post-migrate.py")
        rows = issue.escalation_ids
        self.assertTrue(rows)
        self.assertTrue(all(rows.mapped("told_at")))
        self.assertFalse(rows.delivery_ids)
        self.assertFalse(self.sweep(self.LATE + timedelta(minutes=5)) & rows)
        self.assertFalse(self.deliver(self.LATE + timedelta(minutes=5)))
        count = len(rows)
        with at_time(self.LATE + timedelta(minutes=6)), self.mock_mail_gateway():
            self.run_script("post-migrate.py")
        self.assertEqual(len(issue.escalation_ids), count, "the second time nothing")

    def test_words_that_somebody_has_edited_stay(self):
        template = self.env.ref("hypercare_support.mail_template_escalation")
        template.with_user(self.env.ref("base.user_admin")).subject = "Our own"
        self.env.flush_all()
        with at_time(self.LATE), self.mock_mail_gateway():
            self.run_script("post-migrate.py")
        self.assertEqual(template.subject, "Our own")
