def fetched(model, domain, **options):
    """Search, and read all columns with the same statement: the screen shows most."""
    names = [
        name
        for name, field in model._fields.items()
        if field.store
        and field.column_type
        and field.prefetch is True
        and model._has_field_access(field, "read")
    ]
    return model.search_fetch(domain, names, **options)
