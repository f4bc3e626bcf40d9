"""A hand-over that lacks nothing, for tests that start a period by its buttons."""


def ready_handover(env, period):
    """Plan the hand-over of a period so that readiness has nothing to say about it.

    Needs a consultant lead, a client project manager or business owner, and a Level 1.
    """
    if not period.area_ids:
        env["hypercare.area"].create({"period_id": period.id, "name": "Finance"})
        period.invalidate_recordset(["area_ids"])
    period._propose_handover()
    somebody = period.business_owner_id or period.client_pm_id
    duties = period.responsibility_ids
    duties.filtered(lambda duty: not duty.owner_after_id).owner_after_id = somebody
    transfers = period.knowledge_transfer_ids
    transfers.filtered(lambda one: not one.taker_id).taker_id = somebody
    known = set(period.scope_receiver_ids.mapped("route"))
    for route in {"governance", "business_owner", "partner", "backlog"} - known:
        env["hypercare.scope.receiver"].create(
            {"period_id": period.id, "route": route, "user_id": somebody.id}
        )
