import re

from odoo import api, models
from odoo.fields import Domain

#: Part of a period's bus channel, name a client asks for it by, and type of message.
CHANNEL = "hypercare_centre"
#: What decides who has the menu.
_SEEN_BY = frozenset(
    {"public_dashboard", "state", "active", "company_id"}
    | {"sponsor_id", "client_pm_id", "consultant_lead_id", "business_owner_id"}
)
_ASKED = re.compile(rf"{CHANNEL}_(\d{{1,9}})")


class HypercarePeriod(models.Model):
    """Open command centres are told that something has changed, never what."""

    _inherit = "hypercare.period"

    def _centre_changed(self):
        """Have open command centres told, once per period, when this is committed."""
        if not self:
            return
        hooks = self.env.cr.precommit
        waiting = hooks.data.get(CHANNEL)
        if waiting is None:
            waiting = hooks.data[CHANNEL] = set()
            periods = self.browse()
            hooks.add(lambda: periods._tell_centres(hooks.data.pop(CHANNEL)))
        waiting.update(self.ids)

    @api.model
    def _tell_centres(self, period_ids):
        for period in self.browse(sorted(period_ids)):
            # The channel is a record: nobody listens who was not let in.
            self.env["bus.bus"]._sendone(
                (period, CHANNEL), CHANNEL, {"period_id": period.id}
            )

    def write(self, vals):
        res = super().write(vals)
        self._centre_changed()
        if _SEEN_BY & set(vals):
            self._forget_menus()
        return res

    @api.model_create_multi
    def create(self, vals_list):
        periods = super().create(vals_list)
        self._forget_menus()
        return periods

    def unlink(self):
        res = super().unlink()
        self._forget_menus()
        return res

    @api.model
    def _forget_menus(self):
        """Menus are kept per user: whether there is a command centre has changed."""
        self.env.registry.clear_cache()


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    def _log_events(self, before, reason, now=None):
        res = super()._log_events(before, reason, now)
        # sudo: which period an issue belongs to, to say that something has changed.
        self.sudo().period_id._centre_changed()
        return res

    def _register_response(self, now):
        clocks = super()._register_response(now)
        # sudo: as above.
        clocks.sudo().issue_id.period_id._centre_changed()
        return clocks


class HypercareShift(models.Model):
    _inherit = "hypercare.shift"

    @api.model_create_multi
    def create(self, vals_list):
        shifts = super().create(vals_list)
        shifts.period_id._centre_changed()
        return shifts

    def write(self, vals):
        periods = self.period_id
        res = super().write(vals)
        (periods | self.period_id)._centre_changed()
        return res


class HypercareIssueEvent(models.Model):
    _inherit = "hypercare.issue.event"

    # The clean streak asks which issues have ever been urgent.
    _urgent_idx = models.Index(
        "(issue_id) WHERE kind = 'severity' AND new IN ('s1', 's2')"
    )


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Let those listen to a command centre who may see it."""
        asked = {
            int(match[1])
            for channel in channels
            if isinstance(channel, str) and (match := _ASKED.fullmatch(channel))
        }
        if asked and self.env.user._is_internal():
            model = self.env["hypercare.period"].with_context(
                allowed_company_ids=self.env.user._get_company_ids()
            )
            periods = model.search(
                model._centre_visible_domain() & Domain("id", "in", list(asked))
            )
            channels = [*channels, *((period, CHANNEL) for period in periods)]
        return super()._build_bus_channel_list(channels)


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Whoever has no command centre to look at has no menu that opens one.

        Managers and sponsors have it first in the app, so that it is what opens;
        everybody else has it below "My Issues".
        """
        hidden = super()._load_menus_blacklist()
        first, later = (
            self.env.ref(f"hypercare_support.{name}", raise_if_not_found=False)
            for name in ("menu_command_centre", "menu_command_centre_public")
        )
        periods = self.env["hypercare.period"].with_context(
            allowed_company_ids=self.env.user._get_company_ids()
        )
        if periods._centre_sees_all():
            unwanted = [later]
        elif periods._has_centre():
            unwanted = [first]
        else:
            unwanted = [first, later]
        return [*hidden, *(menu.id for menu in unwanted if menu)]
