from collections import defaultdict
from typing import NamedTuple

from odoo import models
from odoo.tools import email_normalize

from .. import const


class Told(NamedTuple):
    """Somebody who is to be told, in which role, and in whose place."""

    user: models.BaseModel
    role: str
    instead_of: models.BaseModel
    reason: str


class Roster:
    """Who can be told at one moment: asked once per tier and person.

    :ivar unmanned: the tiers that were asked for somebody on shift, and had nobody
    """

    def __init__(self, env, now):
        self.env, self.now = env, now
        self.unmanned = env["hypercare.tier"]
        self._shifts, self._absences, self._backups, self._rota = {}, {}, {}, {}

    def on_shift(self, tier):
        """Return the users of a tier who are on shift."""
        if tier not in self._shifts:
            self._shifts[tier] = tier._on_shift(self.now)
        return self._shifts[tier]

    def backup(self, tier, user):
        """Return who stands in for a person of a tier, or nobody."""
        key = (tier, user)
        if key not in self._backups:
            self._backups[key] = tier._backup(self.now, user)
        return self._backups[key]

    def stands_by(self, user, tier) -> bool:
        """Tell whether the rota names a person as stand-in right now."""
        if tier not in self._rota:
            self._rota[tier] = tier._shift_at(self.now).backup_id
        return user in self._rota[tier]

    def why_not(self, user, issue) -> str:
        """Return why a person cannot be told, in a few words; empty if they can."""
        if user not in self._absences:
            away = user._hypercare_absence(self.now).get(user)
            self._absences[user] = away[0] if away else ""
        if self._absences[user]:
            return self._absences[user]
        if not address_of(user):
            return self.env._("no valid e-mail address")
        if issue.confidential and not issue.with_user(user).has_access("read"):
            return self.env._("may not read confidential issues")
        return ""

    def off_shift(self, user, period) -> bool:
        """Tell whether a tier member is not on shift; others know no shifts."""
        tiers = period.tier_ids.filtered(lambda tier: user in tier.user_ids)
        return bool(tiers) and not any(user in self.on_shift(tier) for tier in tiers)


class HypercareEscalation(models.Model):
    """Whom a step tells: roles become persons, and those who are away are replaced."""

    _inherit = "hypercare.escalation"

    def _people(self, now):
        """Return who is to be told of each row, and which rows found nobody on shift.

        :return: ``({row id: [Told, …]}, {row id: tiers without anybody})``
        """
        people, unmanned, resolved = {}, {}, {}
        # sudo: who is in a tier, and away, does not depend on who escalates.
        roster = Roster(self.env(su=True), now)
        for row in self.sudo():
            tier = row._speaks_of()
            key = (row.issue_id, row.step_id, tier)
            if key not in resolved:
                roster.unmanned = self.env["hypercare.tier"]
                resolved[key] = (
                    row.issue_id._people_for(row.step_id.role_ids, roster, tier),
                    roster.unmanned,
                )
            people[row.id], tiers = resolved[key]
            if tiers and row.rule_id.watches != "nobody":
                unmanned[row.id] = tiers
        return people, unmanned

    def _speaks_of(self):
        """Return the tier whose turn a row speaks of, else the issue's present one.

        An S1 engages several tiers, and each has a pick-up time of its own.
        """
        if self.res_model == "hypercare.sla.clock":
            clock = self.env["hypercare.sla.clock"].browse(self.res_id)
            if clock.engagement_id:
                return clock.engagement_id.tier_id
        return self.issue_id.tier_id


