from odoo.addons.web.controllers.export import ExcelExport

from ..models.safe_export import is_ours, safe_cell


class HypercareExcelExport(ExcelExport):
    def from_group_data(self, fields, columns_headers, groups):
        """Write no name of a group as a formula; those of other models stay as is."""
        if is_ours(groups._model):
            _make_safe(groups)
        return super().from_group_data(fields, columns_headers, groups)


def _make_safe(node):
    for key, child in [*node.children.items()]:
        del node.children[key]
        node.children[_safe_key(key)] = child
        _make_safe(child)


def _safe_key(key):
    if isinstance(key, tuple):
        return tuple(map(safe_cell, key))
    return safe_cell(key)
