"""The command centre hears of changes, and is where it may be seen."""

import gzip
import json
from unittest.mock import patch

from odoo.tests import HttpCase, no_retry, tagged

from odoo.addons.web.tests import test_js

from ..models.period_centre_live import CHANNEL
from .centre_common import CentreCase
from .common import HypercareCommon

FIRST, LATER = "menu_command_centre", "menu_command_centre_public"


class TestCommandCentreMenu(CentreCase):
    def menus(self, user):
        """Return the xmlids of the app's entries, in their order."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        root = menus[self.env.ref("hypercare_support.menu_root").id]
        return [
            menus[menu_id]["xmlid"].removeprefix("hypercare_support.")
            for menu_id in root["children"]
        ]

    def test_managers_and_sponsor_have_it_first_everybody_else_below_their_issues(self):
        for user in (self.manager, self.sponsor):
            found = self.menus(user)
            self.assertEqual(found[0], FIRST)
            self.assertNotIn(LATER, found)
        for user in (self.colleague, self.l1):
            found = self.menus(user)
            self.assertEqual(found[:2], ["menu_my_issues", LATER])
            self.assertNotIn(FIRST, found)

    def test_where_there_is_nothing_to_see_there_is_no_menu(self):
        self.assertIn(LATER, self.menus(self.colleague))
        self.period.public_dashboard = False
        self.assertNotIn(LATER, self.menus(self.colleague))
        self.assertIn(LATER, self.menus(self.l1))
        self.assertIn(FIRST, self.menus(self.sponsor))
        self.period.public_dashboard = True
        self.assertIn(LATER, self.menus(self.colleague))
        self.period.state = "cancelled"
        self.assertNotIn(LATER, self.menus(self.colleague))
        # Managers find out there how to begin.
        self.assertIn(FIRST, self.menus(self.manager))


class TestCommandCentreBus(CentreCase):
    def told(self):
        """Run what happens before a commit; return the periods that were told."""
        bus = type(self.env["bus.bus"])
        told = []

        def sendone(records, target, kind, message):
            if kind == CHANNEL:
                told.append(message["period_id"])
                self.assertEqual(target, (self.period, CHANNEL))

        with patch.object(bus, "_sendone", sendone):
            self.env.flush_all()
            self.env.cr.precommit.run()
        return told

    def test_many_changes_are_one_message(self):
        self.told()
        issues = [self.make_issue("s3"), self.make_issue("s2")]
        for issue in issues:
            issue.with_user(self.l1).write({"user_id": self.l1.id})
            issue.with_user(self.l1).write({"state": "in_progress"})
        self.assertEqual(self.told(), [self.period.id])
        self.assertEqual(self.told(), [])

    def test_what_changes_no_figure_tells_nothing(self):
        issue = self.make_issue("s3")
        self.told()
        issue.with_user(self.l1).write({"workaround": "Use paper"})
        self.assertEqual(self.told(), [])
        self.period.write({"date_end": "2026-03-20"})
        self.assertEqual(self.told(), [self.period.id])

    def channels(self, user, asked):
        websocket = self.env["ir.websocket"].with_user(user)
        with patch(
            "odoo.addons.bus.models.ir_websocket.wsrequest",
            new=type("Request", (), {"session": type("S", (), {"uid": user.id})})(),
        ):
            found = websocket._build_bus_channel_list(list(asked))
        return [
            channel[0].id
            for channel in found
            if isinstance(channel, tuple) and channel[1] == CHANNEL
        ]

    def test_only_who_may_see_it_listens(self):
        name = f"{CHANNEL}_{self.period.id}"
        for user in (self.colleague, self.l1, self.sponsor):
            self.assertEqual(self.channels(user, [name]), [self.period.id])
        self.assertEqual(self.channels(self.colleague, ["x", f"{CHANNEL}_x"]), [])
        self.assertEqual(self.channels(self.colleague, [f"{name}0000"]), [])
        self.period.public_dashboard = False
        self.assertEqual(self.channels(self.colleague, [name]), [])
        self.assertEqual(self.channels(self.l1, [name]), [self.period.id])


@tagged("post_install", "-at_install")
class TestCommandCentreScreen(HypercareCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        others.write({"state": "cancelled"})
        cls.make_issue("s1", name="Receipts are blocked")
        cls.make_issue("s3", name="Totals are wrong")

    def test_a_sponsor_opens_the_command_centre(self):
        self.start_tour("/odoo", "hypercare_command_centre", login=self.sponsor.login)

    def test_one_call_shows_it_all(self):
        """And not more than a few bytes of it come with every page."""
        self.authenticate(self.sponsor.login, self.sponsor.login)
        answer = self.url_open(
            "/web/dataset/call_kw/hypercare.period/command_centre",
            data=json.dumps(
                {
                    "params": {
                        "model": "hypercare.period",
                        "method": "command_centre",
                        "args": [],
                        "kwargs": {},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        self.assertEqual(answer["result"]["period"]["id"], self.period.id)

        def code(bundle):
            files = self.env["ir.qweb"]._get_asset_bundle(bundle, css=False)
            return "".join(file.content for file in files.javascripts)

        self.assertIn("useFeed", code("hypercare_support.assets_centre"))
        self.assertNotIn("useFeed", code("web.assets_backend"))
        files = self.env["ir.qweb"]._get_asset_bundle("web.assets_backend", css=False)
        [entry] = [
            file for file in files.javascripts if file.url.endswith("lazy/centre.js")
        ]
        self.assertLess(len(gzip.compress(entry.minify().encode())), 300)


@tagged("post_install", "-at_install")
class TestCommandCentrePhone(HypercareCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_phone_shows_all_of_it(self):
        others = self.env["hypercare.period"].search([("id", "!=", self.period.id)])
        others.write({"state": "cancelled"})
        self.make_issue("s1", name="Receipts are blocked " * 8)
        self.period.name = "The first go-live of a company with a very long name " * 4
        self.start_tour(
            "/odoo/hypercare-centre",
            "hypercare_command_centre_phone",
            login=self.sponsor.login,
        )


@tagged("post_install", "-at_install")
class TestCommandCentreUnits(test_js.HOOTCommon):
    @no_retry
    def test_units(self):
        suite = self._generate_hash("@hypercare_support/command_centre")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
