"""Facts that only the addon writes reach no record by a default, a copy or a parent."""

from odoo.exceptions import UserError
from odoo.fields import Command

from .kept_common import MADE, KeptCase

MIXIN = "hypercare.kept.mixin"
#: Models with kept facts of which no record is made here: bookkeeping and evidence that
#: is inserted without defaults. Their defaults are asked for all the same.
NOT_MADE = {
    "hypercare.alarm",
    "hypercare.article",
    "hypercare.chat.message",
    "hypercare.checklist",
    "hypercare.checklist.notice",
    "hypercare.deflection",
    "hypercare.erasure",
    "hypercare.escalation",
    "hypercare.escalation.delivery",
    "hypercare.exit.condition",
    "hypercare.exit.criterion",
    "hypercare.exit.relapse",
    "hypercare.exit.review",
    "hypercare.health.value",
    "hypercare.heartbeat",
    "hypercare.held.mail",
    "hypercare.integration.day",
    "hypercare.issue.context",
    "hypercare.issue.engagement",
    "hypercare.issue.event",
    "hypercare.kpi.alert",
    "hypercare.kpi.attestation",
    "hypercare.kpi.value",
    "hypercare.off.system",
    "hypercare.period.notice",
    "hypercare.sla.clock",
    "hypercare.sla.pause",
    "hypercare.stakeholder",
    "hypercare.standup",
    "hypercare.standup.line",
    "hypercare.status.report",
    "hypercare.told.mail",
    "hypercare.transaction.count",
    "hypercare.user.activity",
    "hypercare.kpi.change",
    "hypercare.taken.out",
}
#: Readonly on the screen, but no fact that anybody answers for.
FREE = {"hypercare.period": ("preset_id",)}


class TestKept(KeptCase):
    # -- Every model -------------------------------------------------------------------

    def test_every_model_closes_the_side_doors(self):
        mixin = self.env.registry[MIXIN]
        self.assertFalse(
            [m._name for m in self.stored() if not issubclass(type(m), mixin)]
        )

    def test_every_model_with_kept_facts_is_looked_at(self):
        follows = {"company_id", "period_id"}
        keeping = {m._name for m in self.stored() if set(self.kept(m)) - follows}
        self.assertEqual(keeping - MADE, NOT_MADE)

    def test_no_default_of_a_context_fills_a_kept_field(self):
        checked = 0
        for model in self.stored():
            mine = model.with_user(self.manager)
            for name, value in self.forged(model).items():
                usual = mine.default_get([name])
                for asking in (mine, mine.sudo()):
                    given = asking.with_context(**{f"default_{name}": value})
                    with self.subTest(model=model._name, field=name):
                        found = given.default_get([name])
                        if model._fields[name].type != "datetime" or not usual:
                            self.assertEqual(found, usual)
                        self.assertNotEqual(found.get(name), value)
                        checked += 1
        self.assertGreater(checked, 300)

    def test_no_default_of_a_user_fills_a_kept_field(self):
        self.env["ir.default"].set("hypercare.period", "state", "running")
        self.env["ir.default"].set("hypercare.charter", "state", "approved")
        periods = self.env["hypercare.period"].with_user(self.manager)
        period = periods.create(self.minimal("hypercare.period"))
        charters = self.env["hypercare.charter"].with_user(self.manager)
        charter = charters.create({"period_id": period.id})
        self.assertEqual((period.state, charter.state), ("draft", "draft"))

    def test_free_fields_take_defaults_as_before(self):
        issues = self.env["hypercare.issue"].with_context(default_name="Mine")
        self.assertEqual(issues.default_get(["name"]), {"name": "Mine"})

    # -- Created and copied ------------------------------------------------------------

    def test_nothing_forged_arrives_in_a_record(self):
        for name in sorted(MADE):
            model = self.env[name]
            given = self.minimal(name)
            values = {k: v for k, v in self.forged(model).items() if k not in given}
            self.assertTrue(values, name)
            with self.subTest(model=name):
                with self.env.cr.savepoint() as point:
                    record = self.made(name)
                    truth = {key: record[key] for key in values}
                    truth = {
                        key: value.sudo() if hasattr(value, "sudo") else value
                        for key, value in truth.items()
                    }
                    point.rollback()
                self.env.invalidate_all(flush=False)
                record = self.made(
                    name, **{f"default_{key}": value for key, value in values.items()}
                )
                self.env.flush_all()
                self.env.invalidate_all()
                self.assert_not_arrived(record.sudo(), values, truth)

    def test_nothing_forged_is_copied(self):
        """By the defaults of a copy, or of the context that it is made in."""
        for name in sorted(MADE):
            if not self.env[name].with_user(self.manager).has_access("create"):
                continue
            values = self.forged(self.env[name])
            for free in FREE.get(name, ()):
                del values[free]
            record = self.made(name).with_user(self.manager)
            truth = self.copied(record, values) or dict.fromkeys(values)
            context = {f"default_{key}": value for key, value in values.items()}
            found = self.copied(record.with_context(**context), values)
            ways = [found, *(self.copied(record, [k], {k: values[k]}) for k in values)]
            for copy in filter(None, ways):
                for key, value in copy.items():
                    with self.subTest(model=name, field=key):
                        if truth[key] != self.read_as(record, key, values[key]):
                            self.assertNotEqual(
                                value, self.read_as(record, key, values[key])
                            )

    def test_a_colleagues_yes_is_not_forged(self):
        swap = self.made(
            "hypercare.shift.swap",
            default_state="accepted",
            default_decided_by_id=self.l3.id,
            default_decided_at="2026-03-01 10:00:00",
        )
        self.assertEqual((swap.state, swap.decided_by_id.id), ("asked", False))

    # -- Lines of another record -------------------------------------------------------

    def test_lines_of_another_period_are_out_of_reach(self):
        phase = self.env["hypercare.phase"].create(
            {
                "period_id": self.period.id,
                "name": "All",
                "date_from": "2026-03-01",
                "date_to": "2026-03-14",
            }
        )
        mine = self.draft.with_user(self.manager)
        periods = mine.browse()
        line = {"period_id": self.period.id, "date_to": "2030-01-01"}
        for command in (
            Command.update(phase.id, line),
            Command.delete(phase.id),
            Command.unlink(phase.id),
        ):
            commands = {"phase_ids": [command]}
            for act in (
                lambda given=commands: mine.write(given),
                lambda given=commands: periods.create(
                    {**self.minimal("hypercare.period"), **given}
                ),
            ):
                with (
                    self.subTest(command=command),
                    self.assertRaisesRegex(UserError, "belongs to something else"),
                    self.env.cr.savepoint(),
                ):
                    act()
        with self.assertRaisesRegex(UserError, "belongs to something else"):
            mine.write({"shift_ids": [Command.update(self.rota.id, {})]})
        self.assertEqual(str(phase.date_to), "2026-03-14")

    def test_writing_one_period_frees_no_other(self):
        """Checks are left to the period that is being written, and to no other."""
        seen = []
        period_class = self.env.registry["hypercare.period"]

        def check(drafts, _vals):
            seen.append((drafts._is_writing_plan(), self_period(drafts)))

        def self_period(drafts):
            ids = self.period.ids
            return drafts.browse(ids)._is_writing_plan()

        self.patch(period_class, "_check_own_lines", check)
        values = {"name": "P", "date_from": "2026-03-01", "date_to": "2026-03-02"}
        self.draft.write({"phase_ids": [Command.create(values)]})
        self.assertEqual(seen, [(True, False)])
        forged = self.period.with_context(hypercare_plan=self.period.ids)
        self.assertFalse(forged._is_writing_plan())
