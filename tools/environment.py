"""The whole set-up, in the order in which the parts need each other."""

from dataclasses import dataclass
from pathlib import Path

from . import debian, odoo_source, postgres, python_env, server_config
from .postgres import Server
from .stamps import exclusive


@dataclass(frozen=True)
class Environment:
    """What the commands work with once everything is in place."""

    source: Path
    server: Server


def ensure_python() -> None:
    """Only the virtual environment: enough for what needs no Odoo."""
    with exclusive():
        python_env.ensure()


def ensure(*, browser: bool = False) -> Environment:
    """Set up what is missing. With everything there it takes a blink."""
    with exclusive():
        python_env.ensure()
        source = odoo_source.ensure()
        needs = odoo_source.needs(source)
        if browser:
            debian.require([*needs, debian.BROWSER, debian.PDF])
        else:
            debian.require(needs, optional=[debian.PDF])
        server = postgres.ensure()
        server_config.ensure(source, server)
    return Environment(source, server)
