"""The vocabulary of what is out of scope: kinds, routes, and what may be decided."""

#: What people ask for that hypercare does not do.
SCOPE_KINDS = [
    ("new_workflow", "A new way of working (workflow)"),
    ("changed_logic", "A change of something that was approved"),
    ("process_variation", "An exception to the agreed process"),
    ("configuration", "A change of settings"),
    ("new_report", "A new report"),
    ("new_field", "A new field or kind of record"),
    ("other", "Something else"),
]
#: Who receives what is out of scope.
SCOPE_ROUTES = [
    ("governance", "Governance committee"),
    ("business_owner", "Business owner"),
    ("partner", "Implementation partner"),
    ("backlog", "Enhancement backlog"),
]
SCOPE_ROUTE_OF_KIND = {
    "new_workflow": "governance",
    "changed_logic": "governance",
    "process_variation": "business_owner",
    "configuration": "partner",
}
#: The kind that a category with a route most likely means.
SCOPE_KIND_OF_ROUTE = {
    "governance": "new_workflow",
    "business_owner": "process_variation",
    "partner": "configuration",
}
SCOPE_STATES = [
    ("to_route", "Nobody told yet"),
    ("handed_over", "Waiting for a decision"),
    ("accepted", "Accepted"),
    ("planned", "Planned"),
    ("declined", "Declined"),
]
#: From each state, the decisions that the receiver may take.
SCOPE_DECISIONS = {
    "to_route": frozenset(),
    "handed_over": frozenset({"accepted", "planned", "declined"}),
    "accepted": frozenset({"planned", "declined"}),
    "planned": frozenset({"planned", "declined"}),
    "declined": frozenset({"accepted", "planned"}),
}
