from odoo import api, fields, models
from odoo.fields import Domain

#: Values of a free text shown in the search panel, the most frequent first.
PANEL_VALUES = 40
#: What only the support team can do in a view; to others it is not even offered.
TEAM_ONLY = {
    "kanban": {"records_draggable": "false", "quick_create": "false"},
    "list": {"multi_edit": "0"},
}


class HypercareIssue(models.Model):
    """What the views need of the server beside the fields themselves."""

    _inherit = "hypercare.issue"

    # The search bar looks into it as well: without the index every issue is read.
    description = fields.Text(index="trigram")

    @api.model
    def _is_support_team(self) -> bool:
        return self.env.user.has_group("hypercare_support.group_agent")

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._is_support_team())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Offer drag and drop, quick entry and multi-edit to the support team only."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in TEAM_ONLY and not self._is_support_team():
            for name, value in TEAM_ONLY[view_type].items():
                arch.set(name, value)
            for menu in arch.findall(".//t[@t-name='menu']"):
                menu.getparent().remove(menu)
        return arch, view

    @api.model
    def search_panel_select_multi_range(self, field_name, **kwargs):
        """Let the search panel list the modules too, though they are free text."""
        if field_name != "module":
            return super().search_panel_select_multi_range(field_name, **kwargs)
        domain = Domain.AND(
            Domain(kwargs.get(name) or [])
            for name in ("search_domain", "category_domain", "filter_domain")
        )
        found = self._read_group(
            domain, ["module"], ["__count"], order="__count DESC", limit=PANEL_VALUES
        )
        return {
            "values": [
                {
                    "id": module,
                    "display_name": module or self.env._("No module"),
                    "__count": count,
                }
                for module, count in found
            ]
        }
