from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file


def migrate(cr, version):
    """Give unedited mails their new words, and plan every open issue by the new rules.

    The frame of a mail is a view now: the old text would bring a second one along.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    template = env.ref(
        "hypercare_support.mail_template_escalation", raise_if_not_found=False
    )
    if template and template.write_date == template.create_date:
        data = env["ir.model.data"].search(
            [
                ("module", "=", "hypercare_support"),
                ("name", "=", "mail_template_escalation"),
            ]
        )
        data.noupdate = False
        convert_file(
            env, "hypercare_support", "data/mail_template.xml", {}, mode="update"
        )
        data.noupdate = True
    env["hypercare.period"]._find_live([])._replan_escalations()
