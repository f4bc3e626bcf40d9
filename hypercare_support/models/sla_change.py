from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: Lines of the list that a preview shows; the counts are of all.
PREVIEW_LINES = 50
#: Told to nested writes that their caller re-aims. An object, so that no client can
#: put it into a context.
_QUIET = object()
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

    def _check_own_companies(self, env):
        """Refuse to change what binds companies that the user does not work for.

        Policies and rules without a company are shared; one company's manager must
        not move another's deadlines.

        :raise UserError: saying what to do instead
        """
        foreign = self.company_id - env.companies
        if foreign and not env.su:
            raise UserError(
                self.env._(
                    "Other companies count on this too. Make a copy for your company "
                    "and choose it in your period."
                )
            )

    @api.model
    def _find_live(self, domain):
        """Return the periods with a log in use that match, whoever asks."""
        # sudo: whoever changes a calendar or policy need not see the periods.
        periods = self.sudo().with_context(active_test=False)
        return periods.search(
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
        moved = {
            clock_id: after[clock_id][-1] if clock_id in after else None
            for clock_id, row in before.items()
            if row[-1] != (after[clock_id][-1] if clock_id in after else None)
        }
        visible = self._visible_issue_ids({before[clock_id][0] for clock_id in moved})
        for clock_id, new in moved.items():
            issue_id, number, name, metric, paused_at, old = before[clock_id]
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
            if issue_id in visible and len(preview["lines"]) < PREVIEW_LINES:
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

    def _visible_issue_ids(self, issue_ids) -> set[int]:
        """Return which of these issues the user may read: the others are counted only.

        A calendar or policy can be shared with companies and logs that whoever changes
        it may not see.
        """
        issues = self.sudo(False).env["hypercare.issue"]
        return set(issues.search([("id", "in", list(issue_ids))]).ids)

    def _due_times(self) -> dict:
        """Return clock id → (issue id, number, issue, promise, paused since, due)."""
        clocks = self.env["hypercare.sla.clock"]
        labels = dict(clocks._fields["metric"]._description_selection(self.env))
        clocks.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT c.id, i.id, i.number, i.name, c.metric, c.paused_at, c.due_at"
                "  FROM hypercare_sla_clock c"
                "  JOIN hypercare_issue i ON i.id = c.issue_id"
                " WHERE i.period_id IN %s AND c.state IN ('running', 'paused')"
                " ORDER BY i.severity, i.id, c.id",
                tuple(self.ids) or (0,),
            )
        )
        return {
            clock_id: (issue_id, number, name, labels[metric], paused_at, due_at)
            for clock_id, issue_id, number, name, metric, paused_at, due_at in rows
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

    def write(self, vals):
        # The promises of a policy report their own change: once is enough.
        quiet = self.with_context(hypercare_quiet=_QUIET)
        res = super(HypercareSlaPolicy, quiet).write(vals)
        if "line_ids" in vals:
            self._promises_changed()
        return res

    def _promises_changed(self):
        """Re-aim what these policies promise, unless their write will do it.

        :raise UserError: if they bind a company that the user does not work for
        """
        if self.env.context.get("hypercare_quiet") is _QUIET:
            return
        periods = self._live_periods()
        periods._check_own_companies(self.env)
        periods._reaim()

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
        lines.policy_id._promises_changed()
        return lines

    def write(self, vals):
        res = super().write(vals)
        if _PROMISE_FIELDS & set(vals):
            self.policy_id._promises_changed()
        return res

    def unlink(self):
        policies = self.policy_id
        res = super().unlink()
        policies._promises_changed()
        return res


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        # The parts of a calendar report their own change: once is enough.
        changing = self.with_context(hypercare_quiet=_QUIET)
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
        if self and self.env.context.get("hypercare_quiet") is not _QUIET:
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
        if not common or self.env.context.get("hypercare_quiet") is _QUIET:
            return Period
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
