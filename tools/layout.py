"""Where things are: the one place that knows the folders."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT / ".dev"

VENV = DEV / "venv"
PYTHON = VENV / "bin" / "python"
ODOO = DEV / "odoo"
NODE = DEV / "node"
APT = DEV / "apt"
STAMPS = DEV / "stamps"
LOGS = DEV / "log"
DATA = DEV / "data"
FILESTORE = DATA / "filestore"
MAIL = DEV / "mail"
SCREENSHOTS = DEV / "screenshots"
CONFIG = DEV / "odoo.conf"
USER_CONFIG = DEV / "config.ini"
LOCK = DEV / "lock"

REQUIREMENTS = ROOT / "requirements"

ADDON = "hypercare_support"
ODOO_SERIES = "19.0"


def cache_dir() -> Path:
    """Downloads shared by all checkouts of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "hypercare-dev"


def addons() -> list[str]:
    """Names of the addons of this repository, alphabetically."""
    return sorted(path.parent.name for path in ROOT.glob("*/__manifest__.py"))
