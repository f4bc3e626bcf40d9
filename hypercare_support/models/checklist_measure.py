import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import URGENT_SEVERITIES

_logger = logging.getLogger(__name__)

#: Numbers of issues that a text names; the rest are counted.
_NAMED = 5


class HypercareChecklistItem(models.Model):
    """Items that the database can prove tick themselves, and untick themselves."""

    _inherit = "hypercare.checklist.item"

    @api.constrains("code")
    def _check_code(self):
        for item in self:
            if item.code and not item.code.isidentifier():
                raise ValidationError(
                    self.env._(
                        "“%s” is no name of a measurement: leave it empty.", item.code
                    )
                )

    def _measure(self):
        """Return whether the database proves this item: (done, text), or None.

        For overrides: add a method ``_measure_<code>`` that returns the pair, with a
        sentence on what was found, or None where it cannot be told here – then the
        item is attested by a person. *done* is None where only a person can tell, but
        something is known that helps. What is true now says nothing about the round
        of last week: that stays as it was.
        """
        self.ensure_one()
        # sudo: what is true does not depend on who asks.
        item = self.sudo()
        measure = item.code and getattr(item, f"_measure_{item.code}", None)
        return measure() if measure and not item._round_is_over() else None

    def _round_is_over(self) -> bool:
        """Return whether the next round of the checklist of this item has begun."""
        checklist = self.checklist_id
        if checklist.repeat == "none":
            return False
        later = [
            ("period_id", "=", self.period_id.id),
            ("template_id", "=", checklist.template_id.id),
            ("round", ">", checklist.round),
        ]
        return bool(self.env["hypercare.checklist"].search_count(later, limit=1))

    def _measure_areas_have_heads(self):
        """Every area of the period has a head."""
        areas = self.period_id.area_ids
        headless = areas.filtered(lambda area: not area.head_id)
        if not areas:
            return False, self.env._("The period has no areas yet.")
        if headless:
            names = ", ".join(headless.mapped("name"))
            return False, self.env._("Without a head: %s.", names)
        return True, self.env._("All %s areas have a head.", len(areas))

    def _measure_transactions_tested(self):
        """There is a document of every kind that can be counted, since the go-live."""
        period = self.period_id
        counted = period.transaction_ids.filtered("is_installed")
        if not counted:
            return None
        if untested := period._untested_transactions():
            names = ", ".join(untested[:_NAMED].type_id.mapped("name"))
            return False, self.env._(
                "%(count)s kinds have no document yet, such as: %(names)s.",
                count=len(untested),
                names=names,
            )
        return True, self.env._("All %s kinds have documents.", len(counted))

    def _measure_urgent_solved(self):
        """No S1 or S2 of the period is open."""
        issues = self.env["hypercare.issue"].search(
            [
                ("period_id", "=", self.period_id.id),
                ("severity", "in", URGENT_SEVERITIES),
                ("is_open", "=", True),
            ],
            order="severity, id",
        )
        if not issues:
            return True, self.env._("No S1 or S2 is open.")
        numbers = ", ".join(issues[:_NAMED].mapped("number"))
        more = len(issues) - _NAMED
        if more > 0:
            return False, self.env._(
                "Open S1 and S2: %(numbers)s and %(more)s more.",
                numbers=numbers,
                more=more,
            )
        return False, self.env._("Open S1 and S2: %s.", numbers)

    def _measured_now(self):
        """Return whether a measurement is true now, None if there is none."""
        answer = self._measure()
        return answer and answer[0]

    def _tick_measured(self):
        """Tick what the database proves right now, for whoever presses the button.

        :return: the items that a measurement answers for
        :raise UserError: if the database says that it is not done
        """
        measured = self.browse()
        for item in self:
            done, text = item._measure() or (None, "")
            if done is None:
                continue
            if not done:
                raise UserError(
                    self.env._(
                        "“%(name)s” ticks itself when it is true. %(text)s",
                        name=item.name,
                        text=text,
                    )
                )
            item._set_measured(done, text)
            measured |= item
        return measured

    def _remeasure(self):
        """Tick and untick these items by what the database says now.

        An item whose measurement fails stays as it is; the log says so.
        """
        for item in self.sudo():
            try:
                with self.env.cr.savepoint():
                    answer = item._measure()
                    if answer is not None:
                        item._set_measured(*answer)
            except Exception:
                _logger.exception("Checklist item %s could not be measured", item.id)
                self.env.invalidate_all(flush=False)

    def _set_measured(self, done, text):
        """Keep what a measurement says; what does not apply is left alone."""
        self.ensure_one()
        # sudo: the system ticks, whoever looks.
        item = self.sudo()
        if item.skipped_at:
            return
        is_free = all(item.depends_on_ids.mapped("is_settled"))
        if done and not item.done_at and is_free:
            item._write_facts(
                {
                    "done_at": fields.Datetime.now(),
                    "done_by_id": False,
                    "is_measured": True,
                    "measure_text": text,
                }
            )
            item._log(self.env._("Ticked by itself: %s", text))
        elif not done and item.done_at and item.is_measured:
            item._write_facts({"measure_text": text})
            item._untick(self.env._("Unticked by itself: %s", text))
        elif item.measure_text != text:
            item._write_facts({"measure_text": text})
