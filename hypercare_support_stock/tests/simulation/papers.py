"""Documents of a company, made and finished through their own models."""

import base64

from odoo.fields import Command

#: What a piece costs and what it is sold for.
COST, PRICE = 5.0, 100.0
FILE = base64.b64encode(b"seen").decode()


class Papers:
    """What people of one company do in Sales, Purchase, Inventory and Accounting."""

    def __init__(self, env, company, clock, clerk):
        env = env(
            context={
                **env.context,
                "allowed_company_ids": company.ids,
                "tracking_disable": True,
                "mail_create_nosubscribe": True,
            }
        )
        env["account.chart.template"].try_loading(
            "generic_coa", company=company.with_env(env), install_demo=False
        )
        partner = env["res.partner"].create({"name": "Aroma Textiles"})
        category = env["product.category"].create(
            {
                "name": "Shirts",
                "property_cost_method": "standard",
                "property_valuation": "periodic",
            }
        )
        thing = env["product.product"].create(
            {
                "name": "Shirt",
                "is_storable": True,
                "categ_id": category.id,
                "list_price": PRICE,
                "standard_price": COST,
                "invoice_policy": "order",
                "purchase_method": "purchase",
                "taxes_id": False,
                "supplier_taxes_id": False,
            }
        )
        # As somebody who works there: to the system companies are all one.
        self.env = env(user=clerk.id)
        self.company, self.clock = company.with_env(self.env), clock
        self.partner, self.thing = (one.with_env(self.env) for one in (partner, thing))
        self.drafts = self.env["account.move"]

    def today(self):
        return self.clock.date(self.clock.day_of(self.clock.now))

    def _line(self, name, quantity, **values):
        return {
            "partner_id": self.partner.id,
            "company_id": self.company.id,
            name: [Command.create({"product_id": self.thing.id, **quantity, **values})],
        }

    # -- Sales and purchase --------------------------------------------------

    def sell(self, count):
        for _one in range(int(count)):
            order = self.env["sale.order"].create(
                self._line("order_line", {"product_uom_qty": 1}, tax_ids=False)
            )
            order.action_confirm()

    def buy(self, count):
        for _one in range(int(count)):
            order = self.env["purchase.order"].create(
                self._line(
                    "order_line", {"product_qty": 10}, price_unit=COST, tax_ids=False
                )
            )
            order.button_confirm()

    def _orders(self, model, state, status, count):
        domain = [
            ("company_id", "=", self.company.id),
            ("state", "=", state),
            ("invoice_status", "=", status),
        ]
        return self.env[model].search(domain, order="id", limit=count)

    # -- Warehouse -----------------------------------------------------------

    def _finish(self, code, count):
        pickings = self.env["stock.picking"].search(
            [
                ("company_id", "=", self.company.id),
                ("picking_type_id.code", "=", code),
                ("state", "not in", ("draft", "done", "cancel")),
            ],
            order="id",
            limit=int(count),
        )
        assert len(pickings) == int(count), f"there are not {count} to be {code}"
        for picking in pickings:
            for move in picking.move_ids:
                move.write({"quantity": move.product_uom_qty, "picked": True})
            picking._action_done()

    def receive(self, count):
        self._finish("incoming", count)

    def deliver(self, count):
        self._finish("outgoing", count)

    # -- Accounting ----------------------------------------------------------

    def invoice(self, count):
        for order in self._orders("sale.order", "sale", "to invoice", int(count)):
            invoice = order._create_invoices()
            invoice.invoice_date = self.today()
            invoice.action_post()

    def bill(self, count, _of=None, day=None):
        """Enter bills, of today or dated an earlier day."""
        dated = self.clock.date(int(day)) if day else self.today()
        for _one in range(int(count)):
            bill = self.env["account.move"].create(
                {
                    "move_type": "in_invoice",
                    "company_id": self.company.id,
                    "invoice_date": dated,
                    "date": dated,
                    **self._line("invoice_line_ids", {"quantity": 10}, tax_ids=False),
                }
            )
            bill.action_post()

    def _unpaid(self, count):
        return self.env["account.move"].search(
            [
                ("company_id", "=", self.company.id),
                ("move_type", "=", "out_invoice"),
                ("payment_state", "=", "not_paid"),
                ("state", "=", "posted"),
            ],
            order="id",
            limit=count,
        )

    def pay(self, count):
        """Register payments of the oldest open invoices."""
        for invoice in self._unpaid(int(count)):
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create({"payment_date": self.today()})._create_payments()

    def bank(self, count):
        """Enter lines of a bank statement; nobody has reconciled them."""
        journal = self._journal("bank")
        for _one in range(int(count)):
            self.env["account.bank.statement.line"].create(
                {
                    "date": self.today(),
                    "journal_id": journal.id,
                    "payment_ref": "Transfer",
                    "partner_id": self.partner.id,
                    "amount": PRICE,
                }
            )

    def match(self, count):
        """Reconcile the oldest bank lines with the newest open invoices."""
        lines = self.env["account.bank.statement.line"].search(
            [("company_id", "=", self.company.id), ("is_reconciled", "=", False)],
            order="date, id",
            limit=int(count),
        )
        assert len(lines) == int(count), "no bank line waits"
        for line in lines:
            owed = self._unpaid(None)[-1:].line_ids.filtered(
                lambda one: one.account_id.account_type == "asset_receivable"
            )
            _liquidity, suspense, _other = line._seek_for_lines()
            suspense.account_id = owed.account_id
            (suspense | owed).reconcile()
            assert line.is_reconciled and owed.reconciled

    def _journal(self, kind):
        return self.env["account.journal"].search(
            [("type", "=", kind), ("company_id", "=", self.company.id)], limit=1
        )

    def _entry(self, day, lines):
        return self.env["account.move"].create(
            {
                "date": day,
                "journal_id": self._journal("general").id,
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in lines
                ],
            }
        )

    def _account(self, kind):
        return self.env["account.account"].search(
            [("account_type", "=", kind), ("company_ids", "in", self.company.ids)],
            limit=1,
        )

    def draft(self, _count):
        accounts = self._account("expense"), self._account("equity")
        self.drafts = self._entry(self.today(), zip(accounts, (7, -7), strict=True))

    def adjust(self, day, amount):
        """Post into the valuation of stock what its closing entry has left out."""
        accounts = self.company.account_stock_valuation_id, self._account("expense")
        amounts = float(amount), -float(amount)
        lines = zip(accounts, amounts, strict=True)
        self._entry(self.clock.date(int(day)), lines).action_post()

    def post(self, _count):
        self.drafts.action_post()

    def close(self, day):
        """Post the closing entry of stock, of the last day of a month."""
        self.company.action_close_stock_valuation(
            self.clock.date(int(day)), auto_post=True
        )

    def lock(self, until):
        # As the dialog of Accounting does.
        self.company.sudo().write({"fiscalyear_lock_date": until})
