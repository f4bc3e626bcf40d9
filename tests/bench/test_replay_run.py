"""A small log, replayed in the database, against figures worked out on paper."""

import csv
from pathlib import Path
from zoneinfo import ZoneInfo

from odoo.tests import TransactionCase, tagged

from bench._replay_log import parse, read_log
from bench._replay_report import bench_rows, report
from bench._replay_run import replay

UTC = ZoneInfo("UTC")
SMALL_LOG = Path(__file__).parent / "data" / "small_log.csv"

EXPECTED = """\
Rows
      35  changed an issue, namely its
        19  state
         8  state and waiting for
         7  state and owner
         1  severity
       9  changed nothing that an issue keeps; other columns:
         7  first row, as opened
         2  reassignment_count, assignment_group
       1  refused by the addon
       4  could not be read
      49  together, of 49 in the file

Particulars
       2  assignment group changed, not replayed (1 incident)
       2  reopened (2 incidents)
       2  state changed in the minute of the row before (1 incident)
       1  dated before an earlier row of the incident (1 incident)
       1  dated before the opening (1 incident)
       1  in_progress → resolved → closed in one row (1 incident)
       1  priority changed (1 incident)
       1  resolved → in_progress → waiting in one row (1 incident)
       1  state changed twice in one minute (1 incident)

Acts by
      10  action_resolve
      10  create
       9  action_close
       8  write
       4  action_start
       2  action_take
       2  action_wait_reporter
       2  action_wait_third_party

Rows that could not be applied
{refused}
       1  has not as many cells as the header
       1  priority “9 - None” has no counterpart
       1  state “-100” has no counterpart
       1  time “yesterday” cannot be read
  line 29, INC0000006: state “-100” has no counterpart
  line 41, INC0000008: {reason}
  line 48, INC0000011: priority “9 - None” has no counterpart
  line 49, INC0000012: time “yesterday” cannot be read
  line 50, INC0000013: has not as many cells as the header

The log against itself
       1  resolved_at differs from the rows
       1  resolved_at is empty
  line 27, INC0000005: resolved_at is empty
  line 41, INC0000008: resolved_at differs from the rows

Comparisons with the log
      55  state: 0 differ
      55  waiting for: 0 differ
      55  severity: 0 differ
      55  owner: 0 differ
      55  resolved at: 0 differ
      55  closed at: 0 differ
      55  reopenings: 0 differ
      55  response due: 0 differ
      55  response stop: 0 differ
      55  response outcome: 0 differ
      55  resolution due: 0 differ
      55  resolution stop: 0 differ
      55  resolution outcome: 0 differ
      46  history of state: 0 differ
      11  history of severity: 0 differ
       7  history of owner: 0 differ
     779  together: 0 differ

By severity (of the end; clocks of the last run)
        issues reopened |  response: met late open none      mean \
| resolution: met late open none      mean
  s1       2        0 |             1    1    0    0     01:20 \
|              1    1    0    0     04:46
  s2       3        0 |             2    0    1    0     00:05 \
|              1    1    1    0     23:15
  s3       3        1 |             2    1    0    0     15:35 \
|              2    1    0    0  3d 03:20
  s4       2        1 |             2    0    0    0     00:20 \
|              0    0    0    2     01:35
"""


# Outside of the addon Odoo gives a test no tags of its own.
@tagged("standard", "post_install", "-at_install")
class TestReplay(TransactionCase):
    """The real addon does what the log says, and the report says so."""

    maxDiff = None

    def test_small_log(self):
        log = read_log(SMALL_LOG, UTC)
        result = replay(self.env, log, UTC, "mon-fri")
        [(_row, reason)] = result.refused
        self.assertRegex(reason, r"^UserError: .* cannot become Resolved")
        text = report(result, "UTC", "hours")
        _rules, _title, figures = text.partition("\n\nRows\n")
        expected = EXPECTED.format(refused=f"       1  {reason}", reason=reason)
        self.assertEqual(
            ("Rows\n" + figures).partition("  late: ")[0].split("\n"),
            expected.split("\n"),
        )
        rows = {row["question"]: row for row in bench_rows(result, 10.0)}
        self.assertEqual(rows["replay: rows per second"]["value"], 4.5)
        self.assertTrue(rows["replay: mismatches"]["ok"])
        self.assertEqual(rows["replay: s3 response breached"]["value"], 1)
        self.assertFalse(
            self.env["mail.mail"].search_count([("model", "=", "hypercare.issue")])
        )

    def test_what_waits_is_not_late_by_waiting(self):
        """The due time moves while an issue waits, so waiting breaks no promise."""
        lines = SMALL_LOG.read_text(encoding="utf-8").split("\n")
        header, opening, taking, waiting = lines[0], lines[1], lines[3], lines[4]
        # It waits from 10:00, was due at 13:00, and waits still a day later.
        later = waiting.replace("07-03-2016 10:00", "08-03-2016 10:00")
        log = parse(csv.DictReader([header, opening, taking, waiting, later]), UTC)
        result = replay(self.env, log, UTC, "24x7")
        self.assertFalse(result.mismatches)
