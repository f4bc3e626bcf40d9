"""Before uninstalling: everything is offered for download, to an administrator."""

import csv
import io
import zipfile

from odoo.tests import Form, HttpCase, tagged

from .common import MONDAY, HypercareCommon

URL = "/hypercare/archive.zip"


@tagged("post_install", "-at_install")
class TestArchive(HypercareCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.make_user("odoo_admin", "base.group_system")
        cls.issue = cls.make_issue("s2", at=MONDAY, name="=Bills", confidential=True)
        cls.env.flush_all()

    def test_everything_is_in_it(self):
        self.authenticate(self.admin.login, self.admin.login)
        answer = self.url_open(URL)
        self.assertEqual(answer.status_code, 200)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            names = archive.namelist()
            content = archive.read("hypercare.issue.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(content)))
        [row] = [row for row in rows if row["id"] == str(self.issue.id)]
        self.assertEqual(row["number"], self.issue.number)
        self.assertEqual(row["name"], "'=Bills")
        self.assertEqual(row["reporter_id"], self.reporter.name)
        for name in ("period", "issue.event", "sla.clock", "tier.member"):
            with self.subTest(name):
                self.assertIn(f"hypercare.{name}.csv", names)

    def test_for_administrators_of_odoo_only(self):
        hypercare_admin = self.make_user("admin", "hypercare_support.group_admin")
        for user in (self.reporter, self.l1, self.manager, hypercare_admin):
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                answer = self.url_open(URL)
                self.assertNotEqual(answer.status_code, 200)
                self.assertNotIn(b"PK", answer.content[:2])
        self.authenticate(None, None)
        self.assertNotIn(b"PK", self.url_open(URL).content[:2])

    def test_whoever_uninstalls_is_offered_it(self):
        modules = self.env["ir.module.module"]
        for name, offered in (("hypercare_support", True), ("rating", True)):
            module = modules.search([("name", "=", name)])
            wizard = self.env["base.module.uninstall"].create(
                {"module_ids": module.ids}
            )
            with self.subTest(name):
                self.assertEqual(wizard.hypercare_goes, offered)
        other = modules.search([("state", "=", "uninstalled")], limit=1)
        wizard = self.env["base.module.uninstall"].create({"module_ids": other.ids})
        self.assertFalse(wizard.hypercare_goes)
        arch = self.env["base.module.uninstall"].get_view(view_type="form")["arch"]
        self.assertIn(URL, arch)
        self.assertTrue(Form(wizard))
