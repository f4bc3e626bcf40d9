import smtplib
import socket
import ssl
import threading
import time
from contextlib import suppress

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import config, email_normalize

#: A dialog waits for the answer: no probe takes longer than this, in seconds.
PROBE_SECONDS = 8


class IrMailServer(models.Model):
    """Whether the outgoing server takes our mails, found out without sending one."""

    _inherit = "ir.mail_server"

    @api.model
    def _hypercare_probe(self, sender, recipient):
        """Speak with the server that a mail from *sender* would go through.

        Odoo's own test waits up to a minute per answer; a manager in front of a
        dialog does not. Goes as far as naming the recipient and hangs up.

        :return: (host and port, what is wrong in plain words or False)
        """
        # sudo: servers and their passwords belong to the administrator; told further
        # are the name of the host and what it answers.
        server, smtp_from = self.sudo()._find_mail_server(sender)
        settings = self._hypercare_settings(server)
        name = "{host}:{port}".format(**settings)
        if not settings["host"]:
            return name, self.env._(
                "No outgoing mail server is set up. Ask the administrator to add one "
                "under Settings › Technical › Outgoing Mail Servers."
            )
        deadline = time.monotonic() + PROBE_SECONDS
        connection = None
        try:
            connection = _connect(settings, deadline)
            if settings["user"]:
                _patience(connection, deadline)
                (server or self)._smtp_login__(
                    connection, settings["user"], settings["password"] or ""
                )
            connection.ehlo_or_helo_if_needed()
            for verb, address in (("mail", smtp_from), ("rcpt", recipient)):
                _patience(connection, deadline)
                address = email_normalize(address or "") or ""
                code, answer = getattr(connection, verb)(address)
                if code not in (250, 251):
                    raise smtplib.SMTPResponseException(code, answer)
        except Exception as error:
            return name, self._hypercare_mail_error(error, name)
        finally:
            if connection:
                with suppress(Exception):
                    connection.close()
        return name, False

    @api.model
    def _hypercare_settings(self, server) -> dict:
        """Return how to reach a server; without one, what the configuration says."""
        if server and server.smtp_authentication != "cli":
            log_in = server.smtp_authentication != "certificate"
            return {
                "host": server.smtp_host,
                "port": server.smtp_port,
                "encryption": server.smtp_encryption,
                "user": log_in and server.smtp_user,
                "password": log_in and server.smtp_pass,
            }
        return {
            "host": config.get("smtp_server"),
            "port": config.get("smtp_port") or 25,
            "encryption": "starttls" if config.get("smtp_ssl") else "none",
            "user": config.get("smtp_user"),
            "password": config.get("smtp_password"),
        }

    @api.model
    def _hypercare_mail_error(self, error, name) -> str:
        """Return what an error of a mail server means, and what to do about it."""
        reason = " ".join(_reason(error).split())[:300]
        if isinstance(error, socket.gaierror):
            return self.env._(
                "The mail server %(name)s cannot be found: check the name. "
                "(%(reason)s)",
                name=name,
                reason=reason,
            )
        if isinstance(error, TimeoutError):
            return self.env._(
                "The mail server %s does not answer: check its address, its port and "
                "the firewall between.",
                name,
            )
        if isinstance(error, ConnectionRefusedError):
            return self.env._(
                "The mail server %s refuses the connection: it is not running, or it "
                "listens on another port.",
                name,
            )
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return self.env._(
                "The mail server %(name)s refuses the user name or password: enter "
                "them again. (%(reason)s)",
                name=name,
                reason=reason,
            )
        if isinstance(error, ssl.SSLError):
            return self.env._(
                "No safe connection to the mail server %(name)s: check the encryption "
                "and the port. (%(reason)s)",
                name=name,
                reason=reason,
            )
        if isinstance(error, UserError):
            return str(error)
        return self.env._(
            "The mail server %(name)s does not take the mail. It says: %(reason)s",
            name=name,
            reason=reason,
        )


def _connect(settings, deadline):
    """Return an open connection; the name look-up has no time-out, hence the thread."""
    outcome = {}

    def dial():
        try:
            connection = _dial(settings, deadline)
            if time.monotonic() > deadline:
                connection.close()
            outcome["connection"] = connection
        except Exception as error:
            outcome["error"] = error

    thread = threading.Thread(target=dial, name="hypercare mail probe", daemon=True)
    thread.start()
    thread.join(max(deadline - time.monotonic(), 0))
    if "error" in outcome:
        raise outcome["error"]
    if "connection" not in outcome:
        raise TimeoutError
    return outcome["connection"]


def _dial(settings, deadline):
    """Connect and encrypt, as far as it goes without the database."""
    encryption = settings["encryption"]
    context = ssl.create_default_context()
    if not encryption.endswith("_strict"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    address = (settings["host"], settings["port"])
    timeout = max(deadline - time.monotonic(), 0.1)
    if encryption.startswith("ssl"):
        return smtplib.SMTP_SSL(*address, timeout=timeout, context=context)
    connection = smtplib.SMTP(*address, timeout=timeout)
    if encryption.startswith("starttls"):
        _patience(connection, deadline)
        connection.starttls(context=context)
    return connection


def _patience(connection, deadline):
    """Let the next answer take no longer than what is left."""
    if connection.sock:
        connection.sock.settimeout(max(deadline - time.monotonic(), 0.1))


def _reason(error) -> str:
    """Return the server's own words."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        text = text.decode(errors="replace") if isinstance(text, bytes) else text
        return f"{error.smtp_code} {text}"
    return str(error) or type(error).__name__
