"""Installed, used, uninstalled: the database is as it was; installed again it works."""

import inspect

import living_use
import pytest
from living_database import ADDON
from living_state import difference, state

pytestmark = pytest.mark.long
UNINSTALL = f"""
env["ir.module.module"].search([("name", "=", "{ADDON}")]).button_immediate_uninstall()
env.cr.commit()
"""


def use(database, act):
    database.shell(f"{inspect.getsource(living_use)}\n{act}(env)\n")


def shown(left):
    return "\n".join(f"{kind}: {name}" for kind in left for name in left[kind])


def test_nothing_is_left_behind(database):
    use(database, "before")
    was = state(database)
    database.odoo("-i", ADDON)
    assert not database.complaints
    use(database, "after")
    used = difference(was, state(database))
    # Otherwise nothing would be proved.
    for kind in ("tables", "xmlids", "parameters", "scheduled actions", "attachments"):
        assert used[kind], kind
    database.shell(UNINSTALL)
    assert not (left := difference(was, state(database))), shown(left)
    database.odoo("-i", ADDON)
    assert not database.complaints
    use(database, "after")
    [[count]] = database.rows("SELECT count(*) FROM hypercare_issue")
    assert count == 21
