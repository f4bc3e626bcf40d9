"""Where the log holds a person's data, and what becomes of it when it is erased."""

from functools import cached_property

from odoo.fields import Domain
from odoo.tools import SQL, email_normalize_all
from odoo.tools.sql import escape_psql

from .person_data_columns import (
    pattern_of_contact,
    pattern_of_names,
    prose_columns,
    text_columns,
)
from .person_data_kinds import SEALED_MODELS


class Places:
    """Finds what speaks of one person, in the companies of whoever asks."""

    def __init__(self, wizard):
        self.wizard = wizard
        # sudo: a manager finds also what only single people are shown.
        self.env = wizard.sudo().with_context(active_test=False).env
        self.users = wizard._users()
        self.partners = self.users.partner_id | wizard.sudo().partner_id
        self.emails = wizard._emails()
        self.phones = wizard._phones()
        self.names = self._own_names()
        self.contact = pattern_of_contact(self.emails, self.phones)
        self.pattern = "|".join(
            filter(None, [self.contact, pattern_of_names(self.names)])
        )

    def _own_names(self) -> list[str]:
        """Return the names of the person that nobody else bears."""
        names = set(filter(None, self.partners.mapped("name")))
        alike = Domain.OR(
            Domain("name", "=ilike", escape_psql(name.strip())) for name in names
        )
        others = alike & Domain("id", "not in", self.partners.ids)
        taken = {
            " ".join(partner.name.split()).casefold()
            for partner in self.env["res.partner"].search(others)
        }
        return sorted(n for n in names if " ".join(n.split()).casefold() not in taken)

    def shared_names(self) -> list[str]:
        """Return the names of the person that somebody else bears as well."""
        names = set(filter(None, self.partners.mapped("name")))
        return sorted(names - set(self.names))

    # -- What is ours ----------------------------------------------

    def _search(self, name, domain):
        model = self.env[name]
        return model.search(Domain(domain) & self.wizard._of_companies(model))

    def _of_our_records(self, rows, model_field="model"):
        """Return what hangs on records of our companies.

        The record says whose it is; of one that is deleted, the message.
        """
        kept = rows.browse()
        companies = self.wizard.env.companies
        for name, group in rows.grouped(model_field).items():
            if name not in self.env:
                continue
            ids = group.mapped("res_id")
            there = set(self.env[name].browse(ids).exists().ids)
            ours = set(self._search(name, [("id", "in", ids)]).ids)
            for row in group:
                gone = row.res_id not in there and "record_company_id" in row._fields
                if row.res_id in ours or gone and row.record_company_id in companies:
                    kept |= row
        return kept

    def _by_address(self, name, field):
        """Return the records whose address is one of the person's, and no longer."""
        found = self._search(name, self._alike(field))
        return found.filtered(lambda row: self._is_theirs(row[field]))

    def _is_theirs(self, text) -> bool:
        return not set(email_normalize_all(text or "")).isdisjoint(self.emails)

    # -- Words ----------------------------------------------

    def _matching(self, model, columns, pattern, where=None):
        """Return the records that have a pattern in one of several columns."""
        records = self.env[model._name]
        ids = self._ids_matching(records, columns, pattern, where)
        if model._name == "mail.message":
            return self._of_our_records(records.search([("id", "in", ids)]))
        return self._search(model._name, [("id", "in", ids)])

    def _ids_matching(self, model, columns, pattern, where=None) -> list[int]:
        if not pattern or not columns:
            return []
        model.flush_model()
        # Raw SQL: any of several columns, also of kinds that the ORM does not search.
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE concat_ws(E'\\n', %s) ~* %s AND %s",
                SQL.identifier(model._table),
                SQL(", ").join(SQL("%s::text", SQL.identifier(c)) for c in columns),
                pattern,
                where or SQL("true"),
            )
        )
        return [row_id for (row_id,) in rows]

    def hits(self, model):
        """Return what has the person in its words: for sure, perhaps, and sealed.

        For sure: by address or number, or because the record refers to the person. A
        name alone may be another's.
        """
        message = model._name == "mail.message"
        where = SQL("model LIKE 'hypercare.%%'") if message else None
        columns = prose_columns(model)
        found = self._matching(model, columns, self.pattern, where)
        sealed = self._sealed(found)
        found -= sealed
        if not found:
            return found, found, sealed
        sure = self._matching(model, columns, self.contact, where)
        sure = found & (sure | self._referring(found))
        return sure, found - sure, sealed

    def _referring(self, records):
        """Return which of some records refer to the person by a link."""
        people = {"res.users": self.users.ids, "res.partner": self.partners.ids}
        links = [
            Domain(name, "in", people[field.comodel_name])
            for name, field in records._fields.items()
            if field.relational
            and field.store
            and field.comodel_name in people
            and name not in ("create_uid", "write_uid")
        ]
        reports = self.reports.ids
        if records._name == "mail.message":
            on_report = Domain("model", "=", "hypercare.issue")
            links.append(on_report & Domain("res_id", "in", reports))
        elif "issue_id" in records._fields and records._fields["issue_id"].store:
            links.append(Domain("issue_id", "in", reports))
        return records.search(Domain("id", "in", records.ids) & Domain.OR(links))

    def _sealed(self, records):
        """Return which of some records a signature stands for."""
        name = records._name
        if name in SEALED_MODELS:
            return records
        if name == "hypercare.exit.condition":
            return records.filtered(lambda one: one.review_id.state != "draft")
        if name in ("hypercare.exit.criterion", "hypercare.exit.history"):
            reviews = self.env["hypercare.exit.review"].search(
                [
                    ("period_id", "in", records.period_id.ids),
                    ("state", "!=", "draft"),
                ]
            )
            return records.filtered(lambda one: one.period_id in reviews.period_id)
        return records.browse()

    def elsewhere(self, model):
        """Return what has the person in columns that are not rewritten."""
        if model._name in SEALED_MODELS:
            return self._matching(model, text_columns(model, True), self.pattern)
        prose = prose_columns(model)
        columns = [name for name in text_columns(model) if name not in prose]
        return self._matching(model, columns, self.pattern)

    # -- By kind ----------------------------------------------

    @cached_property
    def reports(self):
        """The issues that the person has reported."""
        return self._search(
            "hypercare.issue", [("reporter_id", "in", self.users.ids)]
        ) | self._by_address("hypercare.issue", "email_from")

    def messages(self):
        """Return what the person has written in the log."""
        said = self._in_the_log(Domain("message_type", "!=", "user_notification"))
        wrote = Domain("author_id", "in", self.partners.ids)
        alike = self._alike("email_from")
        found = self.env["mail.message"].search(said & (wrote | alike))
        return self._of_our_records(
            found.filtered(
                lambda one: one.author_id in self.partners
                or self._is_theirs(one.email_from)
            )
        )

    def mails(self):
        """Return the mails of the addon to the person."""
        told = self._in_the_log(Domain("message_type", "=", "user_notification"))
        reads = Domain("notification_ids.res_partner_id", "in", self.partners.ids)
        found = self.env["mail.message"].search(
            told & (reads | self._alike("mail_ids.email_to"))
        )
        return self._of_our_records(
            found.filtered(
                lambda one: one.notification_ids.res_partner_id & self.partners
                or any(map(self._is_theirs, one.mail_ids.mapped("email_to")))
            )
        )

    def tracked(self):
        """Return the changes in chatter that show the person's name or address."""
        values = self.env["mail.tracking.value"]
        columns = ["old_value_char", "new_value_char"]
        log = SQL(
            "mail_message_id IN (SELECT id FROM mail_message"
            " WHERE model LIKE 'hypercare.%%')"
        )
        ids = self._ids_matching(values, columns, self.pattern, log)
        people = {"res.users": self.users.ids, "res.partner": self.partners.ids}
        reported = ("hypercare.issue", self.reports.ids)
        exact = set(self._ids_matching(values, columns, self.contact, log))

        def theirs(value):
            linked = people.get(value.field_id.relation, ())
            message = value.mail_message_id
            return (
                value.id in exact
                or value.old_value_integer in linked
                or value.new_value_integer in linked
                or (message.model == reported[0] and message.res_id in reported[1])
            )

        found = values.browse(ids).filtered(theirs)
        ours = self._of_our_records(found.mail_message_id)
        return found.filtered(lambda value: value.mail_message_id in ours)

    def terms(self) -> list[str]:
        """Return what the person is looked for by, in small letters."""
        digits = ["".join(filter(str.isdigit, phone)) for phone in self.phones]
        return sorted({*map(str.casefold, self.names), *self.emails, *digits})

    def _alike(self, field) -> Domain:
        return Domain.OR(
            Domain(field, "ilike", escape_psql(email)) for email in self.emails
        )

    def _in_the_log(self, domain) -> Domain:
        return Domain("model", "=like", "hypercare.%") & domain

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
        return self._of_our_records(self.env[name].search(domain), "res_model")

    def held(self):
        return self._by_address("hypercare.held.mail", "email_from")

    def stakeholders(self):
        return self._search(
            "hypercare.stakeholder", [("partner_id", "in", self.partners.ids)]
        )

    def contacts(self):
        """Return the steps of the way to help that lead to the person."""
        name = "hypercare.after.contact"
        linked = self._search(name, [("partner_id", "in", self.partners.ids)])
        return linked | self._by_address(name, "email")

    def senders(self):
        """Return the messages of chats that the person has sent."""
        chats = self.env["hypercare.chat.message"]
        named = self._search(chats._name, [("user_id", "in", self.users.ids)])
        return named | self._matching(chats, ["sender"], self.contact)
