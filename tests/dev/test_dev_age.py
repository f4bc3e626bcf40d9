"""`./dev age` against a real PostgreSQL with tables like the addon's."""

import pytest

from tools import age, postgres
from tools.stamps import exclusive

DATABASE = "hypercare_age_test"
TABLES = """
CREATE TABLE hypercare_value (id int, day date UNIQUE, due timestamp, note text);
INSERT INTO hypercare_value VALUES
    (1, '2026-03-01', '2026-03-01 10:00', 'a'), (2, '2026-03-02', NULL, 'b'),
    (3, '2026-03-03', '2026-03-03 00:30', 'c');
CREATE VIEW hypercare_view AS SELECT * FROM hypercare_value;
CREATE TABLE other_value (day date);
INSERT INTO other_value VALUES ('2026-03-01');
CREATE TABLE mail_message (model text, date timestamp, create_date timestamp);
INSERT INTO mail_message VALUES
    ('hypercare.issue', '2026-03-05 12:00', '2026-03-05 12:00'),
    ('res.partner', '2026-03-05 12:00', '2026-03-05 12:00');
CREATE TABLE mail_activity (res_model text, date_deadline date, create_date timestamp);
CREATE TABLE ir_model_data (module text, model text, res_id int);
INSERT INTO ir_model_data VALUES ('hypercare_support', 'ir.cron', 7), ('mail', 'x', 8);
CREATE TABLE ir_cron (id int, active bool);
INSERT INTO ir_cron VALUES (7, true), (8, true);
CREATE TABLE ir_cron_trigger (
    cron_id int, call_at timestamp, create_uid int, create_date timestamp);
"""


@pytest.fixture
def query():
    with exclusive():
        server = postgres.ensure()
    drop = f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"
    postgres.psql(server, "postgres", drop)
    postgres.psql(server, "postgres", f"CREATE DATABASE {DATABASE}")
    postgres.psql(server, DATABASE, TABLES)
    yield lambda sql: postgres.psql(server, DATABASE, sql)
    postgres.psql(server, "postgres", drop)


def test_times_move_by_the_duration_and_dates_by_whole_days(query):
    query(age.statements(age.parse_duration("1d4h")))
    assert query("SELECT id, day, due FROM hypercare_value ORDER BY id") == [
        "1\t2026-02-28\t2026-02-28 06:00:00",
        "2\t2026-03-01\t",
        "3\t2026-03-02\t2026-03-01 20:30:00",
    ]


def test_what_is_not_the_addons_stays(query):
    query(age.statements(60))
    assert query("SELECT day FROM other_value") == ["2026-03-01"]
    assert query("SELECT model, date FROM mail_message ORDER BY model") == [
        "hypercare.issue\t2026-03-05 11:00:00",
        "res.partner\t2026-03-05 12:00:00",
    ]


def test_only_the_addons_scheduled_actions_are_woken(query):
    query(age.statements(60))
    assert query("SELECT cron_id FROM ir_cron_trigger") == ["7"]
