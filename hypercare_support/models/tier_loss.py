from contextlib import contextmanager

from odoo import fields, models
from odoo.tools.i18n import format_list

from .period_agreed import STATES


class HypercareTier(models.Model):
    """People who are taken out of a tier while others count on them."""

    _inherit = "hypercare.tier"

    def unlink(self):
        with self._noting_loss():
            return super().unlink()

    def _present_people(self):
        """Return who is in the tier today or later."""
        today = self.period_id._local_day(fields.Datetime.now())
        return self.member_ids.filtered(
            lambda member: (
                member.active and (not member.date_to or member.date_to >= today)
            )
        ).user_id

    @contextmanager
    def _noting_loss(self):
        """Note in running periods who was in a tier before and is no more."""
        # Set-ups by the system itself are told by whatever sets up.
        tiers = self.filtered(lambda tier: tier.period_id.state in STATES)
        before = {} if self.env.su else {t: t._present_people() for t in tiers}
        places = {tier: (tier.period_id, tier.name) for tier in before}
        yield
        for tier, people in before.items():
            there = tier.exists()
            left = there._present_people() if there else people.browse()
            period, name = places[tier]
            if people - left:
                period._note_loss(name, people - left, bool(left))


class HypercareTierMember(models.Model):
    _inherit = "hypercare.tier.member"

    def write(self, vals):
        if not {"active", "user_id", "tier_id", "date_to"} & set(vals):
            return super().write(vals)
        with self.tier_id._noting_loss():
            return super().write(vals)

    def unlink(self):
        with self.tier_id._noting_loss():
            return super().unlink()


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    def _note_loss(self, tier, people, has_others):
        """Write into the chatter who left a tier; tell the client if it is empty now.

        :param tier: its name
        """
        values = {
            "who": self.env.user.name,
            "people": format_list(self.env, people.mapped("name")),
            "tier": tier,
        }
        if has_others:
            body = self.env._("%(who)s has taken %(people)s out of %(tier)s.", **values)
            self._message_log(body=body)
            return
        # sudo: whoever is named is told, whoever may read accounts.
        reader = (self.sudo().client_pm_id - self.env.user).partner_id
        self.message_post(
            body=self.env._(
                "%(who)s has taken %(people)s out of %(tier)s: nobody is in it any "
                "more.",
                **values,
            ),
            partner_ids=reader.ids,
        )
