"""Odoo's own check of views, for those of the addon and those it extends."""

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestAllViews(TransactionCase):
    def test_every_view_is_valid(self):
        """As `base.tests.test_views.TestAllViews`, whose run takes all apps."""
        views = self.env["ir.ui.view"].with_context(load_all_views=True)
        ours = views.search([("model", "=like", "hypercare.%")])
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.ui.view"), ("module", "=like", "hypercare\\_%")]
        )
        ours |= views.browse(data.mapped("res_id"))
        self.assertGreater(len(ours), 150)
        for view in ours:
            with self.subTest(view=view.xml_id or view.name):
                view._check_xml()

    def test_every_action_opens_what_there_is(self):
        """Every window action of ours has its views, for its model."""
        data = self.env["ir.model.data"].search(
            [
                ("model", "=", "ir.actions.act_window"),
                ("module", "=like", "hypercare\\_%"),
            ]
        )
        actions = self.env["ir.actions.act_window"].browse(data.mapped("res_id"))
        self.assertGreater(len(actions), 30)
        for action in actions:
            model = self.env[action.res_model]
            for view_id, kind in action.views:
                with self.subTest(action=action.name, kind=kind):
                    self.assertTrue(model.get_view(view_id, kind)["arch"])
