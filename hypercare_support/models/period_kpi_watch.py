from markupsafe import Markup

from odoo import models
from odoo.tools import email_normalize

from ..engine.kpi_goal import Snapshot, is_falling, is_over, regression
from .escalation_words import Words

LAYOUT = "hypercare_support.kpi_alert_mail"
#: Departments that an alert names.
AREAS = 8


class HypercarePeriod(models.Model):
    """KPIs that go the wrong way: an alert each, once; one mail for all of a day."""

    _inherit = "hypercare.period"

    def _day_tasks(self, now, days):
        return [*super()._day_tasks(now, days), self._tell_kpi_alerts]

    # -- Noticing ------------------------------------------------------------

    def _watch_kpis(self, day, kpis):
        """Begin and end alerts by what was counted of a day.

        :param day: local date; later snapshots are not looked at
        """
        # sudo: alerts are made by the addon, whoever has KPIs counted.
        period = self.sudo()
        alerts = period.env["hypercare.kpi.alert"]
        series = period._kpi_series(day)
        known = alerts.search(
            [("period_id", "=", period.id)]
            + ["|", ("over_on", "=", False), ("since", "=", day)]
        )
        made = []
        for kpi in kpis:
            values, snapshots = series.get(kpi.code, ((), ()))
            # What the day was judged by, whatever is asked for by now.
            goal = values[-1]._goal() if values else kpi._goal()
            mine = known.filtered(lambda one, code=kpi.code: one.kpi_id.code == code)
            ended = mine.filtered(
                lambda alert, goal=goal, past=snapshots: (
                    alert.since < day and is_over(goal, alert.kind, past)
                )
            )
            if ended:
                ended._keep({"over_on": day})
            is_early = (day - self.go_live).days + 1 < goal.due_day
            kind = self._alert_kind(kpi, goal, snapshots, is_early)
            told = mine - ended
            if kind == "lost" and self._falls_on(goal, told, values, snapshots):
                kind = "falling"
            if kind and kind not in told.mapped("kind"):
                made.append(period._alert_vals(kpi, kind, day, values[-1]))
        if made:
            alerts._make(made)

    def _falls_on(self, goal, told, values, snapshots) -> bool:
        """Tell whether a KPI that is known to be missed got worse twice since then."""
        since = told.filtered(lambda alert: alert.kind == "lost")[:1].since
        return bool(since) and is_falling(
            goal,
            [
                snapshot
                for value, snapshot in zip(values, snapshots, strict=True)
                if value.date >= since
            ],
        )

    def _alert_kind(self, kpi, goal, snapshots, is_early=False) -> str:
        if not kpi.is_warning:
            return regression(goal, snapshots, is_early=is_early)
        return "warning" if snapshots and snapshots[-1].state == "red" else ""

    def _kpi_series(self, day) -> dict:
        """Return code → (values, snapshots) up to a day, in order."""
        values = self.env["hypercare.kpi.value"].search_fetch(
            [("period_id", "=", self.id), ("date", "<=", day)],
            ["code", "date", "value", "state"],
            order="code, date",
        )
        return {
            code: (of_kpi, [Snapshot(one.value, one.state) for one in of_kpi])
            for code, of_kpi in values.grouped("code").items()
            if of_kpi
        }

    def _alert_vals(self, kpi, kind, day, value) -> dict:
        ids = value.issue_refs or []
        areas = self.env["hypercare.issue"]._read_group(
            [("id", "in", ids), ("area_id", "!=", False)],
            ["area_id"],
            ["__count"],
            order="__count DESC, area_id",
            limit=AREAS,
        )
        return {
            "period_id": self.id,
            "kpi_id": kpi.id,
            "value_id": value.id,
            "kind": kind,
            "since": day,
            "cause": {
                "issues": ids,
                "count": len(ids),
                "areas": [[area.name, count] for area, count in areas],
            },
        }

    # -- Telling -------------------------------------------------------------

    def _tell_kpi_alerts(self):
        """Queue one mail per person about alerts that nobody has been told of.

        What has come and gone while nobody counted is kept, and not told.
        """
        # sudo: as above; who is told is decided by role.
        period = self.sudo()
        alerts = period.env["hypercare.kpi.alert"].search(
            [
                ("period_id", "=", period.id),
                ("told_at", "=", False),
                ("over_on", "=", False),
            ],
            order="kind desc, since, id",
        )
        if not alerts:
            return
        mails = [
            period._alert_mail(partner, alerts) for partner in period._alert_readers()
        ]
        period.env["mail.mail"].create(mails)
        alerts._keep({"told_at": self.env.cr.now().replace(microsecond=0)})

    def _alert_readers(self):
        """Return whom a KPI alert is sent to; after the exit both sides."""
        self.ensure_one()
        people = self.client_pm_id | self.sponsor_id
        if self.state == "monitoring":
            people |= self.consultant_lead_id | self.business_owner_id
        return people.filtered("active").partner_id.filtered(
            lambda partner: email_normalize(partner.email or "")
        )

    def _alert_mail(self, partner, alerts) -> dict:
        """Return the values of one mail, in the language and time of its reader."""
        alerts = alerts.with_context(
            lang=partner.lang or self.company_id.partner_id.lang or "en_US",
            tz=partner.tz or self.tz,
        )
        env = alerts.env
        words = Words(env, env.cr.now())
        subject = env._(
            "%(period)s: %(kpi)s needs an answer",
            period=self.name,
            kpi=alerts[0].kpi_id.name,
        )
        if len(alerts) > 1:
            subject = env._(
                "%(period)s: %(count)s KPIs need an answer",
                period=self.name,
                count=len(alerts),
            )
        base = self.get_base_url()
        view = {
            "period": self.name,
            "day": words.day(self),
            "alerts": [
                {
                    "name": alert.kpi_id.name,
                    "sentence": alert._alert_sentence(),
                    "why": alert.why,
                    "causes": alert._cause_lines(),
                    "url": f"{base}/odoo/hypercare-kpi-alerts/{alert.id}",
                }
                for alert in alerts
            ],
        }
        body: Markup = env["hypercare.escalation"]._render_frame(LAYOUT, view=view)
        return self.env["mail.mail"]._hypercare_vals(
            self,
            partner,
            subject,
            body,
            mark=f"kpi-{max(alerts.ids)}-{partner.id}",
            scheduled_date=self._mail_opening(),
        )

    def _mail_opening(self):
        """Return when a mail of the night may go out, naive UTC: nobody is woken."""
        self.ensure_one()
        now = self.env.cr.now().replace(microsecond=0)
        return self._next_opening(now) or now
