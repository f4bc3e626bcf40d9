"""Seeded secrets through the report button: none is found anywhere afterwards."""

import json
import logging
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from ..models import issue_report
from .escalation_common import EscalationCase
from .secret_samples import samples
from .test_report import ReportCase

#: Goes along with every secret and must be found: or the search finds nothing at all.
CANARY = "canary-5f3a"


class _Lines(logging.Handler):
    """Keeps whatever is logged, as it would be written."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record):
        self.lines.append(self.format(record))


@tagged("post_install", "-at_install")
class TestReportSecrets(EscalationCase, ReportCase, HttpCase):
    RULES = ("reported", "overdue")

    def setUp(self):
        super().setUp()
        self.authenticate(self.reporter.login, self.reporter.login)

    def call(self, method, *args):
        """Call a method of the issue as the web client does."""
        answer = self.url_open(
            f"/web/dataset/call_kw/hypercare.issue/{method}",
            data=json.dumps(
                {
                    "params": {
                        "model": "hypercare.issue",
                        "method": method,
                        "args": args,
                        "kwargs": {},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        self.assertNotIn("error", answer)
        return answer["result"]

    @contextmanager
    def everything_logged(self):
        """Yield all that is logged in the meantime, at the level of a server."""
        handler = _Lines()
        names = ("", "odoo", "werkzeug", "odoo.http", "odoo.addons.hypercare_support")
        levels = [(logger, logger.level) for logger in map(logging.getLogger, names)]
        for logger, _level in levels:
            logger.setLevel(logging.INFO)
        logging.getLogger().addHandler(handler)
        try:
            yield handler.lines
        finally:
            logging.getLogger().removeHandler(handler)
            for logger, level in levels:
                logger.setLevel(level)

    def stored(self):
        """Return all texts of the tables of the addon, of mail and of files."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT c.table_name, c.column_name FROM information_schema.columns c
                  JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE c.table_schema = current_schema AND t.table_type = 'BASE TABLE'
                   AND c.data_type IN ('text', 'character varying', 'json', 'jsonb')
                   AND (c.table_name LIKE ANY (ARRAY[
                            'hypercare\\_%%', 'mail\\_%%', 'bus\\_%%', 'rating\\_%%'])
                        OR c.table_name IN ('ir_attachment', 'ir_logging'))
                """
            )
        )
        texts = []
        for table, column in columns:
            rows = self.env.execute_query(
                SQL(
                    "SELECT %s::text FROM %s WHERE %s IS NOT NULL",
                    SQL.identifier(column),
                    SQL.identifier(table),
                    SQL.identifier(column),
                )
            )
            texts += [text for (text,) in rows]
        files = self.env["ir.attachment"].search(
            [("res_model", "=like", "hypercare.%"), ("res_field", "in", (False, "x"))]
        )
        texts += [(file.raw or b"").decode("utf-8", "replace") for file in files]
        return "\n".join(texts)

    def check(self, where, text, secrets):
        shown = [name for name, secret in secrets if secret in text]
        self.assertFalse(shown, f"secrets in {where}")

    def test_no_secret_is_stored_logged_or_mailed(self):
        rows = samples()
        self.assertGreaterEqual(len(rows), 40)
        secrets = [(name, secret) for name, _text, found in rows for secret in found]
        answers = []
        with (
            patch.object(issue_report, "PER_MINUTE", 10**6),
            self.everything_logged() as lines,
        ):
            for number, (name, text, found) in enumerate(rows):
                for secret in found:
                    self.assertIn(secret, text, name)
                start, receipt = self.report(number, text)
                answers += [json.dumps(start, ensure_ascii=False), json.dumps(receipt)]
            late = fields.Datetime.now() + timedelta(days=3)
            self.sweep(late)
            mails = "\n".join(map(repr, self.deliver(late)))
        stored = self.stored()
        self.assertIn(CANARY, stored)
        self.assertIn("cannot be posted", mails)
        self.assertTrue(any("report_submit" in line for line in lines))
        self.check("tables and files", stored, secrets)
        self.check("the log", "\n".join(lines), secrets)
        self.check("mails", mails, secrets)
        self.check("what the browser gets", "\n".join(answers), secrets)

    def report(self, number, text):
        """Report with a secret in one place after the other of what is sent."""
        places = ("traceback", "error_message", "failed_call")
        context = {
            "app": "Accounting",
            "model": "res.partner",
            "res_id": self.reporter.partner_id.id,
            "browser": "Chrome 141, Linux",
            "error_name": "builtins.ValueError",
            **dict.fromkeys(places, f"{text}\n{CANARY}"),
            # One-line facts have line ends taken out before anything is looked for.
            "menu": " ".join(text.split("\n")[-1:])[:200],
        }
        values = self.values(
            name=f"Bill {number} cannot be posted",
            context=context,
            client_key=f"secret-{number}",
        )
        return self.call("report_start", context), self.call("report_submit", values)

    def test_the_search_would_find_a_secret(self):
        """Without redaction the same search finds what was sent."""
        text = "Traceback: password=Ab1-hunter"
        kept = {"traceback": text, "error_message": text}
        contexts = type(self.env["hypercare.issue.context"])
        with patch.object(contexts, "_read_context", lambda records, given: kept):
            self.submit(context={})
        with self.assertRaises(AssertionError):
            self.check("tables", self.stored(), [("plain", "Ab1-hunter")])
