"""Which pictures there are of the plan, of its figures and of the exit."""

from .shot import ACTION, ANY, CARD, FORM, ROW, Shot, dialog, tab

PERIOD = ACTION.format("period_action/{period}")

PLANNING = [
    Shot("setup", "farhana", "hypercare-setup", FORM),
    Shot("readiness", "farhana", "hypercare-ready/{draft}", ".o_hc_ready h1"),
    Shot("cover", "farhana", "hypercare-cover", ".o_hc_cover"),
    Shot("charter", "mahbub", "hypercare-charters/{charter}", FORM),
    Shot("charters", "mahbub", "hypercare-charters", ANY),
    Shot(
        "phases",
        "farhana",
        PERIOD,
        FORM,
        tab("phases", "[name=phase_ids]"),
        phone=False,
    ),
    *(
        Shot(
            name,
            "farhana",
            path,
            FORM,
            dialog(f"action_open_{name}", model="hypercare.period"),
        )
        for name, path in (
            ("extend", PERIOD),
            ("move", PERIOD.replace("{period}", "{draft}")),
            ("end", PERIOD),
        )
    ),
    Shot(
        "force",
        "farhana",
        PERIOD.replace("{period}", "{draft}"),
        FORM,
        dialog("action_force", model="hypercare.period"),
    ),
    Shot("freezes", "farhana", ACTION.format("change_freeze_action"), ANY),
    Shot("presets", "farhana", ACTION.format("preset_action"), ROW, phone_ready=CARD),
    Shot("preset", "farhana", ACTION.format("preset_action/{preset}"), FORM),
    Shot("swaps", "imran", ACTION.format("shift_swap_action"), ANY),
]
HANDING_OVER = [
    Shot("handover", "farhana", "hypercare-handover/{handover}", FORM),
    Shot("responsibility", "farhana", "hypercare-responsibilities/{duty}", FORM),
    Shot("transfer", "farhana", "hypercare-knowledge-transfer/{transfer}", FORM),
    Shot("my_handover", "rahima", "hypercare-my-handover", ANY),
    Shot(
        "scope_decision",
        "farhana",
        "hypercare-out-of-scope/{scope}",
        FORM,
        dialog("action_scope_plan", model="hypercare.issue"),
    ),
    Shot("responsibilities", "farhana", "hypercare-responsibilities", ANY),
    Shot("knowledge_transfer", "farhana", "hypercare-knowledge-transfer", ANY),
    Shot("out_of_scope", "farhana", "hypercare-out-of-scope", ANY),
    Shot("requests", "rahima", "hypercare-requests", ANY),
    Shot("changes", "farhana", "hypercare-changes", ANY),
    Shot("change", "farhana", "hypercare-changes/{change}", FORM),
    Shot("questions", "farhana", "hypercare-questions-by-area", ANY),
]
CHECKING = [
    Shot("checklist", "farhana", "hypercare-checklists/{checklist}", FORM),
    Shot("checklist_items", "farhana", ACTION.format("checklist_item_action"), ANY),
    Shot(
        "checklist_templates",
        "farhana",
        ACTION.format("checklist_template_action"),
        ANY,
    ),
    Shot(
        "checklist_template",
        "farhana",
        ACTION.format("checklist_template_action/{template}"),
        FORM,
    ),
    Shot("checklists", "farhana", "hypercare-checklists", ANY),
    Shot("my_checklist", "rahima", "hypercare-my-checklist", ANY),
    Shot(
        "checklist_item",
        "farhana",
        ACTION.format("checklist_item_action/{checklist_item}"),
        FORM,
    ),
    Shot(
        "checklist_calendar",
        "farhana",
        ACTION.format("checklist_item_action") + "?view_type=calendar",
        ".fc-view",
        phone=False,
    ),
]
MEASURING = [
    Shot("kpis", "mahbub", "hypercare-kpis", ANY),
    Shot("kpi", "mahbub", "hypercare-kpis/{kpi}", FORM),
    Shot("kpi_alerts", "farhana", "hypercare-kpi-alerts", ANY),
    Shot("kpi_alert", "farhana", "hypercare-kpi-alerts/{alert}", FORM),
    Shot("kpi_definitions", "farhana", ACTION.format("kpi_action"), ANY),
    Shot("adoption", "farhana", "hypercare-adoption", ANY),
    Shot("off_system", "farhana", ACTION.format("off_system_action"), ANY),
    Shot("user_activity", "farhana", ACTION.format("user_activity_action"), ANY),
    Shot("health", "farhana", "hypercare-health", ANY),
    Shot("integrations", "farhana", ACTION.format("integration_action"), ANY),
    Shot(
        "integration",
        "farhana",
        ACTION.format("integration_action/{integration}"),
        FORM,
    ),
    Shot("self_service", "farhana", ACTION.format("deflection_action"), ANY),
]
LEAVING = [
    Shot("criteria", "mahbub", "hypercare-exit-criteria", ANY),
    Shot("criterion", "mahbub", "hypercare-exit-criteria/{criterion}", FORM),
    Shot(
        "waive",
        "mahbub",
        "hypercare-exit-criteria/{criterion}",
        FORM,
        dialog("action_waive", model="hypercare.exit.criterion"),
    ),
    Shot("reviews", "mahbub", "hypercare-exit-reviews", ANY),
    Shot("review", "mahbub", "hypercare-exit-reviews/{review}", FORM),
    Shot("exit_presets", "farhana", ACTION.format("exit_preset_action"), ANY),
    Shot("relapses", "farhana", ACTION.format("exit_relapse_action"), ANY),
]
SHOTS = [*PLANNING, *HANDING_OVER, *CHECKING, *MEASURING, *LEAVING]
