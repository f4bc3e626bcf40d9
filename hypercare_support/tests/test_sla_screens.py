from odoo.tests import HttpCase, no_retry, tagged

from odoo.addons.web.tests import test_js

from .common import HypercareCommon


@tagged("post_install", "-at_install")
class TestSlaScreens(HypercareCommon, HttpCase):
    """The policy editor, the preview of a change and the explanation in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        others.write({"state": "cancelled"})
        cls.issue = cls.make_issue("s1")

    def test_a_promise_is_changed_after_its_effect_was_seen(self):
        line = self.policy.line_ids.filtered(
            lambda line: line.severity == "s1" and line.metric == "resolution"
        )
        due = self.issue.resolution_due
        self.start_tour(
            f"/odoo/hypercare.sla.policy/{self.policy.id}",
            "hypercare_sla_promise",
            login=self.manager.login,
        )
        self.env.invalidate_all()
        self.assertEqual(line.minutes, 180)
        self.assertEqual((due - self.issue.resolution_due).total_seconds(), 3600)

    def test_a_deadline_is_explained(self):
        self.start_tour(
            f"/odoo/hypercare.issue/{self.issue.id}",
            "hypercare_sla_why",
            login=self.manager.login,
        )


@tagged("post_install", "-at_install")
class TestSlaUnits(test_js.HOOTCommon):
    """The unit tests of this addon only: the web client has its own."""

    @no_retry
    def test_units(self):
        suite = self._generate_hash("@hypercare_support")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
