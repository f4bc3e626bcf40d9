from odoo import models

INSIDE = ("super_user", "business_owner")
OUTSIDE = ("partner", "vendor")
WHERE = "action_open_handover"


class HypercarePeriod(models.Model):
    """What the hand-over lacks before hypercare may start."""

    _inherit = "hypercare.period"

    def _readiness_items(self) -> list[dict]:
        return [
            *super()._readiness_items(),
            *self._lacking_responsibilities(),
            *self._lacking_transfers(),
            *self._lacking_contacts(),
            *self._lacking_receivers(),
        ]

    def _lacking(self, code, text, page, level="problem") -> dict:
        """Return an item that is mended on a page of the hand-over."""
        return self._readiness_item(code, text, WHERE, level, page)

    def _lacking_responsibilities(self) -> list[dict]:
        duties = self.responsibility_ids
        if not duties:
            text = self.env._(
                "It is not written down which responsibilities move to the business. "
                "Open the hand-over and press “Propose the usual ones”."
            )
            return [self._lacking("responsibilities", text, "duties")]
        nobody = duties.filtered(lambda duty: not duty.owner_after_id)
        if not nobody:
            return []
        text = self.env._(
            "Nobody is named who has this after hypercare: %s. Choose somebody.",
            ", ".join(nobody.mapped("name")),
        )
        return [self._lacking("responsibility_names", text, "duties")]

    def _lacking_transfers(self) -> list[dict]:
        if not self.area_ids:
            text = self.env._(
                "No area is named, so no knowledge transfer can be planned. Add the "
                "departments."
            )
            return [self._readiness_item("transfer_areas", text, "page:areas")]
        items = []
        transfers = self.knowledge_transfer_ids.filtered(
            lambda transfer: transfer.kind == "transfer"
        )
        unplanned = self.area_ids - transfers.area_id
        if unplanned:
            text = self.env._(
                "The knowledge transfer is not planned for: %s. Open the hand-over and "
                "press “Propose the usual ones”.",
                ", ".join(unplanned.mapped("name")),
            )
            items.append(self._lacking("transfers", text, "transfers"))
        nobody = transfers.filtered(lambda transfer: not transfer.taker_id)
        if nobody:
            text = self.env._(
                "Nobody is named who takes over: %s. Choose somebody.",
                ", ".join(nobody.area_id.mapped("name")),
            )
            items.append(self._lacking("transfer_names", text, "transfers"))
        return items

    def _lacking_contacts(self) -> list[dict]:
        items = []
        contacts = self.after_contact_ids
        complete = contacts.filtered("is_complete")
        if not complete.filtered(lambda contact: contact.kind in INSIDE):
            text = self.env._(
                "Nobody of your own people is named whom users turn to after "
                "hypercare, with phone or e-mail and for what."
            )
            items.append(self._lacking("contacts_inside", text, "after"))
        if not complete.filtered(lambda contact: contact.kind in OUTSIDE):
            text = self.env._(
                "No partner or vendor is named for help after hypercare, with phone or "
                "e-mail and for what."
            )
            items.append(self._lacking("contacts_outside", text, "after"))
        count = len(contacts - complete)
        if count:
            text = (
                self.env._(
                    "%s contacts for help after hypercare lack a name, a phone or "
                    "e-mail, or for what they are.",
                    count,
                )
                if count > 1
                else self.env._(
                    "One contact for help after hypercare lacks a name, a phone or "
                    "e-mail, or for what it is."
                )
            )
            items.append(self._lacking("contacts_complete", text, "after", "warning"))
        return items

    def _lacking_receivers(self) -> list[dict]:
        receivers = self.scope_receiver_ids
        labels = receivers._fields["route"]._description_selection(self.env)
        active = receivers.filtered("user_id.active")
        outside = active.user_id.filtered("share")
        known = set(active.mapped("route"))
        missing = [label for route, label in labels if route not in known]
        items = [
            self._lacking("scope_outside", user._scope_portal_text(), "scope")
            for user in outside
        ]
        if not missing:
            return items
        text = self.env._(
            "Nobody receives out-of-scope requests for: %s. Name somebody under “Out "
            "of scope” of the hand-over.",
            ", ".join(missing),
        )
        return [*items, self._lacking("scope_receivers", text, "scope")]
