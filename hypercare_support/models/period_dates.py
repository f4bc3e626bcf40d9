from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError

#: Periods whose go-live may still move.
MOVABLE = ("draft", "ready")


class HypercarePeriod(models.Model):
    """What follows when go-live moves by some days."""

    _inherit = "hypercare.period"

    def _moved_dates(self, days) -> list[dict]:
        """Return everything dated that follows go-live, as it is and as it would be.

        To be extended by whatever else counts from go-live. Each entry is a dict with

        - ``what``: the thing in a few translated words
        - ``record``, ``field``: what changes
        - ``old``, ``new``: dates, or naive UTC moments
        - ``computed``: true if it follows by itself, so that nobody has to write it

        :param days: by how many days go-live moves, negative for earlier
        """
        self.ensure_one()
        moved = []
        for name in ("go_live", "date_end", "latest_end"):
            if self[name]:
                label = self._fields[name]._description_string(self.env)
                moved.append(self._moved(label, self, name, days))
        for phase in self.phase_ids.sorted("date_from"):
            for name, text in (
                ("date_from", self.env._("%s: first day", phase.name)),
                ("date_to", self.env._("%s: last day", phase.name)),
            ):
                moved.append(self._moved(text, phase, name, days))
        for shift in self.shift_ids.sorted("start_at"):
            who = f"{shift.user_id.name}, {shift.tier_id.name}"
            for name, text in (
                ("start_at", self.env._("On call, begin: %s", who)),
                ("end_at", self.env._("On call, end: %s", who)),
            ):
                moved.append(self._moved(text, shift, name, days))
        for member in self.tier_ids.member_ids:
            for name, text in (
                ("date_from", self.env._("In the tier from: %s", member.user_id.name)),
                ("date_to", self.env._("In the tier until: %s", member.user_id.name)),
            ):
                if member[name]:
                    moved.append(self._moved(text, member, name, days))
        return moved

    def _moved(self, what, record, name, days) -> dict:
        old = record[name]
        new = old + timedelta(days=days)
        if isinstance(old, datetime):
            # The same time of day on the clock of the period, also when summer time
            # begins in between.
            local = self._to_local(old).replace(tzinfo=None) + timedelta(days=days)
            zoned = local.replace(tzinfo=ZoneInfo(self.tz))
            new = zoned.astimezone(timezone.utc).replace(tzinfo=None)
        return {"what": what, "record": record, "field": name, "old": old, "new": new}

    def _move_notes(self, entries) -> list[str]:
        """Return what to think of before go-live moves, in plain words.

        To be extended, by the charter for example.
        """
        self.ensure_one()
        new = {
            entry["field"]: entry["new"] for entry in entries if entry["record"] == self
        }
        notes = []
        if "go_live" in new and not self._is_business_day(new["go_live"]):
            notes.append(
                self.env._(
                    "The support hours are closed on the new go-live day: a weekend or "
                    "a holiday."
                )
            )
        if "date_end" in new and not self._is_business_day(new["date_end"]):
            notes.append(
                self.env._("The support hours are closed on the new last day.")
            )
        if self.first_payroll:
            notes.append(
                self.env._(
                    "The first payroll keeps its date; it does not depend on us."
                )
            )
        return notes

    def _move_go_live(self, days):
        """Move everything that follows go-live, in one go.

        :return: what was moved, see `_moved_dates`
        :raise UserError: if hypercare has begun, or there is nothing to move
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in MOVABLE:
            raise UserError(
                self.env._(
                    "%s has begun: its go-live stays where it is, since every promise "
                    "and day number counts from it.",
                    self.name,
                )
            )
        if not days:
            raise UserError(self.env._("Choose another day than the present one."))
        entries = self._moved_dates(days)
        values, others = {}, {}
        lines = {"hypercare.phase": "phase_ids", "hypercare.shift": "shift_ids"}
        commands = {}
        for entry in entries:
            if entry.get("computed"):
                # Written, it would count as chosen by hand and never follow again.
                continue
            record, change = entry["record"], {entry["field"]: entry["new"]}
            if record == self:
                values |= change
            elif record._name in lines:
                commands.setdefault(record, {}).update(change)
            else:
                others.setdefault(record, {}).update(change)
        for record, change in commands.items():
            values.setdefault(lines[record._name], []).append(
                fields.Command.update(record.id, change)
            )
        # The period, its phases and its rota are judged together, when all have moved.
        self.write(values)
        for record, change in others.items():
            record.write(change)
        return entries
