"""A record of each model that keeps facts, and values to forge them with."""

from contextlib import suppress
from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tools import mute_logger

from .common import MONDAY, HypercareCommon, at_time

SAMPLES = {
    "char": "forged",
    "text": "forged",
    "date": "2020-01-02",
    "datetime": "2020-01-02 03:04:05",
    "integer": 77,
    "float": 7.5,
    "json": {"forged": 1},
}
#: Models whose records the test makes.
MADE = {
    "hypercare.change.request",
    "hypercare.charter",
    "hypercare.charter.approval",
    "hypercare.checklist.item",
    "hypercare.cover.request",
    "hypercare.issue",
    "hypercare.knowledge.transfer",
    "hypercare.period",
    "hypercare.period.extension",
    "hypercare.responsibility",
    "hypercare.shift",
    "hypercare.shift.swap",
}


class KeptCase(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.draft = cls.make_period(state="draft", name="Draft")
        cls.area = cls.env["hypercare.area"].create(
            {"period_id": cls.period.id, "name": "Finance"}
        )
        cls.tier3.write({"member_ids": [Command.create({"user_id": cls.manager.id})]})
        cls.rota = cls.make_shift(cls.l3, 3)
        cls.checklist = cls.env["hypercare.checklist"].create(
            {"period_id": cls.period.id, "name": "List", "purpose": "other"}
        )

    @classmethod
    def make_shift(cls, user, day):
        return cls.env["hypercare.shift"].create(
            {
                "tier_id": cls.tier3.id,
                "user_id": user.id,
                "start_at": datetime(2026, 3, day, 2),
                "end_at": datetime(2026, 3, day, 10),
            }
        )

    def stored(self):
        return [
            self.env[name]
            for name in sorted(self.env.registry)
            if name.startswith("hypercare.")
            and self.env[name]._auto
            and not self.env[name]._abstract
            and not self.env[name]._transient
        ]

    def kept(self, model):
        """Return kept fields of the addon that a default could fill."""
        return [
            name
            for name, field in model._fields.items()
            if model._is_kept(name)
            and name not in MAGIC_COLUMNS
            and field._modules[0].startswith("hypercare")
            and field.type not in ("one2many", "many2many")
        ]

    def sample(self, model, name):
        """Return a value that the field would not have by itself."""
        field = model._fields[name]
        usual = model.default_get([name]).get(name)
        if field.type == "boolean":
            return not usual
        if field.type == "selection":
            choices = dict(field._description_selection(self.env))
            return next((key for key in reversed(choices) if key != usual), None)
        if field.type == "many2one":
            special = {
                "res.users": self.colleague,
                "res.company": self.other_company,
                "hypercare.period": self.draft,
            }
            found = special.get(field.comodel_name) or self.env[
                field.comodel_name
            ].search([], limit=1)
            return found.id or None
        return SAMPLES.get(field.type)

    def minimal(self, name):
        span = {"start_at": datetime(2026, 3, 5, 2), "end_at": datetime(2026, 3, 5, 9)}
        return {
            "hypercare.change.request": {
                "period_id": self.period.id,
                "name": "Add a user",
                "kind": "access",
                "reason": "New colleague",
            },
            "hypercare.charter": {"period_id": self.period.id},
            "hypercare.charter.approval": {
                "charter_id": self.charter.id,
                "user_id": self.l2.id,
            },
            "hypercare.checklist.item": {
                "checklist_id": self.checklist.id,
                "name": "Count the stock",
            },
            "hypercare.cover.request": {
                "period_id": self.period.id,
                "summary": "Less",
                "reason": "Quiet",
            },
            "hypercare.issue": {
                "period_id": self.period.id,
                "name": "No invoice",
                "severity": "s2",
            },
            "hypercare.knowledge.transfer": {"area_id": self.area.id},
            "hypercare.period": {
                "name": "New",
                "go_live": "2026-03-01",
                "date_end": "2026-03-14",
            },
            "hypercare.period.extension": {
                "period_id": self.period.id,
                "old_end": "2026-03-14",
                "new_end": "2026-03-21",
                "reason": "More",
                "user_id": self.l3.id,
                "at": "2026-03-02 04:00:00",
            },
            "hypercare.responsibility": {"period_id": self.period.id, "name": "Close"},
            "hypercare.shift": {
                "tier_id": self.tier3.id,
                "user_id": self.l3.id,
                **span,
            },
            "hypercare.shift.swap": {
                "shift_id": self.rota.id,
                "colleague_id": self.manager.id,
            },
        }[name]

    @property
    def charter(self):
        charters = self.env["hypercare.charter"].sudo()
        found = charters.search([("period_id", "=", self.draft.id)])
        return found or charters.create({"period_id": self.draft.id})

    def forged(self, model):
        """Return the samples of all kept fields of a model that have one."""
        values = {name: self.sample(model, name) for name in self.kept(model)}
        return {name: value for name, value in values.items() if value is not None}

    def assert_not_arrived(self, record, values, truth):
        for name, value in values.items():
            shown = self.read_as(record, name, value)
            if truth[name] != shown:
                self.assertNotEqual(record[name], shown, f"{record._name}.{name}")

    def made(self, name, **context):
        model = self.env[name].with_user(self.manager)
        if not model.has_access("create"):
            # Made by the addon, in the context of whoever pressed the button.
            model = model.sudo()
        with at_time(MONDAY):
            return model.with_context(**context).create(self.minimal(name))

    def copied(self, record, names, default=None):
        """Return what a copy would have in some fields; None if it is refused."""
        refused = (UserError, ValidationError, IntegrityError)
        found = None
        with (
            mute_logger("odoo.sql_db"),
            suppress(*refused),
            at_time(MONDAY),
            self.env.cr.savepoint() as point,
        ):
            copy = record.copy(default).sudo()
            self.env.flush_all()
            self.env.invalidate_all()
            found = {name: copy[name] for name in names}
            point.rollback()
        self.env.invalidate_all(flush=False)
        return found

    def read_as(self, record, name, value):
        field = record._fields[name]
        cached = field.convert_to_cache(value, record, validate=False)
        return field.convert_to_record(cached, record)
