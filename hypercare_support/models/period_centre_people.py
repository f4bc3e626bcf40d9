from odoo import models
from odoo.fields import Domain

from .resource_calendar import TimelineBook, to_epoch


class HypercarePeriod(models.Model):
    """The people in the command centre: who is on call, who has how much to do."""

    _inherit = "hypercare.period"

    # === WHO IS ON CALL === #

    def _centre_on_call(self, frame) -> list[dict]:
        """Return who of each tier is there, who stands in, how to reach them."""
        return [
            {
                "id": tier.id,
                "tier": tier.name,
                "people": [self._centre_person(user) for user in there],
                "stand_in": [self._centre_person(user) for user in stand_in],
            }
            for tier, there, stand_in in self._centre_on_duty(frame)
            if tier.level != "l0"
        ]

    def _centre_person(self, user) -> dict:
        text = self.env._("Hypercare, %s:", self.name)
        # sudo: whoever may see the period may know how to reach who is on call.
        user = user.sudo()
        return {
            "id": user.id,
            "name": user.name,
            "phone": user.partner_id.phone or False,
            "whatsapp": user._hypercare_whatsapp(text),
        }

    def _centre_on_duty(self, frame):
        """Yield each tier, who of it is on shift, and who stands in for them.

        Tier by tier the same as ``hypercare.tier._on_shift``, without asking the
        database for each of them.
        """
        users = frame.users
        away = users._hypercare_absence(frame.now)
        today = self._to_local(frame.now).date()
        shifts = {row["tier_id"]: row for row in frame.facts["shift"]}
        is_open = self._centre_open_calendars(frame)
        for tier in frame.tiers:
            members = frame.members.filtered(lambda member, t=tier: member.tier_id == t)
            joined = members.filtered(
                lambda member: (
                    (not member.date_from or member.date_from <= today)
                    and (not member.date_to or today <= member.date_to)
                )
            )
            gone = set(members.user_id.ids) - set(joined.user_id.ids)

            def present(ids, gone=gone):
                return users.browse(ids).filtered(
                    lambda user: user not in away and user.id not in gone
                )

            shift = shifts.get(tier.id, {})
            called, stands_in = (
                [shift[name]] if shift.get(name) else []
                for name in ("user_id", "backup_id")
            )
            there = present(called) or present(stands_in)
            if not there:
                at_work = joined.filtered(lambda member: is_open(member.calendar_id))
                there = present(at_work.user_id.ids)
            others = users.browse(stands_in) | users.browse(tier.backup_id.ids)
            yield tier, there, present((others - there).ids)[:1]

    def _centre_open_calendars(self, frame):
        """Return a function: is a calendar, or else the support hours, open now?"""
        known = {}
        at = to_epoch(frame.now)

        def is_open(calendar):
            calendar = calendar or self.calendar_id
            if calendar not in known:
                book = frame.book
                if calendar != self.calendar_id:
                    book = TimelineBook(calendar, self.company_id)
                known[calendar] = bool(
                    book.ask(lambda timeline: timeline and timeline.is_open(at), at)
                )
            return known[calendar]

        return is_open

    # === WHO HAS HOW MUCH TO DO === #

    def _centre_load(self, frame) -> dict:
        """Return the open issues by tier and by owner."""
        rows = {"tier": {}, "owner": {}}
        for row in frame.facts["load"]:
            rows[row["kind"]][row["record"]] = row
        owners = frame.members.user_id.ids + [user for user in rows["owner"] if user]
        people = frame.users.browse(dict.fromkeys(owners)).sorted(
            lambda user: (-rows["owner"].get(user.id, {}).get("open", 0), user.name)
        )
        return {
            "tiers": [
                self._load_cells(rows["tier"].get(tier.id), "tier_id", tier)
                for tier in frame.tiers
            ],
            "people": [
                self._load_cells(rows["owner"].get(user.id), "user_id", user)
                for user in people
            ],
            "nobody": self._load_cells(rows["owner"].get(None), "user_id", None),
        }

    def _load_cells(self, row, name, record) -> dict:
        row = row or {}
        mine = Domain("is_open", "=", True)
        mine &= Domain(name, "=", record.id if record else False)
        domains = {
            "open": mine,
            "urgent": mine & Domain("severity", "in", ("s1", "s2")),
            "late": mine & Domain("sla_state", "=", "breached"),
        }
        return {
            "id": record.id if record else False,
            "name": record.name if record else False,
            **{
                key: self._cell(row.get(key, 0), row.get(f"{key}_r", 0), domain)
                for key, domain in domains.items()
            },
        }
