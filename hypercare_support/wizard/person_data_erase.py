from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .person_data_columns import prose_columns
from .person_data_kinds import SEALED_MODELS
from .person_data_places import Places

#: Stands where a name, an address or a number stood.
ERASED = "[erased]"
#: Longest reason that is kept, in characters.
REASON_LENGTH = 500


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
        self._check_reason()
        self._check_named()
        if self.contact_too and self.partner_id:
            self._check_contact()
        terms = Places(self).terms()
        self._check_reason(terms)
        left, chosen = self._ticked()
        total = {"deleted": 0, "anonymous": 0}
        # sudo: whoever erases may write into every period of the company.
        periods = self.env["hypercare.period"].sudo()
        for company in self.env.companies:
            # Found anew: what came in meanwhile goes as well.
            places = Places(self.with_context(allowed_company_ids=company.ids))
            periods |= places.reports.period_id
            done = self._erase(places, left, chosen)
            for kind, count in done.items():
                total[kind] += count
            if any(done.values()) or company == self.env.company:
                contact_too = self.contact_too and company == self.env.company
                self.env["hypercare.erasure"]._append(
                    company, self.reason.strip(), terms, contact_too, **done
                )
        done = [
            self.env._("Deleted: %s", total["deleted"]),
            self.env._("Made anonymous: %s", total["anonymous"]),
        ]
        if self.contact_too and self.partner_id:
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
        # sudo: what was done is said by the system.
        self.sudo().outcome = "\n".join(done)
        return self._show()

    def _check_reason(self, terms=()):
        """Refuse a reason that cannot be kept.

        :raise UserError: saying what is wrong with it
        """
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why it is erased."))
        if len(reason) > REASON_LENGTH:
            raise UserError(
                self.env._("Say why in at most %s characters.", REASON_LENGTH)
            )
        if any(term in reason.casefold() for term in terms):
            raise UserError(
                self.env._(
                    "The reason is kept: say why it is erased without naming the "
                    "person."
                )
            )

    def _ticked(self) -> tuple[set, set]:
        """Return the kinds that are left out, and the single records that are not."""
        # sudo: the lines are the user's own; the wizard was checked.
        lines = self.sudo().line_ids.filtered("choice")
        left = {one.res_model for one in lines if not one.res_id and not one.take}
        chosen = {(one.res_model, one.res_id) for one in lines if one.take}
        return left, chosen

    def _erase(self, places, left, chosen) -> dict[str, int]:
        """Delete and rewrite; return how much of each."""
        reports, senders = places.reports, places.senders()
        files = reports.evidence_ids.filtered(
            lambda file: file.res_model == reports._name and file.res_id in reports.ids
        )
        private, contacts = places.stakeholders(), places.contacts()
        mails, held, followers = places.mails(), places.held(), places.followers()
        deleted = sum(map(len, (files, mails, held, private, followers)))
        files._hypercare_forget()
        mails._hypercare_forget()
        for records in (held, private, followers):
            records.unlink()
        places.ratings().write({"feedback": False})
        contacts.write(
            {"partner_id": False, "name": False, "phone": False, "email": False}
        )
        self.env.flush_all()
        # Raw SQL: the guards of evidence refuse every change of these columns.
        self._empty(
            reports.context_ids,
            *("error_message", "traceback", "failed_call", "record_name"),
            *("url", "browser", "screen"),
        )
        senders |= (
            senders.browse([row_id for name, row_id in chosen if name == senders._name])
            & places.hits(senders)[1]
        )
        self._empty(reports, "email_from", "sender_name")
        self._empty(senders, "sender", "sender_key")
        changed = len(reports.context_ids) + len(senders) + len(contacts)
        changed += self._replace_everywhere(places, left, chosen)
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

    def _replace_everywhere(self, places, left, chosen) -> int:
        """Take name, addresses and numbers out of texts; return of how many records."""
        count = 0
        if not places.pattern:
            return count
        for model in [*self._models(), self.env["mail.message"]]:
            if model._name in SEALED_MODELS:
                continue
            sure, perhaps, _sealed = places.hits(model)
            found = perhaps.filtered(lambda one: (one._name, one.id) in chosen)
            if model._name not in left:
                found |= sure
            count += self._replace(found, prose_columns(model), places)
        if "mail.message" not in left:
            values = places.tracked()
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
        """Refuse to rename somebody who works here, or without the right to.

        :raise UserError, AccessError: saying what to do first
        """
        users = self._users()
        if any(users.mapped("active")):
            raise UserError(
                self.env._(
                    "%s can still log in. Archive the account first, or leave the "
                    "contact as it is.",
                    self.partner_id.name,
                )
            )
        mine = users.with_user(self.env.user)
        may = self.partner_id.has_access("write") and mine.has_access("write")
        if not may:
            raise AccessError(
                self.env._(
                    "You may not change this contact or its account. Untick “The "
                    "contact as well”, or ask an administrator of Odoo."
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
