"""The demo tells one story: what was agreed stood in the charter."""

from odoo.modules.module import Manifest

from .common import HypercareCommon


class TestDemoCharter(HypercareCommon):
    def test_what_the_charter_lists_is_there_before_it(self):
        files = Manifest.for_addon("hypercare_support")["demo"]
        charter = files.index("demo/charter.xml")
        for name in ("areas", "phases", "people_rota", "exit_criteria"):
            self.assertLess(files.index(f"demo/{name}.xml"), charter)

    def test_only_what_is_meant_to_differ_differs(self):
        charter = self.env.ref(
            "hypercare_support.demo_charter", raise_if_not_found=False
        )
        if not charter:
            self.skipTest("Without demo data")
        found = charter._differences(charter._said(), charter._charter_content())
        self.assertEqual(
            [(one.old, one.new) for one in found],
            [("", "Barcode scanning in the fabric store")],
        )
