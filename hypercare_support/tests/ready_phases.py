"""What satisfies the readiness items about phases and the end."""


def ready_phases(env, period):
    """Plan one phase for the whole period, and a latest end where one is needed."""
    if not period.phase_ids:
        env["hypercare.phase"].create(
            {
                "period_id": period.id,
                "name": "Hypercare",
                "date_from": period.go_live,
                "date_to": period.date_end,
            }
        )
    if period.end_kind == "criteria" and not period.latest_end:
        period.latest_end = period.date_end
