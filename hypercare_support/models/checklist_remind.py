from datetime import time

from odoo import models

from ..engine.checklist import tell_on
from .escalation_people import address_of
from .resource_calendar import TimelineBook, from_epoch, to_epoch


class HypercarePeriod(models.Model):
    """Which items are due and not done, and who is told of them this morning."""

    _inherit = "hypercare.period"

    def _remind(self, now):
        """Tell people of items that are due, each step once; catches up after gaps.

        Nobody is told before the support hours open, on a day without any, or while
        the escalations of the period are stopped: it is told when they go on.

        :param now: naive UTC
        """
        self.ensure_one()
        today = self._local_day(now)
        if self._escalation_stopped(now) or not self._morning_is_here(today, now):
            return self.env["hypercare.checklist.notice"]
        due = self._due_steps(today)
        if not due:
            return self.env["hypercare.checklist.notice"]
        # Whoever is ticking an item right now is not reminded of it.
        items = self.env["hypercare.checklist.item"].union(*(item for item, *_ in due))
        items = items.try_lock_for_update(allow_referencing=True)
        people = _People(self, now)
        new, notices = [], self.env["hypercare.checklist.notice"]
        for item, step, untold in due:
            if item not in items:
                continue
            row = people.row(item, step) | {"decided_at": now}
            if not untold:
                new.append(row)
            elif row["partner_id"]:
                # Nobody could be told so far.
                untold.write(row)
                notices |= untold
        notices |= notices._insert_rows(new)
        notices._queue_mails()
        return notices

    def _morning_is_here(self, today, now) -> bool:
        """Tell whether the support hours of a local day have opened."""
        begin, end = self._day_bounds(today)
        nine = self._local_moment(today, time(9))
        book = TimelineBook(self.calendar_id, self.company_id)
        opening = book.ask(
            lambda timeline: timeline and timeline.next_opening(to_epoch(begin)),
            to_epoch(begin),
        )
        if opening is None:
            # Where nothing ever opens, every day begins at nine.
            return now >= nine
        # Where the hours go on through midnight, people sleep all the same.
        start = (
            max(nine, begin) if from_epoch(opening) <= begin else from_epoch(opening)
        )
        return start <= now < end

    def _due_steps(self, today) -> list:
        """Return (item, step, notice) that should have been told by now and were not.

        What waits for an overdue item is not told of: that item is. The notice is
        there, without anybody told, if nobody could be told before. Whoever gets an
        item that is overdue already is told of it, whoever had it before.
        """
        items = self.env["hypercare.checklist.item"].search(
            [
                ("period_id", "=", self.id),
                ("is_settled", "=", False),
                ("due_date", "<=", today),
            ]
        )
        if not items:
            return []
        steps = self.env["hypercare.checklist.step"]._in_force(self.company_id)
        known = {
            (notice.item_id, notice.step_id, notice.due_on, notice.meant_id): notice
            for notice in self.env["hypercare.checklist.notice"].search_fetch(
                [("item_id", "in", items.ids)],
                ["item_id", "step_id", "due_on", "meant_id", "partner_id"],
            )
        }
        is_business_day = self._business_days()
        late = items.filtered(lambda item: item.due_date < today)
        due = []
        for item in items:
            if any(one in late for one in item.depends_on_ids):
                continue
            # What was overdue when it was added has not been missed by anybody.
            since = max(item.due_date, self._local_day(item.create_date))
            for step in steps:
                notice = known.get((item, step, item.due_date, _meant_for(item, step)))
                told = notice and notice.partner_id
                if not told and tell_on(since, step.days, is_business_day) <= today:
                    due.append((item, step, notice))
        return due


def _meant_for(item, step):
    """Return whose reminder this is; nobody's for roles, which are told but once."""
    return item._answerable() if step.role == "owner" else item.owner_id.browse()


class _People:
    """Who is told of a period's items at one moment: each person asked for once."""

    def __init__(self, period, now):
        self.period, self.now, self._away = period, now, {}

    def row(self, item, step) -> dict:
        """Return the columns of the notice of one item and step."""
        meant = self._meant(item, step.role)
        user, why = self._reachable(item, meant, step.role)
        return {
            "item_id": item.id,
            "period_id": self.period.id,
            "company_id": self.period.company_id.id,
            "step_id": step.id,
            "due_on": item.due_date,
            "meant_id": _meant_for(item, step).id,
            "role": step.role,
            "partner_id": user.partner_id.id,
            "instead_of_id": meant.partner_id.id if user != meant else False,
            "instead_reason": why if user and user != meant else False,
            "problem": False if user else self._nobody(meant, why),
            "attempts": 0,
        }

    def _meant(self, item, role):
        if role == "owner":
            return item._answerable()
        return self.period._checklist_owner(role, item.owner_id.browse(), item.area_id)

    def _reachable(self, item, meant, role):
        """Return who is told, and why it is not who was meant.

        The head of the area stands in, then the client project manager, the consultant
        lead and the business owner. A sponsor who is away gets the mail all the same.
        """
        period = self.period
        why = self._why_not(meant)
        if not why or (role == "sponsor" and meant.active and address_of(meant)):
            return meant, ""
        stand_ins = (
            item.area_id.head_id,
            *(period.client_pm_id, period.consultant_lead_id),
            period.business_owner_id,
        )
        for user in stand_ins:
            if user and user != meant and not self._why_not(user):
                return user, why
        return meant.browse(), why

    def _why_not(self, user) -> str:
        """Return why a person cannot be told, in a few words; empty if they can."""
        if user not in self._away:
            away = user._hypercare_absence(self.now).get(user) if user else None
            env = self.period.env
            self._away[user] = (
                (not user and env._("nobody is named"))
                or (away and away[0])
                or (not address_of(user) and env._("no valid e-mail address"))
                or ""
            )
        return self._away[user]

    def _nobody(self, meant, why) -> str:
        env = self.period.env
        return env._(
            "Nobody could be told: %(who)s, and nobody stands in.",
            who=f"{meant.name}: {why}" if meant else why,
        )
