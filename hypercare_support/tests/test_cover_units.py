"""The screens of cover and readiness in a browser."""

from odoo.tests import no_retry, tagged

from odoo.addons.web.tests import test_js


@tagged("post_install", "-at_install")
class TestCoverUnits(test_js.HOOTCommon):
    """The unit tests of these two screens only."""

    @no_retry
    def test_units(self):
        suite = self._generate_hash("@hypercare_support/cover")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
