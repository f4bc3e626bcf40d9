def migrate(cr, version):
    """Let everybody who saw the confidential issues of a tier go on seeing them.

    From now on this is chosen person by person. Done before the models are loaded:
    afterwards nobody could tell who was there before.
    """
    cr.execute(
        "ALTER TABLE hypercare_tier_member"
        " ADD COLUMN IF NOT EXISTS sees_confidential boolean"
    )
    cr.execute(
        "UPDATE hypercare_tier_member SET sees_confidential = TRUE"
        " WHERE sees_confidential IS NULL"
    )
