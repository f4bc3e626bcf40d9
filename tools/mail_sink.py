"""Catches every mail that Odoo sends, keeps it as a file, and shows it in a browser.

Runs in the virtual environment, with a folder and two ports as its arguments:
`python -m tools.mail_sink FOLDER SMTP_PORT VIEWER_PORT`.
"""

import base64
import email
import email.policy
import html
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"
LISTED = 500
PAGE = """<!doctype html><meta charset="utf-8"><title>{title}</title>
<style>
 body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem;
        padding: 0 1rem; color: #222 }}
 table {{ border-collapse: collapse; width: 100% }}
 th, td {{ text-align: start; padding: .3rem .6rem; border-bottom: 1px solid #ddd;
          vertical-align: top; overflow-wrap: anywhere }}
 iframe {{ width: 100%; height: 36rem; border: 1px solid #ddd }}
 pre {{ white-space: pre-wrap; background: #f6f6f6; padding: 1rem }}
</style>{body}"""


class Sink:
    """Writes each accepted mail to the folder; the envelope goes to X- headers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server, session, envelope) -> str:
        self.count += 1
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}-{self.count:05}.eml"
        recipients = ", ".join(envelope.rcpt_tos)
        head = (
            f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {recipients}\r\n"
        )
        partial = self.folder / f"{name}.part"
        partial.write_bytes(head.encode() + envelope.content)
        partial.replace(self.folder / name)
        return "250 OK"


def read(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def list_page(folder: Path) -> str:
    """All mails, newest first."""
    rows = []
    for path in sorted(folder.glob("*.eml"), reverse=True)[:LISTED]:
        mail = read(path)
        cells = [mail["date"], mail["from"], mail["X-Envelope-To"] or mail["to"]]
        link = f'<a href="/mail/{quote(path.name)}">{_text(mail["subject"])}</a>'
        rows.append("".join(f"<td>{_text(cell)}" for cell in cells) + f"<td>{link}")
    table = "<tr><th>Date<th>From<th>To<th>Subject" + "".join(f"<tr>{r}" for r in rows)
    body = f"<h1>Mails</h1><table>{table}</table>"
    return PAGE.format(title="Mails", body=body if rows else "<h1>No mail yet</h1>")


def mail_page(path: Path) -> str:
    """One mail: what the reader sees, all headers, the text alternative."""
    mail = read(path)
    own = f"/mail/{quote(path.name)}"
    headers = "".join(
        f"<tr><th>{_text(name)}<td>{_text(value)}" for name, value in mail.items()
    )
    parts = [
        f'<p><a href="/">All mails</a> · <a href="{own}/raw">source</a>',
        f"<h1>{_text(mail['subject'])}</h1>",
    ]
    if mail.get_body(("html",)):
        parts.append(f'<iframe sandbox src="{own}/html"></iframe>')
    parts.append(f"<h2>Headers</h2><table>{headers}</table>")
    if plain := mail.get_body(("plain",)):
        parts.append(f"<h2>Text</h2><pre>{_text(plain.get_content())}</pre>")
    names = [_text(part.get_filename()) for part in mail.iter_attachments()]
    if names:
        parts.append("<h2>Attachments</h2><ul><li>" + "<li>".join(names) + "</ul>")
    return PAGE.format(title=_text(mail["subject"]), body="".join(parts))


def html_body(path: Path) -> str:
    """The HTML part with its inline images made visible."""
    mail = read(path)
    body = mail.get_body(("html",))
    content = body.get_content() if body else ""
    for part in mail.walk():
        if (cid := part["Content-ID"]) and not part.is_multipart():
            data = base64.b64encode(part.get_payload(decode=True)).decode()
            source = f"data:{part.get_content_type()};base64,{data}"
            content = content.replace(f"cid:{cid.strip('<> ')}", source)
    return content


def _text(value: object) -> str:
    return html.escape(str(value or ""))


def viewer(folder: Path) -> type[BaseHTTPRequestHandler]:
    """A request handler that shows the mails of `folder`."""

    class Viewer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, *parts = unquote(self.path.partition("?")[0]).rstrip("/").split("/")
            if not parts:
                return self._send(list_page(folder))
            path = next(
                (p for p in folder.glob("*.eml") if parts[1:2] == [p.name]), None
            )
            pages: dict[str, Callable[[Path], str]] = {"": mail_page, "html": html_body}
            page = "/".join(parts[2:])
            if parts[0] != "mail" or path is None or page not in {*pages, "raw"}:
                return self.send_error(404)
            if page == "raw":
                return self._send(path.read_bytes(), "text/plain")
            return self._send(pages[page](path))

        def _send(self, content: str | bytes, kind: str = "text/html") -> None:
            data = content.encode() if isinstance(content, str) else content
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            # A mail may not run scripts or call home from here.
            self.send_header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline';"
                " img-src data: http://127.0.0.1:*; frame-src 'self'",
            )
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments) -> None:
            """Stay silent: each look at the list would be a line."""

    return Viewer


def main(folder: Path, smtp_port: int, viewer_port: int) -> None:
    """Serve until the process that started this one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder.mkdir(parents=True, exist_ok=True)
    parent = os.getppid()
    Controller(Sink(folder), hostname=HOST, port=smtp_port).start()
    web = ThreadingHTTPServer((HOST, viewer_port), viewer(folder))
    threading.Thread(target=web.serve_forever, daemon=True).start()
    while os.getppid() == parent:
        time.sleep(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    # The SMTP thread is no daemon and would keep the process alive.
    os._exit(0)
