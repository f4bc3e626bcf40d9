from odoo import SUPERUSER_ID, api, fields


def migrate(cr, version):
    """Mark how-to questions as such: categories are kept as people have made them.

    Nobody gets a mail about what began before the upgrade.
    """
    cr.execute(
        """
        UPDATE hypercare_category category SET is_question = TRUE
          FROM ir_model_data data
         WHERE data.module = 'hypercare_support' AND data.name = 'category_how_to'
           AND data.model = 'hypercare.category' AND data.res_id = category.id
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["hypercare.period"]._take_as_told(fields.Datetime.now())
