from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..intake.shown import shown


class HypercareInputMixin(models.AbstractModel):
    """Say in plain words what is wrong with a value, before the ORM stumbles over it.

    For what people set up themselves: forms only offer what fits, but imports and RPC
    bring anything.
    """

    _name = "hypercare.input.mixin"
    _description = "Checked Input"
    _inherit = ["hypercare.kept.mixin"]

    #: Stored values that follow from another field and are never given.
    _DERIVED = ()
    #: Fields that are chosen once, when the record is made.
    _FIXED = ()

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        given, checked = [], set()
        for vals in vals_list:
            ids = {(name, id_) for name, id_ in vals.items() if type(id_) is int}
            again = {name for name, _id in ids & checked}
            self._check_input({k: v for k, v in vals.items() if k not in again})
            checked |= ids
            given.append(
                {name: vals.pop(name) for name in self._DERIVED if name in vals}
            )
        records = super().create(vals_list)
        for record, values in zip(records, given, strict=True):
            # A form that is not saved yet gives them as empty.
            record._check_unchanged({k: v for k, v in values.items() if v})
        return records

    def write(self, vals):
        self._check_input(vals)
        for record in self:
            record._check_unchanged(
                {n: vals[n] for n in (*self._DERIVED, *self._FIXED) if n in vals}
            )
        return super().write(vals)

    def _check_unchanged(self, vals):
        """Refuse other values for many2one fields that stay as they are.

        :raise UserError: naming the field and the record
        """
        for name, value in vals.items():
            if self[name].id != value:
                raise UserError(
                    self.env._(
                        "%(record)s stays where it is: its “%(field)s” cannot be "
                        "changed. Make another one instead.",
                        record=self.display_name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    def _check_input(self, vals):
        """Refuse values of the wrong kind.

        :raise UserError: naming the field, and what it takes
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            check = field and getattr(self, f"_check_{field.type}_input", None)
            if check and value not in (False, None):
                check(field, value)

    def _check_many2one_input(self, field, value):
        if isinstance(value, models.BaseModel):
            return
        is_id = isinstance(value, int) and not isinstance(value, bool) and value > 0
        target = self.env[field.comodel_name].browse(value if is_id else [])
        # The name of a linked record is shown to whoever may read the link: nobody may
        # link what he cannot read.
        ours = field.comodel_name.startswith("hypercare.")
        exists = bool(target.exists())
        if not exists or (ours and not target.has_access("read")):
            # In the same words: which numbers are in use is nobody's business.
            refusal = AccessError if exists else UserError
            raise refusal(
                self.env._(
                    "“%(value)s” is not an existing %(field)s. Choose one from the "
                    "list.",
                    value=shown(value),
                    field=field._description_string(self.env),
                )
            )

    def _check_selection_input(self, field, value):
        choices = dict(field._description_selection(self.env))
        if not isinstance(value, str) or value not in choices:
            raise UserError(
                self.env._(
                    "“%(value)s” is no choice for “%(field)s”. Choose one of: "
                    "%(choices)s.",
                    value=shown(value),
                    field=field._description_string(self.env),
                    choices=", ".join(
                        f"{key} ({label})" for key, label in choices.items()
                    ),
                )
            )

    def _check_date_input(self, field, value):
        self._check_parsed(
            fields.Date.to_date,
            field,
            value,
            self.env._("a date, written as 2026-03-02"),
        )

    def _check_datetime_input(self, field, value):
        self._check_parsed(
            fields.Datetime.to_datetime,
            field,
            value,
            self.env._("a date and time, written as 2026-03-02 14:30:00, in UTC"),
        )

    def _check_float_input(self, field, value):
        self._check_parsed(float, field, value, self.env._("a number"))

    def _check_integer_input(self, field, value):
        self._check_parsed(
            lambda given: int(given or 0), field, value, self.env._("a whole number")
        )

    def _check_parsed(self, parse, field, value, wanted):
        try:
            parse(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise UserError(
                self.env._(
                    "“%(value)s” does not fit in “%(field)s”: it takes %(wanted)s.",
                    value=shown(value),
                    field=field._description_string(self.env),
                    wanted=wanted,
                )
            ) from error
