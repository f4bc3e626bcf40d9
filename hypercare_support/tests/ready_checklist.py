"""What the checklists ask for before a period may start."""


def ready_checklist(env, period):
    """Give a period one checklist whose items all have an owner."""
    template = env["hypercare.checklist.template"].create(
        {
            "name": "Ready",
            "item_ids": [
                (0, 0, {"name": "Look", "role": "client_pm"}),
            ],
        }
    )
    return period._add_checklists(template)
