"""Two people approve at the same moment: one comes second, and nothing is lost.

Transactions of two connections meet, so they commit; what they leave is removed.
"""

import threading

from psycopg2.errors import SerializationFailure

from odoo import api, fields
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

MARK = "Two people at once"
LOGINS = ("hc_charter_first", "hc_charter_second")


@tagged("post_install", "-at_install")
class TestCharterProcesses(BaseCase):
    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.remove_leftovers()
        self.addCleanup(self.remove_leftovers)
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            users = env["res.users"].create(
                [
                    {
                        "name": login,
                        "login": login,
                        "group_ids": [Command.set(env.ref("base.group_user").ids)],
                    }
                    for login in LOGINS
                ]
            )
            period = env["hypercare.period"].create(
                {"name": MARK, "go_live": "2026-03-01", "date_end": "2026-03-14"}
            )
            charter = env["hypercare.charter"].create(
                {
                    "period_id": period.id,
                    "approval_ids": [
                        Command.create({"user_id": user.id}) for user in users
                    ],
                }
            )
            charter._freeze(fields.Datetime.now())
            self.charter_id, self.user_ids = charter.id, users.ids

    def env_of(self, cr, uid=api.SUPERUSER_ID):
        context = {"no_reset_password": True, "tracking_disable": True}
        return api.Environment(cr, uid, context)

    def remove_leftovers(self):
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            periods = env["hypercare.period"].search([("name", "=", MARK)])
            sequences, charters = periods.sequence_id, periods.charter_ids
            charters.message_ids.unlink()
            cr.execute("DELETE FROM hypercare_period WHERE name = %s", [MARK])
            env.invalidate_all(flush=False)
            sequences.unlink()
            users = env["res.users"].search([("login", "in", LOGINS)])
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def approve(self, uid, cr):
        env = self.env_of(cr, uid)
        env["hypercare.charter"].browse(self.charter_id).action_approve()
        env.flush_all()

    def test_the_second_is_tried_again_and_completes_it(self):
        first, second = self.user_ids
        failed = []

        def at_the_same_time():
            with self.registry.cursor() as cr:
                # The transaction sees the database as it was before the first one.
                cr.execute("SELECT count(*) FROM hypercare_charter")
                began.set()
                try:
                    self.approve(second, cr)
                except SerializationFailure as error:
                    failed.append(error)
                    cr.rollback()

        began = threading.Event()
        with self.registry.cursor() as cr:
            self.approve(first, cr)
            other = threading.Thread(target=at_the_same_time)
            with mute_logger("odoo.sql_db"):
                other.start()
                self.assertTrue(began.wait(30))
                cr.commit()  # pylint: disable=invalid-commit
                other.join(60)
        self.assertEqual(len(failed), 1, "it waits for the first, and is tried again")
        with self.registry.cursor() as cr:
            self.approve(second, cr)
        with self.registry.cursor() as cr:
            charter = self.env_of(cr)["hypercare.charter"].browse(self.charter_id)
            self.assertEqual(charter.state, "approved")
            self.assertTrue(all(charter.approval_ids.mapped("approved_at")))
            self.assertFalse(charter._verify())
