"""What there is in a database: to be compared with what there was before."""

#: Counts that change by themselves: of the server, of caches, of what has gone by.
RESTLESS = {
    *("bus_bus", "bus_presence", "ir_logging", "ir_cron_trigger", "ir_cron_progress"),
    *("ir_module_module", "ir_module_module_dependency", "ir_module_category"),
    *("ir_attachment", "ir_profile", "res_device_log"),
    *("mail_presence", "discuss_channel_rtc_session", "res_config_settings"),
    # Compared by its names.
    "ir_model_data",
}
NAMES = {
    "xmlids": "SELECT module || '.' || name FROM ir_model_data"
    # The list of what could be installed is read anew with every installation.
    " WHERE model <> 'ir.module.module'",
    "models": "SELECT model FROM ir_model",
    "fields": "SELECT model || '.' || name FROM ir_model_fields",
    "columns": "SELECT table_name || '.' || column_name"
    " FROM information_schema.columns WHERE table_schema = current_schema()",
    "indexes": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
    "constraints": "SELECT conrelid::regclass || '.' || conname FROM pg_constraint"
    " WHERE connamespace = current_schema()::regnamespace",
    "number sequences": "SELECT relname FROM pg_class WHERE relkind = 'S'",
    "parameters": "SELECT key FROM ir_config_parameter",
    "scheduled actions": "SELECT cron_name FROM ir_cron",
    "attachments": "SELECT concat_ws(' ', res_model, res_id, name) FROM ir_attachment"
    " WHERE COALESCE(url, '') NOT LIKE '/web/assets/%%'",
    "messages": "SELECT concat_ws(' ', model, res_id, id) FROM mail_message",
    "filters": "SELECT model_id || ' ' || name FROM ir_filters",
    "groups": "SELECT name::text FROM res_groups",
    "columns of core models that name ours": "SELECT concat_ws(' ', model, name)"
    " FROM ir_model_fields WHERE relation LIKE 'hypercare.%%'",
    "files of bundles": "SELECT name FROM ir_attachment"
    " WHERE name LIKE '%%hypercare%%'",
}
TABLES = (
    "SELECT table_name FROM information_schema.tables"
    " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
)


def state(database) -> dict[str, set]:
    """Return kind → names, and how many rows every table has."""
    found = {
        kind: {name for (name,) in database.rows(query)}
        for kind, query in NAMES.items()
    }
    tables = sorted(name for (name,) in database.rows(TABLES))
    found["tables"] = set(tables)
    counted = [
        name
        for name in tables
        if name not in RESTLESS and not name.startswith("orm_signaling")
    ]
    union = " UNION ALL ".join(
        f"SELECT '{name}', count(*) FROM \"{name}\"" for name in counted
    )
    found["rows"] = {f"{name}: {count}" for name, count in database.rows(union)}
    return found


def difference(before, after) -> dict[str, list]:
    """Return kind → what is there now or is not there any more."""
    return {
        kind: [
            *(f"+ {name}" for name in sorted(after[kind] - before[kind])),
            *(f"- {name}" for name in sorted(before[kind] - after[kind])),
        ]
        for kind in before
        if before[kind] != after[kind]
    }


def contents(database, prefixes=("hypercare_",), extra=()) -> dict[str, tuple]:
    """Return table → fingerprint of all its rows, without when they were written."""
    columns = {}
    for table, column in database.rows(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() ORDER BY 1, ordinal_position"
    ):
        if table.startswith(prefixes) or table in extra:
            columns.setdefault(table, []).append(column)
    found = {}
    for table, names in columns.items():
        kept = ", ".join(
            f'"{n}"' for n in names if n not in ("write_date", "write_uid")
        )
        [(count, digest)] = database.rows(
            f"SELECT count(*), md5(string_agg(r, '|' ORDER BY r)) FROM"
            f' (SELECT ROW({kept})::text AS r FROM "{table}") rows'
        )
        found[table] = (count, digest)
    return found
