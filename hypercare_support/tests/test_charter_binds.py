"""Who has to approve a charter, and how an approved one binds before the start."""

from unittest.mock import patch

from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from .. import uninstall_hook
from ..models.charter_publish import PDF
from .charter_common import CharterCase
from .common import at_time
from .test_cover import BEFORE, CoverCommon


class TestApprovers(CharterCase):
    def refused(self, charter, words):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            self.publish(charter)

    def test_nobody_signs_in_the_role_of_another(self):
        charter = self.make_charter()
        lead = charter.approval_ids.filtered(lambda one: one.role == "consultant_lead")
        sponsor = charter.approval_ids.filtered(lambda one: one.role == "sponsor")
        charter.write({"approval_ids": [Command.delete(sponsor.id)]})
        lead.role = "sponsor"
        self.refused(charter, "Consultant cannot approve as: Sponsor")
        lead.role = "other"
        self.refused(charter, "Sponsor has to approve as: Sponsor")

    def test_one_person_alone_agrees_with_nobody(self):
        period = self.make_period(
            state="draft",
            name="Alone",
            sponsor_id=self.manager.id,
            client_pm_id=self.manager.id,
            consultant_lead_id=self.manager.id,
        )
        charter = self.make_charter(period)
        charter.approval_ids.filtered(lambda one: not one.user_id).unlink()
        self.refused(charter, "One person alone")
        period.client_pm_id = False
        self.refused(charter, "names nobody as: Client project manager")

    def test_the_replacement_of_an_archived_sponsor_is_the_sponsor(self):
        charter = self.publish()
        line = charter.approval_ids.filtered(lambda one: one.role == "sponsor")
        self.sponsor.active = False
        mine = line.with_user(self.manager)
        with (
            self.assertRaisesRegex(UserError, "cannot approve as: Sponsor"),
            self.env.cr.savepoint(),
        ):
            mine.write({"user_id": self.head.id})
        self.env.invalidate_all(flush=False)
        self.period.sponsor_id = self.head
        mine.write({"user_id": self.head.id})
        self.assertEqual(line.user_id, self.head)


class TestBinds(CoverCommon):
    def codes(self, **context):
        with at_time(BEFORE):
            items = self.draft.with_context(**context)._readiness_items()
        return {item["code"] for item in items if item["level"] == "problem"}

    def setUp(self):
        super().setUp()
        with at_time(BEFORE):
            self.draft._check_mail()

    def cut(self):
        self.draft.phase_ids.write({"part": "advise"})
        self.env.flush_all()

    def test_a_plan_that_was_not_agreed_does_not_start(self):
        self.assertNotIn("charter_drift", self.codes())
        self.cut()
        self.assertIn("charter_drift", self.codes())
        with at_time(BEFORE), self.assertRaisesRegex(RedirectWarning, "was approved"):
            self.draft.with_user(self.manager).action_ready()
        # No client says that this is only a form.
        self.assertIn("charter_drift", self.codes(hypercare_quick=True))

    def test_nor_does_one_that_is_cut_while_it_starts(self):
        line = Command.update(self.draft.phase_ids.id, {"part": "advise"})
        with at_time(BEFORE), self.assertRaisesRegex(UserError, "was approved"):
            self.draft.with_user(self.manager).write(
                {"phase_ids": [line], "state": "ready"}
            )

    def test_a_form_does_not_draw_the_charter(self):
        charters = self.env.registry["hypercare.charter"]
        drawn = []
        original = charters._drift
        self.patch(
            charters, "_drift", lambda self: drawn.append(self) or original(self)
        )
        with at_time(BEFORE):
            self.assertTrue(self.draft.with_user(self.manager).readiness_text)
            self.assertFalse(drawn)
            self.cut()
            shown = self.draft.with_user(self.manager).readiness()
        self.assertTrue(drawn)
        self.assertIn("charter_drift", [row["code"] for row in shown["problems"]])

    def test_moving_go_live_says_that_the_charter_is_made_anew(self):
        dialog = self.env["hypercare.period.move"].with_user(self.manager)
        values = {"period_id": self.draft.id, "new_date": "2026-03-08"}
        dialog = dialog.create(values)
        self.assertIn("have it approved again", dialog.notes)
        with at_time(BEFORE):
            dialog.action_move()
        self.assertIn("charter_drift", self.codes())
        self.draft.charter_ids.sudo()._keep({"state": "superseded"})
        values["new_date"] = "2026-03-15"
        later = self.env["hypercare.period.move"].create(values)
        self.assertNotIn("approved again", later.notes or "")

    def test_cover_is_measured_against_the_charter(self):
        agreed = self.draft._phase_plan()
        self.cut()
        with at_time(BEFORE):
            force = self.env["hypercare.period.force"].with_user(self.manager)
            for _step in ("ready", "running"):
                force.create(
                    {"period_id": self.draft.id, "reason": "The sponsor insists on it"}
                ).action_force()
        self.assertEqual(self.draft.state, "running")
        self.assertEqual(self.draft._read_agreed(), agreed)
        self.assertNotEqual(self.draft._phase_plan(), agreed)


class TestCopies(CharterCase):
    prints = True

    def test_the_private_copy_is_found_when_the_addon_goes(self):
        charter = self.make_charter()
        reports = type(self.env["ir.actions.report"])
        answer = (b"%PDF-1.4", "pdf")
        with patch.object(reports, "_render_qweb_pdf", return_value=answer):
            file, problem = charter._as_file(True)
        self.assertFalse(problem)
        self.assertEqual((file.res_model, file.description), (False, PDF))
        uninstall_hook(self.env)
        self.assertFalse(file.exists())
