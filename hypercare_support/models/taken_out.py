from odoo import api, fields, models
from odoo.exceptions import UserError

from .agreed_mixin import TAKING

LISTS = [
    ("responsibility", "Responsibilities"),
    ("transfer", "Hand-over of knowledge"),
    ("contact", "Whom to call after hypercare"),
    ("integration", "Critical connections"),
    ("area", "Areas"),
]
WHATS = [("out", "Taken out"), ("less", "Less is asked for")]


class HypercareTakenOut(models.Model):
    """Something that the exit is judged by no more, since hypercare began."""

    _name = "hypercare.taken.out"
    _description = "Taken out of a Hypercare List"
    _inherit = ["hypercare.kept.mixin"]
    _order = "at desc, id desc"

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(LISTS, "List", required=True, readonly=True)
    what = fields.Selection(WHATS, "What happened", required=True, readonly=True)
    name = fields.Char("What", required=True, readonly=True)
    reason = fields.Text("Why", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Who", required=True, readonly=True, ondelete="restrict"
    )
    at = fields.Datetime("When", required=True, readonly=True)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(self._refusal())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._refusal())

    def _refusal(self) -> str:
        return self.env._("What was taken out of a list is written down, and stays.")

    @api.model
    def _append(self, period, records, reason, what):
        """Write down what is taken out, also in the messages of the period."""
        # sudo: evidence is written by the addon; who acts was checked by the caller.
        taken = super(HypercareTakenOut, self.sudo()).create(  # pylint: disable=super-method-mismatch
            [
                {
                    "period_id": period.id,
                    "kind": record._AGREED_LIST,
                    "what": what,
                    "name": record.display_name,
                    "reason": reason,
                    "user_id": self.env.uid,
                    "at": self.env.cr.now().replace(microsecond=0),
                }
                for record in records
            ]
        )
        for one in taken:
            # sudo: as above.
            period.sudo().message_post(
                body=one._sentence(), author_id=self.env.user.partner_id.id
            )
        return taken

    def _sentence(self) -> str:
        """Return who took what out of which list, and why."""
        self.ensure_one()
        facts = {
            "who": self.user_id.name,
            "name": self.name,
            "list": dict(self._fields["kind"]._description_selection(self.env))[
                self.kind
            ],
            "reason": self.reason,
        }
        if self.what == "less":
            return self.env._(
                "%(who)s asks for less of “%(name)s” (%(list)s): %(reason)s", **facts
            )
        return self.env._("%(who)s took “%(name)s” out (%(list)s): %(reason)s", **facts)


class HypercareResponsibility(models.Model):
    _name = "hypercare.responsibility"
    _inherit = ["hypercare.agreed.mixin", "hypercare.responsibility"]

    _AGREED_LIST = "responsibility"


class HypercareAfterContact(models.Model):
    _name = "hypercare.after.contact"
    _inherit = ["hypercare.agreed.mixin", "hypercare.after.contact"]

    _AGREED_LIST = "contact"


class HypercareKnowledgeTransfer(models.Model):
    _name = "hypercare.knowledge.transfer"
    _inherit = ["hypercare.agreed.mixin", "hypercare.knowledge.transfer"]

    _AGREED_LIST = "transfer"

    def _loosened_by(self, vals) -> bool:
        # A refresher is one session, a hand-over has three steps.
        refresher = vals.get("kind") == "refresher" and self.kind == "transfer"
        return refresher or super()._loosened_by(vals)


class HypercareArea(models.Model):
    _name = "hypercare.area"
    _inherit = ["hypercare.agreed.mixin", "hypercare.area"]

    _AGREED_LIST = "area"

    def _take_out(self, reason):
        # With an area the database deletes its hand-over: that is written down, too.
        transfers = self.env["hypercare.knowledge.transfer"].search(
            [("area_id", "in", self.ids)]
        )
        transfers._take_out(reason)
        return super()._take_out(reason)


class HypercareIntegration(models.Model):
    _name = "hypercare.integration"
    _inherit = ["hypercare.agreed.mixin", "hypercare.integration"]

    _AGREED_LIST = "integration"

    def _loosened_by(self, vals) -> bool:
        field = self._fields["stable_needed"]
        given = vals.get("stable_needed", self.stable_needed)
        # As it will be stored: “1” and 1.0 are one day as well.
        fewer = field.convert_to_cache(given, self) < self.stable_needed
        dropped = any(
            name in vals and not vals[name] and self[name]
            for name in ("critical", "active")
        )
        return dropped or fewer or super()._loosened_by(vals)

    def write(self, vals):
        self._check_input(vals)
        before = [
            (one, one.name)
            for one in self
            if "name" in vals and one._is_agreed_on() and one.name != vals["name"]
        ]
        res = super().write(vals)
        for one, name in before:
            # sudo: evidence; who may rename it was checked by writing.
            one.period_id.sudo().message_post(
                body=self.env._(
                    "%(who)s renamed the connection “%(old)s” to “%(new)s”.",
                    who=self.env.user.name,
                    old=name,
                    new=one.name,
                ),
                author_id=self.env.user.partner_id.id,
            )
        return res

    def _ask_less(self, reason):
        """Keep connections, but no longer have the exit wait for them.

        :raise AccessError: for everybody but managers
        :raise UserError: without a reason
        """
        reason = self._checked_reason(reason)
        self.check_access("write")
        critical = self.filtered("critical")
        critical._note_taken(reason, "less")
        critical.with_context(hypercare_taking=TAKING).write({"critical": False})
