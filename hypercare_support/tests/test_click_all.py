import pytest

from odoo.tests import HttpCase, tagged

from .common import HypercareCommon

CLICK = (
    "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
    ".startClickEverywhere('hypercare_support.menu_root');"
)


@tagged("post_install", "-at_install")
class TestClickAll(HypercareCommon, HttpCase):
    """Odoo's own robot opens every menu, view and filter of this app."""

    allow_end_on_form = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for severity in ("s1", "s2", "s3", "s4"):
            cls.make_issue(severity)
        cls.make_issue("s2", confidential=True)
        cls.make_issue("s3").with_user(cls.l2).write({"state": "waiting"})
        # Onboarding tours would get between the robot and the screen.
        (cls.l1 | cls.manager | cls.reporter).tour_enabled = False

    def click_all(self, user):
        self.browser_js(
            "/odoo",
            CLICK,
            "odoo.isReady === true",
            login=user.login,
            timeout=900,
            success_signal="clickbot test succeeded",
        )

    # Minutes each; what an employee can click is a part of both.
    @pytest.mark.long
    def test_everything_a_manager_can_click_works(self):
        self.click_all(self.manager)

    @pytest.mark.long
    def test_everything_a_super_user_can_click_works(self):
        self.click_all(self.l1)

    def test_everything_an_employee_can_click_works(self):
        self.click_all(self.reporter)
