from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..intake.preset_file import dump
from ..intake.preset_schema import MAX_PRESETS, PRESET, Flag, Number, Whole

#: Names in the file of what is a record here.
REFERENCES = {"policy": "policy_id", "bau_policy": "bau_policy_id"}
LISTS = ("apps", "checklists")
LINES = {"phases": "phase_ids", "tiers": "tier_ids"}


class HypercarePreset(models.Model):
    """Presets leave as a file that another database understands."""

    _inherit = "hypercare.preset"

    def action_export(self):
        """Return the address of the file.

        :raise UserError: if there are none, or too many for a file
        """
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Tick the presets to export."))
        if len(self) > MAX_PRESETS:
            raise UserError(
                self.env._("Export %s presets at a time at the most.", MAX_PRESETS)
            )
        numbers = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/hypercare/presets.json?ids={numbers}",
            "target": "download",
        }

    def _file(self) -> bytes:
        """Return the presets as a file."""
        return dump([preset._for_file() for preset in self])

    def _for_file(self) -> dict:
        """Return the preset in the words of the file, without what is empty."""
        self.ensure_one()
        found = {}
        for name in PRESET:
            if name in REFERENCES:
                found[name] = self._reference(self[REFERENCES[name]])
            elif name == "rules":
                found[name] = [self._reference(rule) for rule in self.rule_ids]
            elif name in LISTS:
                found[name] = self._listed(name)
            elif name in LINES:
                schema = PRESET[name].item
                found[name] = [
                    self._row(line, schema) for line in self[LINES[name]].sorted()
                ]
            else:
                found[name] = self[name]
        return _without_empty(found, PRESET)

    def _replace(self, vals):
        """Take over the values of a file, lines and all.

        :raise AccessError: if the preset is not the user's to change
        """
        self.ensure_one()
        lines = {
            name: [Command.clear(), *(vals.get(name) or [])] for name in LINES.values()
        }
        self.write({**vals, **lines})

    def _row(self, line, schema) -> dict:
        return _without_empty({name: line[name] for name in schema}, schema)

    def _reference(self, record) -> dict | None:
        """Return a record by its external name, if it has one, and its name."""
        if not record:
            return None
        xmlid = record.get_external_id().get(record.id)
        # What a user or an import has named is not known elsewhere.
        known = xmlid and not xmlid.startswith(("__export__.", "__import__."))
        return {**({"xmlid": xmlid} if known else {}), "name": record.name}


def _without_empty(values: dict, schema: dict) -> dict:
    """Return values without empty ones; “no” and zero are said."""
    return {
        name: value
        for name, value in values.items()
        if value or isinstance(schema[name], Flag | Whole | Number)
    }
