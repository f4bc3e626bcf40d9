from odoo import api, fields, models
from odoo.exceptions import UserError

#: What happened, and who did it: kept by the buttons, typed by nobody.
FACTS = {
    *("done_at", "done_by_id", "is_measured", "measure_text", "note"),
    *("attachment_ids", "signed_at", "signed_by_id"),
    *("skipped_at", "skipped_by_id", "skip_reason"),
}
#: What was asked for: it stays as it was when somebody said that it is done.
ASKED = ("name", "text", "evidence", "sign_off", "code", "signer_id")
#: What shows an item, from the least to the most.
_WEIGHT = {"none": 0, "note": 1, "file": 2}
#: What a person, an import or a form sends for “nothing”.
_NOTHING = (False, None, "", 0, [], [(5, 0, 0)], [(6, 0, [])])


class HypercareChecklistItem(models.Model):
    """Who did what, and when, comes from the buttons only.

    What was asked for is part of the evidence: nobody asks for less afterwards.
    """

    _inherit = "hypercare.checklist.item"

    name = fields.Char(tracking=True)
    text = fields.Text(tracking=True)
    evidence = fields.Selection(tracking=True)
    sign_off = fields.Boolean(tracking=True)
    code = fields.Char(tracking=True)

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
        self._check_asked(vals)
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, *args, **kwargs):
        """Other languages are words of the item as well."""
        if field_name in ASKED:
            self._check_undecided()
        return super()._update_field_translations(
            field_name, translations, *args, **kwargs
        )

    def _check_asked(self, vals):
        """Refuse to ask for something else afterwards, or for less beforehand.

        :raise UserError: naming the item, and what to do instead
        """
        for item in self:
            changed = {
                name for name in ASKED if name in vals and item._differs(name, vals)
            }
            if changed:
                item._check_undecided()
            if changed and item.template_item_id and not self.env.su:
                item._check_not_less(changed, vals)

    def _differs(self, name, vals) -> bool:
        """Tell whether a value is another one than the item has."""
        field = self._fields[name]
        now = field.convert_to_write(self[name], self)
        return (now or False) != (vals[name] or False)

    def _check_undecided(self):
        for item in self:
            if item.done_at or item.skipped_at:
                raise UserError(
                    self.env._(
                        "“%s” has been ticked: what was asked for stays as it was. "
                        "Press “Not done after all” first.",
                        item.name,
                    )
                )

    def _check_not_less(self, changed, vals):
        """Refuse to ask for less than before in an item that a template brought."""
        less = (
            ("sign_off" in changed and not vals["sign_off"])
            or ("code" in changed)
            or (
                "evidence" in changed
                and _WEIGHT.get(str(vals["evidence"]), 0) < _WEIGHT[self.evidence]
            )
        )
        if less:
            raise UserError(
                self.env._(
                    "The template asks for this in “%s”: who signs, what shows it and "
                    "what is measured cannot be made less. If the item does not fit "
                    "here, mark it as not applicable and say why.",
                    self.name,
                )
            )

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
