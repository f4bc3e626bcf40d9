from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: More than this on one day is a slip of the finger.
MOST = 100_000


class HypercareOffSystem(models.Model):
    """How much of a kind was done outside of Odoo on a day, as a department declared.

    A zero is an answer; nothing at all is none.
    """

    _name = "hypercare.off.system"
    _description = "Hypercare Done Outside of Odoo"
    _inherit = ["hypercare.input.mixin"]
    _order = "date desc, period_id, type_id, id"
    _rec_name = "type_id"

    _DERIVED = ("company_id",)
    _FIXED = ("period_id", "type_id")

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    type_id = fields.Many2one(
        "hypercare.transaction.type",
        "Documents",
        required=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date("Day", required=True, default=fields.Date.context_today)
    count = fields.Integer(
        "Done outside of Odoo", required=True, help="On paper, in a sheet, elsewhere."
    )
    declared_by_id = fields.Many2one(
        "res.users", "Declared by", readonly=True, copy=False
    )
    declared_at = fields.Datetime("Declared", readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(period_id, type_id, date)", "This day has been declared already: change it."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_declared(vals)
            vals.update(self._declared_now())
        records = super().create(vals_list)
        records._check_counted()
        return records

    def write(self, vals):
        self._check_declared(vals)
        if "date" in vals:
            raise UserError(self.env._("A declared day stays: declare the other one."))
        res = super().write({**vals, **self._declared_now()} if vals else vals)
        self._check_counted()
        return res

    def _check_declared(self, vals):
        """Refuse numbers that are none, and a name that somebody makes up.

        :raise UserError:
        """
        if {"declared_by_id", "declared_at"} & set(vals):
            raise UserError(
                self.env._("Who declares something, and when, is recorded by Odoo.")
            )
        if "count" in vals:
            value = vals["count"]
            is_number = isinstance(value, int) and not isinstance(value, bool)
            if not is_number or not 0 <= value <= MOST:
                raise UserError(
                    self.env._(
                        "How many were done outside of Odoo is a number from 0 to %s.",
                        MOST,
                    )
                )

    def _declared_now(self) -> dict:
        return {
            "declared_by_id": self.env.uid,
            "declared_at": self.env.cr.now().replace(microsecond=0),
        }

    def _check_counted(self):
        """Refuse days and kinds that the period does not count.

        :raise UserError: naming what is wrong
        """
        for record in self:
            period = record.period_id
            today = period._local_day(self.env.cr.now())
            if not period.go_live <= record.date <= today:
                raise UserError(
                    self.env._("Only days from the go-live to today can be declared.")
                )
            # sudo: whoever declares need not be able to read the plan.
            if record.type_id not in period.sudo().transaction_ids.type_id:
                raise UserError(
                    self.env._(
                        "%(period)s does not count “%(kind)s”.",
                        period=period.name,
                        kind=record.type_id.name,
                    )
                )

    # -- What a person is asked ----------------------------------------------

    @api.model
    def _lines_of(self, user):
        """Return the counted kinds that a user declares, of periods that run."""
        # sudo: heads of departments have no access to the plan; they see their lines.
        lines = self.env["hypercare.period.transaction"].sudo()
        return lines.search(
            [
                ("user_id", "=", user.id),
                ("period_id.state", "in", ("running", "exit_review", "monitoring")),
                ("company_id", "in", user._get_company_ids()),
            ]
        )

    @api.model
    def _declare(self, line, day, count):
        """Note what a person declares for one of their lines.

        :raise AccessError: if it is somebody else's line
        :raise UserError: for a number that is none, or a day that is not asked about
        """
        line = line.sudo()  # sudo: as above; whose line it is is checked next
        if line.user_id != self.env.user:
            raise AccessError(
                self.env._("Only who answers for these documents can declare them.")
            )
        if day not in line.period_id._asked_days():
            raise UserError(
                self.env._(
                    "Only the last working days can be declared here. Ask the client "
                    "project manager to correct an earlier day."
                )
            )
        # sudo: heads of departments write nothing else of hypercare.
        records = self.sudo()
        known = records.search(
            [
                ("period_id", "=", line.period_id.id),
                ("type_id", "=", line.type_id.id),
                ("date", "=", day),
            ]
        )
        if known:
            known.write({"count": count})
            return known
        return records.create(
            [
                {
                    "period_id": line.period_id.id,
                    "type_id": line.type_id.id,
                    "date": day,
                    "count": count,
                }
            ]
        )
