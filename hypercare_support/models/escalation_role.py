from odoo import fields, models

from .. import const


class HypercareEscalationRole(models.Model):
    """Whom an escalation step tells, by role instead of by name."""

    _name = "hypercare.escalation.role"
    _description = "Hypercare Escalation Recipient"
    _inherit = ["hypercare.kept.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Selection(const.RECIPIENT_ROLES, required=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.UniqueIndex("(code)", "This role exists already.")
