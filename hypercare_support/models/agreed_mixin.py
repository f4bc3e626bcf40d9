from odoo import api, models
from odoo.exceptions import AccessError, UserError

#: Set by `_take_out` only: no client can send this object.
TAKING = object()
#: In these a list is still made.
BEFORE = ("draft", "ready")
#: A reason that says nothing is none.
SHORTEST = 5
MANAGER = "hypercare_support.group_manager"


class HypercareAgreedMixin(models.AbstractModel):
    """Lists that the exit is judged by: what is on them when hypercare begins stays.

    A shorter list is an easier one. After the start something is taken out by a manager
    with a reason only; that is written down and told wherever the list is judged.
    """

    _name = "hypercare.agreed.mixin"
    _description = "Agreed Lists"

    #: What the list is called in `hypercare.taken.out`.
    _AGREED_LIST = ""

    def write(self, vals):
        if not self._is_taking():
            for record in self:
                if record._is_agreed_on() and record._loosened_by(vals):
                    raise UserError(record._loosened_refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_a_reason(self):
        if self._is_taking():
            return
        for record in self.filtered(lambda one: one._is_agreed_on()):
            raise UserError(record._loosened_refusal())

    def _is_taking(self) -> bool:
        return self.env.context.get("hypercare_taking") is TAKING

    def _is_agreed_on(self) -> bool:
        """Tell whether hypercare has begun with this list."""
        return self.period_id.state not in BEFORE

    def _loosened_by(self, vals) -> bool:
        """Tell whether some values ask for less than before. To be extended."""
        return False

    def _loosened_refusal(self) -> str:
        return self.env._(
            "“%s” is on a list that the exit of hypercare is judged by. A manager "
            "takes it out, or asks for less, with a reason: choose it in its list, "
            "then Actions › Take out.",
            self.display_name,
        )

    def _take_out(self, reason):
        """Delete records of an agreed list, and write down who did it, and why.

        :raise AccessError: for everybody but managers
        :raise UserError: without a reason
        """
        reason = self._checked_reason(reason)
        self.check_access("unlink")
        self._note_taken(reason, "out")
        self.with_context(hypercare_taking=TAKING).unlink()

    def _checked_reason(self, reason) -> str:
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only hypercare managers take something out of a list.")
            )
        reason = reason.strip() if isinstance(reason, str) else ""
        if len(reason) < SHORTEST:
            raise UserError(
                self.env._(
                    "Say why in a few words: it stands beside the exit criterion."
                )
            )
        return reason

    def _note_taken(self, reason, what):
        """Write down what is asked for no more; before the start there is no need.

        :param what: ``out`` or ``less``
        """
        taken = self.env["hypercare.taken.out"]
        for period, records in self.grouped("period_id").items():
            agreed = records.filtered(lambda one: one._is_agreed_on())
            if agreed:
                taken._append(period, agreed, reason, what)
