"""Take the screenshots in docs/screenshots from the demo database.

First let `./dev run` make the demo database and end it with Ctrl-C; a fresh one gives
the best pictures, for its running issues grow older with every hour. Then:

    .dev/venv/bin/python -m tools.screenshots

Another demo database is taken with `--db NAME`, another folder with `--to FOLDER`.
"""

import argparse
import itertools
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from base64 import b64decode
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from websocket import create_connection

from . import (
    databases,
    environment,
    odoo_process,
    run,
    screenshots_issues,
    screenshots_running,
)
from .layout import ROOT
from .postgres import psql
from .say import Failure, info

SIZE = (1366, 768)
MAIL_SIZE = (640, 470)
PHONE = (390, 844)
BROWSERS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
PATIENCE = 180
LATE = "HC-023"
PAUSED = "HC-015"
SENTENCE = "Vendor bills of one supplier cannot be posted"
ISSUE_ID = "SELECT id FROM hypercare_issue WHERE number = '{}' ORDER BY id LIMIT 1"
RULE_ID = "SELECT id FROM hypercare_escalation_rule WHERE watches = 'promise' LIMIT 1"
POLICY_ID = "SELECT policy_id FROM hypercare_period ORDER BY id LIMIT 1"
MAIL_BODY = """
    SELECT replace(mail.body_html, E'\\n', ' ') FROM mail_mail mail
    JOIN mail_message message ON message.id = mail.mail_message_id
         AND message.model = 'hypercare.issue'
    JOIN hypercare_escalation_delivery delivery ON delivery.mail_id = mail.id
    JOIN hypercare_escalation escalation ON escalation.id = delivery.escalation_id
    JOIN hypercare_issue issue ON issue.id = escalation.issue_id
    WHERE issue.number = '{}' LIMIT 1
"""
ANSWER = """
    [...document.querySelectorAll('.o_field_widget[name={}] .o_radio_item')]
        .find((item) => item.textContent.trim() === '{}').querySelector('input').click()
"""


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
        width, height = size
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.call("Emulation.setTimezoneOverride", timezoneId="Asia/Dhaka")

    def call(self, method: str, **params: object) -> dict:
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise Failure(f"the browser refuses {method}: {answer['error']}")
                return answer["result"]

    def run(self, script: str) -> object:
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, userGesture=True
        )
        return answer["result"].get("value")

    def wait(self, selector: str) -> None:
        """Wait until something that fits the CSS selector is there."""
        found = f"!!document.querySelector({json.dumps(selector)})"
        deadline = time.monotonic() + PATIENCE
        while not self.run(found):
            if time.monotonic() > deadline:
                raise Failure(f"the page never showed {selector}")
            time.sleep(0.2)

    def open(self, url: str, selector: str) -> None:
        self.call("Page.navigate", url=url)
        self.wait(selector)

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

    def save(self, path: Path) -> None:
        """Write what the tab shows, with few colours: the files are kept in git."""
        time.sleep(1.5)
        # Nothing passing may cover what is shown.
        self.run(
            "document.querySelectorAll('.o_notification').forEach(e => e.remove())"
        )
        data = self.call("Page.captureScreenshot", format="png")["data"]
        picture = Image.open(BytesIO(b64decode(data))).convert("RGB")
        picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
        info(f"{path.name}: {path.stat().st_size // 1000} kB")


def take(env: environment.Environment, db: str, url: str, to: Path, debugger: str):
    """Take all pictures, each as the person who uses that screen."""
    late = psql(env.server, db, ISSUE_ID.format(LATE))[0]
    agent = Page(debugger, SIZE)
    agent.log_in(url, "mitu")
    agent.open(f"{url}/odoo/hypercare", ".o_kanban_record")
    agent.save(to / "kanban.png")
    log = "action-hypercare_support.issue_action_list"
    agent.open(f"{url}/odoo/{log}", ".o_data_row")
    agent.save(to / "list.png")
    agent.open(f"{url}/odoo/hypercare/{late}", ".o-mail-Message")
    agent.save(to / "form.png")
    phone = Page(debugger, PHONE)
    screenshots_issues.take(env, db, agent, phone, url, to)

    manager = Page(debugger, SIZE)
    manager.log_in(url, "farhana")
    policy = psql(env.server, db, POLICY_ID)[0]
    rule = psql(env.server, db, RULE_ID)[0]
    policies = "action-hypercare_support.sla_policy_action"
    manager.open(f"{url}/odoo/{policies}/{policy}", ".o_hc_matrix_row")
    manager.save(to / "policy.png")
    working = psql(env.server, db, ISSUE_ID.format(PAUSED))[0]
    rules = "action-hypercare_support.escalation_rule_action"
    manager.open(f"{url}/odoo/{rules}/{rule}", "[name=preview] li")
    manager.save(to / "rule.png")
    manager.open(f"{url}/odoo/hypercare/{late}", ".nav-link[name=escalations]")
    manager.run("document.querySelector('.nav-link[name=escalations]').click()")
    manager.wait(".o_hc_timeline")
    manager.run("document.querySelector('.o_hc_timeline').scrollIntoView()")
    manager.save(to / "timeline.png")
    manager.open(f"{url}/odoo/hypercare/{working}", ".nav-link[name=clocks]")
    manager.run("document.querySelector('.nav-link[name=clocks]').click()")
    manager.wait("[name=clock_ids] .o_data_row .o_data_cell")
    manager.run(
        "[...document.querySelectorAll('[name=clock_ids] .o_data_cell')]"
        ".find((cell) => cell.textContent.trim() === 'Resolution').click()"
    )
    manager.wait(".modal .o_hypercare_explanation")
    manager.save(to / "why.png")

    reporter = Page(debugger, SIZE)
    reporter.log_in(url, "rahima")
    reporter.open(f"{url}/odoo/my-issues/new", ".o_radio_item")
    reporter.write(".o_field_widget[name=name] textarea", SENTENCE)
    reporter.run(ANSWER.format("work_stopped", "Yes"))
    reporter.run(ANSWER.format("workaround_known", "No"))
    reporter.wait(".o_field_widget[name=promise_text]")
    reporter.save(to / "reporter_form.png")
    screenshots_running.take(
        manager,
        Page(debugger, SIZE),
        reporter,
        Page(debugger, PHONE),
        url,
        to,
    )

    with tempfile.NamedTemporaryFile("w", suffix=".html") as file:
        file.write(f"<meta charset=utf-8>{_mail_body(env, db)}")
        file.flush()
        mail = Page(debugger, MAIL_SIZE)
        mail.open(f"file://{file.name}", "a")
        mail.save(to / "mail.png")


def _mail_body(env: environment.Environment, db: str) -> str:
    """The escalation mail of the late issue, as soon as the server has made it."""
    deadline = time.monotonic() + PATIENCE
    while not (found := psql(env.server, db, MAIL_BODY.format(LATE))):
        if time.monotonic() > deadline:
            raise Failure(
                f"{db} has no escalation mail of {LATE}: is it a demo database?"
            )
        time.sleep(1)
    return "\n".join(found)


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--db", default=run.DATABASE)
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "screenshots")
    options = parser.parse_args()
    try:
        env = environment.ensure(browser=True)
        databases.require(env, options.db)
        options.to.mkdir(parents=True, exist_ok=True)
        with server(env, options.db) as url, browser() as debugger:
            take(env, options.db, url, options.to, debugger)
    except Failure as failure:
        info(str(failure))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
