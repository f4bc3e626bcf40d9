import logging
from datetime import timedelta

from odoo import api, fields, models

from .period_alarm import UNSENT_MINUTES

_logger = logging.getLogger(__name__)

#: The same alarm is told live to the same company's managers at most so often.
REPEAT_MINUTES = 15


class HypercarePeriod(models.Model):
    """Alarms told live: to managers who have the web client open, without any mail."""

    _inherit = "hypercare.period"

    @api.model
    def _cron_watch(self):
        """Look after the escalation itself, every five minutes."""
        self._raise_alarms()

    @api.model
    def _raise_alarms(self):
        """Tell managers' browsers which alarms began, go on or are over.

        Safe to call from any job: whatever goes wrong in here is logged and leaves the
        caller's transaction as it was. The message goes out when that commits.
        """
        try:
            with self.env.cr.savepoint():
                facts = self._alarm_facts()
                self._tell_managers(self._changed_companies(facts), facts)
                self._wake_watch(facts)
        except Exception:
            # Two jobs that tell the same alarm at once are a harmless case of this.
            _logger.warning("Hypercare alarms could not be told", exc_info=True)
            self.env.invalidate_all(flush=False)

    @api.model
    def _changed_companies(self, facts) -> set:
        """Note the alarms that are on; return the companies that have to be told."""
        # sudo: who was told what is kept by the system, and for all companies.
        told = self.env["hypercare.alarm"].sudo().search([])
        known = {(row.company_id.id, row.code): row for row in told}
        companies = {row["company_id"] for row in facts if row["company_id"]}
        on = {
            (company_id, alarm["code"])
            for company_id in companies
            for alarm in self._hypercare_alarms((company_id,), facts)
        }
        now = self.env.cr.now().replace(microsecond=0)
        repeat_before = now - timedelta(minutes=REPEAT_MINUTES)
        over = told.browse([row.id for key, row in known.items() if key not in on])
        again = told.browse(
            [
                row.id
                for key, row in known.items()
                if key in on and row.told_at <= repeat_before
            ]
        )
        new = on - set(known)
        changed = {company_id for company_id, _code in new}
        changed |= set((over | again).company_id.ids)
        over.unlink()
        again.write({"told_at": now})
        told.create(
            [
                {"company_id": company_id, "code": code, "told_at": now}
                for company_id, code in sorted(new)
            ]
        )
        return changed

    @api.model
    def _tell_managers(self, company_ids, facts):
        """Send every manager of these companies all alarms of their own companies."""
        if not company_ids:
            return
        # sudo: a job tells all managers, whoever has started it.
        managers = self.env.ref("hypercare_support.group_manager").sudo().all_user_ids
        for manager in managers:
            own = manager._get_company_ids()
            if company_ids & set(own):
                alarms = self.with_context(lang=manager.lang)._hypercare_alarms(
                    own, facts
                )
                manager.partner_id._bus_send("hypercare_alarm", {"alarms": alarms})

    @api.model
    def _wake_watch(self, facts):
        """Be there when a mail that is still queued becomes an alarm."""
        queued = [row["moment"] for row in facts if row["code"] == "queued"]
        cron = self.env.ref("hypercare_support.ir_cron_watch", raise_if_not_found=False)
        if not queued or not cron:
            return
        moment = min(queued) + timedelta(minutes=UNSENT_MINUTES)
        # sudo: triggers belong to the administrator. One for that moment is enough.
        triggers = self.env["ir.cron.trigger"].sudo()
        if not triggers.search_count(
            [
                ("cron_id", "=", cron.id),
                ("call_at", ">=", fields.Datetime.now()),
                ("call_at", "<=", moment),
            ],
            limit=1,
        ):
            cron._trigger(at=moment)

    # -- The web client ----------------------------------------------------------------

    @api.model
    def _alarms_for_user(self):
        """Return the user's alarms for the web client; None unless a manager.

        Whatever fails in here must not keep anybody from working.
        """
        if not self.env.user.has_group("hypercare_support.group_manager"):
            return None
        try:
            with self.env.cr.savepoint(flush=False):
                return self._hypercare_alarms()
        except Exception:
            _logger.exception("Hypercare alarms could not be read")
            return None
