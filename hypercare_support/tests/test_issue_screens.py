from datetime import timedelta

from lxml import etree

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import MONDAY, HypercareCommon, at_time

FEW, MANY = 10, 100


@tagged("post_install", "-at_install")
class TestIssueScreens(HypercareCommon):
    """What the views ask for, as they ask for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.env.ref("hypercare_support.issue_action")
        names = ("Purchase", "Inventory", "HR", False)
        cls.issues = cls.make_issue().browse()
        for number in range(MANY):
            cls.issues += cls.make_issue(
                ("s1", "s2", "s3", "s4")[number % 4],
                name=f"Issue {number}",
                module=names[number % 4],
            )
        owned = cls.issues.filtered(lambda issue: issue.id % 3)
        owned.with_user(cls.l2).write({"user_id": cls.l2.id})
        owned[:40].with_user(cls.l2).write({"state": "waiting"})
        users = cls.reporter | cls.colleague | cls.l3
        for issue in cls.issues[:50]:
            issue._write_columns({"affected_user_ids": [(6, 0, users.ids)]})
        cls.issues[0].sudo().activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.l1.id
        )
        # Ten of all kinds, and all of them.
        few = cls.issues.browse(
            cls.issues[i * MANY // 9 - (i > 0)].id for i in range(FEW)
        )
        cls.samples = {FEW: few, MANY: cls.issues}
        assert len(set(few.mapped("severity"))) == 4
        cls.env.flush_all()

    def specification(self, view_type, xmlid=None):
        """Return the fields a view asks for, as the web client does."""
        Issue = self.env["hypercare.issue"].with_user(self.l1)
        view_id = self.env.ref(xmlid).id if xmlid else None
        views = Issue.get_views([(view_id, view_type)])
        names = views["models"]["hypercare.issue"]["fields"]
        arch_names = {
            name
            for name in names
            if f'name="{name}"' in views["views"][view_type]["arch"]
        }
        if view_type in ("list", "kanban"):
            # The countdown brings these along.
            arch_names |= {"sla_state", "at_risk_at"}
        known = Issue._fields
        return {
            name: {"fields": {"display_name": {}}}
            if known[name].type == "many2one"
            else {}
            for name in arch_names
            if name in known
        }

    def queries(self, call):
        """Return how many statements a call makes, caches of the record cold."""
        self.env.flush_all()
        call()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before

    def assertConstant(self, name, call):
        """Ten records and a hundred cost the same number of statements."""
        few, many = (self.queries(lambda n=n: call(n)) for n in (FEW, MANY))
        self.assertEqual(few, many, f"{name}: {few} statements become {many}")
        return few

    # -- Cost ------------------------------------------------------------------------

    def test_a_list_of_a_hundred_costs_what_a_list_of_ten_costs(self):
        Issue = self.env["hypercare.issue"].with_user(self.l1)
        for view_type in ("list", "kanban", "calendar"):
            specification = self.specification(view_type)
            self.assertIn("user_id", specification)

            def read(limit, specification=specification):
                domain = [("id", "in", self.samples[limit].ids)]
                found = Issue.web_search_read(domain, specification, limit=MANY + 1)
                self.assertEqual(len(found["records"]), limit)

            with self.subTest(view=view_type):
                self.assertConstant(view_type, read)

    def test_the_board_costs_the_same_however_many_cards(self):
        Issue = self.env["hypercare.issue"].with_user(self.l1)
        specification = self.specification("kanban")
        for group in ("state", "severity", "tier_id", "user_id"):

            def board(limit, group=group):
                domain = [("id", "in", self.samples[limit].ids)]
                found = Issue.web_read_group(
                    domain,
                    [group],
                    auto_unfold=True,
                    unfold_read_specification=specification,
                    unfold_read_default_limit=MANY + 1,
                )
                self.assertEqual(sum(g["__count"] for g in found["groups"]), limit)
                Issue.read_progress_bar(
                    domain, group, {"field": "sla_state", "colors": {"breached": "d"}}
                )

            with self.subTest(group=group):
                self.assertConstant(f"kanban by {group}", board)

    def test_figures_of_many_issues_are_read_at_once(self):
        for names in (
            ["duration_tracking"],
            ["hours_to_respond", "hours_to_resolve"],
            ["duplicate_count"],
            ["fix_state", "workaround_expired", "has_record", "record_label"],
        ):
            with self.subTest(fields=names):
                self.assertConstant(
                    ", ".join(names),
                    lambda limit, names=names: self.samples[limit].read(names),
                )

    # -- What they show --------------------------------------------------------------

    def test_durations_add_up_to_the_life_of_the_issue(self):
        issue = self.make_issue("s3", at=MONDAY)
        self.do(issue, self.l2, MONDAY + timedelta(hours=1), user_id=self.l2.id)
        self.do(issue, self.l2, MONDAY + timedelta(hours=3), state="in_progress")
        self.do(issue, self.l2, MONDAY + timedelta(hours=4), state="waiting")
        self.do(issue, self.l2, MONDAY + timedelta(hours=9), state="in_progress")
        hour = 3600
        with at_time(MONDAY + timedelta(hours=10)):
            issue.invalidate_recordset()
            self.assertEqual(
                issue.duration_tracking,
                {
                    "new": hour,
                    "assigned": 2 * hour,
                    "in_progress": 2 * hour,
                    "waiting": 5 * hour,
                },
            )
        self.do(issue, self.l2, MONDAY + timedelta(hours=10), state="resolved")
        issue.with_user(self.reporter).action_confirm_solved()
        issue.invalidate_recordset()
        self.assertNotIn("closed", issue.duration_tracking)

    def test_hours_are_the_same_in_form_and_pivot(self):
        issue = self.make_issue("s3", at=MONDAY, module="Only here")
        self.do(issue, self.l2, MONDAY + timedelta(hours=2), user_id=self.l2.id)
        self.do(issue, self.l2, MONDAY + timedelta(hours=30), state="resolved")
        self.make_issue("s3", at=MONDAY, module="Only here")
        self.assertEqual((issue.hours_to_respond, issue.hours_to_resolve), (2, 30))
        [row] = self.env["hypercare.issue"].formatted_read_group(
            [("module", "=", "Only here")],
            ["module"],
            ["hours_to_respond:avg", "hours_to_resolve:avg", "me_too_count:sum"],
        )
        self.assertEqual(
            (row["hours_to_respond:avg"], row["hours_to_resolve:avg"]),
            (2, 30),
            "what is not answered yet spoils no average",
        )
        [row] = self.env["hypercare.issue"].formatted_read_group(
            [("id", "in", self.issues.ids)], [], ["me_too_count:sum"]
        )
        self.assertEqual(row["me_too_count:sum"], 150)
        measures = self.env["hypercare.issue"].fields_get(
            ["hours_to_respond", "hours_to_resolve", "me_too_count", "reopen_count"],
            ["aggregator"],
        )
        self.assertEqual(
            {name: info.get("aggregator") for name, info in measures.items()},
            {
                "hours_to_respond": "avg",
                "hours_to_resolve": "avg",
                "me_too_count": "sum",
                "reopen_count": "sum",
            },
        )

    def test_clock_cards_say_what_matters_now(self):
        issue = self.make_issue("s2", at=MONDAY)
        owner = issue.tier_id.user_ids
        self.do(issue, owner, MONDAY + timedelta(minutes=30), user_id=owner.id)
        self.do(issue, owner, MONDAY + timedelta(hours=1), state="waiting")
        with at_time(MONDAY + timedelta(hours=2)):
            issue.invalidate_recordset()
            cards = {card["metric"]: card for card in issue.clock_cards}
        self.assertEqual(
            [card["metric"] for card in issue.clock_cards][:2],
            ["response", "resolution"],
        )
        self.assertEqual(cards["response"]["state"], "met")
        self.assertFalse(cards["response"]["running"])
        self.assertEqual(cards["response"]["stopped"], "2026-03-02 04:30:00")
        self.assertEqual(cards["resolution"]["state"], "paused")
        clock = self.clock(issue, "resolution")
        self.assertEqual(cards["resolution"]["id"], clock.id)
        self.assertNotIn("pickup", cards, "a pick-up that is over is history")

    def test_a_reopened_issue_shows_its_last_run(self):
        issue = self.make_issue("s2", at=MONDAY)
        self.do(issue, self.l2, MONDAY + timedelta(minutes=30), state="resolved")
        self.do(issue, self.l2, MONDAY + timedelta(hours=1), state="in_progress")
        runs = [
            card["run"] for card in issue.clock_cards if card["metric"] == "resolution"
        ]
        self.assertEqual(runs, [2])

    # -- Who is offered what -----------------------------------------------------------

    def test_only_the_team_is_offered_to_move_cards(self):
        for user, offered in (
            (self.l1, True),
            (self.manager, True),
            (self.reporter, False),
            (self.sponsor, False),
        ):
            Issue = self.env["hypercare.issue"].with_user(user)
            kanban = Issue.get_view(view_type="kanban")["arch"]
            listed = Issue.get_view(view_type="list")["arch"]
            with self.subTest(user=user.login):
                self.assertEqual('records_draggable="false"' not in kanban, offered)
                self.assertEqual('name="action_take"' in kanban, offered)
                self.assertEqual('multi_edit="1"' in listed, offered)

    def test_quick_entry_lands_in_its_column(self):
        view = "hypercare_support.issue_view_form_quick"
        Issue = self.env["hypercare.issue"].with_user(self.l1)
        for defaults, field, value in (
            ({"default_state": "in_progress"}, "state", "in_progress"),
            ({"default_tier_id": self.tier3.id}, "tier_id", self.tier3),
            ({"default_severity": "s1"}, "severity", "s1"),
            ({"default_user_id": self.l2.id}, "user_id", self.l2),
        ):
            with (
                self.subTest(field=field),
                Form(Issue.with_context(**defaults), view) as form,
            ):
                form.name = "The printer is out"
            issue = form.record
            self.assertEqual(issue[field], value)
            self.assertTrue(issue.severity)

    def test_the_search_panel_knows_modules(self):
        Issue = self.env["hypercare.issue"].with_user(self.l1)
        found = Issue.search_panel_select_multi_range(
            "module",
            enable_counters=True,
            search_domain=[("id", "in", self.issues.ids)],
            category_domain=[],
            filter_domain=[],
            group_domain=[],
            expand=False,
            limit=200,
        )
        self.assertEqual(
            {value["id"]: value["__count"] for value in found["values"]},
            {"Purchase": 25, "Inventory": 25, "HR": 25, False: 25},
        )
        labels = {value["id"]: value["display_name"] for value in found["values"]}
        self.assertEqual(labels[False], "No module")
        tiers = Issue.search_panel_select_multi_range("tier_id", enable_counters=True)
        self.assertTrue(tiers["values"], "other fields as ever")

    def test_filters_of_the_search_bar_find_something(self):
        """Every filter's domain is one that the server understands."""
        Issue = self.env["hypercare.issue"].with_user(self.l1)
        arch = Issue.get_view(view_type="search")["arch"]
        filters = etree.fromstring(arch).xpath("//filter[@domain]")
        self.assertGreater(len(filters), 15)
        for node in filters:
            with self.subTest(filter=node.get("name")):
                domain = safe_eval(node.get("domain"), {"uid": self.l1.id})
                Issue.search_count(domain)

    def test_shared_favourites_work(self):
        filters = (
            self.env["ir.filters"]
            .with_user(self.l1)
            .get_filters("hypercare.issue", self.action.id)
        )
        names = {found["name"] for found in filters}
        self.assertLessEqual(
            {"My work by due time", "Due today or overdue", "Open by tier and owner"},
            names,
        )
