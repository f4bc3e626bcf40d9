from odoo import api, models

from .period_handover import BAU


class HypercarePeriod(models.Model):
    """What was agreed for the time after exit is agreed anew when it changes."""

    _inherit = "hypercare.period"

    def write(self, vals):
        res = super().write(vals)
        if {"business_owner_id", "sponsor_id"} & set(vals):
            self.filtered(
                lambda period: period.bau_agreed_by_id
                not in period.business_owner_id | period.sponsor_id
            )._agree_anew()
        return res

    def _agree_anew(self):
        """Take back that the promises after exit are agreed, and say so."""
        for period in self.filtered("bau_agreed_at"):
            person = period.bau_agreed_by_id.name
            period._note_bau(dict.fromkeys(BAU, False))
            period._message_log(
                body=self.env._(
                    "The promises after exit, or who answers for them, were changed "
                    "after %s had agreed. They are to be agreed again.",
                    person,
                )
            )


class HypercareSlaPolicyLine(models.Model):
    _inherit = "hypercare.sla.policy.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.policy_id._agreed_periods()._agree_anew()
        return lines

    def write(self, vals):
        policies = self.policy_id
        before = policies._promises()
        res = super().write(vals)
        policies |= self.policy_id
        after = policies._promises()
        changed = policies.filtered(lambda one: before.get(one) != after[one])
        changed._agreed_periods()._agree_anew()
        return res

    def unlink(self):
        periods = self.policy_id._agreed_periods()
        res = super().unlink()
        periods._agree_anew()
        return res


class HypercareSlaPolicy(models.Model):
    _inherit = "hypercare.sla.policy"

    def _promises(self) -> dict:
        """Return policy → what it promises, in any language."""
        names = ("severity", "metric", "level", "kind", "minutes", "days", "label")
        return {
            policy: sorted(
                tuple(str(line[name] or "") for name in names)
                for line in policy.with_context(lang="en_US").line_ids
            )
            for policy in self
        }

    def _agreed_periods(self):
        """Return the periods where these policies are agreed for after exit."""
        # sudo: whoever changes a policy need not see every period that uses it.
        periods = self.env["hypercare.period"].sudo().with_context(active_test=False)
        return periods.search(
            [("bau_policy_id", "in", self.ids), ("bau_agreed_at", "!=", False)]
        )
