"""A browser's session without the browser: logs in, calls what the web client calls.

No Odoo in here: the tests that kill servers use it as well.
"""

from __future__ import annotations

import http.client
import json
from http.cookies import SimpleCookie

HOST = "127.0.0.1"
#: Longer than the server gives a request; what takes longer has no answer.
PATIENCE = 150


class Refused(Exception):
    """The server has understood, and says no.

    :ivar kind: name of the exception, ``odoo.exceptions.UserError`` and the like
    """

    def __init__(self, kind: str, message: str):
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class Broken(Exception):
    """No answer, or one that is none: nobody knows whether it was done."""


class Session:
    """One person at one browser; a connection per request, as Odoo's workers have it.

    :ivar uid: of whoever has logged in
    :ivar requests: how many were sent
    """

    def __init__(self, port: int, database: str):
        self.port, self.database = port, database
        self.cookies: dict[str, str] = {}
        self.uid = 0
        self.requests = 0

    def log_in(self, login: str, password: str) -> None:
        who = {"db": self.database, "login": login, "password": password}
        self.uid = self.route("/web/session/authenticate", who)["uid"]

    def call(self, model: str, method: str, args: list, **kwargs):
        """Call a method by the route of the web client; return its answer."""
        known = {"lang": "en_US", "tz": "Asia/Dhaka", "uid": self.uid}
        kwargs["context"] = {**known, **kwargs.get("context", {})}
        return self.route(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def route(self, path: str, params: dict):
        """Return what a JSON route answers.

        :raise Refused: the answer is an error
        :raise Broken: there is no answer
        """
        self.requests += 1
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        try:
            status, answer = self._send(path, body)
        except (OSError, http.client.HTTPException) as error:
            raise Broken(f"{path}: {error!r}") from error
        if status != 200:
            raise Broken(f"{path}: HTTP {status}")
        try:
            answer = json.loads(answer)
        except ValueError as error:
            raise Broken(f"{path}: {answer[:80]!r}") from error
        if error := answer.get("error"):
            data = error.get("data", {})
            raise Refused(data.get("name", "?"), data.get("message", str(error)))
        return answer["result"]

    def _send(self, path: str, body: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json"}
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            headers["Cookie"] = "; ".join(pairs)
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            content = response.read()
            for line in response.headers.get_all("Set-Cookie") or ():
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
            return response.status, content
        finally:
            connection.close()
