"""The configuration file that every Odoo process of this checkout reads."""

import configparser
from pathlib import Path

from .layout import CONFIG, DATA, ROOT, SCREENSHOTS
from .mail_ports import SMTP_PORT
from .odoo_source import addons_folders
from .postgres import Server


def ensure(source: Path, server: Server) -> None:
    """Write `.dev/odoo.conf`; unchanged contents leave the file alone."""
    options = {
        "addons_path": ",".join(map(str, [*addons_folders(source), ROOT])),
        "data_dir": str(DATA),
        **_connection(server),
        "screenshots": str(SCREENSHOTS),
        "http_interface": "127.0.0.1",
        "list_db": "False",
        "smtp_server": "127.0.0.1",
        "smtp_port": str(SMTP_PORT),
        "email_from": "hypercare@example.com",
        # Above the longest sweep; docs/operations.md says why.
        "limit_time_real_cron": "300",
        "limit_time_real": "300",
        "limit_time_cpu": "300",
    }
    parser = configparser.ConfigParser(interpolation=None)
    parser["options"] = options
    temporary = CONFIG.with_suffix(".new")
    with temporary.open("w") as file:
        parser.write(file)
    temporary.chmod(0o600)
    if CONFIG.exists() and CONFIG.read_bytes() == temporary.read_bytes():
        temporary.unlink()
    else:
        temporary.replace(CONFIG)
    DATA.mkdir(parents=True, exist_ok=True)


def _connection(server: Server) -> dict[str, str]:
    """Only what is set: Odoo warns about an empty password."""
    values = {
        "db_host": server.host,
        "db_port": server.port,
        "db_user": server.user,
        "db_password": server.password,
    }
    return {option: value for option, value in values.items() if value}
