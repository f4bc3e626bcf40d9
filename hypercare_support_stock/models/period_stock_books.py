from datetime import datetime, time

from odoo import SUPERUSER_ID, models
from odoo.tools import SQL

from .stock_location import COMPANY


class HypercarePeriod(models.Model):
    """Which goods and which accounts are compared, and what tells of a change."""

    _inherit = "hypercare.period"

    def _stock_company(self):
        """Return the company as the system sees it, and no other company beside."""
        return self.company_id.with_user(SUPERUSER_ID).with_context(
            allowed_company_ids=self.company_id.ids, **{COMPANY: self.company_id.id}
        )

    def _stock_products(self, day, after, limit):
        """Return some products that ever moved up to a day, in the order of their ids.

        Archived ones as well: what they are worth does not vanish with them.

        :param after: id; only products behind it
        """
        self.env.flush_all()
        # Raw SQL: distinct products of many moves, whether they are active or not.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product.id FROM product_product product
                  JOIN product_template template
                    ON template.id = product.product_tmpl_id
                 WHERE template.is_storable AND product.id > %s
                   AND EXISTS (SELECT FROM stock_move
                        WHERE product_id = product.id AND company_id = %s
                          AND state = 'done' AND date <= %s)
              ORDER BY product.id LIMIT %s
                """,
                after,
                self.company_id.id,
                _end_of(day),
                limit,
            )
        )
        company = self._stock_company()
        return company.env["product.product"].browse([one for (one,) in rows])

    def _stock_value_of(self, products, day) -> dict:
        """Return account id (0: none) → value, any in stock, valued at closing.

        By Odoo's own valuation, as its inventory valuation report does.
        """
        company = self._stock_company()
        accounts = company._get_accounts_by_product(products)
        places = company.env["stock.location"].search(
            [("is_valued_internal", "=", True)]
        )
        there = products.with_context(to_date=_end_of(day), location=places.ids)
        found = {}
        for product, quantity in zip(
            products, there.mapped("qty_available"), strict=True
        ):
            key = str(accounts[product]["valuation"].id or 0)
            line = found.setdefault(key, [0.0, False, False])
            line[1] |= quantity > 0
            line[2] |= product.valuation == "periodic"
        for account, value in company.stock_value(accounts, _end_of(day)).items():
            found[str(account.id or 0)][0] += value
        return found

    def _stock_accounts(self, day):
        """Return every account in which a value of stock may stand at the end of a day.

        Those that goods belong to now, those that were compared before, and those that
        entries of stock were posted to: a category that changes its account leaves the
        value in the old one.
        """
        company = self._stock_company()
        categories = company.env["product.category"].search([])
        name = "property_stock_valuation_account_id"
        fallback = categories._fields[name].get_company_dependent_fallback(categories)
        compared = (
            company.env["hypercare.stock.value"]
            .search([("company_id", "=", company.id)])
            .account_id
        )
        found = company.account_stock_valuation_id | categories.mapped(name) | fallback
        return (found | compared | self._stock_booked(company, day)).exists()

    def _stock_journals(self, company):
        """Return the journals that the value of stock is posted in."""
        categories = company.env["product.category"].search([])
        own = categories.mapped("property_stock_journal")
        return own | company.account_stock_journal_id

    def _stock_booked(self, company, day):
        """Return the accounts in which entries of stock were made up to a day.

        The other side of such entries is none: what goods cost, what is lost, work in
        progress, and what is reconciled, such as goods that are not billed yet.
        """
        lines, places = company.env["account.move.line"], company.env["stock.location"]
        accounts = company.env["account.account"]
        valued = accounts.search([("account_stock_variation_id", "!=", False)])
        wanted = [
            ("company_id", "=", company.id),
            ("parent_state", "=", "posted"),
            ("date", "<=", day),
        ]
        of_valued = [("account_id", "in", valued.ids)]
        journals = ("journal_id", "in", self._stock_journals(company).ids)
        of_stock = [
            ("account_id.account_type", "=", "asset_current"),
            ("account_id.reconcile", "=", False),
            *("|", ("display_type", "=", "cogs"), journals),
        ]
        booked = accounts.union(
            *(
                account
                for domain in (of_valued, of_stock)
                for [account] in lines._read_group(wanted + domain, ["account_id"])
            )
        )
        other = valued.account_stock_variation_id
        other |= company.account_production_wip_account_id
        other |= places.search([("company_id", "=", company.id)]).valuation_account_id
        return booked - other

    def _stock_balances(self, accounts, day) -> dict:
        """Return account → what stands in it at the end of a day."""
        by_any = {account: {"valuation": account} for account in accounts}
        company = self._stock_company()
        return company.stock_accounting_value(by_any, at_date=day) if by_any else {}

    def _stock_closed(self, day) -> set:
        """Return the ids of the accounts that have a closing entry of a day."""
        company = self._stock_company()
        groups = company.env["account.move.line"]._read_group(
            [
                ("company_id", "=", company.id),
                ("journal_id", "=", company.account_stock_journal_id.id),
                ("parent_state", "=", "posted"),
                ("date", "=", day),
            ],
            ["account_id"],
        )
        return {account.id for [account] in groups}

    def _stock_mark(self, day) -> str:
        """Return a mark that changes with whatever the comparison is made of.

        Valuing goods takes queries for each of them; this takes few for all. What it
        does not see is counted once a week.
        """
        accounts = self._stock_accounts(day)
        self.env.flush_all()
        # Raw SQL: many tables in one statement.
        [row] = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT (count(*), sum(value), sum(quantity), max(write_date))
                          FROM stock_move WHERE company_id = %(company)s
                           AND state = 'done' AND date <= %(until)s)::text,
                       (SELECT (count(*), sum(value), max(write_date))
                          FROM product_value WHERE company_id = %(company)s)::text,
                       (SELECT (count(*), sum(hashtext(category::text)::bigint))
                          FROM product_category category)::text,
                       (SELECT (count(*), sum(product.active::int),
                               max(product.write_date), max(template.write_date),
                               sum(hashtext(concat_ws(':', product.id,
                                   product.active, template.categ_id))::bigint))
                          FROM product_product product JOIN product_template template
                            ON template.id = product.product_tmpl_id
                         WHERE template.is_storable)::text,
                       (SELECT (count(*), max(write_date)) FROM ir_default)::text,
                       (SELECT (count(*), max(write_date)) FROM stock_location)::text,
                       (SELECT write_date FROM res_company
                         WHERE id = %(company)s)::text,
                       (SELECT string_agg(found::text, ' ') FROM (
                        SELECT account_id, count(*), sum(balance),
                               bool_or(date = %(day)s)
                          FROM account_move_line WHERE account_id IN %(accounts)s
                           AND company_id = %(company)s AND date <= %(day)s
                           AND parent_state = 'posted'
                      GROUP BY account_id ORDER BY account_id) found)
                """,
                company=self.company_id.id,
                until=_end_of(day),
                day=day,
                accounts=tuple(accounts.ids) or (0,),
            )
        )
        return "|".join(part or "" for part in row)


def _end_of(day) -> datetime:
    """Return the last second of a day as Odoo's valuation draws it: in UTC."""
    return datetime.combine(day, time(23, 59, 59))
