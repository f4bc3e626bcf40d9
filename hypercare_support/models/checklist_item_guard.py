from odoo import api, models
from odoo.exceptions import UserError

#: What happened, and who did it: kept by the buttons, typed by nobody.
FACTS = {
    *("done_at", "done_by_id", "is_measured", "measure_text", "note"),
    *("attachment_ids", "signed_at", "signed_by_id"),
    *("skipped_at", "skipped_by_id", "skip_reason"),
}
#: What a person, an import or a form sends for “nothing”.
_NOTHING = (False, None, "", 0, [], [(5, 0, 0)], [(6, 0, [])])


class HypercareChecklistItem(models.Model):
    """Who did what, and when, comes from the buttons only."""

    _inherit = "hypercare.checklist.item"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_facts(vals)
        # Given here, so that no default of a context takes their place.
        nothing = dict.fromkeys(FACTS - {"attachment_ids"}, False)
        return super().create(
            [{**vals, **nothing, "attachment_ids": []} for vals in vals_list]
        )

    def write(self, vals):
        self._check_no_facts(vals, changing=True)
        return super().write(vals)

    def _check_no_facts(self, vals, changing=False):
        """Refuse to type what buttons keep.

        :param changing: taking a fact away is a change too
        :raise UserError: naming the first field
        """
        for name in sorted(FACTS & set(vals)):
            if changing or vals[name] not in _NOTHING:
                raise UserError(
                    self.env._(
                        "“%s” is kept by the system. Use the buttons of the item.",
                        self._fields[name]._description_string(self.env),
                    )
                )

    def _write_facts(self, vals):
        """Write without the guard: for the methods behind the buttons."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_untouched_only(self):
        self._check_untouched()

    def _check_untouched(self):
        """Refuse to delete what somebody did, or was told of.

        :raise UserError: naming the first item
        """
        # sudo: whether somebody was told does not depend on who may see it.
        told = (
            self.env["hypercare.checklist.notice"]
            .sudo()
            ._read_group([("item_id", "in", self.ids)], ["item_id"])
        )
        told_ids = {item.id for (item,) in told}
        for item in self:
            if item.done_at or item.skipped_at or item.id in told_ids:
                raise UserError(
                    self.env._(
                        "“%s” is evidence already and cannot be deleted. Mark it as "
                        "not applicable instead.",
                        item.name,
                    )
                )
