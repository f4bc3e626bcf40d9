"""A real browser on a served database: for pictures, checks and measurements."""

import itertools
import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from base64 import b64decode
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from websocket import create_connection

from . import environment, odoo_process, run
from .say import Failure, info

DESKTOP = (1366, 768)
PHONE = (390, 844)
BROWSERS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
PATIENCE = 60


class Page:
    """A tab with its own cookies, driven over the DevTools protocol."""

    def __init__(self, debugger: str, size: tuple[int, int]) -> None:
        self.numbers = itertools.count(1)
        with urllib.request.urlopen(f"http://{debugger}/json/version") as answer:
            self.socket = create_connection(
                json.load(answer)["webSocketDebuggerUrl"], suppress_origin=True
            )
        self.session = None
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call(
            "Target.createTarget", url="about:blank", browserContextId=context
        )
        attached = self.call(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True
        )
        self.session = attached["sessionId"]
        self.call("Page.enable")
        self.resize(*size)
        self.call("Emulation.setTimezoneOverride", timezoneId="Asia/Dhaka")

    def resize(self, width: int, height: int) -> None:
        """Make the tab so big, in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def _send(self, method: str, **params: object) -> int:
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        return number

    def call(self, method: str, **params: object) -> dict:
        """Give the browser an order and return what it answers."""
        number = self._send(method, **params)
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("method") == "Page.javascriptDialogOpening":
                # “Leave this page?” Yes; without an answer nothing goes on.
                self._send("Page.handleJavaScriptDialog", accept=True)
            if answer.get("id") == number:
                if "error" in answer:
                    raise Failure(f"the browser refuses {method}: {answer['error']}")
                return answer["result"]

    def run(self, script: str) -> object:
        """Return what a script gives; of a promise, what it is kept with."""
        answer = self.call(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            userGesture=True,
            awaitPromise=True,
        )
        if error := answer.get("exceptionDetails"):
            what = error.get("exception", {}).get("description") or error["text"]
            raise Failure(f"a script fails in the page: {what[:300]}")
        return answer["result"].get("value")

    def wait(self, selector: str) -> None:
        """Wait until something that fits the CSS selector is there."""
        found = f"!!document.querySelector({json.dumps(selector)})"
        deadline = time.monotonic() + PATIENCE
        while not self.run(found):
            if time.monotonic() > deadline:
                raise Failure(f"the page never showed {selector}")
            time.sleep(0.2)

    def click(self, selector: str) -> None:
        """Click the first element that fits, as soon as it is there and listens."""
        self.wait(selector)
        time.sleep(0.5)
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def open(self, url: str, selector: str) -> None:
        self.call("Page.navigate", url=url)
        self.wait(selector)

    def leave(self) -> None:
        """Leave what is shown without saving it, and without being asked."""
        self.run(
            "for (const name of ['beforeunload', 'pagehide', 'visibilitychange'])"
            " window.addEventListener(name, (e) => e.stopImmediatePropagation(), true)"
        )
        self.open("about:blank", "body")

    def log_in(self, url: str, login: str) -> None:
        self.open(f"{url}/web/login", ".oe_login_form")
        self.run(
            f"document.querySelector('#login').value = '{login}';"
            f"document.querySelector('#password').value = '{login}';"
            "document.querySelector('.oe_login_form').submit()"
        )
        self.wait(".o_web_client .o_main_navbar")

    def write(self, selector: str, text: str) -> None:
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", text=text)

    def show(self, selector: str) -> None:
        """Bring the first element that fits into view."""
        self.run(f"document.querySelector({json.dumps(selector)}).scrollIntoView()")

    def save(self, path: Path) -> None:
        """Write what the tab shows, with few colours: the files are kept in git."""
        time.sleep(1.5)
        # Nothing passing may cover what is shown, nor what the hour of the day brings.
        self.run(
            "document.querySelectorAll('.o_notification, .o_hc_alarms')"
            ".forEach((element) => element.remove())"
        )
        data = self.call("Page.captureScreenshot", format="png")["data"]
        picture = Image.open(BytesIO(b64decode(data))).convert("RGB")
        picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
        info(f"{path.name}: {path.stat().st_size // 1000} kB")


@contextmanager
def server(env: environment.Environment, db: str):
    """Serve the database, mails caught, while the pictures are taken."""
    port = run._free_port(8079)
    with run._mail_sink() as (smtp_port, _viewer):
        process = subprocess.Popen(
            odoo_process.command(
                "server",
                f"--database={db}",
                f"--http-port={port}",
                f"--smtp-port={smtp_port}",
                "--log-level=warn",
            ),
            env=odoo_process.environment(env.server),
        )
        try:
            _await_port(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


@contextmanager
def browser():
    """A headless Chromium; yields the address of its debugger."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        raise Failure("there is no Chromium: install the package chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [
                program,
                "--headless=new",
                "--no-sandbox",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                f"--user-data-dir={profile}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = Path(profile, "DevToolsActivePort")
            deadline = time.monotonic() + PATIENCE
            while not address.is_file() or not address.read_text():
                if time.monotonic() > deadline:
                    raise Failure("Chromium does not start")
                time.sleep(0.2)
            yield f"127.0.0.1:{address.read_text().split()[0]}"
        finally:
            process.terminate()
            process.wait()


def _await_port(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise Failure("the server does not start")
