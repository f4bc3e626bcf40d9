"""Makes one document of each kind through the models of its app, as a user does."""

from odoo.fields import Command

from .documents_papers import Papers


class Documents(Papers):
    """One method per kind: makes a document now that bears the date of a moment."""

    def __init__(self, env, company):
        self.env = env(
            context={
                **env.context,
                "allowed_company_ids": company.ids,
                "tracking_disable": True,
                "mail_create_nosubscribe": True,
            }
        )
        self.company = company.with_env(self.env)
        if "chart_template" in company._fields and not company.chart_template:
            self.env["account.chart.template"].try_loading(
                "generic_coa", self.company, install_demo=False
            )
        self.partner = self.env["res.partner"].create({"name": "Somebody"})
        self.session = None

    # -- Sales, purchase -----------------------------------------------------

    def _product(self, **values):
        vals = {"name": "Thing", "list_price": 10, "standard_price": 5, **values}
        if "is_storable" in self.env["product.product"]._fields:
            vals.setdefault("is_storable", True)
        return self.env["product.product"].create(vals)

    def sale_order(self, moment):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [Command.create({"product_id": self._product().id})],
            }
        )
        order.action_confirm()
        return order

    def purchase_order(self, moment):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [Command.create({"product_id": self._product().id})],
            }
        )
        order.button_confirm()
        return order

    # -- Warehouse -----------------------------------------------------------

    def _warehouse(self):
        warehouses = self.env["stock.warehouse"]
        domain = [("company_id", "=", self.company.id)]
        return warehouses.search(domain, limit=1) or warehouses.create(
            {"name": "House", "code": "HOUSE", "company_id": self.company.id}
        )

    def _stock(self):
        """Return a product of which there are ten in stock."""
        product = self._product()
        self.env["stock.quant"]._update_available_quantity(
            product, self._warehouse().lot_stock_id, 10
        )
        return product

    def _transfer(self, kind, source, target):
        product = self._stock()
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": kind.id,
                "location_id": source.id,
                "location_dest_id": target.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": 1,
                            "location_id": source.id,
                            "location_dest_id": target.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking._action_done()
        return picking

    def receipt(self, moment):
        warehouse = self._warehouse()
        vendors = self.env.ref("stock.stock_location_suppliers")
        return self._transfer(warehouse.in_type_id, vendors, warehouse.lot_stock_id)

    def delivery(self, moment):
        warehouse = self._warehouse()
        customers = self.env.ref("stock.stock_location_customers")
        return self._transfer(warehouse.out_type_id, warehouse.lot_stock_id, customers)

    def internal_transfer(self, moment):
        warehouse = self._warehouse()
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": warehouse.lot_stock_id.id}
        )
        kind = warehouse.int_type_id
        return self._transfer(kind, warehouse.lot_stock_id, shelf)

    def stock_count(self, moment):
        product = self._product()
        quant = (
            self.env["stock.quant"]
            .with_context(inventory_mode=True)
            .create(
                {
                    "product_id": product.id,
                    "location_id": self._warehouse().lot_stock_id.id,
                    "inventory_quantity": 3,
                }
            )
        )
        quant.action_apply_inventory()
        return self.env["stock.move"].search([("product_id", "=", product.id)])

    def scrap(self, moment):
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": self._stock().id,
                "scrap_qty": 1,
                "location_id": self._warehouse().lot_stock_id.id,
            }
        )
        scrap.do_scrap()
        return scrap

    def manufacturing_order(self, moment):
        part = self._stock()
        order = self.env["mrp.production"].create(
            {
                "product_id": self._product().id,
                "product_qty": 1,
                "picking_type_id": self._warehouse().manu_type_id.id,
                "move_raw_ids": [
                    Command.create({"product_id": part.id, "product_uom_qty": 1})
                ],
            }
        )
        order.action_confirm()
        order.qty_producing = 1
        order.move_raw_ids.write({"quantity": 1, "picked": True})
        order.button_mark_done()
        return order

    def repair_order(self, moment):
        order = self.env["repair.order"].create(
            {
                "product_id": self._stock().id,
                "product_qty": 1,
                "partner_id": self.partner.id,
                "picking_type_id": self._warehouse().repair_type_id.id,
            }
        )
        order.action_validate()
        order.action_repair_start()
        order.action_repair_end()
        return order

    def maintenance_request(self, moment):
        team = self.env["maintenance.team"].create(
            {"name": "Fitters", "company_id": self.company.id}
        )
        return self.env["maintenance.request"].create(
            {
                "name": "It squeaks",
                "request_date": self._day(moment),
                "maintenance_team_id": team.id,
            }
        )
