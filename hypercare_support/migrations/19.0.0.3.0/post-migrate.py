from odoo import SUPERUSER_ID, api, fields


def migrate(cr, version):
    """Carry over what people have set up and logged before 19.0.0.3.0."""
    mark_questions(cr)
    env = api.Environment(cr, SUPERUSER_ID, {})
    list_earlier_requests(env)
    # Nobody gets a mail about what began before the upgrade.
    env["hypercare.period"]._take_as_told(fields.Datetime.now())


def mark_questions(cr):
    """Mark how-to questions as such: categories are kept as people have made them."""
    cr.execute(
        """
        UPDATE hypercare_category category SET is_question = TRUE
          FROM ir_model_data data
         WHERE data.module = 'hypercare_support' AND data.name = 'category_how_to'
           AND data.model = 'hypercare.category' AND data.res_id = category.id
        """
    )


def list_earlier_requests(env):
    """List what was out of scope before as waiting to be handed over.

    Its promises count no more: that is derived again.
    """
    issues = env["hypercare.issue"].search(
        [
            ("state", "=", "cancelled"),
            ("cancel_reason", "=", "out_of_scope"),
            ("scope_state", "=", False),
        ]
    )
    issues._enter_scope()
    issues._refresh_clocks()
