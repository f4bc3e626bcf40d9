from odoo import fields, models
from odoo.tools import format_date

from ..const import DAY_OF_YEAR


class HypercareKpiValue(models.Model):
    """Why a KPI is what it is, in one sentence in the language of the reader."""

    _inherit = "hypercare.kpi.value"

    def _reason_text(self, reason) -> str:
        """Return the sentence of a reason; an unknown code is shown as it is.

        :param reason: dict of ``why`` (a code, or a sentence of an extension) and facts
        """
        facts = {**{k: v for k, v in reason.items() if k != "why"}}
        for name, value in facts.items():
            if name == "month_end":
                facts[name] = format_date(
                    self.env, fields.Date.to_date(value), date_format=DAY_OF_YEAR
                )
        code = reason.get("why") or ""
        sentence = self._reason_sentences().get(code)
        if sentence is None:
            return code
        # Filled here, so that a sentence that is not wanted needs no facts.
        sentence = sentence % facts
        if code == "in_odoo" and facts.get("least"):
            least = ", ".join(
                f"{name} ({made}/{total})" for name, made, total in facts["least"]
            )
            lowest = self.env._("Lowest: %s.", least)
            return f"{sentence} {lowest}"
        return sentence

    def _reason_sentences(self) -> dict[str, str]:
        """Return code → sentence, to be filled with the facts. To be extended."""
        return {
            "open": self.env._("%(count)s open that evening."),
            "raised": self.env._(
                "%(count)s raised in %(days)s days; mistakes corrected in triage by "
                "somebody else are left out."
            ),
            "kept": self.env._(
                "%(part)s of %(total)s promises were kept; running and overdue counts "
                "as missed."
            ),
            "without_consultant": self.env._(
                "%(part)s of %(total)s solved without Level 3; %(l1)s by Level 1 alone."
            ),
            "l1_only": self.env._("%(part)s of %(total)s solved by Level 1 alone."),
            "in_odoo": self.env._(
                "%(part)s of %(total)s documents were made in Odoo. Declared: "
                "%(declared)s of %(asked)s days and kinds."
            ),
            "undeclared": self.env._(
                "Nobody has declared what was done outside of Odoo, so there is "
                "nothing to compare with."
            ),
            "no_types": self.env._("No kind of document is counted in this period."),
            "no_month_end": self.env._("No month has ended since go-live."),
            "closed": self.env._(
                "The month to %(month_end)s was closed after %(days)s business days."
            ),
            "not_closed": self.env._(
                "The month to %(month_end)s is not closed: %(days)s business days so "
                "far."
            ),
            "attested": self.env._("Attested %(count)s times."),
            "not_attested": self.env._("Nobody has attested it yet."),
            "attested_monthly": self.env._("Attested within the last month."),
            "not_attested_monthly": self.env._(
                "Nobody has attested it within the last month."
            ),
            "no_app": self.env._(
                "Its app is not installed here. Where it is done elsewhere, a person "
                "can attest it."
            ),
            "alone": self.env._("Nobody above Level 2 was needed for 30 days."),
            "consulted": self.env._(
                "Level 3 had a part in %(count)s issues of the last 30 days."
            ),
            "retainer": self.env._(
                "Level 3 had a part in %(count)s issues; a person attested that this "
                "was under the retainer."
            ),
            "too_few_solved": self.env._(
                "In one of the last two fortnights nothing was solved: there is "
                "nothing to compare."
            ),
            "nothing_solved": self.env._(
                "Nothing was solved by anybody: that proves nothing."
            ),
            "nothing_reported": self.env._(
                "Nobody has reported anything yet: that proves nothing."
            ),
            "trend": self.env._(
                "%(week)s raised this week (weight %(weight)s), %(before)s the week "
                "before (weight %(weight_before)s)."
            ),
            "backlog": self.env._(
                "%(now)s open, %(week)s a week ago, %(fortnight)s two weeks ago."
            ),
            "l3_share": self.env._(
                "Level 3 had a part in %(now)s %% of what was solved in two weeks, "
                "%(before)s %% in the two weeks before."
            ),
            "questions": self.env._(
                "Questions asked three times or more that have no answer: %(count)s."
            ),
            "no_improvements": self.env._("Nobody records improvements here."),
            "improved": self.env._(
                "%(count)s improvements were closed in the last 91 days."
            ),
            "too_early": self.env._(
                "It is too early: there is no time before to compare with."
            ),
            "not_recorded": self.env._(
                "It was not recorded that day, and is not known later."
            ),
        }
