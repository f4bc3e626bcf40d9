from odoo import api, fields, models

from .resource_calendar import TimelineBook, to_epoch


class HypercareTier(models.Model):
    """Who of a tier is there at a moment.

    Resolved when somebody has to be told or given something, never in advance: a
    changed rota, calendar or absence counts from the next question on.
    """

    _inherit = "hypercare.tier"

    on_shift_ids = fields.Many2many(
        "res.users", string="On duty now", compute="_compute_on_shift_ids"
    )

    @api.depends("member_ids")
    def _compute_on_shift_ids(self):
        now = fields.Datetime.now()
        for tier in self:
            # A form that is not saved yet has no rota.
            saved = tier._origin
            tier.on_shift_ids = saved._on_shift(now) if saved else False

    # === WHO IS THERE === #

    def _on_shift(self, now):
        """Return the users of this tier who are on shift.

        The rota decides: its person, or the stand-in when that person is away. Without
        a shift, or with both away, it is the members whose working hours are open.

        :param now: naive UTC
        :return: users, in the order of the members; empty if nobody is there
        """
        self.ensure_one()
        # sudo: who is there does not depend on who asks.
        tier = self.sudo()
        shift = tier._shift_at(now)
        on_call, stand_in, at_work = shift.user_id, shift.backup_id, tier._at_work(now)
        there = tier._available(on_call | stand_in | at_work, now)
        called = on_call & there or stand_in & there or at_work & there
        return called.with_env(self.env)

    def _backup(self, now, except_users=None):
        """Return who stands in for people of this tier, or nobody.

        The stand-in of the rota, else of the tier, else the next member – rather one
        at work –, else the lead.

        :param now: naive UTC
        :param except_users: for whom somebody is sought; never returned
        """
        self.ensure_one()
        # sudo: who stands in does not depend on who asks.
        tier = self.sudo()
        excluded = (except_users or self.env["res.users"]).sudo()
        members = tier._members_at(now).user_id
        follower = max(
            (n for n, user in enumerate(members, 1) if user in excluded), default=0
        )
        members = members[follower:] | members[:follower]
        ordered = (
            tier._shift_at(now).backup_id
            | tier.backup_id
            | (members & tier._at_work(now))
            | members
            | tier.lead_id
        )
        return tier._available(ordered - excluded, now)[:1].with_env(self.env)

    # === PARTS OF THE ANSWER === #

    def _shift_at(self, now):
        """Return the line of the rota that covers a moment."""
        return self.env["hypercare.shift"].search(
            [
                ("tier_id", "=", self.id),
                ("start_at", "<=", now),
                ("end_at", ">", now),
            ],
            limit=1,
        )

    def _members_at(self, now):
        """Return the members whose dates include the local day of a moment."""
        today = self.period_id._to_local(now).date()
        return self.member_ids.filtered(
            lambda member: (
                (not member.date_from or member.date_from <= today)
                and (not member.date_to or today <= member.date_to)
            )
        )

    def _at_work(self, now):
        """Return the members whose own hours, else the support hours, are open."""
        at = to_epoch(now)
        members = self._members_at(now)
        is_open = {}
        for calendar in members.calendar_id | self.period_id.calendar_id:
            book = TimelineBook(calendar, self.company_id)
            is_open[calendar] = book.ask(lambda timeline: timeline.is_open(at), at)
        return members.filtered(
            lambda member: is_open.get(member.calendar_id or self.period_id.calendar_id)
        ).user_id

    def _available(self, users, now):
        """Return those of the users who are not away, in the same order.

        Members outside of their dates count as away, whatever else names them.
        """
        absence = users._hypercare_absence(now)
        gone = self.member_ids.user_id - self._members_at(now).user_id
        return users.filtered(lambda user: user not in absence) - gone
