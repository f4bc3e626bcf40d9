from odoo import SUPERUSER_ID, api
from odoo.tools import config

#: Addons beside this one, which install themselves where Odoo's own apps are.
PREFIX = "hypercare_support_"


def migrate(cr, version):
    """Have the addons that came beside this one installed, where all they need is.

    Odoo does so when an app is installed, not when one is upgraded. What is marked here
    is loaded by the same run.
    """
    if config.get("skip_auto_install"):
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    there = ("installed", "to upgrade", "to install")
    bridges = env["ir.module.module"].search(
        [
            ("name", "=like", PREFIX.replace("_", "\\_") + "%"),
            ("auto_install", "=", True),
            ("state", "=", "uninstalled"),
        ]
    )
    wanted = bridges.filtered(
        lambda bridge: all(need.state in there for need in bridge.dependencies_id)
    )
    if wanted:
        wanted.button_install()
