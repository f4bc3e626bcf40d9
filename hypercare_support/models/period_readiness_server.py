from urllib.parse import urlsplit

from odoo import models
from odoo.tools import config

#: A sweep may take so many seconds before the server ends it.
SWEEP_SECONDS = 75
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1", "0.0.0.0")


class HypercarePeriod(models.Model):
    """What the jobs that escalate and send need of the server."""

    _inherit = "hypercare.period"

    def _job_findings(self) -> list[dict]:
        """Return what was found about the jobs that escalate and send."""
        self.ensure_one()
        return [
            *self._find_jobs(),
            self._find_cron_threads(),
            self._find_time_limit(),
            self._find_address(),
        ]

    def _find_jobs(self):
        heartbeats = self.env["hypercare.heartbeat"]
        findings = []
        for xmlid, code in (
            ("ir_cron_escalate", "sweep"),
            ("ir_cron_deliver", "deliver"),
        ):
            labels = dict(heartbeats._fields["code"]._description_selection(self.env))
            # sudo: scheduled actions belong to the administrator.
            cron = self.env.ref(f"hypercare_support.{xmlid}", raise_if_not_found=False)
            active = cron and cron.sudo().active
            heartbeat = heartbeats._find(code)
            if not active:
                level, text = (
                    "problem",
                    self.env._(
                        "The scheduled action is switched off. Ask the administrator "
                        "to switch it on under Settings › Technical › Scheduled "
                        "Actions."
                    ),
                )
            elif heartbeat.state == "ok":
                level = "ok"
                text = self.env._("Last run %s.", heartbeat._age_text())
            elif not heartbeat:
                level, text = (
                    "problem",
                    self.env._(
                        "It has not run yet; it should within 5 minutes. Ask the "
                        "administrator whether the server runs scheduled actions."
                    ),
                )
            else:
                level = "warning" if heartbeat.state == "late" else "problem"
                text = self.env._(
                    "Last run %s; it should be every 5 minutes. Ask the administrator "
                    "whether the server runs scheduled actions.",
                    heartbeat._age_text(),
                )
            findings.append(self._finding(level, labels[code], text))
        return findings

    def _find_cron_threads(self):
        title = self.env._("Cron threads")
        if config["max_cron_threads"]:
            return self._finding(
                "ok", title, self.env._("This server runs scheduled actions.")
            )
        if self.env["hypercare.heartbeat"]._find("sweep").state == "ok":
            return self._finding(
                "ok",
                title,
                self.env._("Another server runs the scheduled actions."),
            )
        return self._finding(
            "problem",
            title,
            self.env._(
                "The server runs no scheduled actions. Ask the administrator to set "
                "max_cron_threads to 1 or more."
            ),
        )

    def _find_time_limit(self):
        title = self.env._("Time limit")
        limit = config["limit_time_real_cron"]
        if limit is None or limit < 0 or (not limit and not config["workers"]):
            limit = config["limit_time_real"]
        if limit and limit < SWEEP_SECONDS:
            return self._finding(
                "warning",
                title,
                self.env._(
                    "The server ends scheduled actions after %(limit)s s; a large "
                    "sweep may need more. Ask the administrator to set "
                    "limit_time_real_cron to %(needed)s or more.",
                    limit=limit,
                    needed=SWEEP_SECONDS,
                ),
            )
        return self._finding(
            "ok", title, self.env._("Scheduled actions have the time they need.")
        )

    def _find_address(self):
        title = self.env._("Address in the mails")
        url = self.get_base_url()
        if (urlsplit(url).hostname or "localhost") in LOCAL_HOSTS:
            return self._finding(
                "warning",
                title,
                self.env._(
                    "The button in the mail leads to %s, which works on the server "
                    "only. Ask the administrator to correct the system parameter "
                    "web.base.url.",
                    url,
                ),
            )
        return self._finding("ok", title, self.env._("The button leads to %s.", url))
