from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

#: Years before and after the go-live that a promised day can lie in.
_BEFORE, _AFTER = 1, 5


class HypercareIssue(models.Model):
    """Days that are promised can be meant: 1999 or 9999 is a slip of the finger."""

    _inherit = "hypercare.issue"

    @api.constrains("commit_date", "plan_date")
    def _check_days(self):
        for issue in self:
            go_live = issue.period_id.go_live
            first = fields.Date.subtract(go_live, years=_BEFORE)
            last = fields.Date.add(go_live, years=_AFTER)
            for name in ("commit_date", "plan_date"):
                day = issue[name]
                if day and not first <= day <= last:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” of %(issue)s is %(day)s: choose a day between "
                            "%(first)s and %(last)s.",
                            field=self._fields[name]._description_string(self.env),
                            issue=issue.number or issue.name,
                            day=format_date(self.env, day),
                            first=format_date(self.env, first),
                            last=format_date(self.env, last),
                        )
                    )
