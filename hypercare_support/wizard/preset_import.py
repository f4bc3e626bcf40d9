import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.i18n import format_list

from ..intake.preset_file import MAX_SIZE, load
from ..intake.preset_schema import PRESET
from ..models.preset_transfer import LINES, LISTS, REFERENCES
from .preset_words import preset_problem_text


class HypercarePresetImport(models.TransientModel):
    """Takes presets out of a file: all of them or none.

    The file is read anew at every step; what is shown is what is imported.
    """

    _name = "hypercare.preset.import"
    _description = "Import of Presets"
    _inherit = ["hypercare.input.mixin"]

    state = fields.Selection(
        [("file", "File"), ("preview", "Preview")], default="file", required=True
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    existing = fields.Selection(
        [
            ("copy", "Keep ours, and import it under another code"),
            ("replace", "Replace ours"),
        ],
        "If a preset is here already",
        default="copy",
        required=True,
    )
    known_count = fields.Integer(compute="_compute_outcome")
    problem = fields.Text("To be mended in the file", compute="_compute_outcome")
    summary = fields.Text("Comes in", compute="_compute_outcome")
    remark = fields.Text("Good to know", compute="_compute_outcome")

    def _compute_outcome(self):
        for wizard in self:
            loaded = wizard._load()
            presets = loaded.presets if loaded else ()
            known = wizard._known(presets)
            wizard.known_count = len(known)
            wizard.problem = "\n".join(
                wizard._problem_words(one)
                for one in (loaded.problems if loaded else ())
            )
            wizard.summary = "\n".join(
                wizard._summary_words(preset, preset["code"] in known)
                for preset in presets
            )
            remarks = [
                wizard.env._("“%s” is not known here and is left out.", place)
                for place in (loaded.unknown if presets else ())
            ]
            for preset in presets:
                remarks += wizard._vals(preset)[1]
            wizard.remark = "\n".join(remarks)

    def _compute_display_name(self):
        self.display_name = self.env._("Import presets")

    # -- Steps -------------------------------------------------------------------------

    def action_read(self):
        """Show what the file would bring.

        :raise UserError: if there is no file
        """
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        self.state = "preview"
        return self._show()

    def action_back(self):
        """Return to the choice of the file."""
        self.ensure_one()
        self.state = "file"
        return self._show()

    def action_import(self):
        """Create the presets and show them.

        :raise UserError: if the file has a problem, or a preset is not the user's
        """
        self.ensure_one()
        loaded = self._load()
        if not loaded or not loaded.presets:
            return self.action_read()
        known = self._known(loaded.presets)
        presets = self.env["hypercare.preset"]
        for data in loaded.presets:
            vals, _remarks = self._vals(data)
            ours = known.get(data["code"])
            if not ours:
                presets |= presets.create(vals)
            elif self.existing == "copy":
                presets |= presets.create(
                    {**vals, "code": presets._free_code(data["code"])}
                )
            else:
                ours._replace(vals)
                presets |= ours
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported presets: %s", len(presets)),
            "res_model": "hypercare.preset",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", presets.ids)],
            "target": "main",
        }

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import presets"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    # -- Reading -----------------------------------------------------------------------

    def _load(self):
        """Return what the file says, or nothing without a file."""
        if not self.file:
            return None
        # Four characters carry three bytes; no more is decoded than can be used.
        content = self.with_context(bin_size=False).file[: MAX_SIZE * 2]
        try:
            return load(base64.b64decode(content))
        except (binascii.Error, ValueError):
            return load(b"")

    def _known(self, presets) -> dict:
        """Return code → preset that is here already, for a file's presets."""
        codes = [preset["code"] for preset in presets]
        found = (
            self.env["hypercare.preset"]
            .with_context(active_test=False)
            .search([("code", "in", codes)], order="company_id DESC")
        )
        known = {}
        for preset in found:
            # Shared presets come first; the company's own are preferred.
            known[preset.code] = preset
        return known

    def _vals(self, data) -> tuple[dict, list[str]]:
        """Return the values of a preset, and what could not be taken over."""
        remarks, vals = [], {}
        for name in PRESET:
            if name not in data:
                continue
            value = data[name]
            if name in REFERENCES:
                field = self.env["hypercare.preset"]._fields[REFERENCES[name]]
                record = self._find(field.comodel_name, value)
                vals[field.name] = record.id
                if not record:
                    remarks.append(
                        self.env._(
                            "%(preset)s: the SLA policy “%(policy)s” is not here. The "
                            "usual one is taken unless you choose another.",
                            preset=data["name"],
                            policy=value["name"],
                        )
                    )
            elif name == "rules":
                found = self.env["hypercare.escalation.rule"]
                for reference in value:
                    rule = self._find(found._name, reference)
                    found |= rule
                    if not rule:
                        remarks.append(
                            self.env._(
                                "%(preset)s: the escalation rule “%(rule)s” is not "
                                "here and is left out.",
                                preset=data["name"],
                                rule=reference["name"],
                            )
                        )
                vals["rule_ids"] = [Command.set(found.ids)]
            elif name in LISTS:
                vals[name] = ",".join(value)
            elif name in LINES:
                vals[LINES[name]] = [
                    Command.create(
                        {**row, **({"sequence": 10 * at} if name == "phases" else {})}
                    )
                    for at, row in enumerate(value, start=1)
                ]
            else:
                vals[name] = value
        return vals, remarks

    def _find(self, model, reference):
        """Return the record a file means: by external name, else by name."""
        records = self.env[model].with_context(active_test=False)
        xmlid = reference.get("xmlid")
        record = xmlid and self.env.ref(xmlid, raise_if_not_found=False)
        if (
            record
            and record._name == model
            and records.browse(record.id)._filtered_access("read")
        ):
            return records.browse(record.id)
        return records.search([("name", "=", reference["name"])], limit=1)

    # -- Words -------------------------------------------------------------------------

    def _summary_words(self, preset, is_known) -> str:
        phases = [phase["name"] for phase in preset.get("phases", ())]
        values = {
            "name": preset["name"],
            "days": preset["length"],
            "phases": format_list(self.env, phases) if phases else "–",
        }
        if is_known:
            return self.env._(
                "%(name)s: %(days)s days, phases: %(phases)s. It is here already.",
                **values,
            )
        return self.env._("%(name)s: %(days)s days, phases: %(phases)s.", **values)

    def _problem_words(self, problem) -> str:
        """Return a problem of the file as a sentence that says what to do."""
        text = preset_problem_text(self.env, problem)
        return f"{problem.place}: {text}" if problem.place else text
