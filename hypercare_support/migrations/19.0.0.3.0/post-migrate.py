def migrate(cr, version):
    """Mark how-to questions as such: categories are kept as people have made them."""
    cr.execute(
        """
        UPDATE hypercare_category category SET is_question = TRUE
          FROM ir_model_data data
         WHERE data.module = 'hypercare_support' AND data.name = 'category_how_to'
           AND data.model = 'hypercare.category' AND data.res_id = category.id
        """
    )
