"""Which pictures there are of issues, reporting and running hypercare."""

from datetime import date, timedelta

from . import pictures_plan
from .shot import ACTION, ANY, CARD, FORM, ROW, Shot, tab

ISSUE = "SELECT id FROM hypercare_issue WHERE number = '{}' ORDER BY id LIMIT 1"
#: What stands in braces in an address: the id of a record of the demo data.
IDS = {
    "late": ISSUE.format("HC-023"),
    "paused": ISSUE.format("HC-015"),
    "fixed": ISSUE.format("HC-012"),
    "rule": "SELECT id FROM hypercare_escalation_rule WHERE watches = 'promise'",
    "period": "SELECT id FROM hypercare_period ORDER BY id LIMIT 1",
    "policy": "SELECT policy_id FROM hypercare_period ORDER BY id LIMIT 1",
    "draft": "SELECT id FROM hypercare_period WHERE state = 'draft' ORDER BY id",
    "charter": "SELECT id FROM hypercare_charter WHERE state = 'approved' ORDER BY id",
    "handover": "SELECT id FROM hypercare_period ORDER BY id LIMIT 1",
    "checklist_item": "SELECT id FROM hypercare_checklist_item ORDER BY due_date, id"
    " LIMIT 1",
    "change": "SELECT id FROM hypercare_change_request ORDER BY id DESC LIMIT 1",
    "preset": "SELECT id FROM hypercare_preset ORDER BY id LIMIT 1",
    "standup": "SELECT id FROM hypercare_standup WHERE ended_at IS NOT NULL"
    " ORDER BY id DESC LIMIT 1",
    "status": "SELECT id FROM hypercare_status_report ORDER BY id DESC LIMIT 1",
    "review": "SELECT id FROM hypercare_exit_review ORDER BY id DESC LIMIT 1",
    "criterion": "SELECT id FROM hypercare_exit_criterion ORDER BY sequence, id"
    " LIMIT 1",
    "kpi": "SELECT v.id FROM hypercare_kpi_value v JOIN hypercare_kpi k"
    " ON k.id = v.kpi_id ORDER BY v.state = 'red' DESC, v.date DESC, v.id LIMIT 1",
    "alert": "SELECT id FROM hypercare_kpi_alert ORDER BY id DESC LIMIT 1",
    "duty": "SELECT id FROM hypercare_responsibility ORDER BY id LIMIT 1",
    "transfer": "SELECT id FROM hypercare_knowledge_transfer ORDER BY id LIMIT 1",
    "template": "SELECT id FROM hypercare_checklist_template ORDER BY id LIMIT 1",
    "integration": "SELECT id FROM hypercare_integration ORDER BY id LIMIT 1",
    "swap": "SELECT id FROM hypercare_shift_swap ORDER BY id LIMIT 1",
    "scope": "SELECT id FROM hypercare_issue WHERE scope_state IS NOT NULL"
    " ORDER BY id LIMIT 1",
    "checklist": "SELECT checklist_id FROM hypercare_checklist_item"
    " GROUP BY checklist_id ORDER BY count(*) DESC, checklist_id LIMIT 1",
}
ANSWER = (
    "[...document.querySelectorAll('.o_field_widget[name={}] .o_radio_item')]"
    ".find((item) => item.textContent.trim() === '{}').querySelector('input').click()"
)
SENTENCE = "Vendor bills of one supplier cannot be posted"
CENTRE = ".o_hc_centre canvas, .o_hc_centre table"
#: A spreadsheet as people keep them: a name nobody knows, a date that is none.
YESTERDAY = f"{date.today() - timedelta(days=1):%d/%m/%Y}"
SHEET = f"""No.,Date,Description,Severity,Reported by,Assigned to,Status
1,{YESTERDAY},Gate pass prints without the lot number,S3,Rahima Khatun,Mitu Das,Open
2,31/02/2026,Bill cannot be posted,S2,Store Gate 2,Anisur Rahman,Open
3,{YESTERDAY},,S3,Rahima Khatun,,Closed
4,{YESTERDAY},Overtime of the night shift is missing,High,Abdul Karim,Mitu Das,Open
"""
IMPORTED = f"""(async () => {{
    const {{orm, action}} = odoo.__WOWL_DEBUG__.root.env.services;
    const file = btoa({SHEET!r});
    const [id] = await orm.create(
        "hypercare.sheet.import", [{{file, file_name: "issues.csv"}}]
    );
    await orm.call("hypercare.sheet.import", "action_read", [[id]]);
    await action.doAction({{
        type: "ir.actions.act_window",
        res_model: "hypercare.sheet.import",
        res_id: id,
        views: [[false, "form"]],
    }});
}})()"""

