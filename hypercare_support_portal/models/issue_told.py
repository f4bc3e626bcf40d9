from odoo import models


class HypercareIssue(models.Model):
    """Mails about an issue to people outside: to whom, and where they lead."""

    _inherit = "hypercare.issue"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Leave out followers with a portal account who may not see the issue any more.

        Who was taken out of a tier still follows what they worked on. Whoever is
        addressed in the message itself, and who reported it, is told all the same.
        """
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if len(self) != 1:
            return recipients
        vals = msg_vals or {}
        chosen = set(vals.get("partner_ids") or message.sudo().partner_ids.ids)
        # sudo: whoever reported it hears what becomes of it.
        chosen |= set(self.sudo().reporter_id.partner_id.ids)
        return [
            person
            for person in recipients
            if person["id"] in chosen or not self._outside_lost(person)
        ]

    def _outside_lost(self, person) -> bool:
        """Tell whether a recipient has a portal account and may not see the issue.

        :param person: as `_notify_get_recipients` describes recipients
        """
        # sudo: accounts are read to see who may read what.
        user = self.env["res.users"].sudo().browse(person.get("uid") or ())
        return user._is_portal() and not self.with_user(user)._outside_find(self.id)

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """Lead people with a portal account to the page of the issue."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        if len(self) == 1:
            for name, _recognise, values in groups:
                if name == "portal":
                    values |= {
                        "active": True,
                        "has_button_access": True,
                        "button_access": {
                            "url": f"{self.get_base_url()}{self._outside_url()}"
                        },
                    }
        return groups
