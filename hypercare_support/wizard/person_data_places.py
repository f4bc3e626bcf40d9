"""Where the log holds a person's data, and what becomes of it when it is erased."""

import re
from typing import NamedTuple

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.safe_rows import TEXTS

DELETED, ANONYMOUS, LINKED, SEALED = "deleted", "anonymous", "linked", "sealed"
#: Signed by several people; a later change of a word would break the seal of all.
SEALED_MODELS = {
    *("hypercare.charter", "hypercare.charter.approval"),
    *("hypercare.exit.review", "hypercare.exit.signature"),
}
#: Rows that are there for this person only.
PRIVATE_MODELS = {"hypercare.stakeholder", "hypercare.after.contact"}
#: What the person has given, and gets a copy of; of the rest only that it names them.
OWN = {
    ("hypercare.issue", "reporter_id"),
    ("hypercare.chat.message", "user_id"),
    ("hypercare.off.system", "declared_by_id"),
    ("hypercare.shift", "user_id"),
    ("hypercare.shift.swap", "user_id"),
    ("hypercare.tier.member", "user_id"),
    ("hypercare.team.member", "user_id"),
    ("hypercare.stakeholder", "partner_id"),
    ("hypercare.after.contact", "partner_id"),
    ("hypercare.exit.signature", "user_id"),
    ("hypercare.charter.approval", "user_id"),
    ("hypercare.change.request", "requested_by_id"),
}


class Place(NamedTuple):
    """Records of one kind that speak of the person.

    :ivar what, part: the kind of record, and what the person is there
    :ivar becomes: one of the constants above
    :ivar own: the person has given it, and gets a copy
    """

    what: str
    part: str
    records: models.BaseModel
    becomes: str
    reason: str
    own: bool


