from collections import defaultdict

from odoo import models
from odoo.tools import SQL, split_every

#: Rows per INSERT statement.
INSERT_ROWS = 2000


class HypercareBulkMixin(models.AbstractModel):
    """Set-wise writing of evidence and of bookkeeping columns.

    Derived values (due times, next moment to look at a record) change without
    anybody having edited the record, so they must not touch ``write_date``, send
    tracking messages or cost a query per record.
    """

    _name = "hypercare.bulk.mixin"
    _description = "Set-wise Bookkeeping"
    _inherit = ["hypercare.kept.mixin"]

    def _insert_rows(self, vals_list: list[dict]):
        """Insert many records that no person edits, some thousand per statement.

        Bypasses ``create``: for evidence, whose columns are all given and which has
        neither defaults nor stored computed fields nor tracking.

        :param vals_list: values in column format, all with the same keys
        :return: the records, in the order of the values
        """
        if not vals_list:
            return self.browse()
        names = sorted(vals_list[0])
        log = {}
        if self._log_access:
            now = self.env.cr.now()
            log = dict.fromkeys(("create_uid", "write_uid"), self.env.uid)
            log |= dict.fromkeys(("create_date", "write_date"), now)
        ids = []
        for chunk in split_every(INSERT_ROWS, vals_list):
            rows = [
                (*(_column_value(vals[name]) for name in names), *log.values())
                for vals in chunk
            ]
            # Raw SQL: an insert by the ORM costs five times as much per record.
            ids += self.env.execute_query(
                SQL(
                    f"INSERT INTO %s (%s) VALUES {', '.join(['%s'] * len(rows))}"
                    " RETURNING id",
                    SQL.identifier(self._table),
                    SQL(", ").join(map(SQL.identifier, (*names, *log))),
                    *rows,
                )
            )
        self._forget_inverses(names, vals_list)
        return self.browse([row_id for (row_id,) in ids])

    def _forget_inverses(self, names, vals_list):
        """Drop cached one2many values that lack the inserted records."""
        for name in names:
            field = self._fields[name]
            for inverse in self.pool.field_inverses[field]:
                owners = self.env[field.comodel_name].browse(
                    {vals[name] for vals in vals_list if vals[name]}
                )
                owners.invalidate_recordset([inverse.name], flush=False)

    def _store_rows(self, vals_by_id: dict[int, dict]) -> None:
        """Write different stored values to many records, one statement per field set.

        Bypasses ``write``: callers pass derived columns only. Dependent computed
        fields are invalidated as after a normal write.

        :param vals_by_id: record id → values in column format
        """
        rows_by_fields = defaultdict(list)
        for record_id, vals in vals_by_id.items():
            names, values = zip(*sorted(vals.items()), strict=True)
            rows_by_fields[names].append((record_id, *values))
        for names, rows in rows_by_fields.items():
            records = self.browse([row[0] for row in rows])
            # Pending ORM writes of the same columns would overwrite ours later.
            self.env[self._name].flush_model(names)
            # Raw SQL: the ORM has no update that leaves write_date alone.
            self.env.execute_query(
                SQL(
                    "UPDATE %s SET %s FROM (VALUES %s) AS v (id, %s)"
                    " WHERE %s.id = v.id RETURNING %s.id",
                    SQL.identifier(self._table),
                    SQL(", ").join(
                        SQL(
                            "%s = v.%s::%s",
                            SQL.identifier(name),
                            SQL.identifier(name),
                            SQL(self._fields[name].column_type[1]),
                        )
                        for name in names
                    ),
                    SQL(", ").join(SQL("%s", row) for row in rows),
                    SQL(", ").join(map(SQL.identifier, names)),
                    SQL.identifier(self._table),
                    SQL.identifier(self._table),
                )
            )
            records.invalidate_recordset(names, flush=False)
            records.modified(names)


def _column_value(value):
    """Return a value for a column; no evidence column is a boolean."""
    return None if value is False else value
