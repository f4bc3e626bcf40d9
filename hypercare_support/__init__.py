from . import controllers
from . import models
from . import wizard
from .models.charter_publish import PDF


def uninstall_hook(env):
    """Remove what the ORM does not, or would stumble over.

    The number sequences were made for periods at run time; the log refers to tiers
    and rules that are about to be deleted one by one, checklists to reminders. Copies
    of charters that went by mail belong to no record.
    """
    env.flush_all()
    # Raw SQL: evidence refuses to be deleted by the ORM. A plain DELETE follows our own
    # cascades and leaves other tables that refer to an issue as they want it.
    env.cr.execute("DELETE FROM hypercare_issue")
    env.cr.execute("DELETE FROM hypercare_checklist")
    env.cr.execute("UPDATE hypercare_period SET sequence_id = NULL")
    env.invalidate_all(flush=False)
    env["ir.sequence"].search([("code", "=", "hypercare.issue")]).unlink()
    env["ir.attachment"].search(
        [("res_model", "=", False), ("description", "=", PDF)]
    ).unlink()
    parameters = env["ir.config_parameter"].search(
        [("key", "=like", "hypercare\\_support.%")]
    )
    parameters.unlink()
    _forget_settings_of_users(env)
    # Raw SQL: of fields that other apps give our models, Odoo removes the records
    # themselves, but not these names of theirs.
    env.cr.execute(
        """
        DELETE FROM ir_model_data
         WHERE module NOT LIKE 'hypercare%'
           AND (model = 'ir.model.fields.selection'
                AND name LIKE 'selection\\_\\_hypercare\\_%'
                OR model = 'ir.model.inherit'
                AND name LIKE 'model\\_inherit\\_\\_hypercare\\_%')
        """
    )


def _forget_settings_of_users(env):
    """Remove what people have made for our screens: no foreign key leads there."""
    ours = "hypercare.%"
    for model, field in (
        ("ir.filters", "model_id"),
        ("ir.exports", "resource"),
        ("mail.message.subtype", "res_model"),
    ):
        made = env[model].with_context(active_test=False)
        made.search([(field, "=like", ours)]).unlink()
    actions = env["ir.actions.server"].search([("model_id.model", "=like", ours)])
    env["mail.message"].search(
        [("model", "=", actions._name), ("res_id", "in", actions.ids)]
    ).unlink()
