"""`./dev age`: move the stored times of a demo database into the past.

Nothing of this is in the addon: to it, time has simply passed. Afterwards its
scheduled actions are woken, as they would have been in the meantime.
"""

import re

from . import databases, environment
from .layout import ADDON
from .postgres import psql
from .say import Failure, info

MINUTES = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}
# Moved there and back, so that a row never meets the former time of its neighbour
# in a unique index while the table is being updated.
DETOUR_DAYS = 365_000

SHIFT = """
DO $age$
DECLARE
    stage integer;
    target record;
BEGIN
    FOR stage IN 0..1 LOOP
        FOR target IN
            SELECT c.table_name, string_agg(format(
                '%1$I = %1$I + %2$s', c.column_name,
                CASE c.data_type
                    WHEN 'date' THEN (CASE stage
                        WHEN 0 THEN '(-{detour} - {days})' ELSE '{detour}' END)
                    ELSE (CASE stage
                        WHEN 0 THEN $$interval '-{detour} days -{minutes} minutes'$$
                        ELSE $$interval '{detour} days'$$ END)
                END), ', ') AS changes
            FROM information_schema.columns c
            JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
            AND c.table_name LIKE 'hypercare\\_%' AND c.is_generated = 'NEVER'
            AND c.data_type IN ('date', 'timestamp without time zone')
            GROUP BY c.table_name
        LOOP
            EXECUTE format('UPDATE %I SET %s', target.table_name, target.changes);
        END LOOP;
    END LOOP;
END
$age$;
UPDATE mail_message SET date = date - interval '{minutes} minutes',
    create_date = create_date - interval '{minutes} minutes'
    WHERE model LIKE 'hypercare.%';
UPDATE mail_activity SET date_deadline = date_deadline - {days},
    create_date = create_date - interval '{minutes} minutes'
    WHERE res_model LIKE 'hypercare.%';
UPDATE ir_cron_trigger SET call_at = call_at - interval '{minutes} minutes'
    WHERE cron_id IN ({crons});
INSERT INTO ir_cron_trigger (cron_id, call_at, create_uid, create_date)
    SELECT id, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
    FROM ir_cron WHERE active AND id IN ({crons});
"""
CRONS = f"""SELECT res_id FROM ir_model_data
    WHERE module = '{ADDON}' AND model = 'ir.cron'"""


def main(database: str, duration: str, *, force: bool) -> int:
    minutes = parse_duration(duration)
    env = environment.ensure()
    databases.require(env, database)
    if not force and not _has_demo_data(env, database):
        raise Failure(
            f"{database} has no demo data of {ADDON}: its times are somebody's facts;"
            " --force moves them all the same"
        )
    psql(env.server, database, statements(minutes))
    psql(env.server, "postgres", f"NOTIFY cron_trigger, '{database}'")
    info(f"{database} is now {duration} older; its scheduled actions are woken")
    return 0


def statements(minutes: int) -> str:
    """One transaction that moves all times by `minutes`, dates by whole days."""
    days = minutes // MINUTES["d"]
    sql = SHIFT.format(minutes=minutes, days=days, detour=DETOUR_DAYS, crons=CRONS)
    return f"BEGIN; {sql} COMMIT;"


def parse_duration(text: str) -> int:
    """Minutes in a text like `2h`, `30m` or `1d4h`."""
    parts = re.findall(r"(\d+)([wdhm])", text)
    minutes = sum(int(number) * MINUTES[unit] for number, unit in parts)
    if "".join(number + unit for number, unit in parts) != text or not minutes:
        raise Failure(f"{text!r} is no duration: write it like 30m, 2h or 1d4h")
    return minutes


def _has_demo_data(env: environment.Environment, database: str) -> bool:
    return bool(
        psql(
            env.server,
            database,
            "SELECT 1 FROM ir_module_module"
            f" WHERE name = '{ADDON}' AND state = 'installed' AND demo",
        )
    )
