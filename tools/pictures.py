"""Which pictures there are: who sees what, where, after which clicks."""

from dataclasses import dataclass, field

from .browser import Page

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
}
ANSWER = (
    "[...document.querySelectorAll('.o_field_widget[name={}] .o_radio_item')]"
    ".find((item) => item.textContent.trim() === '{}').querySelector('input').click()"
)
SENTENCE = "Vendor bills of one supplier cannot be posted"
CENTRE = ".o_hc_centre canvas, .o_hc_centre table"
ROW, CARD, FORM = ".o_data_row", ".o_kanban_record", ".o_form_sheet"
#: Whatever a list shows, also if there is nothing in it.
ANY = f"{ROW}, {CARD}, .o_group_header, .o_view_nocontent"
ACTION = "action-hypercare_support.{}"


@dataclass(frozen=True)
class Shot:
    """A picture: somebody opens an address, something shows, some steps are done.

    :param ready: CSS selector of what shows that the screen is there
    :param steps: (what to do, with what, …): click, run, wait, write, show
    :param phone: whether it is taken as wide as a phone, too
    :param phone_ready: what shows on a phone, if it is something else
    """

    name: str
    login: str
    path: str
    ready: str
    steps: list[tuple] = field(default_factory=list)
    phone: bool = True
    phone_ready: str = ""

    def go(self, page: Page, url: str, ids: dict[str, str], *, on_phone: bool) -> None:
        """Open the screen in a tab and do the steps."""
        # A screen that was left with changes asks before it goes.
        page.open("about:blank", "body")
        ready = self.phone_ready if on_phone and self.phone_ready else self.ready
        page.open(f"{url}/odoo/{self.path.format(**ids)}", ready)
        for what, *with_what in self.steps:
            getattr(page, what)(*with_what)


def tab(name: str, ready: str) -> list[tuple]:
    """Steps that open a page of a form's notebook and bring it into view."""
    link = f".nav-link[name={name}]"
    return [("click", link), ("wait", ready), ("show", ready)]


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
    Shot("standup", "farhana", "hypercare-standup", ".o_hc_standup_start"),
    Shot("standups", "farhana", "hypercare-standups/{standup}", FORM),
    Shot("status", "farhana", "hypercare-status/{status}", "[name=preview] table"),
    Shot("period", "farhana", "action-hypercare_support.period_action/{period}", FORM),
    Shot("import", "farhana", "hypercare-import", ".modal, .o_form_view"),
    Shot("held_mail", "farhana", "hypercare-held-mail", ROW, phone_ready=CARD),
]
PLANNING = [
    Shot("setup", "farhana", "hypercare-setup", FORM),
    Shot(
        "readiness", "farhana", "hypercare-ready?active_id={draft}", ".o_hc_readiness"
    ),
    Shot("cover", "farhana", "hypercare-cover", ".o_hc_cover"),
    Shot("charter", "mahbub", "hypercare-charters/{charter}", FORM),
    Shot("presets", "farhana", ACTION.format("preset_action"), ROW, phone_ready=CARD),
    Shot("preset", "farhana", ACTION.format("preset_action/{preset}"), FORM),
    Shot("swaps", "imran", ACTION.format("shift_swap_action"), ANY),
]
HANDING_OVER = [
    Shot("handover", "farhana", "hypercare-handover/{handover}", FORM),
    Shot("responsibilities", "farhana", "hypercare-responsibilities", ANY),
    Shot("knowledge_transfer", "farhana", "hypercare-knowledge-transfer", ANY),
    Shot("out_of_scope", "farhana", "hypercare-out-of-scope", ANY),
    Shot("requests", "rahima", "hypercare-requests", ANY),
    Shot("changes", "farhana", "hypercare-changes", ANY),
    Shot("change", "farhana", "hypercare-changes/{change}", FORM),
    Shot("questions", "farhana", "hypercare-questions-by-area", ANY),
]
CHECKING = [
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
SHOTS = [*ISSUES, *REPORTERS, *RUNNING, *PLANNING, *HANDING_OVER, *CHECKING]
