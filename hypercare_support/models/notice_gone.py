from odoo import models
from odoo.fields import Domain


class HypercarePeriod(models.Model):
    """Whoever leaves in mid-period leaves issues: the managers are told, once."""

    _inherit = "hypercare.period"

    def _notices_due(self, today) -> list:
        due = super()._notices_due(today)
        for user in self._left_behind():
            due.append((f"gone:{user.id}", self._teller_of_gone(user)))
        return due

    def _teller_of_gone(self, user):
        def tell(code, now):
            self._tell(
                code, now, self._notice_managers(), lambda p: p._gone_words(user)
            )

        return tell

    def _gone_words(self, user) -> dict:
        """Return what is said about issues of somebody who left."""
        env = self.env
        domain = self._gone_domain() & Domain("user_id", "=", user.id)
        # sudo: the name of a former colleague.
        values = {"period": self.name, "who": user.sudo().name}
        return {
            "subject": env._("%(period)s: issues of %(who)s need an owner", **values),
            "headline": env._("Somebody is not there any more"),
            "sentence": env._(
                "The account of %(who)s is archived, and these issues are still in "
                "that name. Escalations go to whoever stands in; give the issues to "
                "somebody: the period says “Give them to somebody else”.",
                **values,
            ),
            "lines": self._open_lines(domain),
        }
