from collections import defaultdict

from odoo import models
from odoo.tools import SQL


class HypercareBulkMixin(models.AbstractModel):
    """Set-wise writing of bookkeeping columns.

    Derived values (due times, next moment to look at a record) change without
    anybody having edited the record, so they must not touch ``write_date``, send
    tracking messages or cost a query per record.
    """

    _name = "hypercare.bulk.mixin"
    _description = "Set-wise Bookkeeping"

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
