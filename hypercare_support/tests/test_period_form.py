"""The form of a period: which buttons and notices there are in which state."""

from lxml import etree

from odoo.tools.safe_eval import safe_eval

from .common import HypercareCommon

#: As many buttons the client shows at 1366 pixels; with more, the fifth becomes "More".
FITTING = 5


class TestPeriodForm(HypercareCommon):
    def form(self, user):
        view = self.env.ref("hypercare_support.period_view_form")
        periods = self.env["hypercare.period"].with_user(user)
        return etree.fromstring(periods.get_view(view.id, "form")["arch"])

    def shown(self, nodes, **values):
        values = {
            "id": 1,
            "state": "draft",
            "active": True,
            "checklist_ids": [1],
            "held_mail_count": 0,
            "open_issue_count": 3,
            "problem": "No SLA policy is chosen",
            "mail_problem": "The mail server does not answer",
            "escalation_is_stopped": False,
            "forced_reason": False,
            "end_level": False,
            "gone_notice": False,
            "asked_less": False,
            "kpi_error": False,
            **values,
        }
        return [
            node
            for node in nodes
            if not safe_eval(node.get("invisible") or "False", dict(values))
        ]

    def buttons(self, user=None, **values):
        box = self.form(user or self.manager).find(".//div[@name='button_box']")
        return [node.get("name") for node in self.shown(box.iter("button"), **values)]

    def test_before_the_start_everything_fits(self):
        for state in ("draft", "ready"):
            names = self.buttons(state=state, open_issue_count=0)
            self.assertEqual(
                names,
                [
                    *("action_open_readiness", "action_open_cover"),
                    *("action_open_checklists", "action_open_handover"),
                    "action_open_charter",
                ],
            )
            self.assertLessEqual(len(names), FITTING)

    def test_without_checklists_the_way_to_add_some(self):
        names = self.buttons(checklist_ids=[], open_issue_count=0)
        self.assertIn("action_add_checklists", names)
        self.assertNotIn("action_open_checklists", names)
        self.assertLessEqual(len(names), FITTING)

    def test_what_matters_while_it_runs_comes_first(self):
        centre = str(self.env.ref("hypercare_support.command_centre_action").id)
        names = self.buttons(state="running")
        self.assertEqual(names[:2], [centre, "action_open_issues"])
        self.assertNotIn("action_open_readiness", names)
        self.assertEqual(names[3:5], ["action_open_criteria", "action_open_kpis"])
        self.assertLessEqual(len(names), 9)
        names = self.buttons(state="running", held_mail_count=2)
        self.assertEqual(names[2], "action_open_held_mails")

    def test_when_it_is_over_nothing_asks_to_be_done(self):
        centre = str(self.env.ref("hypercare_support.command_centre_action").id)
        for state in ("closed", "cancelled"):
            names = self.buttons(state=state)
            self.assertFalse(
                {centre, "action_open_readiness", "action_open_cover"} & set(names)
            )
            self.assertLessEqual(len(names), FITTING + 1)

    def test_notices_are_of_what_has_to_be_done_now(self):
        notices = [
            node
            for node in self.form(self.manager).iter("div")
            if "alert" in (node.get("class") or "").split()
        ]
        self.assertGreater(len(notices), 5)
        # Before the start the list of what is missing says it all.
        for state in ("draft", "ready", "closed", "cancelled"):
            self.assertFalse(self.shown(notices, state=state), state)
        self.assertEqual(len(self.shown(notices, state="running")), 2)
