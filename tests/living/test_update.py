"""Upgrading: the second time changes nothing, and what people have changed stays."""

import pytest
from living_database import ADDON
from living_state import contents, difference, state
from test_uninstall import shown, use

pytestmark = pytest.mark.long
#: What the addon's data files write, besides its own tables.
WRITTEN = (
    *("ir_cron", "ir_rule", "ir_model_access", "ir_ui_view", "ir_ui_menu"),
    *("mail_template", "mail_activity_type", "ir_act_window", "ir_filters"),
    *("ir_config_parameter", "mail_message", "mail_mail", "mail_followers"),
    *("ir_model_data", "res_groups", "ir_sequence"),
)
EDITED = """
template = env.ref("hypercare_support.mail_template_escalation")
template.subject = "Our own subject"
env.ref("hypercare_support.category_how_to").name = "Our questions"
env["hypercare.escalation.rule"].search([], limit=1).active = False
env.cr.commit()
"""


def test_twice_is_as_once(database):
    use(database, "before")
    database.odoo("-i", ADDON)
    use(database, "after")
    database.shell(EDITED)
    database.odoo("-u", ADDON)
    assert not database.complaints
    once = state(database), contents(database, extra=WRITTEN)
    database.odoo("-u", ADDON)
    assert not database.complaints
    assert not (left := difference(once[0], state(database))), shown(left)
    twice = contents(database, extra=WRITTEN)
    assert {name for name in twice if twice[name] != once[1].get(name)} == set()
    [[subject]] = database.rows(
        "SELECT subject ->> 'en_US' FROM mail_template template"
        " JOIN ir_model_data data ON data.res_id = template.id"
        " AND data.model = 'mail.template' AND data.name = 'mail_template_escalation'"
    )
    assert subject == "Our own subject"
    [[hidden]] = database.rows(
        "SELECT count(*) FROM hypercare_escalation_rule WHERE NOT active"
    )
    assert hidden >= 1
