"""How much each persona has in the bar at the top."""

from .common import HypercareCommon

#: What fits at 1366 pixels beside the name of the app and the icons on the right.
MOST = 8


class TestMenus(HypercareCommon):
    def menus(self, user):
        """Return external name → menu of this app, as the client gets them."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        root = menus[self.env.ref("hypercare_support.menu_root").id]
        found, todo = {}, [root]
        while todo:
            menu = todo.pop()
            found[menu["xmlid"].removeprefix("hypercare_support.")] = menu
            todo += [menus[child] for child in menu["children"]]
        return found

    def top(self, user):
        menus = self.menus(user)
        names = {menu["id"]: name for name, menu in menus.items()}
        return [names[child] for child in menus["menu_root"]["children"]]

    def test_few_entries_at_the_top(self):
        for user, most in (
            (self.manager, MOST),
            (self.sponsor, MOST),
            (self.l1, MOST),
            (self.reporter, 5),
        ):
            with self.subTest(user=user.login):
                found = self.top(user)
                self.assertLessEqual(len(found), most, found)
                self.assertIn("menu_my_issues", found)
                self.assertIn("menu_issues", found)

    def test_a_manager_finds_everything_that_is_planned_in_one_place(self):
        menus = self.menus(self.manager)
        names = {menu["id"]: name for name, menu in menus.items()}
        plan = {names[child] for child in menus["menu_plan"]["children"]}
        self.assertLessEqual(
            {
                *("menu_periods", "menu_setup", "menu_cover", "menu_charters"),
                *("menu_checklists", "menu_handover", "menu_scope"),
                "menu_change_requests",
            },
            plan,
        )

    def test_employees_find_what_is_theirs_and_nothing_else(self):
        menus = self.menus(self.reporter)
        for name in (
            *("menu_my_issues_list", "menu_my_checklist", "menu_requests_scope"),
            *("menu_requests_change", "menu_requests_handover", "menu_answers"),
        ):
            self.assertIn(name, menus)
        for name in ("menu_plan", "menu_add", "menu_escalation", "menu_configuration"):
            self.assertNotIn(name, menus)

    def test_every_entry_of_the_bar_leads_somewhere(self):
        for user in (self.manager, self.reporter):
            menus = self.menus(user)
            for name in self.top(user):
                menu = menus[name]
                self.assertTrue(menu["children"] or menu["action_id"], name)
