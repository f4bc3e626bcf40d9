from odoo import api, fields, models

from ..engine.targets import Target


class HypercareSlaPolicy(models.Model):
    _name = "hypercare.sla.policy"
    _description = "Hypercare SLA Policy"
    _inherit = ["hypercare.kept.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Leave empty to offer this policy to every company.",
    )
    description = fields.Text(translate=True)
    name_s1 = fields.Char("Level 1", translate=True, default="S1 Critical")
    name_s2 = fields.Char("Level 2", translate=True, default="S2 High")
    name_s3 = fields.Char("Level 3", translate=True, default="S3 Medium")
    name_s4 = fields.Char("Level 4", translate=True, default="S4 Low")
    definition_s1 = fields.Char("Meaning of level 1", translate=True)
    definition_s2 = fields.Char("Meaning of level 2", translate=True)
    definition_s3 = fields.Char("Meaning of level 3", translate=True)
    definition_s4 = fields.Char("Meaning of level 4", translate=True)
    line_ids = fields.One2many("hypercare.sla.policy.line", "policy_id", "Promises")

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for policy, vals in zip(self, vals_list, strict=True):
            vals["name"] = self.env._("%s (copy)", policy.name)
            vals["line_ids"] = [
                fields.Command.create(line_vals)
                for line_vals in policy.line_ids.copy_data({"policy_id": False})
            ]
        return vals_list

    @api.private
    def targets(self) -> dict[tuple[str, str, str], tuple[int, Target]]:
        """Return the policy as a look-up table.

        :return: (severity, metric, tier level or ``""``) → (line id, target)
        """
        return {
            (line.severity, line.metric, line.level or ""): (line.id, line.target())
            for line in self.line_ids
        }
