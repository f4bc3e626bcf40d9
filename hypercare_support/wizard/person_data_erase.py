from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .person_data_places import SEALED_MODELS, Places, text_columns

#: Stands where a name, an address or a number stood.
ERASED = "[erased]"


class HypercarePersonData(models.TransientModel):
    """Erasing: what is the person's alone goes, what is evidence loses the name."""

    _inherit = "hypercare.person.data"

    def action_erase(self):
        """Erase what is held of the person; it cannot be taken back.

        :raise UserError: without a reason, or for the contact of somebody who works
            here
        """
        self.ensure_one()
        self._check_may(erase=True)
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why it is erased."))
        if not (self.partner_id or self._emails() or self._phones()):
            raise UserError(
                self.env._(
                    "Choose a person, or type an e-mail address or phone number."
                )
            )
        if self.contact_too:
            self._check_contact()
        # Found anew: what came in meanwhile goes as well.
        places = Places(self)
        periods = places.reports().period_id
        done = [
            self.env._("Deleted: %s", count)
            if kind == "deleted"
            else self.env._("Made anonymous: %s", count)
            for kind, count in self._erase(places).items()
        ]
        if self.contact_too:
            self._erase_contact()
            done.append(self.env._("The contact was made anonymous."))
        note = self.env._(
            "%(who)s has erased the data of a person from the log. %(what)s Reason: "
            "%(reason)s",
            who=self.env.user.name,
            what=" ".join(f"{line}." for line in done),
            reason=self.reason,
        )
        periods._message_log_batch(bodies=dict.fromkeys(periods.ids, note))
        self.action_find()
        self.sudo().outcome = "\n".join(done)
        return self._show()

    def _erase(self, places) -> dict[str, int]:
        """Delete and rewrite; return how much of each."""
        reports, senders = places.reports(), places.senders()
        files = reports.evidence_ids.filtered(
            lambda file: file.res_model == reports._name and file.res_id in reports.ids
        )
        partners = places.partners.ids
        private = self.env["hypercare.stakeholder"].sudo()
        private = private.search([("partner_id", "in", partners)])
        after = self.env["hypercare.after.contact"].sudo()
        after = after.search([("partner_id", "in", partners)])
        mails, held, followers = places.mails(), places.held(), places.followers()
        deleted = sum(map(len, (files, mails, held, private, after, followers)))
        files._hypercare_forget()
        mails._hypercare_forget()
        for records in (held, private, after, followers):
            records.unlink()
        places.ratings().write({"feedback": False})
        self.env.flush_all()
        # Raw SQL: the guards of evidence refuse every change of these columns.
        self._empty(
            reports.context_ids,
            *("error_message", "traceback", "failed_call", "record_name"),
            *("url", "browser", "screen"),
        )
        self._empty(reports, "email_from", "sender_name")
        self._empty(senders, "sender", "sender_key")
        changed = len(reports.context_ids) + len(senders)
        changed += self._replace_everywhere(places)
        self.env.invalidate_all(flush=False)
        return {"deleted": deleted, "anonymous": changed}

    def _empty(self, records, *names):
        if records:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s WHERE id IN %s",
                    SQL.identifier(records._table),
                    SQL(", ").join(SQL("%s = NULL", SQL.identifier(n)) for n in names),
                    records._ids,
                )
            )

    def _replace_everywhere(self, places) -> int:
        """Take name, addresses and numbers out of texts; return of how many records."""
        count = 0
        if not places.pattern:
            return count
        for name in self.env.registry.models:
            model = self.env[name]
            ours = name.startswith("hypercare.") and name not in SEALED_MODELS
            if ours and model._auto and not model._transient and not model._abstract:
                columns = text_columns(model)
                count += self._replace(places._naming(model, columns), columns, places)
        messages = self.env["mail.message"].sudo().search(places._in_the_log())
        columns = set(text_columns(messages)) - {"message_id"}
        count += self._replace(messages, sorted(columns), places)
        values = messages.tracking_value_ids
        self._replace(values, ["old_value_char", "new_value_char"], places)
        return count

    def _replace(self, records, columns, places) -> int:
        """Put `ERASED` into columns of records where the person stood."""
        if not records or not columns:
            return 0
        names = [SQL.identifier(name) for name in columns]
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id IN %s AND concat_ws(E'\\n', %s) ~* %s",
                SQL.identifier(records._table),
                SQL(", ").join(
                    SQL(
                        "%s = regexp_replace(%s, %s, %s, 'gi')",
                        *(name, name, places.pattern, ERASED),
                    )
                    for name in names
                ),
                records._ids,
                SQL(", ").join(names),
                places.pattern,
            )
        )
        return self.env.cr.rowcount

    # -- The contact ----------------------------------------------

    def _check_contact(self):
        """Refuse to rename somebody who works here.

        :raise UserError: saying what to do first
        """
        if self.partner_id and any(self._users().mapped("active")):
            raise UserError(
                self.env._(
                    "%s can still log in. Archive the account first, or leave the "
                    "contact as it is.",
                    self.partner_id.name,
                )
            )

    def _erase_contact(self):
        """Rename the contact; with the rights of the user, as on the contact's form."""
        partner = self.partner_id
        name = self.env._("Erased person %s", partner.id)
        values = {
            **{"name": name, "email": False, "phone": False, "image_1920": False},
            **{"street": False, "street2": False, "function": False, "comment": False},
        }
        partner.write(values)
        for user in self._users().sudo(False).with_user(self.env.user):
            user.write({"login": f"erased-{user.id}", "signature": False})
