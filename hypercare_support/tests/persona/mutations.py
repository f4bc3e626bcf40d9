"""What is taken away, one at a time: a row of the tables has to notice."""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo import models
from odoo.tools import SQL

from .world import PREFIX

ADDON = "hypercare_support"
#: Guards in the code: model, method, and what it does when it guards no more.
#: The rows of the model, or of those in the last column, have to notice.
GUARDS = (
    ("hypercare.area", "_check_unchanged", ""),
    ("hypercare.change.freeze", "_check_unchanged", ""),
    ("hypercare.change.request", "_check_unchanged", ""),
    ("hypercare.change.request", "_check_state_kept", ""),
    ("hypercare.change.request", "_check_asks", ""),
    ("hypercare.change.request", "_check_decides", ""),
    ("hypercare.charter", "_check_unchanged", ""),
    ("hypercare.charter", "_check_given", ""),
    ("hypercare.charter", "_check_may_send_back", ""),
    ("hypercare.charter.approval", "_check_given", ""),
    ("hypercare.checklist", "_check_unchanged", ""),
    ("hypercare.checklist.item", "_check_can_be_done", ""),
    ("hypercare.checklist.item", "_check_can_be_signed", ""),
    ("hypercare.checklist.item", "_check_manager", ""),
    ("hypercare.checklist.step", "_check_own_company", ""),
    ("hypercare.cover.request", "_check_decides", ""),
    ("hypercare.exit.condition", "_check_kept", ""),
    ("hypercare.exit.criterion", "_check_kept", ""),
    ("hypercare.exit.criterion", "_check_attester", "hypercare.exit.attest"),
    ("hypercare.exit.criterion", "_check_sponsor", "hypercare.exit.waive"),
    ("hypercare.held.mail", "_check_may_decide", "hypercare.held.mail.decide"),
    ("hypercare.integration", "_check_unchanged", ""),
    ("hypercare.integration.day", "_check_unchanged", ""),
    ("hypercare.issue", "_check_kept_fields", ""),
    ("hypercare.issue", "_check_reporter", ""),
    ("hypercare.issue", "_check_may_decide_scope", ""),
    ("hypercare.knowledge.transfer", "_check_unchanged", ""),
    ("hypercare.knowledge.transfer", "_check_done_kept", ""),
    ("hypercare.knowledge.transfer", "_check_can_be_said", ""),
    ("hypercare.period", "_check_own_lines", ""),
    ("hypercare.period", "_check_agreed_kept", ""),
    ("hypercare.period", "_check_bau_kept", ""),
    ("hypercare.period", "_check_forced_kept", ""),
    ("hypercare.period", "_check_kpi_kept", ""),
    ("hypercare.period", "_check_watch_kept", ""),
    ("hypercare.period.transaction", "_check_unchanged", ""),
    ("hypercare.phase", "_check_unchanged", ""),
    ("hypercare.responsibility", "_check_unchanged", ""),
    ("hypercare.scope.receiver", "_check_unchanged", ""),
    ("hypercare.sheet.import", "_check_may_import", ""),
    ("hypercare.chat.paste", "_check_team", ""),
    ("hypercare.shift", "_check_unchanged", ""),
    ("hypercare.shift", "_check_may_hand_over", "hypercare.shift.handover"),
    ("hypercare.shift", "_check_handover_kept", ""),
    ("hypercare.stakeholder", "_check_unchanged", ""),
    ("hypercare.standup", "_check_run", ""),
    ("hypercare.team.member", "_check_unchanged", ""),
    # A link is shown by its name: nobody links what he cannot read.
    ("hypercare.charter.approval", "_check_many2one_input", ""),
)
#: Evidence whose ``write`` and ``create`` say no to everybody.
KEPT = (
    ("hypercare.chat.message", "write"),
    ("hypercare.chat.message", "create"),
    ("hypercare.escalation", "write"),
    ("hypercare.exit.history", "write"),
    ("hypercare.exit.history", "create"),
    ("hypercare.exit.review", "write"),
    ("hypercare.exit.review", "create"),
    ("hypercare.exit.signature", "write"),
    ("hypercare.exit.signature", "create"),
    ("hypercare.health.value", "write"),
    ("hypercare.health.value", "create"),
    ("hypercare.issue.event", "write"),
    ("hypercare.kpi.alert", "create"),
    ("hypercare.kpi.attestation", "write"),
    ("hypercare.kpi.value", "write"),
    ("hypercare.kpi.value", "create"),
    ("hypercare.off.system", "write"),
    ("hypercare.shift.swap", "write"),
    ("hypercare.status.report", "create"),
    ("hypercare.transaction.count", "write"),
    ("hypercare.user.activity", "write"),
)


class Mutation:
    """One thing taken away, and the models whose rows have to notice."""

    def __init__(self, name, models_, remove, first=None):
        self.name = name
        self.models = models_
        self.remove = remove
        #: Tells which rows most likely notice; the others are asked after these.
        self.first = first or (lambda row: False)


def all_mutations(env):
    return [*_access(env), *_rules(env), *_groups_of_fields(env), *_guards(env)]


def _own(env, model):
    """Return the records of a model that the addon brings, by xml id."""
    data = env["ir.model.data"].search([("module", "=", ADDON), ("model", "=", model)])
    return {one.name: env[model].browse(one.res_id) for one in data}


@contextmanager
def _inactive(record):
    env = record.env
    with env.cr.savepoint(flush=False) as point:
        env.cr.execute(
            SQL(
                "UPDATE %s SET active = false WHERE id = %s",
                SQL.identifier(record._table),
                record.id,
            )
        )
        env.registry.clear_cache("default", "groups", "stable")
        try:
            yield
        finally:
            point.rollback()
            env.transaction.clear()
            env.registry.clear_cache("default", "groups", "stable")


def _access(env):
    for name, access in sorted(_own(env, "ir.model.access").items()):
        yield Mutation(
            name,
            {access.model_id.model},
            lambda access=access: _inactive(access),
        )


def _rules(env):
    for name, rule in sorted(_own(env, "ir.rule").items()):
        yield Mutation(
            name,
            {rule.model_id.model},
            lambda rule=rule: _inactive(rule),
            lambda row: row.operation in ("read", "write"),
        )


def _groups_of_fields(env):
    for name, model in sorted(env.registry.items()):
        for field in model._fields.values() if name.startswith(PREFIX) else ():
            # Those of Odoo's mixins are Odoo's.
            if field.groups and field._modules[0] == ADDON and not model._abstract:
                yield Mutation(
                    f"groups of {name}.{field.name}",
                    {name},
                    lambda field=field: patch.object(field, "groups", None),
                    lambda row, field=field: row.given == [field.name],
                )


def _guards(env):
    for name, method, also in GUARDS:
        yield Mutation(
            f"{name}.{method}",
            {name, also} - {""},
            lambda name=name, method=method: _without(env, name, method),
            lambda row: bool(row.given or row.first),
        )
    for name, method in KEPT:
        yield Mutation(
            f"{name}.{method}",
            {name},
            lambda name=name, method=method: _plain(env, name, method),
            lambda row, method=method: row.operation == method,
        )


@contextmanager
def _without(env, name, method):
    """Let a guard say nothing."""
    with patch.object(env.registry[name], method, lambda self, *_a, **_k: None):
        yield


@contextmanager
def _plain(env, name, method):
    """Let a model write or create as any model does."""
    with ExitStack() as stack:
        plain = getattr(models.BaseModel, method)
        stack.enter_context(patch.object(env.registry[name], method, plain))
        yield
