"""Whom the names in a sheet mean."""

from collections import defaultdict

from odoo import SUPERUSER_ID

from ..intake.texts import fold


class People:
    """The employees of a company, found by what people write into lists.

    By log-in, e-mail address, external identifier, name; and by part of a name where
    only one person has it, which whoever imports is asked to look at.
    """

    def __init__(self, env, company):
        self._env = env
        self._by_word = {True: defaultdict(set), False: defaultdict(set)}
        self._by_text = defaultdict(set)
        users = (
            env["res.users"]
            .with_context(active_test=False)
            .search_fetch(
                [
                    ("company_ids", "in", company.ids),
                    ("share", "=", False),
                    ("id", "!=", SUPERUSER_ID),
                ],
                ["name", "login", "email", "active"],
            )
        )
        self._active = set(users.filtered("active").ids)
        self._ids = set(users.ids)
        for user in users:
            for text in filter(None, (user.name, user.login, user.email)):
                self._by_text[fold(text)].add(user.id)
            mailbox = (user.email or user.login or "").partition("@")[0]
            for word in {*fold(user.name).split(), fold(mailbox)}:
                self._by_word[user.active][word].add(user.id)

    def __contains__(self, user_id):
        return user_id in self._ids

    def find(self, text):
        """Return (user id or False, whether it is certain)."""
        key = fold(text)
        # “Rahima Khatun <rahima@example.com>”
        address = key.partition("<")[2].rstrip("> ")
        for part in filter(None, (key, address)):
            if found := self._one(self._by_text.get(part, ())):
                return found, True
        if found := self._by_identifier(text.strip()):
            return found, True
        return self._one(self._by_word[True].get(key, ())), False

    def _one(self, ids):
        """Return the only one of these, those who still work here first."""
        working = self._active.intersection(ids) or set(ids)
        return next(iter(working)) if len(working) == 1 else False

    def _by_identifier(self, text):
        """Return the user of an external identifier, as exports write them."""
        if text.count(".") != 1 or " " in text:
            return False
        user = self._env.ref(text, raise_if_not_found=False)
        known = user is not None and user._name == "res.users"
        return user.id if known and user.id in self._ids else False
