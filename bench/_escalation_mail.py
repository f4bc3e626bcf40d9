"""The sweep with its mails, beside Odoo's own way of sending as many."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.tools import config

from bench._escalation_measure import committed, count, figure, medians, tell
from bench._escalation_server import HOST, mail_sink
from bench._escalation_sweep import DUE, swept
from bench._escalation_world import World
from bench._sla_measure import row

MAIL_BAR = 1.6
SENT = 500
LAYOUT = "mail.mail_notification_layout"
SUBJECT = "[{{ (object.severity or '').upper() }}] {{ object.number }} is overdue"
#: The least that a mail about an issue says. Odoo compiles a template anew for every
#: record, so that its own time grows with the length of the body.
SHORT = """
<div>
  <p>Dear <t t-out="object.user_id.name"/>,</p>
  <p><t t-out="object.number"/> <t t-out="object.name"/> was due
    <t t-out="format_datetime(object.resolution_due)"/>.</p>
  <p><a t-attf-href="{{ object.get_base_url() }}/odoo/hypercare.issue/{{ object.id }}"
    >Open</a></p>
</div>
"""
#: As much as an escalation says.
FULL = """
<div style="font-family: Arial, sans-serif; font-size: 15px;">
  <p><strong><t t-out="object.number"/> · <t
    t-out="dict(object._fields['severity']._description_selection(object.env))
           .get(object.severity)"/> ·
    <t t-out="object.period_id.day_label"/></strong></p>
  <p><strong t-out="object.name"/></p>
  <table>
    <tr><td>Resolution</td><td>was due <strong
      t-out="format_datetime(object.resolution_due, dt_format='EEE d MMM HH:mm')"/>
      </td></tr>
    <tr><td>Who has it</td><td><t t-if="object.user_id" t-out="object.user_id.name"/>
      <t t-else="">nobody yet</t>
      <t t-if="object.tier_id"> · <t t-out="object.tier_id.name"/></t></td></tr>
    <tr><td>Reported</td><td><t t-out="object.day_label"/>
      <t t-if="object.reporter_id"> by <t t-out="object.reporter_id.name"/></t>
      </td></tr>
    <tr t-if="object.module"><td>Where</td><td t-out="object.module"/></tr>
    <tr t-if="object.description"><td>What happened</td>
      <td t-out="object.description[:400]"/></tr>
    <tr><td>Plan</td><td><t t-if="object.plan" t-out="object.plan[:400]"/>
      <t t-else="">none yet</t></td></tr>
  </table>
  <p><a t-attf-href="{{ object.get_base_url() }}/odoo/hypercare.issue/{{ object.id }}"
    >Open <t t-out="object.number"/></a></p>
  <p>Told: <t t-out="object.user_id.name"/></p>
</div>
"""


def with_mail(world: World, rounds: int) -> list[dict]:
    """Return the rows of a sweep with one mail for each issue, and of such mails."""
    tell(f"sweep of {DUE:,} / send_mail_batch of {DUE:,}")
    short, full = (_template(world.env, body) for body in (SHORT, FULL))

    def ours() -> float:
        world.make_due(world.pick(DUE))
        return swept(world)

    def theirs(template) -> float:
        before = count(world.env, "mail.mail")
        ids = world.pick(DUE)
        seconds = committed(
            world.env,
            lambda: template.send_mail_batch(ids, email_layout_xmlid=LAYOUT),
        )
        assert count(world.env, "mail.mail") - before == DUE
        return seconds

    acts = {"ours": ours, "short": lambda: theirs(short), "full": lambda: theirs(full)}
    found = medians(rounds, acts)
    each = {name: seconds / DUE * 1e3 for name, seconds in found.items()}
    what = f"sweep of {DUE:,} due, ledger and mail / send_mail_batch with layout"
    return [
        row(f"{what}, short text", each["ours"], "ms each", each["short"], MAIL_BAR),
        figure(f"{what}, same text", each["ours"], "ms each", each["full"]),
        figure("escalations, one mail to one person each", 1e3 / each["ours"], "per s"),
    ]


def _template(env, body: str):
    """Return a template that tells the owner in Odoo's own way."""
    template = env["mail.template"].create(
        {
            "name": "Bench",
            "model_id": env["ir.model"]._get_id("hypercare.issue"),
            "subject": SUBJECT,
            "body_html": body,
            "use_default_to": False,
            "partner_to": "{{ object.user_id.partner_id.id }}",
            "lang": "{{ object.user_id.lang }}",
            "auto_delete": False,
        }
    )
    env.cr.commit()
    return template


def to_one_person(world: World) -> list[dict]:
    """Return the row of a burst: everything due is one person's."""
    tell(f"{DUE:,} due, all of one person")
    taken = []
    for _round in range(2):
        world.make_due(world.pick(DUE), owners=1)
        before = count(world.env, "mail.mail")
        taken.append(swept(world, one_mail_each=False))
        mails = count(world.env, "mail.mail") - before
    what = f"burst of {DUE:,} to one person ({mails:,} mails)"
    return [figure(what, taken[-1] / DUE * 1e3, "ms each")]


def sending(world: World) -> list[dict]:
    """Return the row of the delivery job, with a mail server on this machine."""
    tell(f"sending {SENT:,} mails")
    _keep_newest(world, SENT)
    with TemporaryDirectory() as name, mail_sink(folder := Path(name)) as port:
        config["smtp_server"], config["smtp_port"] = HOST, port
        deliver = world.env["hypercare.escalation"]._cron_deliver
        seconds = committed(world.env, deliver)
        accepted = len(list(folder.glob("*.eml")))
    assert accepted == SENT, accepted
    return [figure(f"delivery of {SENT:,} mails by SMTP", SENT / seconds, "per s")]


def _keep_newest(world: World, mails: int) -> None:
    """Leave so many mails to be sent: the others count as sent."""
    world.env.cr.execute(
        "UPDATE hypercare_escalation_delivery SET sent_at = now() AT TIME ZONE 'UTC'"
        " WHERE sent_at IS NULL AND mail_id NOT IN ("
        "   SELECT DISTINCT mail_id FROM hypercare_escalation_delivery"
        "    WHERE sent_at IS NULL AND mail_id IS NOT NULL"
        "    ORDER BY mail_id DESC LIMIT %s)",
        [mails],
    )
    world.env.cr.commit()
