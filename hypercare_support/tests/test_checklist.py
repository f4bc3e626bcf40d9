"""Checklists: made from templates, their dates, owners and rounds."""

from datetime import date

from odoo.exceptions import ValidationError

from .checklist_common import MONDAY, ChecklistCommon
from .common import at_time


class TestChecklistMaking(ChecklistCommon):
    def test_items_have_dates_and_owners_by_rule_and_role(self):
        found = [
            (item.name, item.due_date, item.owner_id)
            for item in self.checklist.item_ids.sorted("sequence")
        ]
        self.assertEqual(
            found,
            [
                ("Count", date(2026, 3, 2), self.manager),
                ("Bank", date(2026, 3, 3), self.colleague),
                ("Report", date(2026, 3, 5), self.sponsor),
            ],
        )
        self.assertEqual(self.report.depends_on_ids, self.bank)
        self.assertEqual(self.checklist.consultant_id, self.consultant)

    def test_adding_twice_adds_nothing(self):
        self.assertFalse(self.period._add_checklists(self.template))
        self.assertEqual(len(self.period.checklist_ids), 1)

    def test_every_template_of_the_addon_fits_a_period(self):
        proposals = self.period._propose_checklists()
        ours = [p for p in proposals if p["template"].get_external_id()]
        self.assertGreater(len(ours), 10)
        for proposal in ours:
            self.assertTrue(all(entry["due"] for entry in proposal["items"]))
        made = self.period._add_checklists(
            self.env["hypercare.checklist.template"].search([])
        )
        self.assertGreater(len(made.item_ids), 80)

    def test_what_no_role_gives_to_anybody_goes_to_whom_is_chosen(self):
        self.area.head_id = False
        template = self.make_template(name="Again")
        made = self.period._add_checklists(template, nobody=self.l1)
        self.assertEqual(
            made.item_ids.sorted("sequence").owner_id.ids,
            [self.manager.id, self.l1.id, self.sponsor.id],
        )

    def test_dates_follow_go_live_end_and_holidays(self):
        self.period.write({"go_live": "2026-03-08", "date_end": "2026-03-21"})
        self.assertEqual(self.bank.due_date, date(2026, 3, 10))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2026-03-08 18:00:00",
                "date_to": "2026-03-09 17:59:59",
            }
        )
        self.assertEqual(self.bank.due_date, date(2026, 3, 11))
        self.bank.rule = "before_end"
        self.bank.shift = "before"
        # Two days before Saturday the 21st is Thursday
        self.bank.number = 2
        self.assertEqual(self.bank.due_date, date(2026, 3, 19))

    def test_a_date_and_an_owner_set_by_hand_stay_until_taken_back(self):
        self.bank.with_user(self.manager).write(
            {"due_date": "2026-03-11", "owner_id": self.l1.id}
        )
        self.period.write({"go_live": "2026-03-02"})
        self.area.head_id = self.l2
        self.assertEqual(self.bank.due_date, date(2026, 3, 11))
        self.assertEqual(self.bank.owner_id, self.l1)
        self.bank.with_user(self.manager).action_by_rule()
        self.assertEqual(self.bank.due_date, date(2026, 3, 4))
        self.assertEqual(self.bank.owner_id, self.l2)

    def test_owners_follow_the_roles_but_not_what_is_done(self):
        self.count.with_user(self.manager).action_done()
        self.period.client_pm_id = self.l3
        self.assertEqual(self.count.owner_id, self.manager)
        self.area.head_id = self.l1
        self.assertEqual(self.bank.owner_id, self.l1)

    def test_a_moved_go_live_is_previewed(self):
        self.count.due_date = "2026-03-03"
        moved = self.period._moved_dates(7)
        mine = [(row["what"], row["new"]) for row in moved if "new" in row]
        self.assertIn(("Bank", date(2026, 3, 10)), mine)
        self.assertNotIn("Count", [name for name, _new in mine])
        self.assertEqual(self.bank.due_date, date(2026, 3, 3))

    def test_a_rule_without_a_day_and_a_ring_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "names no day"):
            self.bank.number = 0
        with self.assertRaisesRegex(ValidationError, "Bank → Report → Bank|Report → B"):
            self.bank.depends_on_ids = self.report
        source = self.template.item_ids.sorted("sequence")[1]
        with self.assertRaisesRegex(ValidationError, "wait for each other"):
            source.depends_on_ids = self.template.item_ids.sorted("sequence")[2]
        other = self.period._add_checklists(self.make_template(name="Other"))
        with self.assertRaisesRegex(ValidationError, "of its own checklist"):
            self.bank.depends_on_ids = other.item_ids[:1]

    def test_rounds_begin_by_themselves_and_are_not_made_up_for(self):
        template = self.make_template(name="Weekly", repeat="weekly")
        with at_time(MONDAY):
            first = self.period._add_checklists(template)
        first.item_ids[1].owner_id = self.l1
        for moment, rounds in (
            ("2026-03-07 12:00:00", [1]),
            ("2026-03-08 12:00:00", [1, 2]),
            ("2026-03-08 12:10:00", [1, 2]),
            # The third round was missed
            ("2026-03-23 12:00:00", [1, 2, 4]),
        ):
            self.sweep(moment)
            made = self.period.checklist_ids.filtered(
                lambda one: one.template_id == template
            )
            self.assertEqual(sorted(made.mapped("round")), rounds, moment)
        second = made.filtered(lambda one: one.round == 2)
        self.assertEqual(second.first_day, date(2026, 3, 8))
        items = second.item_ids.sorted("sequence")
        self.assertEqual(items.mapped("due_date")[0], date(2026, 3, 9))
        self.assertEqual(items[1].owner_id, self.l1)

    def test_daily_rounds_end_with_the_first_week(self):
        template = self.make_template(name="Daily", repeat="daily", repeat_days=7)
        with at_time(MONDAY):
            self.period._add_checklists(template)
        for day in range(3, 20):
            self.sweep(f"2026-03-{day:02} 12:00:00")
        rounds = self.period.checklist_ids.filtered(lambda c: c.template_id == template)
        self.assertEqual(sorted(rounds.mapped("round")), [2, 3, 4, 5])

    def test_a_copied_template_waits_for_its_own_items(self):
        copied = self.template.copy()
        _count, bank, report = copied.item_ids.sorted("sequence")
        self.assertEqual(report.depends_on_ids, bank)
