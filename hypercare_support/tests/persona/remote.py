"""The calls as a client sends them: a session per persona, JSON over HTTP."""

from contextlib import suppress

from odoo.tools import mute_logger

from . import calls


class _Done(Exception):
    """Undoes what a call has done."""


class Remote:
    """Asks for one persona after the other; every call is undone."""

    def __init__(self, case, world):
        self.case = case
        self.world = world
        self.persona = None
        #: What was answered in words, for the message of a failure.
        self.words = ""

    def login(self, persona):
        self.persona = persona
        user = self.world.people[persona]
        login = None if persona == "public" else user.login
        self.case.authenticate(login, login)

    def ask(self, row):
        """Return the outcome of a row."""
        env, outcome, stale = self.world.env, "", False
        with suppress(_Done), env.cr.savepoint(flush=False):
            calls.prepare(self.world, row, self.persona)
            name, method, args, kwargs = calls.request(self.world, row)
            env.flush_all()
            env.transaction.clear()
            outcome = self._outcome(row, self._send(name, method, args, kwargs))
            stale = calls.changes_groups(self.world)
            raise _Done
        env.transaction.clear()
        if stale:
            env.registry.clear_cache("default", "groups")
        return outcome

    def _send(self, model, method, args, kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        with mute_logger("odoo.http", "odoo.sql_db"):
            answer = self.case.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                json={"jsonrpc": "2.0", "method": "call", "params": params},
                timeout=60,
            )
        return answer.json()

    def _outcome(self, row, answer):
        error = answer.get("error")
        if not error:
            self.words = ""
            return calls.meaning(row, answer.get("result"))
        data = error.get("data", {})
        self.words = str(data.get("message", error.get("message", "")))[:160]
        return calls.meaning_of_error(data.get("name", "?"))
