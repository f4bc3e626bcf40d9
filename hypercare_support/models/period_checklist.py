import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import LOGGING_STATES
from ..engine.checklist import due_date, round_start

_logger = logging.getLogger(__name__)


class HypercarePeriod(models.Model):
    """The checklists of a period: how far they are, and what keeps them going."""

    _inherit = "hypercare.period"

    checklist_ids = fields.One2many("hypercare.checklist", "period_id", "Checklists")
    checklist_progress = fields.Char(
        "Checklists done", compute="_compute_checklist_progress"
    )
    checklist_late_count = fields.Integer(
        "Overdue items", compute="_compute_checklist_progress"
    )

    @api.depends("checklist_ids.item_ids.is_settled")
    def _compute_checklist_progress(self):
        items = self.env["hypercare.checklist.item"]
        here = Domain("period_id", "in", self.ids) & Domain("is_skipped", "=", False)
        counts = {
            (period, settled): count
            for period, settled, count in items._read_group(
                here, ["period_id", "is_settled"], ["__count"]
            )
        }
        late = dict(
            items._read_group(
                here & Domain("is_late", "=", True), ["period_id"], ["__count"]
            )
        )
        for period in self:
            done = counts.get((period, True), 0)
            period.checklist_progress = (
                f"{done}/{done + counts.get((period, False), 0)}"
            )
            period.checklist_late_count = late.get(period, 0)

    # -- Buttons -----------------------------------------------------------------------

    def action_open_checklists(self):
        """Open what has to be done in this period; the way to add if there is none."""
        self.ensure_one()
        self.check_access("read")
        return self._open_checklist_items([("period_id", "=", self.id)])

    def action_add_checklists(self):
        """Open the dialog that adds checklists, with due dates and owners."""
        self.ensure_one()
        self.check_access("write")
        wizard = self.env["hypercare.checklist.add"].create({"period_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add checklists"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _open_checklist_items(self, domain, name=""):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "hypercare_support.checklist_item_action"
        )
        action["domain"] = domain
        action["context"] = {
            "hypercare_progress": True,
            "default_period_id": self.id,
            "search_default_group_checklist": 1,
        }
        if name:
            action["display_name"] = action["name"] = name
            action["context"].pop("search_default_group_checklist")
        return action

    # -- Readiness ---------------------------------------------------------------------

    def _readiness_items(self):
        items = super()._readiness_items()
        where = "action_open_checklists"
        open_items = self.env["hypercare.checklist.item"].search(
            [("period_id", "=", self.id), ("is_settled", "=", False)]
        )
        if not self.checklist_ids:
            text = self.env._(
                "No checklist is planned: nobody is told what to check after go-live."
            )
            return [
                *items,
                self._readiness_item(
                    "checklist_none", text, "action_add_checklists", "warning"
                ),
            ]
        lost = open_items.filtered(lambda item: not item.owner_id)
        if lost:
            text = self.env._(
                "Nobody is named for %(count)s checklist items, such as “%(name)s”.",
                count=len(lost),
                name=lost[0].name,
            )
            items.append(
                self._readiness_item("checklist_owner", text, where, "warning")
            )
        # sudo: an archived account is hidden from nobody who runs the period.
        gone = open_items.sudo().owner_id.filtered(lambda user: not user.active)
        if gone:
            text = self.env._(
                "Checklist items belong to people who have left: %s.",
                ", ".join(gone.mapped("name")),
            )
            items.append(self._readiness_item("checklist_gone", text, where, "warning"))
        return items

    # -- Dates that move ---------------------------------------------------------------

    def _reaim(self, *args, **kwargs):
        """Holidays and working hours move due dates as well."""
        res = super()._reaim(*args, **kwargs)
        self._checklist_dates_changed()
        return res

    def _checklist_dates_changed(self):
        """Compute the due dates of open items anew, unless they were set by hand."""
        # sudo: whoever changes a calendar need not see the checklists.
        checklists = self.env["hypercare.checklist"].sudo()
        checklists = checklists.search([("period_id", "in", self.ids)])
        if not checklists:
            return
        items = checklists.item_ids.filtered(lambda item: not item.is_settled)
        self.env.add_to_compute(checklists._fields["first_day"], checklists)
        self.env.add_to_compute(items._fields["due_date"], items)

    def _moved_dates(self, days):
        """Add what becomes of due dates if go-live and end move by so many days."""
        moved = super()._moved_dates(days)
        is_business_day = self._business_days()
        by = timedelta(days=days)
        for checklist in self.checklist_ids:
            first = round_start(
                checklist.repeat, checklist.round, self.go_live + by, is_business_day
            )
            for item in checklist.item_ids:
                if item.due_by_hand or item.is_settled or not item.due_date:
                    continue
                new = due_date(
                    item._engine_rule(), first, self.date_end + by, is_business_day
                )
                if new != item.due_date:
                    moved.append(
                        {
                            "what": item.name,
                            "record": item,
                            "field": "due_date",
                            "old": item.due_date,
                            "new": new,
                            "computed": True,
                        }
                    )
        return moved

    # -- Scheduled ---------------------------------------------------------------------

    @api.model
    def _cron_checklists(self):
        """Begin rounds, tick what the database proves, remind of what is overdue.

        One savepoint and one transaction per period: one that fails does not hold up
        the others, and is tried again at the next run.
        """
        IrCron = self.env["ir.cron"]
        periods = self.search([("state", "in", LOGGING_STATES)])
        IrCron._commit_progress(remaining=len(periods))
        for period in periods:
            try:
                with self.env.cr.savepoint():
                    period._checklist_sweep()
            except Exception:
                _logger.exception("The checklists of period %s failed", period.id)
                # The savepoint undoes the database; the cache has to follow.
                self.env.invalidate_all(flush=False)
            if not IrCron._commit_progress(1):
                break

    def _checklist_sweep(self):
        """Do for one period what time brings."""
        self.ensure_one()
        self._make_rounds()
        self.env["hypercare.checklist.item"].search(
            [("period_id", "=", self.id), ("code", "not in", (False, ""))]
        )._remeasure()
        self._remind(self.env.cr.now().replace(microsecond=0))
