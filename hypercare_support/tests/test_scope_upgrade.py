"""What was out of scope before 19.0.0.3.0 is listed, and counts no more."""

from datetime import timedelta

from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import file_path

from .common import MONDAY, at_time
from .handover_common import HandoverCase


@tagged("post_install", "-at_install")
class TestScopeUpgrade(HandoverCase):
    def test_earlier_requests_wait_to_be_handed_over(self):
        late = MONDAY + timedelta(days=3)
        issue = self.make_issue("s2", at=MONDAY)
        other = self.make_issue("s2", at=MONDAY)
        for one in issue, other:
            self.do(one, self.l2, late, user_id=self.l2.id)
        with at_time(late):
            (issue | other).with_user(self.l2).write(
                {"state": "cancelled", "cancel_reason": "not_an_issue"}
            )
        self.env.flush_all()
        # As the version before left it.
        self.env.cr.execute(
            "UPDATE hypercare_issue SET cancel_reason = 'out_of_scope' WHERE id = %s",
            [issue.id],
        )
        self.env.invalidate_all()
        self.assertEqual(issue.sla_settled, "breached")
        path = "hypercare_support/migrations/19.0.0.3.0/post-migrate.py"
        script = load_script(file_path(path), "upgrade_to_3")
        script.migrate(self.env.cr, "19.0.0.2.0")
        self.env.invalidate_all()
        self.assertEqual(issue.scope_state, "to_route")
        self.assertEqual(issue.scope_route, "backlog")
        self.assertEqual(issue.scope_declared_at, late)
        self.assertFalse(issue.scope_declared_by_id)
        self.assertEqual(issue.sla_settled, "none")
        self.assertFalse(other.scope_state)
        self.assertEqual(other.sla_settled, "breached")
        self.assertIn(issue, self.period.scope_issue_ids)
        issue.with_user(self.l2).action_hand_over_scope()
        self.assertEqual(issue.scope_state, "handed_over")
