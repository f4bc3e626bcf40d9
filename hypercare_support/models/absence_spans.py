from odoo import models


class ResUsers(models.Model):
    """When people will be away, as far as is known today."""

    _inherit = "res.users"

    def _hypercare_absences(self, begin, end) -> dict:
        """Return when these users are away between two moments.

        To be extended by whatever else knows about absences. The counterpart of
        `_hypercare_absence`, which asks about one moment.

        :param begin, end: naive UTC
        :return: user → list of (begin, end, reason), naive UTC and a short translated
            text; users without an absence are left out
        """
        absences = {}
        # sudo: as for `_hypercare_absence`; nothing but absences leaves this method.
        for user in self.sudo():
            first, last = user.out_of_office_from, user.out_of_office_to or end
            if not user.active:
                spans = [(begin, end, self.env._("account archived"))]
            elif first and first < end and last > max(first, begin):
                spans = [(first, last, self.env._("out of office"))]
            else:
                continue
            absences[user.with_env(self.env)] = spans
        return absences
