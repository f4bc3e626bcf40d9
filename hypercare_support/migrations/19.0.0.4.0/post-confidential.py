from odoo import SUPERUSER_ID, api

#: What the rules said of the members of an issue's tiers, and what they say now.
OLD = "[('user_id', '=', user.id), ('active', '=', True)])"
NEW = (
    "[('user_id', '=', user.id), ('active', '=', True),"
    " ('sees_confidential', '=', True)])"
)
PLACE = "engagement_ids.tier_id.member_ids', 'any', "


def migrate(cr, version):
    """Have the rules look at who may see confidential issues.

    They are not updated by themselves, since an administrator may have changed them;
    only the part that is known is replaced.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    rules = env["ir.rule"].search(
        [
            ("model_id.model", "=like", "hypercare.%"),
            ("domain_force", "like", PLACE + OLD),
        ]
    )
    for rule in rules:
        rule.domain_force = rule.domain_force.replace(PLACE + OLD, PLACE + NEW)
