from odoo import models

from .person_data_kinds import (
    ALL,
    ANONYMOUS,
    DELETED,
    EACH,
    KEPT,
    LINKED,
    OWN,
    PRIVATE_MODELS,
    SEALED,
    SEALED_MODELS,
    Place,
)
from .person_data_places import Places


class HypercarePersonData(models.TransientModel):
    """The list of places, in the order in which it is shown."""

    _inherit = "hypercare.person.data"

    def _places(self) -> list:
        """Return where the person's data is, each with what becomes of it."""
        places = Places(self)
        found = []
        for model in self._models():
            found += self._linked_places(places, model)
            found += self._text_places(places, model)
        found += self._text_places(places, self.env["mail.message"])
        found += self._other_places(places)
        return [place for place in found if place.records]

    def _models(self) -> list:
        """Return the models of the log, also those that come later."""
        return [
            self.env[name]
            for name in sorted(self.env.registry.models)
            if name.startswith("hypercare.")
            and self.env[name]._auto
            and not self.env[name]._transient
            and not self.env[name]._abstract
        ]

    def _place(self, part, records, becomes, reason="", own=False, ticks=""):
        # sudo: what a kind of record is called is no secret.
        what = self.env["ir.model"].sudo()._get(records._name).name
        return Place(what, part, records, becomes, reason, own, ticks)

    def _linked_places(self, places, model):
        """Yield what names the person by a link."""
        people = {"res.users": places.users.ids, "res.partner": places.partners.ids}
        for name, field in model._fields.items():
            ids = people.get(field.comodel_name) if field.relational else None
            if not ids or not field.store or name in ("create_uid", "write_uid"):
                continue
            becomes, reason = LINKED, self.env._("Evidence of who did what.")
            if model._name in SEALED_MODELS:
                becomes = SEALED
                reason = self.env._("Agreed and signed by several people.")
            elif model._name in PRIVATE_MODELS:
                becomes, reason = PRIVATE_MODELS[model._name], ""
            yield self._place(
                field._description_string(self.env),
                places._search(model._name, [(name, "in", ids)]),
                becomes,
                reason,
                (model._name, name) in OWN,
            )

    def _text_places(self, places, model):
        """Yield what has the person in its words."""
        named, by_name = self.env._("named in the text"), self.env._("a name alike")
        signed = self.env._("Agreed and signed by several people.")
        if model._name in SEALED_MODELS:
            yield self._place(named, places.elsewhere(model), SEALED, signed)
            return
        sure, perhaps, sealed = places.hits(model)
        yield self._place(named, sure, ANONYMOUS, ticks=ALL)
        alike = self.env._("Only the name is there: tick it if it is the same person.")
        yield self._place(by_name, perhaps, ANONYMOUS, alike, ticks=EACH)
        yield self._place(named, sealed, SEALED, signed)
        if model._name != "mail.message":
            reason = self.env._("Part of the settings, a number or a key.")
            yield self._place(named, places.elsewhere(model), KEPT, reason)

    def _other_places(self, places):
        """Yield what is found by address, or belongs to a report of theirs."""
        env, reports = self.env, places.reports
        mailed, contexts = reports.filtered("email_from"), reports.context_ids
        files = reports.evidence_ids
        yield self._place(env._("reported by mail"), mailed, ANONYMOUS)
        yield self._place(
            env._("captured with a report"), contexts, ANONYMOUS, own=True
        )
        yield self._place(env._("sent with a report"), files, DELETED, own=True)
        yield self._place(env._("sender"), places.held(), DELETED, own=True)
        yield self._place(
            env._("sender in a chat"), places.senders(), ANONYMOUS, own=True
        )
        yield self._place(
            env._("author"),
            places.messages(),
            LINKED,
            env._("The conversation is part of the record."),
            own=True,
        )
        yield self._place(env._("told by mail"), places.mails(), DELETED, own=True)
        yield self._place(env._("rated"), places.ratings(), ANONYMOUS, own=True)
        yield self._place(env._("follower"), places.followers(), DELETED)
