from datetime import timedelta
from functools import partial

from odoo import api, models
from odoo.tools import email_normalize

LAYOUT = "hypercare_support.off_system_mail"
#: Working days that a person is asked about; what is older is forgotten.
ASKED_DAYS = 5
PATH = "/hypercare/outside"


class HypercareOffSystem(models.Model):
    """Asking heads of departments what was done outside of Odoo: one button."""

    _inherit = "hypercare.off.system"

    @api.model
    def _sheet_of(self, user) -> list[dict]:
        """Return what a user is asked: by period, days across and kinds down.

        :return: dicts of period, days and rows; a row has a line and, per day, the
            number declared or None
        """
        lines = self._lines_of(user)
        sheets = []
        for period, mine in lines.grouped("period_id").items():
            days = period._asked_days()
            # sudo: their own declarations.
            known = {
                (record.type_id, record.date): record.count
                for record in self.sudo().search(
                    [
                        ("period_id", "=", period.id),
                        ("type_id", "in", mine.type_id.ids),
                        ("date", "in", days),
                    ]
                )
            }
            rows = [
                {
                    "line": line,
                    "name": line.type_id.name,
                    "cells": [(day, known.get((line.type_id, day))) for day in days],
                }
                for line in mine
            ]
            if days:
                sheets.append({"period": period, "days": days, "rows": rows})
        return sheets


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    def _day_tasks(self, now, days):
        ask = partial(self._ask_off_system, now)
        return [*super()._day_tasks(now, days), ask]

    def _asked_days(self) -> list:
        """Return the last working days that are over, the earliest first."""
        return self._business_days_of(self._days_over()[-2 * ASKED_DAYS :])[
            -ASKED_DAYS:
        ]

    def _ask_off_system(self, now):
        """Queue one mail per person after a working day, for its next morning.

        Who has declared everything is not asked; nobody is asked twice about a day.
        """
        self.ensure_one()
        yesterday = self._local_day(now) - timedelta(days=1)
        days = self._asked_days()
        if not self.ask_off_system or not days or days[-1] != yesterday:
            return
        # sudo: the daily run writes mails, whoever starts it.
        period = self.sudo()
        papers = period.env["hypercare.off.system"]
        declared = papers.search(
            [("period_id", "=", period.id), ("date", "=", yesterday)]
        ).type_id
        lines = period.transaction_ids.filtered(
            lambda line: (
                line.user_id.active
                and line.type_id not in declared
                and email_normalize(line.user_id.email or "")
            )
        )
        mails = period.env["mail.mail"]
        names = {
            user: mails._hypercare_message_id(
                f"paper-{period.id}-{yesterday}-{user.id}"
            )
            for user in lines.user_id
        }
        sent = set(
            period.env["mail.message"]
            .search([("message_id", "in", list(names.values()))])
            .mapped("message_id")
        )
        mails.create(
            [
                period._off_system_mail(user, of_user, yesterday, names[user])
                for user, of_user in lines.grouped("user_id").items()
                if names[user] not in sent
            ]
        )

    def _off_system_mail(self, user, lines, day, message_id) -> dict:
        """Return the values of the mail to one person, in their language."""
        period = self.with_context(
            lang=user.lang or self.company_id.partner_id.lang or "en_US",
            tz=user.tz or self.tz,
        )
        env = period.env
        told = period._long_day(day)
        view = {
            "period": period.name,
            "day": told,
            "kinds": lines.with_env(env).type_id.mapped("name"),
            "url": f"{period.get_base_url()}{PATH}",
        }
        return env["mail.mail"]._hypercare_vals(
            period,
            user.partner_id,
            env._("What was done outside of Odoo on %s? Ten seconds", told),
            env["hypercare.escalation"]._render_frame(LAYOUT, view=view),
            message_id=message_id,
            # The message stays until then: it says that this person was asked.
            auto_delete=False,
            scheduled_date=period._mail_opening(),
        )
