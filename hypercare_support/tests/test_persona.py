"""Who may do what: the tables in ``persona/``, row by row, through RPC and HTTP.

``access.csv`` has a row per model and operation, ``methods.csv`` one per public method,
``routes.csv`` one per address. What a row lacks is found in the registry. A new row is
proposed by the failing test with what is observed: judge each *allow* as a reviewer
before you copy it, the table says what should be.
"""

import csv
import io
from unittest.mock import patch

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .common import MONDAY, at_time
from .persona import calls, direct, wanted
from .persona.personas import PERSONAS
from .persona.remote import Remote
from .persona.table import OUTCOMES, read_routes, read_rows
from .persona.world import PLACES, World

TABLES = ("access.csv", "methods.csv")


class PersonaCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            patch.object(
                cls.registry["ir.mail_server"],
                "_hypercare_probe",
                return_value=("mail.example.com:25", False),
            )
        )
        # No job has run yet, whatever ran in this database before.
        cls.env["hypercare.heartbeat"].search([]).unlink()
        cls.rows = read_rows(*TABLES)
        with at_time(MONDAY):
            cls.world = World(cls.env)
            known = set(cls.env.registry) & {row.model for row in cls.rows}
            calls.warm(cls.world, [row for row in cls.rows if row.model in known])


@tagged("post_install", "-at_install")
class TestPersona(PersonaCase):
    def test_every_model_and_public_method_has_its_rows(self):
        for name, found in (
            ("access.csv", wanted.access(self.env)),
            ("methods.csv", wanted.methods(self.env)),
        ):
            rows = {(row.model, row.record, row.operation) for row in read_rows(name)}
            methods = {(model, operation) for model, _record, operation in rows}
            lacking = [
                row
                for row in found
                if (row.model, row.record, row.operation) not in rows
                and not (calls.is_method(row) and (row.model, row.operation) in methods)
            ]
            if lacking:
                self.fail(
                    f"Add to tests/persona/{name}, after a look at each “allow” (this "
                    f"is what is, not what should be):\n{self._proposed(lacking)}"
                )

    def _proposed(self, rows):
        """Return rows as lines of the file, with what is observed."""
        with at_time(MONDAY):
            calls.warm(self.world, rows)
            # Whoever has no log-in reaches no method at all.
            lines = [
                row.line(
                    {"public": "deny"}
                    | {who: direct.ask(self.world, row, who) for who in PERSONAS[1:]}
                )
                for row in rows
            ]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(lines)
        return text.getvalue()

    def test_no_row_is_about_what_is_gone(self):
        methods = wanted.public_methods(self.env)
        for row in self.rows:
            with self.subTest(row=row.key):
                self.assertIn(row.model, self.env.registry)
                if calls.is_method(row):
                    self.assertIn(row.operation, methods[row.model])
        abstract = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("hypercare.") and model._abstract
        }
        self.assertEqual(abstract, wanted.ABSTRACT)
        for name in abstract:
            self.assertEqual(methods[name], wanted.SHARED.get(name, set()), name)

    def test_every_row_can_be_told_from_an_empty_database(self):
        """Each record is there, each cell is an outcome; *nobody* has its reason."""
        for row in self.rows:
            with self.subTest(row=row.key):
                self.assertIn(row.record, ("", *PLACES))
                self.assertEqual(tuple(row.cells), PERSONAS)
                self.assertLessEqual(set(row.cells.values()), set(OUTCOMES))
                if row.record:
                    record = self.world.record(row.model, row.record)
                    self.assertTrue(record.exists())
                if "allow" not in row.cells.values():
                    self.assertTrue(row.why, "nobody may: say why")
        keys = [(*row.key, str(row.first)) for row in self.rows]
        self.assertEqual(len(keys), len(set(keys)))

    def test_remote_calls_are_answered_as_the_tables_say(self):
        remote, wrong = Remote(self, self.world), []
        with at_time(MONDAY):
            for persona in PERSONAS:
                remote.login(persona)
                for row in self.rows:
                    outcome, cell = remote.ask(row), row.cells[persona]
                    if outcome != cell:
                        wrong.append(
                            f"{' '.join(row.key)} {row.first or ''}: {persona} should "
                            f"be “{cell}”, is “{outcome}” {remote.words}"
                        )
        self.assertFalse(wrong, "\n".join(["", *wrong]))

    def test_addresses_are_answered_as_the_table_says(self):
        lines = read_routes()
        self.assertEqual(sorted({line["route"] for line in lines}), wanted.routes())
        for persona in PERSONAS:
            Remote(self, self.world).login(persona)
            for line in lines:
                with self.subTest(
                    route=line["route"], given=line["given"], who=persona
                ):
                    self.assertEqual(self._visit(line), line[persona])

    def _visit(self, line):
        """Return the status of an address; *deny* where JSON says no or nothing."""
        path = line["given"] or line["route"]
        if "@preset" in path:
            preset = self.world.record("hypercare.preset", "own")
            path = path.replace("@preset", str(preset.id))
        if line["method"] == "JSON":
            answer = self.url_open(path, json={"params": {}}).json()
            return "allow" if answer.get("result") not in (None, False) else "deny"
        data = None
        if line["method"] == "POST":
            data = {"x": "1"}
            if line["given"].endswith("#token"):
                data["csrf_token"] = Request.csrf_token(self)
        answer = self.url_open(path.partition("#")[0], data=data, allow_redirects=False)
        return str(answer.status_code)
