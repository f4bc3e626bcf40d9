from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Lines of the list that a preview shows; the counts are of all.
PREVIEW_LINES = 50
_PROMISE_FIELDS = {"kind", "minutes", "days", "severity", "metric", "level"}
_CALENDAR_FIELDS = {
    *("tz", "attendance_ids", "flexible_hours", "two_weeks_calendar"),
    *("hours_per_day", "full_time_required_hours", "global_leave_ids", "leave_ids"),
    *("attendance_ids_1st_week", "attendance_ids_2nd_week", "schedule_type"),
}


class HypercarePeriod(models.Model):
    """What changes due times, and what a change would do before it is made."""

    _inherit = "hypercare.period"

    def write(self, vals):
        res = super().write(vals)
        if {"policy_id", "bau_policy_id", "calendar_id", "state"} & set(vals):
            self._reaim()
        return res

    @api.model
    def _find_live(self, domain):
        """Return the periods with a log in use that match, whoever asks."""
        # sudo: whoever changes a calendar or policy need not see the periods.
        return self.sudo().search(
            Domain("state", "not in", ("closed", "cancelled")) & Domain(domain)
        )

    def _preview(self, act) -> dict:
        """Return what an act would do to the due times of these periods.

        The act is carried out and rolled back.

        :param act: function without arguments, the change
        :return: counts ``moved``, ``breached`` (would be overdue at once) and
            ``recovered``, and the first ``lines`` with issue, promise, old and new
            due time (naive UTC, as strings)
        """
        before = self._due_times()
        with self.env.cr.savepoint(flush=True) as savepoint:
            act()
            self.env.flush_all()
            after = self._due_times()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        now = fields.Datetime.now()
        preview = {"moved": 0, "breached": 0, "recovered": 0, "lines": []}
        for clock_id, (number, name, metric, old, paused_at) in before.items():
            new = after[clock_id][3] if clock_id in after else None
            if new == old:
                continue
            # A paused clock is late if it was when the pause began.
            judged_at = paused_at or now
            was_late = bool(old and old < judged_at)
            is_late = bool(new and new < judged_at)
            breached = is_late and not was_late
            # A promise that is given up has not been kept.
            recovered = was_late and not is_late and bool(new)
            preview["moved"] += 1
            preview["breached"] += breached
            preview["recovered"] += recovered
            if len(preview["lines"]) < PREVIEW_LINES:
                preview["lines"].append(
                    {
                        "issue": f"{number} {name}",
                        "metric": metric,
                        "old": fields.Datetime.to_string(old) or False,
                        "new": fields.Datetime.to_string(new) or False,
                        "breached": breached,
                        "recovered": recovered,
                    }
                )
        return preview

    def _due_times(self) -> dict:
        """Return clock id → (issue number, issue, promise, due time, paused since)."""
        clocks = self.env["hypercare.sla.clock"]
        labels = dict(clocks._fields["metric"]._description_selection(self.env))
        clocks.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT c.id, i.number, i.name, c.metric, c.due_at, c.paused_at"
                "  FROM hypercare_sla_clock c"
                "  JOIN hypercare_issue i ON i.id = c.issue_id"
                " WHERE i.period_id IN %s AND c.state IN ('running', 'paused')"
                " ORDER BY i.severity, i.id, c.id",
                tuple(self.ids) or (0,),
            )
        )
        return {
            clock_id: (number, name, labels[metric], due_at, paused_at)
            for clock_id, number, name, metric, due_at, paused_at in rows
        }


class HypercareSlaPolicy(models.Model):
    _inherit = "hypercare.sla.policy"

    def preview_write(self, vals):
        """Return what saving these values would do to running deadlines.

        See ``hypercare.period._preview``. Nothing is saved.

        :raise AccessError: if the user may not change the policy
        """
        self.check_access("write")
        return self._live_periods()._preview(lambda: self.write(vals))

    def _live_periods(self):
        return self.env["hypercare.period"]._find_live(
            Domain("policy_id", "in", self.ids)
            | Domain("bau_policy_id", "in", self.ids)
        )


class HypercareSlaPolicyLine(models.Model):
    _inherit = "hypercare.sla.policy.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.policy_id._live_periods()._reaim()
        return lines

    def write(self, vals):
        res = super().write(vals)
        if _PROMISE_FIELDS & set(vals):
            self.policy_id._live_periods()._reaim()
        return res

    def unlink(self):
        periods = self.policy_id._live_periods()
        res = super().unlink()
        periods._reaim()
        return res


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        # The parts of a calendar report their own change: once is enough.
        changing = self.with_context(hypercare_calendar_write=True)
        res = super(ResourceCalendar, changing).write(vals)
        if _CALENDAR_FIELDS & set(vals):
            self._hypercare_periods()._reaim()
        return res

    def hypercare_preview_write(self, vals):
        """Return what saving these working hours would do to running deadlines.

        See ``hypercare.period._preview``. Nothing is saved.

        :raise AccessError: if the user may not change the calendar
        """
        self.check_access("write")
        return self._hypercare_periods()._preview(lambda: self.write(vals))

    def _hypercare_periods(self):
        return self.env["hypercare.period"]._find_live(
            [("calendar_id", "in", self.ids)]
        )

    def _hypercare_changed(self):
        """Re-aim what counts in these calendars, unless their write will do it."""
        if self and not self.env.context.get("hypercare_calendar_write"):
            self._hypercare_periods()._reaim()


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.calendar_id._hypercare_changed()
        return attendances

    def write(self, vals):
        calendars = self.calendar_id
        res = super().write(vals)
        (calendars | self.calendar_id)._hypercare_changed()
        return res

    def unlink(self):
        calendars = self.calendar_id
        res = super().unlink()
        calendars._hypercare_changed()
        return res


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._hypercare_periods()._reaim()
        return leaves

    def write(self, vals):
        periods = self._hypercare_periods()
        res = super().write(vals)
        (periods | self._hypercare_periods())._reaim()
        return res

    def unlink(self):
        periods = self._hypercare_periods()
        res = super().unlink()
        periods._reaim()
        return res

    def _hypercare_periods(self):
        """Return the periods whose clocks these holidays stop; not a person's leave."""
        Period = self.env["hypercare.period"]
        common = self.filtered(lambda leave: not leave.resource_id)
        if not common or self.env.context.get("hypercare_calendar_write"):
            return Period.sudo()
        general = common.filtered(lambda leave: not leave.calendar_id)
        domain = Domain("calendar_id", "in", common.calendar_id.ids)
        if general:
            everywhere = not all(leave.company_id for leave in general)
            domain |= (
                Domain("calendar_id", "!=", False)
                if everywhere
                else Domain("company_id", "in", general.company_id.ids)
            )
        return Period._find_live(domain)
