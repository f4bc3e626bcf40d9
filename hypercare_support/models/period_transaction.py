from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .period_kpi import STATES


class HypercarePeriodTransaction(models.Model):
    """A kind of document that is counted in a period, and who answers for it."""

    _name = "hypercare.period.transaction"
    _description = "Hypercare Counted Documents"
    _inherit = ["hypercare.input.mixin"]
    _order = "period_id, sequence, id"
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
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    area_id = fields.Many2one(
        "hypercare.area", ondelete="set null", domain="[('period_id', '=', period_id)]"
    )
    user_id = fields.Many2one(
        "res.users",
        "Declares what is done on paper",
        index="btree_not_null",
        ondelete="restrict",
        help="Asked every working day how much was done outside of Odoo. Best the head "
        "of the department.",
    )
    is_installed = fields.Boolean(related="type_id.is_installed", related_sudo=True)
    tested_on = fields.Date(
        "First one since go-live", compute="_compute_tested_on", compute_sudo=True
    )

    _once = models.UniqueIndex(
        "(period_id, type_id)", "The period counts these documents already."
    )

    @api.constrains("area_id", "period_id")
    def _check_area(self):
        for line in self:
            if line.area_id and line.area_id.period_id != line.period_id:
                raise ValidationError(
                    self.env._(
                        "%s is an area of another hypercare period.", line.area_id.name
                    )
                )

    def write(self, vals):
        before = {line: (line.active, line.user_id) for line in self}
        res = super().write(vals)
        for line, (was_active, user) in before.items():
            if line.period_id.state not in STATES:
                continue
            if was_active != line.active:
                line._say_counted()
            if user != line.user_id:
                line._say_declares(user)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_before_the_start_only(self):
        if started := self.filtered(lambda line: line.period_id.state in STATES):
            raise UserError(
                self.env._(
                    "“%(kind)s” is counted since the start of %(period)s. Archive it "
                    "instead: everybody can then read who did that.",
                    kind=started[0].type_id.name,
                    period=started[0].period_id.name,
                )
            )

    def _say_counted(self):
        """Record with the period that documents are counted no more, or again."""
        if self.active:
            said = self.env._(
                "%(who)s has “%(kind)s” counted again.",
                who=self.env.user.name,
                kind=self.type_id.name,
            )
        else:
            said = self.env._(
                "%(who)s took “%(kind)s” out of the documents that are counted.",
                who=self.env.user.name,
                kind=self.type_id.name,
            )
        self._say(said)

    def _say_declares(self, before):
        """Record with the period who declares what is done on paper."""
        said = self.env._(
            "What is done on paper of “%(kind)s” is declared by %(user)s, before "
            "that by %(before)s.",
            kind=self.type_id.name,
            user=self.user_id.name or "–",
            before=before.name or "–",
        )
        self._say(said)

    def _say(self, text):
        # sudo: the trace is kept whoever made it necessary.
        self.period_id.sudo().message_post(body=text)

    @api.depends("period_id", "type_id")
    def _compute_tested_on(self):
        found = {
            (period, kind): day
            for period, kind, day in self.env[
                "hypercare.transaction.count"
            ]._read_group(
                [
                    ("period_id", "in", self.period_id.ids),
                    ("type_id", "in", self.type_id.ids),
                    ("count", ">", 0),
                ],
                ["period_id", "type_id"],
                ["date:min"],
            )
        }
        for line in self:
            line.tested_on = found.get((line.period_id, line.type_id), False)


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    transaction_ids = fields.One2many(
        "hypercare.period.transaction", "period_id", "Counted documents", copy=False
    )
    ask_off_system = fields.Boolean(
        "Ask what is done outside of Odoo",
        default=True,
        help="Every working day, by mail with a button, whoever answers for a kind of "
        "document. Without an answer the share in Odoo is not measurable.",
    )

    def action_propose_transactions(self):
        """Add the kinds of documents whose apps are installed; others can follow."""
        self.check_access("write")
        for period in self:
            period._propose_transactions()
        return True

    def _propose_transactions(self):
        self.ensure_one()
        # Archived ones were taken away on purpose.
        known = self.with_context(active_test=False).transaction_ids.type_id
        kinds = self.env["hypercare.transaction.type"].search(
            [("company_id", "in", [self.company_id.id, False])]
        )
        own = set(kinds.filtered("company_id").mapped("code"))
        areas = {area.name.lower(): area for area in self.area_ids}
        wanted = kinds.filtered(
            lambda kind: kind.is_installed and (kind.company_id or kind.code not in own)
        )
        vals_list = []
        for kind in wanted - known:
            area = areas.get((kind.area or "").lower(), self.env["hypercare.area"])
            vals_list.append(
                {
                    "period_id": self.id,
                    "type_id": kind.id,
                    "sequence": kind.sequence,
                    "area_id": area.id,
                    "user_id": area.head_id.id,
                }
            )
        return self.env["hypercare.period.transaction"].create(vals_list)

    def _untested_transactions(self):
        """Return the counted kinds without a document since go-live.

        “Every transaction type tested since go-live” holds when this is empty and
        there is at least one kind that can be counted.
        """
        self.ensure_one()
        return self.transaction_ids.filtered(
            lambda line: line.is_installed and not line.tested_on
        )

    def action_open_adoption(self):
        """Open how much is done in Odoo, by kind and day."""
        self.ensure_one()
        self.check_access("read")
        return self._open_reporting(
            "transaction_count_action", "hypercare.transaction.count"
        )
