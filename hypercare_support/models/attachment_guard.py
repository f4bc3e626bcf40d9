from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.ir_attachment import condition_values
from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

#: What a file shows, where it belongs, and who may read it.
_CONTENT = {
    *("raw", "datas", "db_datas", "store_fname", "mimetype", "type", "url", "name"),
    *("res_model", "res_id", "res_field", "public", "checksum"),
}


class IrAttachment(models.Model):
    """Evidence is read by those concerned only, and stays as it is.

    Files of other models are told apart by the name of the model alone.
    """

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation == "create":
            return result
        refused = result[0] if result else self.browse()
        files = self - refused
        evidence = (
            files._hypercare_hidden()
            if operation == "read"
            else files._hypercare_kept("unlink")
        )
        if not evidence:
            return result
        return refused | evidence, lambda: self._hypercare_refusal(operation)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            # What is searched without a model is checked file by file.
            names = condition_values(self, "res_model", Domain(domain)) or ()
            for name in names:
                guarded = self._hypercare_guarded(name)
                if guarded is not None:
                    domain = Domain(domain) & Domain.custom(to_sql=guarded._seen_sql)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def write(self, vals):
        # The system itself moves files from one storage to another.
        if not self.env.su and _CONTENT & set(vals) and self._hypercare_kept("write"):
            raise self._hypercare_refusal("write")
        return super().write(vals)

    def unlink(self):
        # The web client deletes files of the chatter as the system: asked here as well.
        if not self.env.context.get(MODULE_UNINSTALL_FLAG) and self._hypercare_kept(
            "unlink"
        ):
            raise self._hypercare_refusal("unlink")  # pylint: disable=no-raise-unlink
        return super().unlink()

    def _hypercare_forget(self):
        """Delete evidence whose time is over."""
        # The guard of `unlink` is for everybody else.
        return super().unlink()  # pylint: disable=super-method-mismatch

    def _hypercare_guarded(self, model):
        """Return an empty recordset of a model that keeps evidence, None for others."""
        records = self.env.get(model or "")
        keeps = records is not None and hasattr(records, "_hypercare_kept_files")
        return records if keeps else None

    def _hypercare_by_model(self):
        """Return empty recordset → files, for the models that keep evidence."""
        # sudo: to what a file belongs is needed to check whether it may be seen.
        by_name = self.sudo().grouped("res_model")
        return {
            records: files.sudo(self.env.su)
            for name, files in by_name.items()
            if (records := self._hypercare_guarded(name)) is not None
        }

    def _hypercare_kept(self, operation):
        """Return those of these files that may not be changed, or not be deleted."""
        kept = self.browse()
        for model, files in self._hypercare_by_model().items():
            # sudo: what is evidence does not depend on who asks.
            ids = [res_id for res_id in files.sudo().mapped("res_id") if res_id]
            # With a record its files go as well.
            records = model.sudo().browse(ids).exists()
            kept |= files & records._hypercare_kept_files(operation).sudo(self.env.su)
        return kept

    def _hypercare_hidden(self):
        """Return those of these files that the user may not read."""
        hidden = self.browse()
        if self.env.su:
            return hidden
        for model, files in self._hypercare_by_model().items():
            condition = model._hypercare_hidden_files(SQL("ir_attachment.id"))
            if condition:
                rows = self.env.execute_query(
                    SQL(
                        "SELECT id FROM ir_attachment WHERE id IN %s AND %s",
                        tuple(files.ids),
                        condition,
                    )
                )
                hidden |= self.browse([row_id for (row_id,) in rows])
        return hidden

    def _hypercare_refusal(self, operation):
        if operation == "read":
            text = self.env._(
                "What was sent with a report is seen by the support team and by who "
                "reported it."
            )
        else:
            text = self.env._(
                "This file is evidence: it stays as it is. Add a new file instead."
            )
        return AccessError(text)
