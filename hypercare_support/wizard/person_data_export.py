import base64
import io
import zipfile

from odoo import models

from ..models.safe_rows import SIMPLE, line_of, sheet
from .person_data_kinds import EACH


class HypercarePersonData(models.TransientModel):
    """The copy that a person gets: tables and files, in one archive."""

    _inherit = "hypercare.person.data"

    def action_export(self):
        """Make the archive and download it."""
        self.ensure_one()
        self._check_may()
        self._check_named()
        # sudo: written by the system, for whoever asks.
        self.sudo().file = base64.b64encode(self._archive())
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/person.zip?download=true",
            "target": "self",
        }

    def _archive(self) -> bytes:
        """Return a ZIP file: what the person has given, and where they are named."""
        content = io.BytesIO()
        named = []
        _left, chosen = self._ticked()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, place in enumerate(self._places(), 1):
                if place.records._name == "ir.attachment":
                    for file in place.records:
                        name = file.name.replace("/", "_").replace("\\", "_")
                        archive.writestr(f"files/{file.id} {name}", file.raw or b"")
                elif place.own:
                    title = f"{number:02} {place.what}, {place.part}".replace("/", "-")
                    archive.writestr(f"{title}.csv", sheet(self._rows(place.records)))
                else:
                    named += self._mentions(place, chosen)
            head = [self.env._("Kind"), self.env._("The person is")]
            head += [self.env._("Record"), self.env._("Since")]
            title = self.env._("Where else the person is named")
            archive.writestr(f"{title}.csv", sheet([head, *named]))
        return content.getvalue()

    def _rows(self, records):
        """Return head and lines of everything simple that these records hold."""
        known = {
            name: field
            for name, field in records._fields.items()
            if field.store and field.type in SIMPLE and name not in ("id", "file")
        }
        yield [field._description_string(self.env) for field in known.values()]
        for record in records:
            yield line_of(record, known)

    def _mentions(self, place, chosen):
        """Return which records name the person; what others wrote is theirs.

        A name alone may be another's: only what was ticked.
        """
        for record in place.records:
            if place.ticks == EACH and (record._name, record.id) not in chosen:
                continue
            since = record.create_date if "create_date" in record._fields else ""
            shown = record.display_name or ""
            yield [place.what, place.part, shown, str(since or "")]
