from collections import defaultdict

from odoo import models

from .escalation_people import address_of


class HypercareEscalation(models.Model):
    """Why nobody, or not everybody, can be told: kept with the rows."""

    _inherit = "hypercare.escalation"

    def _record_problems(self, people, unmanned):
        """Keep with the rows why nobody, or not everybody, is told."""
        problems = defaultdict(self.browse)
        for row in self:
            problem = row._tell_problem(people.get(row.id, ()), unmanned or {})
            if problem:
                problems[problem] |= row
        for problem, rows in problems.items():
            rows._add_problem(problem)

    def _add_problem(self, text):
        """Add a problem to what is recorded already."""
        for known, rows in self.grouped("problem").items():
            if text not in (known or ""):
                rows.write({"problem": f"{known} {text}" if known else text})

    def _tell_problem(self, told, unmanned):
        """Return why not everybody can be told, in plain words, or an empty text."""
        texts = []
        if not told and (self.step_id.role_ids or self.step_id.change == "none"):
            texts.append(
                self.env._(
                    "Nobody is named for the roles of this step: name them in the "
                    "period."
                )
            )
        named = [one.instead_of or one.user for one in told]
        missing = {user.name for user in named if not address_of(user)}
        if missing:
            texts.append(
                self.env._("No valid e-mail address: %s.", ", ".join(sorted(missing)))
            )
        if self.id in unmanned:
            tiers = ", ".join(unmanned[self.id].mapped("name"))
            texts.append(self.env._("Nobody of %s is on shift.", tiers))
        return " ".join(texts)
