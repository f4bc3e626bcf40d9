"""Documents of finance, shops and people; see `documents`."""

from datetime import timedelta

from odoo.fields import Command


class Papers:
    """One method per kind, for `Documents`."""

    # -- Finance -------------------------------------------------------------

    def _day(self, moment):
        """Return the local day in Dhaka of a moment."""
        return (moment + timedelta(hours=6)).date()

    def _move(self, kind, moment):
        move = self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": self.partner.id,
                "invoice_date": self._day(moment),
                "date": self._day(moment),
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Thing", "price_unit": 10, "tax_ids": False}
                    )
                ],
            }
        )
        move.action_post()
        return move

    def vendor_bill(self, moment):
        return self._move("in_invoice", moment)

    def customer_invoice(self, moment):
        return self._move("out_invoice", moment)

    def payment(self, moment):
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.partner.id,
                "payment_type": "inbound",
                "amount": 10,
                "date": self._day(moment),
                "journal_id": self._journal("bank").id,
            }
        )
        payment.action_post()
        return payment

    def _journal(self, kind):
        return self.env["account.journal"].search(
            [("type", "=", kind), ("company_id", "=", self.company.id)], limit=1
        )

    def journal_entry(self, moment):
        accounts = self.env["account.account"].search(
            [
                ("account_type", "in", ("expense", "income")),
                ("company_ids", "in", self.company.ids),
            ],
            limit=2,
        )
        entry = self.env["account.move"].create(
            {
                "date": self._day(moment),
                "journal_id": self._journal("general").id,
                "line_ids": [
                    Command.create({"account_id": accounts[0].id, "debit": 5}),
                    Command.create({"account_id": accounts[1].id, "credit": 5}),
                ],
            }
        )
        entry.action_post()
        return entry

    def bank_line(self, moment):
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self._journal("bank").id,
                "payment_ref": "Paid",
                "amount": 10,
                "date": self._day(moment),
            }
        )

    # -- Shops ---------------------------------------------------------------

    def _shop(self):
        return self.env["pos.config"].create({"name": "Shop"})

    def pos_session(self, moment):
        session = self.env["pos.session"].create({"config_id": self._shop().id})
        session.start_at = moment
        return session

    def pos_order(self, moment):
        if not self.session or not self.session.exists():
            self.session = self.env["pos.session"].create(
                {"config_id": self._shop().id}
            )
        return self.env["pos.order"].create(
            {
                "session_id": self.session.id,
                "company_id": self.company.id,
                "state": "paid",
                "date_order": moment,
                "amount_tax": 0,
                "amount_total": 10,
                "amount_paid": 10,
                "amount_return": 0,
            }
        )

    # -- People --------------------------------------------------------------

    def _employee(self):
        return self.env["hr.employee"].create(
            {"name": "Rahim", "company_id": self.company.id}
        )

    def attendance(self, moment):
        return self.env["hr.attendance"].create(
            {
                "employee_id": self._employee().id,
                "check_in": moment,
                "check_out": moment + timedelta(minutes=10),
            }
        )

    def expense(self, moment):
        expense = self.env["hr.expense"].create(
            {
                "name": "Rickshaw",
                "employee_id": self._employee().id,
                "product_id": self._product(
                    can_be_expensed=True, type="service", is_storable=False
                ).id
                if "is_storable" in self.env["product.product"]._fields
                else self._product(can_be_expensed=True, type="service").id,
                "total_amount": 5,
                "date": self._day(moment),
            }
        )
        expense.action_submit()
        return expense

    def leave(self, moment):
        kind = self.env["hr.leave.type"].create(
            {
                "name": "Day off",
                "requires_allocation": False,
                "company_id": self.company.id,
            }
        )
        # A Monday, on which anybody's calendar opens.
        day = "2026-03-16"
        return self.env["hr.leave"].create(
            {
                "employee_id": self._employee().id,
                "holiday_status_id": kind.id,
                "request_date_from": day,
                "request_date_to": day,
            }
        )

    def timesheet(self, moment):
        project = self.env["project.project"].create(
            {
                "name": "Hypercare",
                "allow_timesheets": True,
                "company_id": self.company.id,
            }
        )
        return self.env["account.analytic.line"].create(
            {
                "name": "Helped",
                "project_id": project.id,
                "employee_id": self._employee().id,
                "unit_amount": 1,
                "date": self._day(moment),
            }
        )

    def lead(self, moment):
        return self.env["crm.lead"].create(
            {"name": "A big order", "company_id": self.company.id}
        )
