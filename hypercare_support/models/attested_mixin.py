from odoo import api, fields, models
from odoo.exceptions import UserError


class HypercareAttestedMixin(models.AbstractModel):
    """Facts that a named person attests on screen: who said so, and when.

    No form, import, RPC call, command of a parent or default of a context sets them.
    """

    _name = "hypercare.attested.mixin"
    _description = "Attested Facts"

    #: Fields that only ``_attest`` writes.
    _ATTESTED = ()

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_attested(vals)
            # A default from the context must not smuggle them in.
            vals.update(dict.fromkeys(self._ATTESTED, False))
        return super().create(vals_list)

    def write(self, vals):
        self._check_attested(vals)
        return super().write(vals)

    def _check_attested(self, vals):
        """Refuse values for attested facts.

        :raise UserError: naming the first such field
        """
        for name in self._ATTESTED:
            if vals.get(name):
                raise UserError(
                    self.env._(
                        "“%(field)s” is noted by itself when the person named presses "
                        "the button. It cannot be filled in.",
                        field=self._fields[name]._description_string(self.env),
                    )
                )
            if name in vals and any(record[name] for record in self):
                raise UserError(
                    self.env._(
                        "“%(field)s” is evidence and cannot be emptied.",
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    def _attest(self, vals):
        """Write attested facts, for the methods that have checked who says so."""
        # The guard of `write` is for everybody else.
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _own_files(self, *names):
        """Let whoever reads the record read the files that were put there.

        What belongs to another record is copied: there it may change.

        :raise UserError: for a file that the user may not read
        """
        for record in self:
            for name in names:
                record[name].check_access("read")
                # sudo: what a file belongs to is noted, whoever may write files.
                record.sudo()._adopt(name)

    def _adopt(self, name):
        """Make the files of a field the record's own."""
        for file in self[name]:
            if (file.res_model, file.res_id) == (self._name, self.id):
                continue
            owned = {"res_model": self._name, "res_id": self.id, "public": False}
            if not file.res_id and file.create_uid == self.env.user:
                file.write(owned)
            else:
                copy = fields.Command.link(file.copy(owned).id)
                self._attest({name: [fields.Command.unlink(file.id), copy]})
