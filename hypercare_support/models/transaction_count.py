from odoo import fields, models
from odoo.tools import SQL


class HypercareTransactionCount(models.Model):
    """Documents of one kind that were entered on one day."""

    _name = "hypercare.transaction.count"
    _description = "Hypercare Documents per Day"
    _inherit = ["hypercare.counted.mixin"]
    _order = "date desc, period_id, type_id, id"
    _rec_name = "type_id"

    type_id = fields.Many2one(
        "hypercare.transaction.type",
        "Documents",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    count = fields.Integer("Made in Odoo", readonly=True)
    late = fields.Integer(
        "Entered late",
        readonly=True,
        help="Entered more than one working day after the date they bear: it betrays "
        "paper.",
    )
    measured = fields.Boolean(readonly=True)
    problem = fields.Char("Not measurable", readonly=True)
    outside = fields.Integer("Declared outside", compute="_compute_outside")
    declared = fields.Boolean(compute="_compute_outside")
    share = fields.Char("Share in Odoo", compute="_compute_outside")
    late_share = fields.Char("Late", compute="_compute_outside")

    _once = models.UniqueIndex("(period_id, type_id, date)")

    def _compute_outside(self):
        # sudo: what a department declared for its documents stands beside them.
        rows = (
            self.env["hypercare.off.system"]
            .sudo()
            ._read_group(
                [
                    ("period_id", "in", self.period_id.ids),
                    ("type_id", "in", self.type_id.ids),
                    ("date", "in", list(set(self.mapped("date")))),
                ],
                ["period_id", "type_id", "date:day"],
                ["count:sum"],
            )
        )
        declared = {(period, kind, day): count for period, kind, day, count in rows}
        for row in self:
            outside = declared.get((row.period_id, row.type_id, row.date))
            row.declared = outside is not None
            row.outside = outside or 0
            row.share = row._share_text(outside)
            row.late_share = (
                self.env._("%s %%", row.late * 100 // row.count)
                if row.late and row.count
                else "–"
            )

    def _share_text(self, outside) -> str:
        if not self.measured:
            return self.env._("Not measurable")
        if outside is None and not self.count:
            return "–"
        if outside is None:
            return self.env._("Not declared")
        total = self.count + outside
        if not total:
            return self.env._("None that day")
        return self.env._("%s %%", self.count * 100 // total)

    # -- Guards --------------------------------------------------------------

    def _refusal(self) -> str:
        return self.env._(
            "Documents are counted from the database and cannot be typed or deleted."
        )

    def _store_counts(self, rows):
        """Insert counts of days, or replace them by newer ones.

        What was measured stays as it is where it cannot be measured any more.
        """
        if not rows:
            return
        names = sorted(rows[0])
        # Raw SQL: two runs may count the same day; rows that are the same stay.
        self.env.cr.execute(
            SQL(
                "INSERT INTO hypercare_transaction_count AS known (%s) VALUES %s"
                " ON CONFLICT (period_id, type_id, date) DO UPDATE SET"
                " count = EXCLUDED.count, late = EXCLUDED.late,"
                " measured = EXCLUDED.measured, problem = EXCLUDED.problem,"
                " counted_at = EXCLUDED.counted_at WHERE known.measured IS NOT TRUE"
                " OR EXCLUDED.measured AND (known.count, known.late)"
                " IS DISTINCT FROM (EXCLUDED.count, EXCLUDED.late)",
                SQL(", ").join(map(SQL.identifier, names)),
                SQL(", ").join(
                    SQL("%s", tuple(row[name] for name in names)) for row in rows
                ),
            )
        )
        self.invalidate_model(flush=False)
