"""Documents per kind and day, and who was active."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .adoption_common import AdoptionCase
from .common import at_time


class TestAdoption(AdoptionCase):
    def test_documents_of_the_company_by_local_day(self):
        self.document(1, 10)
        self.document(1, 23)
        self.document(2, 0)
        self.document(2, name="Something else")
        self.document(2, company=self.other_company)
        self.count(3)
        self.assertEqual([self.row(n).count for n in (1, 2, 3)], [2, 1, 0])
        self.env.cr.execute(
            "SELECT count(*) FROM resource_calendar_leaves WHERE name LIKE 'Paper%%'"
            " AND company_id = %s AND (create_date + interval '6 hours')::date = %s",
            [self.company.id, self.day(1)],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 2)

    def test_posted_after_the_night_it_counts_on_the_day_it_was_entered(self):
        draft = self.document(2, name="Draft")
        self.document(2)
        self.count(2)
        self.assertEqual(self.row(2).count, 1)
        draft.name = "Paper 2"
        self.count(4)
        self.assertEqual(self.row(2).count, 2)
        # After a month it is left alone.
        late = self.document(2, name="Draft")
        late.name = "Paper 3"
        self.count(40)
        self.assertEqual(self.row(2).count, 2)

    @mute_logger("odoo.addons.hypercare_support.models.period_adoption")
    def test_what_was_measured_stays_where_it_cannot_be_measured_any_more(self):
        self.document(2)
        self.count(2)
        self.env.cr.execute(
            "UPDATE hypercare_transaction_type SET domain = %s WHERE id = %s",
            ["[('no_field', '=', 1)]", self.kind.id],
        )
        self.env.invalidate_all()
        self.count(3)
        self.assertEqual((self.row(2).count, self.row(2).measured), (1, True))
        self.assertFalse(self.row(3).measured)

    def test_late_is_more_than_one_working_day_after_its_date(self):
        # Day 5 is a Thursday, 6 and 7 are the weekend, 8 is Sunday, 9 Monday.
        for entered, of, late in (
            (5, 5, 0),
            (5, 4, 0),
            (5, 3, 1),
            (8, 5, 0),
            (8, 4, 1),
            (9, 5, 1),
            (9, 7, 1),
            (9, 8, 0),
        ):
            with self.subTest(entered=entered, of=of):
                document = self.document(entered, of=of)
                self.env.cr.execute("DELETE FROM hypercare_transaction_count")
                self.env.invalidate_all()
                self.count(entered)
                self.assertEqual(self.row(entered).late, late)
                document.unlink()

    def test_share_needs_a_declaration(self):
        for _number in range(9):
            self.document(2)
        self.count(2)
        self.assertEqual(self.row(2).share, "Not declared")
        self.assertEqual(self.value("in_odoo", 2).state, "unmeasurable")
        self.declare(2, 1)
        self.count(3)
        self.env.invalidate_all()
        self.assertEqual(self.row(2).share, "90 %")
        value = self.value("in_odoo", 3)
        self.assertEqual((value.numerator, value.denominator), (9, 10))
        self.assertEqual((value.value, value.state), (90, "green"))
        self.assertIn("People (9/10)", value.why)
        # The evening before stays as it was known then.
        self.assertEqual(self.value("in_odoo", 2).state, "unmeasurable")

    def test_an_absent_app_is_not_measurable(self):
        absent = self.make_kind("absent", model="no.such.model")
        self.make_line(absent)
        self.assertFalse(absent.is_installed)
        self.count(1)
        row = self.row(1, absent)
        self.assertFalse(row.measured)
        self.assertEqual(row.share, "Not measurable")
        self.assertIn("not installed", row.problem)

    def test_paper_counts_where_the_app_is_absent(self):
        absent = self.make_kind("absent", model="no.such.model")
        self.make_line(absent)
        for _number in range(9):
            self.document(2)
        self.declare(2, 0)
        self.declare(2, 9, absent)
        self.count(3)
        value = self.value("in_odoo", 3)
        self.assertEqual((value.numerator, value.denominator), (9, 18))
        self.assertEqual(value.value, 0)
        self.assertIn("Absent (0/9)", value.why)

    @mute_logger("odoo.addons.hypercare_support.models.period_adoption")
    def test_a_broken_condition_leaves_the_others_theirs(self):
        broken = self.make_kind("broken")
        self.make_line(broken)
        self.env.cr.execute(
            "UPDATE hypercare_transaction_type SET domain = %s WHERE id = %s",
            ["[('no_field', '=', 1)]", broken.id],
        )
        self.env.invalidate_all()
        self.document(1)
        self.count(1)
        self.assertFalse(self.row(1, broken).measured)
        self.assertEqual(self.row(1).count, 1)
        # Once it is mended the day is counted after all.
        broken.domain = "[]"
        self.count(2)
        self.assertTrue(self.row(1, broken).measured)

    def test_conditions_are_literals_only(self):
        for wrong in (
            "[('id', '=', __import__('os').getpid())]",
            "uid",
            "5",
            "[('name', '=')]",
            "[('no_field', '=', 1)]",
        ):
            with self.subTest(domain=wrong), self.assertRaises(ValidationError):
                self.make_kind("wrong", domain=wrong)
        for vals in ({"entry_field": "name"}, {"date_field": "nothing"}):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.make_kind("wrong", **vals)

    def test_nobody_has_counted_what_he_may_not_read(self):
        admin = self.make_user("admin", "hypercare_support.group_admin")
        with self.assertRaises(AccessError):
            self.kinds.with_user(admin).create(
                {
                    "code": "secret",
                    "name": "Secrets",
                    "model": "ir.cron",
                    "company_field": False,
                }
            )

    def test_without_a_company_field_several_companies_cannot_be_told_apart(self):
        kind = self.make_kind("shared", company_field=False)
        self.assertIn("several", kind._problem())

    def test_proposed_are_those_whose_app_is_installed(self):
        period = self.make_period(name="Proposed")
        period.action_propose_transactions()
        proposed = period.transaction_ids.type_id
        self.assertIn(self.kind, proposed)
        self.assertTrue(all(kind.is_installed for kind in proposed))
        self.assertFalse(
            self.env.ref("hypercare_support.transaction_type_sale_order") in proposed
            and "sale.order" not in self.env
        )
        period.action_propose_transactions()
        self.assertEqual(period.transaction_ids.type_id, proposed)

    def test_after_the_start_nothing_leaves_the_count_without_a_trace(self):
        line = self.line.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Archive it"):
            line.unlink()
        said = self.period.message_ids
        line.user_id = self.l2
        line.active = False
        new = self.period.message_ids - said
        self.assertEqual(len(new), 2)
        self.assertEqual(new.author_id, self.manager.partner_id)
        text = " ".join(new.mapped("body"))
        for word in ("People", self.manager.name, self.l2.name, "took"):
            self.assertIn(word, text)
        line.active = True
        self.assertIn("counted again", self.period.message_ids[0].body)
        draft = self.make_period(name="Draft", state="draft")
        self.make_line(self.kind, period_id=draft.id).with_user(self.manager).unlink()

    def test_every_kind_tested_since_go_live(self):
        self.assertEqual(self.period._untested_transactions(), self.line)
        self.document(2)
        self.count(3)
        self.assertFalse(self.period._untested_transactions())
        self.assertEqual(self.line.tested_on, self.day(2))

    def test_the_checklist_ticks_when_every_kind_is_tested(self):
        checklist = self.env["hypercare.checklist"].create(
            {"period_id": self.period.id, "name": "Tried"}
        )
        item = self.env["hypercare.checklist.item"].create(
            {
                "checklist_id": checklist.id,
                "name": "Every kind was tried",
                "code": "transactions_tested",
            }
        )
        done, text = item._measure()
        self.assertFalse(done)
        self.assertIn(self.kind.name, text)
        self.document(2)
        self.count(3)
        done, text = item._measure()
        self.assertTrue(done)
        self.period.transaction_ids.active = False
        self.env.invalidate_all()
        self.assertIsNone(item._measure())

    def test_one_statement_per_kind_whatever_the_days(self):
        days = [self.day(n) for n in range(1, 40)]
        for number in range(1, 30):
            self.document(number)
        with at_time(self.night(40)):
            late = self.period._late_before(days)
            self.env.flush_all()
            with self.assertQueryCount(5):
                found, problem = self.period.sudo()._count_kind(self.kind, days, late)
        self.assertEqual((len(found), problem), (29, ""))

    def test_active_users_are_noted_at_night_or_not_at_all(self):
        self.env.cr.execute(
            "INSERT INTO res_users_log (create_uid, create_date) VALUES (%s, %s)",
            [self.l1.id, self.at(2, 9)],
        )
        self.count(2)
        rows = {
            row.date: (row.recorded, row.active_users)
            for row in self.env["hypercare.user.activity"].search(
                [("period_id", "=", self.period.id)]
            )
        }
        self.assertEqual(rows[self.day(1)], (False, 0))
        self.assertEqual(rows[self.day(2)], (True, 1))
