"""What the tests of hard cases share: goods in stock, and what breaks."""

from unittest.mock import patch

from odoo.addons.hypercare_support.tests.common import at_time

from .stock_common import APRIL_3, MARCH, StockCase

KPI = "inventory_valuation"
#: Eleven days into April: there was time to close March.
LATE = 42


class HardCase(StockCase):
    def setUp(self):
        super().setUp()
        self.thing = self.product(cost=5)
        self.move(self.thing, 10, 10)

    def attest(self, day):
        with at_time(self.at(day)):
            self.env["hypercare.kpi.attestation"].with_user(self.manager).create(
                {
                    "period_id": self.period.id,
                    "kpi_id": self.kpi(KPI).id,
                    "name": "Looked through with the store keeper",
                    "date": self.day(day),
                    "file": "cmVwb3J0",
                    "file_name": "report.pdf",
                }
            )

    def judged(self, number):
        """Return the KPI of a day, counted in the night after it."""
        self.count(31)
        self.count(number)
        return self.value(KPI, number)

    def measured(self, number):
        """Return the state of the KPI without counting anything."""
        with at_time(self.night(number)):
            return self.period._kpi_measure(KPI, self.day(number))

    def forget_account(self):
        """Empty the valuation account of the company."""
        defaults = self.env["ir.default"].search(
            [("field_id.name", "=", "property_stock_valuation_account_id")]
        )
        defaults.unlink()
        self.company.account_stock_valuation_id = False

    def new_account(self):
        return self.account.copy({"name": "Stock, new", "code": "199901"})

    def break_down(self, error, day=APRIL_3):
        """Have a comparison end in an error."""
        with (
            patch.object(type(self.company), "stock_value", side_effect=error),
            at_time(self.at(day)),
        ):
            self.period._stock_refresh([MARCH], always=[MARCH])
            self.env.flush_all()