ISSUES = [
    Shot("kanban", "mitu", "hypercare", ".o_kanban_record .o_hc_countdown"),
    Shot(
        "list",
        "mitu",
        "action-hypercare_support.issue_action_list",
        ROW,
        phone_ready=CARD,
    ),
    Shot("form", "mitu", "hypercare/{late}", ".o-mail-Message"),
    Shot("calendar", "mitu", "hypercare?view_type=calendar", ".fc-event", phone=False),
    Shot(
        "analysis",
        "mitu",
        "hypercare-analysis",
        ".o_graph_renderer canvas",
        phone=False,
    ),
    Shot(
        "solution",
        "mitu",
        "hypercare/{fixed}",
        FORM,
        tab("solution", "[name=fix_state]"),
    ),
    Shot(
        "why",
        "farhana",
        "hypercare/{paused}",
        FORM,
        [
            *tab("clocks", "[name=clock_ids] .o_data_row"),
            (
                "run",
                "[...document.querySelectorAll('[name=clock_ids] .o_data_cell')]"
                ".find((cell) => cell.textContent.trim() === 'Resolution').click()",
            ),
            ("wait", ".modal .o_hypercare_explanation"),
        ],
        phone=False,
    ),
    Shot(
        "timeline",
        "farhana",
        "hypercare/{late}",
        FORM,
        tab("escalations", ".o_hc_timeline"),
    ),
    Shot(
        "policy",
        "farhana",
        "action-hypercare_support.sla_policy_action/{policy}",
        ".o_hc_matrix_row",
    ),
    Shot(
        "rule",
        "farhana",
        "action-hypercare_support.escalation_rule_action/{rule}",
        "[name=preview] li",
    ),
]
REPORTERS = [
    Shot(
        "reporter_form",
        "rahima",
        "my-issues/new",
        ".o_radio_item",
        [
            ("write", ".o_field_widget[name=name] textarea", SENTENCE),
            ("run", ANSWER.format("work_stopped", "Yes")),
            ("run", ANSWER.format("workaround_known", "No")),
            ("wait", ".o_field_widget[name=promise_text]"),
        ],
    ),
    Shot("my_issues", "rahima", "my-issues", ROW, phone_ready=CARD),
    Shot("answers", "rahima", "hypercare-answers", f"{ROW}, {CARD}"),
    Shot(
        "report_dialog",
        "rahima",
        "my-issues",
        ".o_hc_report_button",
        [("click", ".o_hc_report_button"), ("wait", ".o_hc_report")],
    ),
]
RUNNING = [
    Shot("centre", "mahbub", "hypercare-centre", CENTRE),
    Shot(
        "standup",
        "farhana",
        "hypercare-standup",
        ".o_hc_standup_start, .o_hc_standup_card",
    ),
    Shot("standups", "farhana", "hypercare-standups/{standup}", FORM),
    Shot("past_standups", "farhana", "hypercare-standups", ANY),
    Shot("status", "farhana", "hypercare-status/{status}", "[name=preview] table"),
    Shot("statuses", "farhana", "hypercare-status", ANY),
    Shot("escalations", "farhana", ACTION.format("escalation_action"), ANY),
    Shot("on_call", "imran", ACTION.format("shift_action"), ANY),
    Shot("period", "farhana", "action-hypercare_support.period_action/{period}", FORM),
    Shot("periods", "farhana", "action-hypercare_support.period_action", ANY),
    Shot("import", "farhana", "hypercare-import", ".modal, .o_form_view"),
    Shot(
        "import_preview",
        "farhana",
        "hypercare-import",
        ".o_form_view",
        [("run", IMPORTED), ("wait", "[name=line_ids]")],
    ),
    Shot(
        "quick_entry",
        "mitu",
        ACTION.format("quick_entry_action"),
        ".modal .o_form_view",
    ),
    Shot("whatsapp", "mitu", ACTION.format("chat_paste_action"), ".o_form_view"),
    Shot("held_mail", "farhana", "hypercare-held-mail", ROW, phone_ready=CARD),
]
#: Last, and by somebody else: the stand-up of the day is not opened anew.
HOLDING = [
    Shot(
        "standup_issue",
        "anis",
        "hypercare-standup",
        ".o_hc_standup_start, .o_hc_standup_card",
        [
            ("run", "document.querySelector('button[name=start]')?.click()"),
            ("wait", ".o_hc_standup_card"),
        ],
    ),
    Shot(
        "standup_end",
        "anis",
        "hypercare-standup",
        ".o_hc_standup_card",
        [("click", "button[name=finish]"), ("wait", ".o_hc_standup_finish")],
    ),
]
SHOTS = [*ISSUES, *REPORTERS, *RUNNING, *pictures_plan.SHOTS, *HOLDING]
