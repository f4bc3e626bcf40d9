"""Sweeping and delivering at a moment, with the rules of a test only."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.fields import Command

from odoo.addons.mail.tests.common import MailCase

from .common import HypercareCommon, at_time

MODULE = "hypercare_support"


class EscalationCase(HypercareCommon, MailCase):
    """Tests choose by `only` which of the rules that come with the addon are on."""

    #: Names of the rules (their xmlids without prefix) that are active.
    RULES = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.only(*cls.RULES)

    @classmethod
    def only(cls, *names):
        """Switch off all rules but these."""
        rules = cls.env["hypercare.escalation.rule"].with_context(active_test=False)
        wanted = rules.browse(cls.rule(name).id for name in names)
        wanted.write({"active": True})
        (rules.search([]) - wanted).write({"active": False})

    @classmethod
    def rule(cls, name):
        return cls.env.ref(f"{MODULE}.escalation_rule_{name}")

    @classmethod
    def step(cls, name):
        return cls.env.ref(f"{MODULE}.escalation_step_{name}")

    @classmethod
    def roles(cls, *codes):
        """Return a command that sets these roles."""
        roles = cls.env["hypercare.escalation.role"].search([("code", "in", codes)])
        return [Command.set(roles.ids)]

    @classmethod
    def make_rule(cls, watches, steps=(), **values):
        """Return a rule with steps given as dicts; ``tell`` names roles."""
        commands = []
        for step in steps:
            step = dict(step)
            if "tell" in step:
                step["role_ids"] = cls.roles(*step.pop("tell"))
            commands.append(Command.create(step))
        return cls.env["hypercare.escalation.rule"].create(
            {
                "name": values.pop("name", "A rule"),
                "watches": watches,
                "step_ids": commands,
                **values,
            }
        )

    @contextmanager
    def undone(self):
        """Undo at the end whatever happens inside: one case leaves the next alone."""
        with self.env.cr.savepoint() as savepoint:
            yield
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    @contextmanager
    def batches_of(self, count):
        """Let the sweep take so many issues per transaction."""
        path = "odoo.addons.hypercare_support.models.issue_escalation.BATCH"
        with patch(path, count):
            yield

    def sweep(self, moment):
        """Run the sweep at a moment; return the ledger rows it wrote."""
        known = self.env["hypercare.escalation"].search([])
        with at_time(moment), self.enter_registry_test_mode():
            self.env.ref(f"{MODULE}.ir_cron_escalate").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["hypercare.escalation"].search([]) - known

    def deliver(self, moment, error=None):
        """Run the delivery job at a moment; return what the server accepted."""
        with (
            at_time(moment),
            self.enter_registry_test_mode(),
            self.mock_mail_gateway(),
        ):
            if error:
                self.send_email_mocked.side_effect = error
            self.env.ref(f"{MODULE}.ir_cron_deliver").method_direct_trigger()
        self.env.invalidate_all()
        return list(self._mails)

    def told(self, rows, way="email"):
        """Return the users told of these rows."""
        deliveries = rows.delivery_ids.filtered(lambda row: row.way == way)
        return deliveries.partner_id.user_ids

    def readers(self, mail):
        """Return the addresses that a mail was accepted for."""
        return {address.split("<")[-1].rstrip(">") for address in mail["email_to"]}
