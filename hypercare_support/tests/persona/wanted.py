"""What has to have a row: found in the registry, not remembered by anybody."""

from odoo import http

from .table import Row
from .world import PREFIX, concrete

ADDON = "hypercare_support"
#: Models without a table: nothing to read, nothing to call that a child does not have.
ABSTRACT = {
    "hypercare.agreed.mixin",
    "hypercare.attested.mixin",
    "hypercare.bulk.mixin",
    "hypercare.checklist.task",
    "hypercare.counted.mixin",
    "hypercare.files.mixin",
    "hypercare.input.mixin",
    "hypercare.kept.mixin",
    "hypercare.queued.mail",
    "hypercare.records.mixin",
    "hypercare.tell.mixin",
}
#: Public methods of these, which have a row with each model that inherits them.
SHARED = {"hypercare.records.mixin": {"action_open_records"}}
#: Methods of Odoo's own mixins, which models of the addon inherit.
_FOREIGN = ("rating.mixin", "mail.activity.mixin")
#: Public methods of the addon on models that are not its own.
ON_OTHERS = {"resource.calendar": ("hypercare_preview_write",)}
#: Routes of Odoo that a controller of the addon extends without a new address.
EXTENDED = ("/web/export/xlsx", "/web/pivot/export_xlsx")


def of_period(env, name, seen=()):
    """Tell whether records of a model belong to one period, by whatever links."""
    fields = env[name]._fields
    return "period_id" in fields or any(
        field.type == "many2one"
        and field.required
        and field.comodel_name.startswith(PREFIX)
        and field.comodel_name not in (*seen, name)
        and of_period(env, field.comodel_name, (*seen, name))
        for field in fields.values()
    )


def access(env):
    """Return the least rows of every model, without cells."""
    for name in concrete(env):
        if env[name]._transient:
            yield from (
                Row(name, record, operation)
                for record, operation in (
                    *(("mine", "create"), ("mine", "read"), ("mine", "write")),
                    *(("mine", "unlink"), ("others", "read"), ("others", "search")),
                )
            )
            continue
        places = ["own"]
        if name == "hypercare.period" or of_period(env, name):
            places.append("other_period")
        if "company_id" in env[name]._fields:
            places.append("other_company")
        for place in places:
            yield Row(name, place, "read")
            if place != "other_period":
                yield Row(name, place, "search")
        yield Row(name, "draft", "create")
        yield Row(name, "own", "write")
        # What nobody may delete is not made anew for it.
        yield Row(name, "fresh" if _is_deleted(env, name) else "own", "unlink")


def _is_deleted(env, name):
    domain = [("model_id.model", "=", name), ("perm_unlink", "=", True)]
    return bool(env["ir.model.access"].sudo().search_count(domain))


def public_methods(env):
    """Return the names of the methods that anybody may call, by model."""
    inherited = {one for name in _FOREIGN for one in dir(env.registry[name])}
    found = {
        name: {
            one
            for one in set(dir(model)) - inherited
            if not one.startswith("_")
            and one not in model._fields
            and callable(getattr(model, one))
            and not getattr(getattr(model, one), "_api_private", False)
        }
        for name, model in env.registry.items()
        if name.startswith(PREFIX)
    }
    for name in ON_OTHERS:
        found[name] = {one for one in dir(env.registry[name]) if "hypercare" in one}
        found[name] = {one for one in found[name] if not one.startswith("_")}
    return found


def methods(env):
    """Return the least rows of every public method, without cells."""
    for name, found in sorted(public_methods(env).items()):
        model = env[name]
        if model._abstract:
            continue
        for one in sorted(found):
            record = "mine" if model._transient else "own"
            if getattr(getattr(type(model), one), "_api_model", False):
                record = ""
            yield Row(name, record, one)


def routes():
    """Return the addresses of the addon."""
    rules = http._generate_routing_rules([ADDON], nodb_only=False)
    return sorted({url for url, _endpoint in rules if url not in EXTENDED})
