from odoo import models

#: Steps of the usual month-end list → what measures them.
CODES = {
    "bankrec": "bank_reconciled",
    "posted": "entries_posted",
    "numbers": "numbers_complete",
    "receivable": "receivables_aged",
    "payable": "payables_aged",
    "depreciation": "depreciation_posted",
    "vat": "tax_locked",
    "lock": "month_locked",
}


class HypercareChecklistTemplateItem(models.Model):
    """Lists that were made before there was anything to measure them by."""

    _inherit = "hypercare.checklist.template.item"

    def _adopt_close_codes(self):
        """Have the usual steps measured, also those of lists that are under way.

        What is done already, and what somebody has given another measure, stays.
        """
        for name, code in CODES.items():
            source = self.env.ref(
                f"hypercare_support.checklist_item_month_end_{name}",
                raise_if_not_found=False,
            )
            if not source:
                continue
            if not source.code:
                source.code = code
            items = self.env["hypercare.checklist.item"].search(
                [
                    ("template_item_id", "=", source.id),
                    ("code", "in", (False, "")),
                    ("done_at", "=", False),
                    ("skipped_at", "=", False),
                ]
            )
            items.write({"code": code})
