#: What a day is judged by is kept with the day from now on.
JUDGED = {
    "comparison": "varchar",
    "margin": "double precision",
    "minimum": "integer",
    "due_day": "integer",
}


def migrate(cr, version):
    """Note with each day's KPI what it was judged by, and by which code it is known.

    Nobody knows any more what a target was on a day that is over: it is taken as it
    stands now. A day that was counted for a shared KPI and for a company's own copy
    keeps the value that was counted last.
    """
    cr.execute("SELECT to_regclass('hypercare_kpi_value')")
    if not cr.fetchone()[0]:
        return
    for name, kind in {"code": "varchar", **JUDGED}.items():
        cr.execute(
            f"ALTER TABLE hypercare_kpi_value ADD COLUMN IF NOT EXISTS {name} {kind}"
        )
    cr.execute(
        "UPDATE hypercare_kpi_value value SET code = kpi.code,"
        + ", ".join(f" {name} = kpi.{name}" for name in JUDGED)
        + " FROM hypercare_kpi kpi WHERE kpi.id = value.kpi_id AND value.code IS NULL"
    )
    cr.execute(
        "DELETE FROM hypercare_kpi_value old USING hypercare_kpi_value new"
        " WHERE new.period_id = old.period_id AND new.code = old.code"
        " AND new.date = old.date AND new.id > old.id"
    )
    # What it was before it was counted again: a list now, with when and by whom.
    cr.execute(
        "UPDATE hypercare_kpi_value SET earlier = jsonb_build_array(earlier ||"
        " jsonb_build_object('counted_at',"
        " to_char(counted_at, 'YYYY-MM-DD HH24:MI:SS'), 'by', recounted_by_id))"
        " WHERE jsonb_typeof(earlier) = 'object'"
    )