class HypercareTier(models.Model):
    _inherit = "hypercare.tier"

    def _lead(self):
        """Return who speaks for the tier, even if away: then somebody stands in."""
        return self.lead_id or self.user_ids[:1]


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    def _people_for(self, roles, roster, tier=None) -> list[Told]:
        """Return the persons who are to be told by role, each once.

        :param tier: the tier meant by the roles, by default the issue's own
        """
        chosen = {}
        tier = tier or self.tier_id
        for role in roles.mapped("code"):
            for user in self._role_users(role, roster, tier):
                for told in self._available(user, role, roster, tier):
                    chosen.setdefault(told.user, told)
        return list(chosen.values())

    def _role_users(self, role, roster, tier):
        """Return the users who have a role on this issue, whether they are there."""
        period = self.period_id
        nobody = self.env["res.users"]
        if role == "assignee":
            return self.user_id or tier._lead()
        if role == "tier_lead":
            return tier._lead()
        if role == "tier_members":
            return roster.on_shift(tier) or tier._lead()
        if role == "on_call":
            users = nobody
            for engaged in self._engaged_tiers():
                users |= roster.on_shift(engaged) or engaged._lead()
            return users
        if role == "tier_backup":
            return roster.backup(tier, self.user_id) or tier._lead()
        if role == "next_tier_lead":
            return tier.next_tier()._lead()
        if role == "department_head":
            return self.area_id.head_id or period.client_pm_id
        if role == "reporter":
            return self.reporter_id
        return {
            "client_pm": period.client_pm_id,
            "consultant_lead": period.consultant_lead_id,
            "sponsor": period.sponsor_id,
        }.get(role, nobody)

    def _available(self, user, role, roster, tier):
        """Return the user, or who stands in while the user is away.

        Backup, then the tier's lead, then the client project manager. When nobody of
        the tier is on shift, the person is told all the same, the client project
        manager as well, and the tier is noted as unmanned.
        """
        period = self.period_id
        nobody = self.env["res.users"]
        if role == "reporter":
            return [Told(user, role, nobody, "")] if user.active else []
        away = roster.why_not(user, self)
        off = role in const.SHIFT_ROLES and roster.off_shift(user, period)
        if not away and not off:
            return [Told(user, role, nobody, "")]
        reason = away or self.env._("off shift")
        tier = self._tier_of(user, tier)
        if role == "tier_backup" and not away and roster.stands_by(user, tier):
            return [Told(user, role, nobody, "")]
        stand_ins = tier and roster.on_shift(tier) if off else nobody
        if tier:
            stand_ins |= roster.backup(tier, user) | tier.lead_id
        for stand_in in stand_ins - user:
            if not roster.why_not(stand_in, self) and not (
                off and roster.off_shift(stand_in, period)
            ):
                return [Told(stand_in, role, user, reason)]
        if off and not roster.on_shift(tier):
            roster.unmanned |= tier
        # A mail that waits for the sponsor is better than none.
        reachable = user.active and address_of(user)
        may_read = not self.confidential or self.with_user(user).has_access("read")
        keeps = not away or (role == "sponsor" and reachable and may_read)
        told = [Told(user, role, nobody, "")] if keeps else []
        for manager in (period.client_pm_id | period.consultant_lead_id) - user:
            if not roster.why_not(manager, self):
                return [*told, Told(manager, role, user, reason)]
        return told

    def _tier_of(self, user, preferred):
        """Return the tier in which somebody works on this issue; may be empty."""
        if user in preferred.user_ids | preferred.lead_id:
            return preferred
        tiers = self.period_id.tier_ids
        return tiers.filtered(lambda tier: user in tier.user_ids | tier.lead_id)[:1]


def told_lines(env, people) -> list[str]:
    """Return who is told, one line each, as mails and lists show it."""
    roles = dict(
        env["hypercare.escalation.role"]._fields["code"]._description_selection(env)
    )
    lines = defaultdict(list)
    for told in people:
        if told.instead_of:
            line = env._(
                "%(name)s (stands in for %(away)s, %(reason)s)",
                name=told.user.name,
                away=told.instead_of.name,
                reason=told.reason,
            )
        else:
            line = f"{told.user.name} ({roles.get(told.role, told.role)})"
        lines[told.user].append(line)
    return [line for [line, *_more] in lines.values()]


def address_of(user) -> str:
    """Return the e-mail address of a user, empty if there is none that can work."""
    return email_normalize(user.email or "") or ""
