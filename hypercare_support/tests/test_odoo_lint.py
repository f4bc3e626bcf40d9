"""Odoo's own checks of code (`test_lint`), for the addons of this repository."""

from unittest.mock import patch

from odoo.modules import Manifest
from odoo.tests import tagged

from odoo.addons.test_lint.tests import (
    test_dunderinit,
    test_i18n,
    test_jstranslate,
    test_manifests,
    test_naming,
    test_onchange_domains,
    test_orm_import,
    test_override_signatures,
    test_routes,
    test_test_holes,
)


class OursOnly:
    """Odoo looks at every addon there is; its own are its own business."""

    def setUp(self):
        super().setUp()
        ours = [
            manifest
            for manifest in Manifest.all_addon_manifests()
            if manifest.name.startswith("hypercare_support")
        ]
        self.assertTrue(ours)
        patcher = patch.object(Manifest, "all_addon_manifests", return_value=ours)
        patcher.start()
        self.addCleanup(patcher.stop)


@tagged("post_install", "-at_install")
class TestDunderinit(OursOnly, test_dunderinit.TestDunderinit):
    """Every folder of code is a package."""


@tagged("post_install", "-at_install")
class TestI18n(OursOnly, test_i18n.TestI18n):
    """What components are given to show is translated."""


@tagged("post_install", "-at_install")
class TestJsTranslations(OursOnly, test_jstranslate.TestJsTranslations):
    """Sentences of JavaScript are whole ones."""


@tagged("post_install", "-at_install")
class TestManifests(OursOnly, test_manifests.ManifestLinter):
    """The manifest says what it has to say, in the right kinds."""


@tagged("post_install", "-at_install")
class TestOnchangeDomains(OursOnly, test_onchange_domains.TestOnchangeDomains):
    """No change in a form returns a domain."""


@tagged("post_install", "-at_install")
class TestOrmImport(OursOnly, test_orm_import.TestDunderinit):
    """Nothing is taken from the inside of the ORM."""


@tagged("post_install", "-at_install")
class TestTestHoles(OursOnly, test_test_holes.TestTestHoles):
    """Every file of tests is one that is run."""


@tagged("post_install", "-at_install")
class TestNaming(test_naming.TestNaming):
    """Public methods have parameters that can be given by RPC."""


@tagged("post_install", "-at_install")
class TestOverrides(test_override_signatures.TestLintOverrideSignatures):
    """What overrides a method takes what that method takes."""


@tagged("post_install", "-at_install")
class TestRoutes(test_routes.RoutesLinter):
    """Every address says who may ask."""
