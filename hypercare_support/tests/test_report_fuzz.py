"""Hostile reports: each is taken safely, or refused in a sentence that helps."""

import json
import logging
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged

from ..models import issue_report
from .hostile_reports import Hostile
from .test_report import ReportCase

#: In every record that the reporter may not read, and in no answer.
HIDDEN = "Zaq1Hidden"
#: What a refusal never contains: it would be a look inside.
INSIDE = ("Traceback", "psycopg2", "SELECT ", 'File "', "<class '", "object at 0x")


class _Complaints(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


class FuzzCase(ReportCase):
    def setUp(self):
        super().setUp()
        company = self.env["res.company"].create({"name": f"{HIDDEN} Ltd"})
        partner = self.env["res.partner"].create(
            {"name": f"{HIDDEN} partner", "company_id": company.id}
        )
        parameter = self.env["ir.config_parameter"].create(
            {"key": HIDDEN, "value": HIDDEN}
        )
        self.foreign = self.make_period(name=f"{HIDDEN} foreign", company_id=company.id)
        self.draft = self.make_period(name=f"{HIDDEN} draft", state="draft")
        self.secret = self.make_issue(
            name=f"{HIDDEN} secret", user=self.colleague, confidential=True
        )
        self.article = self.env["hypercare.article"].create(
            {"name": f"{HIDDEN} answer", "answer": HIDDEN, "published": False}
        )
        records = (partner, parameter, company, self.secret, self.article, self.foreign)
        self.records = [
            *((record._name, record.id) for record in records),
            *(("res.partner", 10**8), ("no.such.model", 1), ("base", 1)),
            *(("ir.cron", 1), ("ir.logging", 1), ("res.users.apikeys", 1)),
            *(("hypercare.issue.context", 1), ("hypercare.alarm", 1), ("_unknown", 1)),
        ]
        self.periods = [self.foreign.id, self.draft.id, 10**8]
        self.env.flush_all()

    def hostile(self, seed):
        return Hostile(seed, self.values(), self.records, self.periods)

    @contextmanager
    def no_complaints(self):
        """Fail if anything is logged as an error in the meantime."""
        handler = _Complaints()
        logging.getLogger().addHandler(handler)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(handler)
        self.assertEqual(handler.lines, [])

    def check_refusal(self, message):
        self.assertTrue(message.strip())
        for word in (*INSIDE, HIDDEN):
            self.assertNotIn(word, message)

    def check_taken(self, issue):
        """A reporter decides nothing but what the dialog asks."""
        self.assertEqual((issue.reporter_id, issue.state), (self.reporter, "new"))
        self.assertEqual(
            (issue.period_id, issue.company_id), (self.period, self.company)
        )
        self.assertFalse(issue.user_id)
        self.assertEqual(issue.channel, "app")
        texts = issue.read(["name", "description", "expected", "actual", "module"])
        context = issue.context_ids
        stored = repr((texts, context.read()))
        self.assertNotIn(HIDDEN, stored)
        self.assertNotIn("\\x00", stored)
        if context.res_id:
            record = self.env[context.model].browse(context.res_id)
            self.assertTrue(record.with_user(self.reporter).has_access("read"))


@tagged("post_install", "-at_install")
class TestReportFuzz(FuzzCase):
    def fuzz(self, seed, count):
        """Call so many times as the web client does; return how many were taken."""
        hostile, taken, refused = self.hostile(seed), 0, 0
        issues = self.issues()
        with self.no_complaints(), patch.object(issue_report, "PER_MINUTE", 10**6):
            for number in range(count):
                method, args, context = hostile.call()
                with (
                    self.subTest(seed=seed, number=number, method=method),
                    self.env.cr.savepoint() as savepoint,
                ):
                    known = self.last_issue()
                    try:
                        result = call_kw(issues, method, args, {"context": context})
                        self.env.flush_all()
                    except UserError as error:
                        refused += 1
                        self.check_refusal(str(error))
                    else:
                        taken += 1
                        self.assertNotIn(HIDDEN, json.dumps(result))
                        if method == "report_submit":
                            issue = self.env["hypercare.issue"].browse(result["id"])
                            self.assertGreater(issue.id, known)
                            self.check_taken(issue)
                    self.env.invalidate_all(flush=False)
                    savepoint.rollback()
                self.env.invalidate_all(flush=False)
        self.assertGreater(taken, count / 8)
        self.assertGreater(refused, count / 8)

    def last_issue(self):
        self.env.cr.execute("SELECT max(id) FROM hypercare_issue")
        return self.env.cr.fetchone()[0]

    def test_five_hundred(self):
        self.fuzz(5, 500)

    @pytest.mark.long
    def test_two_thousand(self):
        for seed in range(6, 10):
            self.fuzz(seed, 500)

    def test_what_is_hidden_answers_like_what_is_not_there(self):
        """Nothing is learnt by trying numbers: answers differ in the number only."""
        cases = [
            ("report_join", lambda number: [number], "hypercare.issue", self.secret),
            (
                "report_answered",
                lambda number: [number, False, "x", self.period.id],
                "hypercare.article",
                self.article,
            ),
            (
                "report_answered",
                lambda number: [False, number, "x", self.period.id],
                "hypercare.issue",
                self.secret,
            ),
            (
                "report_similar",
                lambda number: [HIDDEN, number],
                "hypercare.period",
                self.foreign,
            ),
        ]
        for method, arguments, model, record in cases:
            with self.subTest(method=method, model=model):
                answers = [
                    self.answer(method, arguments(number))
                    for number in (record.id, 10**8)
                ]
                self.assertEqual(*answers)
        for model, number in self.records:
            with self.subTest(model=model):
                found = self.answer(
                    "report_start", [{"model": model, "res_id": number}]
                )
                none = self.answer("report_start", [{"model": model, "res_id": 10**8}])
                self.assertEqual(found, none)

    def answer(self, method, args):
        try:
            return json.dumps(call_kw(self.issues(), method, args, {}))
        except UserError as error:
            return str(error)

    def test_twenty_megabytes_are_refused_or_cut(self):
        huge = "A" * 20 * 2**20
        for changes in (
            {"name": huge},
            {"description": huge},
            {"context": {"traceback": huge, "app": huge, "url": huge}},
            {"client_key": huge},
        ):
            with self.subTest(keys=list(changes)):
                issue = self.submit(**changes)
                size = len(repr((issue.read(), issue.context_ids.read())))
                self.assertLess(size, 150_000)
        with self.assertRaisesRegex(UserError, "too large|cannot be taken|At most"):
            self.submit(attachments=[{"name": "a.txt", "data": huge}])

    def test_a_hundred_in_a_minute_are_ten(self):
        count = self.env["hypercare.issue"].search_count([])
        refused = 0
        for _number in range(100):
            try:
                self.submit()
            except UserError as error:
                self.assertIn("within a minute", str(error))
                refused += 1
        self.assertEqual(refused, 90)
        self.assertEqual(self.env["hypercare.issue"].search_count([]), count + 10)


@tagged("post_install", "-at_install")
class TestReportFuzzHttp(FuzzCase, HttpCase):
    def test_a_hundred_over_http(self):
        """The whole way: session, JSON, transaction, answer."""
        self.authenticate(self.reporter.login, self.reporter.login)
        hostile, refused = self.hostile(50), 0
        with self.no_complaints(), patch.object(issue_report, "PER_MINUTE", 10**6):
            for number in range(120):
                method, args, context = hostile.call()
                with self.subTest(number=number, method=method):
                    answer = self.rpc(method, args, context)
                    error = answer.get("error")
                    self.assertNotIn(HIDDEN, json.dumps(answer))
                    if not error:
                        continue
                    refused += 1
                    self.assertRegex(error["data"]["name"], r"^odoo\.exceptions\.")
                    self.check_refusal(error["data"]["message"])
        self.assertTrue(5 < refused < 115)
        made = self.env["hypercare.issue"].search(
            [("reporter_id", "=", self.reporter.id)]
        )
        self.assertTrue(made)
        for issue in made:
            self.check_taken(issue)

    def rpc(self, method, args, context):
        params = {
            "model": "hypercare.issue",
            "method": method,
            "args": args,
            "kwargs": {"context": context},
        }
        answer = self.url_open(
            f"/web/dataset/call_kw/hypercare.issue/{method}",
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        )
        self.assertEqual(answer.status_code, 200, f"{args!r:.3000} {context}")
        return answer.json()
