from odoo import models

from ..intake.texts import neutralise


class Base(models.AbstractModel):
    """Exports of the addon's models hold no formula, whatever people write."""

    _inherit = "base"

    def export_data(self, fields_to_export):
        """Put an apostrophe before texts that a spreadsheet would carry out.

        For the addon's models only. An import by the addon takes it off again.
        """
        exported = super().export_data(fields_to_export)
        if is_ours(self):
            exported["datas"] = [
                [safe_cell(cell) for cell in row] for row in exported["datas"]
            ]
        return exported


def is_ours(model) -> bool:
    """Tell whether a model is one of the addon's."""
    return model._name.startswith("hypercare.")


def safe_cell(cell):
    """Return what is written into a cell of an exported file."""
    return neutralise(cell) if isinstance(cell, str) else cell
