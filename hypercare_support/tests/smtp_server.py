"""A mail server for tests, with answers of one's own choice."""

import socket
import threading
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tools import config


@contextmanager
def smtp_server(**answers):
    """Serve SMTP on a free port; answers by verb, 250 by default.

    ``silent=True`` accepts the connection and then says nothing.
    """
    silent = answers.pop("silent", False)
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve():
        while not over.is_set():
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rw", newline="\r\n") as stream:
                if silent:
                    over.wait(5)
                    continue
                stream.write("220 ready\n")
                stream.flush()
                for line in stream:
                    verb = line.split()[0].lower()
                    stream.write(f"{answers.get(verb, '250 fine')}\n")
                    stream.flush()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def uses(port, **options):
    """Have Odoo send through a port of this machine."""
    return patch.dict(
        config.options, {"smtp_server": "127.0.0.1", "smtp_port": port, **options}
    )
