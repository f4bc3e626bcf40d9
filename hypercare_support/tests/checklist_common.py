"""Factories for checklists: a template of three items in the period of the tests."""

import base64

from odoo.fields import Command

from .common import HypercareCommon, at_time

#: Sunday 1 March 2026 is Day 1; the week is Sunday to Thursday. 9:00 in Dhaka.
SUNDAY = "2026-03-01 03:00:00"
MONDAY = "2026-03-02 03:00:00"
TUESDAY = "2026-03-03 03:00:00"
WEDNESDAY = "2026-03-04 03:00:00"
THURSDAY = "2026-03-05 03:00:00"
#: A picture of one point.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


class ChecklistCommon(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.area = cls.env["hypercare.area"].create(
            {"period_id": cls.period.id, "name": "Finance", "head_id": cls.colleague.id}
        )
        cls.template = cls.make_template()
        with at_time("2026-02-20 03:00:00"):
            cls.checklist = cls.period._add_checklists(cls.template)
            cls.env.flush_all()
        cls.count, cls.bank, cls.report = cls.checklist.item_ids.sorted("sequence")

    @classmethod
    def make_template(cls, **values):
        """Return a template: count (manager), bank (head of finance), report."""
        template = cls.env["hypercare.checklist.template"].create(
            {
                "name": "First days",
                "item_ids": [
                    Command.create({"name": "Count", "number": 2, "sequence": 1}),
                    Command.create(
                        {
                            "name": "Bank",
                            "number": 3,
                            "sequence": 2,
                            "role": "area_head",
                            "area_name": "Finance",
                        }
                    ),
                    Command.create(
                        {
                            "name": "Report",
                            "number": 5,
                            "sequence": 3,
                            "role": "sponsor",
                            "sign_off": True,
                        }
                    ),
                ],
                **values,
            }
        )
        _count, bank, report = template.item_ids.sorted("sequence")
        report.depends_on_ids = bank
        return template

    def decide(self, item, user, kind="done", text="", files=()):
        """Go through the dialog as a user does; files are (name, bytes)."""
        env = self.env(user=user)
        uploads = env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "res_model": "hypercare.checklist.decide",
                    "res_id": 0,
                }
                for name, content in files
            ]
        )
        dialog = env["hypercare.checklist.decide"].create(
            {
                "item_id": item.id,
                "kind": kind,
                "text": text,
                "attachment_ids": [Command.set(uploads.ids)],
            }
        )
        return dialog.action_apply()

    def sweep(self, moment, period=None):
        """Let the scheduled action look at a period; return the new reminders."""
        notices = self.env["hypercare.checklist.notice"]
        before = notices.search([])
        with at_time(moment):
            (period or self.period)._checklist_sweep()
            self.env.flush_all()
        return notices.search([]) - before
