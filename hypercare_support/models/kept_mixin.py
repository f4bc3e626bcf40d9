from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: Commands that change a line which is there already.
_REACHING = (Command.UPDATE, Command.DELETE, Command.UNLINK)


class HypercareKeptMixin(models.AbstractModel):
    """What only the addon writes reaches no record by a side door.

    The guards of ``create`` and ``write`` judge the values that are given. Defaults of
    a context or of a user come later, and commands on lines go through their parent:
    both are closed here, for every model of the addon.
    """

    _name = "hypercare.kept.mixin"
    _description = "Kept Facts"

    #: Stored fields that only the addon sets, besides those declared readonly.
    _KEPT = ()

    @api.model
    def _is_kept(self, name) -> bool:
        """Tell whether a field is stored and never given by a client."""
        field = self._fields.get(name)
        return bool(field and field.store and (field.readonly or name in self._KEPT))

    @api.model
    def default_get(self, fields):
        """Take a kept field from its own definition only.

        Whoever calls: methods of the addon give values, and run in the context of the
        client that has called them, also as superuser.
        """
        kept = {name for name in fields if self._is_kept(name)}
        values = super().default_get([name for name in fields if name not in kept])
        for name in kept:
            field = self._fields[name]
            if field.default:
                cached = field.convert_to_cache(field.default(self), self, False)
                values[name] = field.convert_to_write(cached, self)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_own_lines(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_own_lines(vals)
        return super().write(vals)

    def _check_own_lines(self, vals):
        """Refuse commands that change lines of another record.

        :raise UserError: naming the field
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if (
                not isinstance(value, list | tuple)
                or not field
                or not field.store
                or field.type != "one2many"
                or not field.comodel_name.startswith("hypercare.")
            ):
                continue
            ids = {
                command[1]
                for command in value
                if isinstance(command, list | tuple)
                and len(command) > 1
                and command[0] in _REACHING
                and isinstance(command[1], int)
            }
            # sudo: whose line it is does not depend on who asks.
            lines = self.env[field.comodel_name].sudo().browse(ids).exists()
            if lines[field.inverse_name] - self.sudo():
                raise UserError(
                    self.env._(
                        "A line of “%s” belongs to something else and is changed "
                        "there.",
                        field._description_string(self.env),
                    )
                )
