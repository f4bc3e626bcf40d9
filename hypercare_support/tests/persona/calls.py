"""How a row becomes a remote call, and what the answer means."""

import copy

from odoo.tools import SQL

from .table import OPERATIONS
from .values import CREATED

_KINDS = ("char", "text", "html", "integer", "float", "boolean", "selection", "date")
#: Fields that a write without values prefers, since they mean little.
_HARMLESS = ("note", "sequence", "color", "comment", "description", "name", "active")
#: The end of the name of an exception, and what it means.
_MEANING = {
    "AccessError": "deny",
    "AccessDenied": "deny",
    "SessionExpiredException": "deny",
    "UserError": "refuse",
    "ValidationError": "refuse",
    "RedirectWarning": "refuse",
    "IntegrityError": "refuse",
}


def warm(world, rows):
    """Make every record that the rows speak of, before anything is undone."""
    for row in rows:
        if row.record:
            world.record(row.model, row.record)
        place = world.places.get(row.record) or world.places["own"]
        if row.operation == "create":
            _new(place, row.model)
        _resolve(world, place, row.given)
        _resolve(world, place, row.first)
        for key in row.first:
            if ":" in key:
                place.record(key.partition(":")[0])
    world.env.flush_all()
    world.env.cr.execute("SELECT count(*) FROM res_groups_users_rel")
    world.memberships = world.env.cr.fetchone()[0]


def request(world, row):
    """Return the model, the method and the arguments that a client sends."""
    if id(row) not in world.requests:
        world.requests[id(row)] = _request(world, row)
    return copy.deepcopy(world.requests[id(row)])


def _request(world, row):
    name = row.model
    model = world.env[name]
    record = world.record(name, row.record) if row.record else model
    place = world.places.get(row.record) or world.places["own"]
    given = _resolve(world, place, row.given)
    if row.operation == "read":
        return name, "read", [record.ids, given or ["display_name"]], {}
    if row.operation == "search":
        return name, "search", [[["id", "in", record.ids]]], _all(world)
    if row.operation == "export":
        return name, "export_data", [record.ids, given or ["display_name"]], {}
    if row.operation == "unlink":
        return name, "unlink", [record.ids], {}
    if row.operation == "write":
        return name, "write", [record.ids, given or harmless(record)], {}
    if row.operation == "create":
        values = {**_new(place, name), **(given or {})}
        context = values.pop("context", {})
        return name, "create", [[values]], {"context": context} if context else {}
    given = given or {}
    ids = [record.ids] if row.record else []
    return name, row.operation, [*ids, *given.get("args", ())], given.get("kwargs", {})


def _all(world):
    return {"context": {"active_test": False}}


def _new(place, name):
    """Return what a client gives for a new record."""
    values = place.values(name, whose="mine", given=True)
    values.update(CREATED.get(name, lambda place: {})(place))
    dates = {key: value for key, value in values.items() if hasattr(value, "isoformat")}
    for key, value in dates.items():
        values[key] = value.isoformat(" ") if hasattr(value, "hour") else str(value)
    return values


def harmless(record):
    """Return a value that the record has already, for a field that clients write."""
    fields = [
        field
        for field in record._fields.values()
        if field.store
        and field.type in _KINDS
        and not (field.readonly or field.related or field.groups or field.compute)
        and field._modules[0].startswith("hypercare")
    ]
    if not fields:
        return {"display_name": "x"}
    order = {name: index for index, name in enumerate(_HARMLESS)}
    best = min(fields, key=lambda field: order.get(field.name, len(order)))
    value = record[best.name]
    return {best.name: str(value) if best.type in ("date", "html") else value}


def _resolve(world, place, given):
    """Put ids where the table names records and people."""
    if isinstance(given, dict):
        return {k: _resolve(world, place, v) for k, v in given.items()}
    if isinstance(given, list):
        return [_resolve(world, place, value) for value in given]
    if not isinstance(given, str) or not given.startswith("@"):
        return given
    kind, _colon, name = given[1:].partition(":")
    if kind == "user":
        return world.people[name].id
    if kind in world.places:
        return world.places[kind].record(name).id
    return place.record(kind).id


def prepare(world, row, persona):
    """Make so what has to be so before the call, past every guard."""
    if row.record == "mine":
        _hand_over(world, row, persona)
    place = world.places.get(row.record) or world.places["own"]
    for key, value in row.first.items():
        name, _colon, column = key.rpartition(":")
        record = place.record(name) if name else world.record(row.model, row.record)
        world.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(record._table),
                SQL.identifier(column),
                _resolve(world, place, value),
                record.id,
            )
        )
    world.env.invalidate_all(flush=False)


def _hand_over(world, row, persona):
    if row.operation != "create":
        world.hand_over(row.model, persona)
        return
    # The dialog that the new record belongs to.
    for field in world.env[row.model]._fields.values():
        if field.type == "many2one" and field.required:
            comodel = world.env[field.comodel_name]
            if comodel._transient:
                world.hand_over(comodel._name, persona)


def meaning(row, answer):
    """Return the outcome of a call that raised nothing."""
    if row.operation == "search" and not answer:
        return "deny"
    return "allow"


def meaning_of_error(name):
    """Return the outcome of an exception, or its name if it is none of ours."""
    name = name.rpartition(".")[2]
    return _MEANING.get(name, name)


def changes_groups(world):
    """Tell whether a call has put anybody into a group: caches know it longer."""
    world.env.cr.execute("SELECT count(*) FROM res_groups_users_rel")
    return world.env.cr.fetchone()[0] != world.memberships


def is_method(row):
    return row.operation not in OPERATIONS