class Places:
    """Collects the places of one wizard, in the order in which they are shown."""

    def __init__(self, wizard):
        self.wizard = wizard
        # sudo: a manager finds also what only single people are shown.
        self.env = wizard.sudo().with_context(active_test=False).env
        self.users = wizard._users()
        self.partners = self.users.partner_id | wizard.sudo().partner_id
        self.emails = wizard._emails()
        self.phones = wizard._phones()
        self.pattern = pattern_of(
            self.partners.mapped("name"), self.emails, self.phones
        )
        self.found = []

    def _add(self, part, records, becomes, reason="", own=False):
        if records:
            what = self.env["ir.model"]._get(records._name).name
            self.found.append(Place(what, part, records, becomes, reason, own))

    def _search(self, name, domain):
        model = self.env[name]
        return model.search(Domain(domain) & self.wizard._of_companies(model))

    def add_model(self, model):
        """Add what names the person by a link, or in its words."""
        env = self.wizard.env
        people = {"res.users": self.users.ids, "res.partner": self.partners.ids}
        for name, field in model._fields.items():
            ids = people.get(field.comodel_name) if field.relational else None
            if not ids or not field.store or name in ("create_uid", "write_uid"):
                continue
            becomes, reason = LINKED, env._("Evidence of who did what.")
            if model._name in SEALED_MODELS:
                becomes, reason = SEALED, env._("Agreed and signed by several people.")
            elif model._name in PRIVATE_MODELS:
                becomes, reason = DELETED, ""
            self._add(
                field._description_string(env),
                self._search(model._name, [(name, "in", ids)]),
                becomes,
                reason,
                (model._name, name) in OWN,
            )
        sealed = model._name in SEALED_MODELS
        self._add(
            env._("named in the text"),
            self._naming(model, text_columns(model, sealed)),
            SEALED if sealed else ANONYMOUS,
            env._("Agreed and signed by several people.") if sealed else "",
        )

    def _naming(self, model, columns):
        """Return the records that have name, address or number in their words."""
        records = self.env[model._name]
        if not self.pattern or not columns:
            return records
        records.flush_model()
        # Raw SQL: any of several columns, also of kinds that the ORM does not search.
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE concat_ws(E'\\n', %s) ~* %s ORDER BY id",
                SQL.identifier(model._table),
                SQL(", ").join(SQL("%s::text", SQL.identifier(c)) for c in columns),
                self.pattern,
            )
        )
        return self._search(model._name, [("id", "in", [row_id for (row_id,) in rows])])

    def reports(self):
        """Return the issues that the person has reported."""
        return self._search(
            "hypercare.issue",
            Domain("reporter_id", "in", self.users.ids)
            | Domain("email_from", "in", self.emails),
        )

    def messages(self):
        """Return what the person has written in the log."""
        return self.env["mail.message"].search(
            self._in_the_log()
            & Domain("message_type", "!=", "user_notification")
            & (
                Domain("author_id", "in", self.partners.ids)
                | Domain.OR(Domain("email_from", "ilike", one) for one in self.emails)
            )
        )

    def mails(self):
        """Return the mails of the addon to the person."""
        return self.env["mail.message"].search(
            self._in_the_log()
            & Domain("message_type", "=", "user_notification")
            & (
                Domain("notification_ids.res_partner_id", "in", self.partners.ids)
                | Domain.OR(
                    Domain("mail_ids.email_to", "ilike", one) for one in self.emails
                )
            )
        )

    def _in_the_log(self):
        companies = [*self.wizard.env.companies.ids, False]
        return Domain("model", "=like", "hypercare.%") & Domain(
            "record_company_id", "in", companies
        )

    def ratings(self):
        return self._on_records(
            "rating.rating", "partner_id", [("res_model", "=", "hypercare.issue")]
        )

    def followers(self):
        return self._on_records(
            "mail.followers", "partner_id", [("res_model", "=like", "hypercare.%")]
        )

    def _on_records(self, name, person, domain):
        """Return what hangs on records of our companies and belongs to the person."""
        domain = Domain(domain) & Domain(person, "in", self.partners.ids)
        found = self.env[name].search(domain)
        kept = found.browse()
        for model, rows in found.grouped("res_model").items():
            if model in self.env:
                ids = self._search(model, [("id", "in", rows.mapped("res_id"))]).ids
                kept |= rows.filtered(lambda row, ids=ids: row.res_id in ids)
        return kept

    def held(self):
        return self._search("hypercare.held.mail", [("email_from", "in", self.emails)])

    def senders(self):
        """Return the messages of chats whose sender is named by number or name."""
        chats = self.env["hypercare.chat.message"]
        named = [("user_id", "in", self.users.ids)]
        return self._search(chats._name, named) | self._naming(chats, ["sender"])

    def add_rest(self):
        """Add what is found by address or number, or belongs to a record of theirs."""
        env = self.wizard.env
        reports = self.reports()
        contexts = reports.context_ids
        self._add(env._("reported by mail"), reports.filtered("email_from"), ANONYMOUS)
        self._add(env._("captured with a report"), contexts, ANONYMOUS, own=True)
        self._add(env._("sent with a report"), reports.evidence_ids, DELETED, own=True)
        self._add(env._("sender"), self.held(), DELETED, own=True)
        self._add(env._("sender in a chat"), self.senders(), ANONYMOUS, own=True)
        self._add(
            env._("author"),
            self.messages(),
            LINKED,
            env._("The conversation is part of the record."),
            own=True,
        )
        self._add(env._("told by mail"), self.mails(), DELETED, own=True)
        self._add(env._("rated"), self.ratings(), ANONYMOUS, own=True)
        self._add(env._("follower"), self.followers(), DELETED)


def text_columns(model, with_json=False) -> list[str]:
    """Return the stored columns of a model that hold words."""
    kinds = (*TEXTS, "json") if with_json else TEXTS
    return [
        name
        for name, field in model._fields.items()
        if field.store
        and field.column_type
        and field.type in kinds
        and not field.translate
        and not field.related
    ]


def pattern_of(names, emails, phones) -> str:
    """Return the regular expression of PostgreSQL for what identifies somebody.

    A name of one word is too common to be looked for in texts.
    """
    words = [name.strip() for name in names if name and len(name.split()) > 1]
    known = [re.sub(r"\s+", " ", word) for word in (*words, *emails, *phones)]
    if not known:
        return ""
    alternatives = "|".join(
        re.sub(r"[^\w\s]", lambda found: f"\\{found[0]}", word).replace(" ", r"\s+")
        for word in sorted(set(known), key=len, reverse=True)
    )
    return f"(?<![[:alnum:]])({alternatives})(?![[:alnum:]])"
