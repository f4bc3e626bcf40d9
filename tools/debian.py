"""Programs and files that come from Debian: browser, PDF printer, fonts, libraries."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from .layout import APT, LOGS
from .say import Failure, run_logged, step, warn

LOG = LOGS / "debian.log"
INSTALL = "apt-get install --no-install-recommends"
APT_ENV = {"DEBIAN_FRONTEND": "noninteractive"}


@dataclass(frozen=True)
class Need:
    """A package, and how to see that what it brings is already here."""

    package: str
    present: Callable[[], bool]


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _file(path: str) -> Callable[[], bool]:
    return lambda: Path("/usr/share", path).exists()


def _library(name: str) -> Callable[[], bool]:
    def present() -> bool:
        folders = [Path("/usr/lib"), Path("/lib"), *Path("/usr/lib").glob("*-linux-*")]
        return any(next(folder.glob(f"{name}*"), None) for folder in folders)

    return present


BROWSER = Need(
    "chromium",
    _program("google-chrome", "chromium", "chromium-browser", "google-chrome-stable"),
)
PDF = Need("wkhtmltopdf", _program("wkhtmltopdf"))
MAGIC = Need("libmagic1", _library("libmagic.so.1"))
NODE = [Need("nodejs", _program("node")), Need("npm", _program("npm"))]
# What the Odoo package of Debian links to instead of bringing it along.
ODOO_FILES = [
    Need("fonts-font-awesome", _file("fonts-font-awesome/fonts")),
    Need("fonts-roboto-unhinted", _file("fonts/truetype/roboto/unhinted")),
    Need("fonts-inconsolata", _file("fonts/truetype/inconsolata")),
    Need("fonts-ocr-b", _file("fonts/opentype/ocr-b")),
    Need("libjs-jquery", _file("javascript/jquery/jquery.js")),
    Need("libjs-jquery-form", _file("javascript/jquery-form")),
    Need("libjs-underscore", _file("javascript/underscore")),
]


def require(needs: Iterable[Need], optional: Iterable[Need] = ()) -> None:
    """Install what is missing when root, else say exactly what to run.

    Who is not root is only warned about what is `optional`.
    """
    missing = [need.package for need in needs if not need.present()]
    wished = [need.package for need in optional if not need.present()]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        if missing or wished:
            _install([*missing, *wished])
    elif missing:
        raise Failure(
            f"missing on this machine: {_how(missing)}, then the same command again"
        )
    elif wished:
        warn(f"for PDF reports {_how(wished)}")


def _how(packages: list[str]) -> str:
    if shutil.which("apt-get"):
        return f"run `sudo {INSTALL} {' '.join(packages)}`"
    return f"install {', '.join(packages)} with the package manager of this system"


def _install(packages: list[str]) -> None:
    failure = (
        "Debian packages could not be installed: check the network and the apt"
        f" sources, then run `{INSTALL} {' '.join(packages)}`"
    )
    command = [*INSTALL.split(), "-qy", "-o", "DPkg::Lock::Timeout=300", *packages]
    with step(f"Installing Debian packages: {' '.join(packages)}"):
        run_logged(["apt-get", "-q", "update"], LOG, failure, env=APT_ENV)
        run_logged(command, LOG, failure, env=APT_ENV)


# -- A private apt: packages of another suite, unpacked instead of installed ----------


@dataclass(frozen=True)
class Mirror:
    """The Debian mirror that this machine uses, as its apt sources name it."""

    uri: str
    signed_by: str


def private_apt(suite: str) -> list[str]:
    """Options that point apt at `suite` of the machine's own mirror.

    Lists, caches and sources live under `.dev/apt`, so that the system's apt is
    neither used nor changed.
    """
    mirror = find_mirror(_read_sources(Path("/etc/apt")))
    if not mirror or not shutil.which("apt-get"):
        raise Failure(
            "no Debian mirror found to fetch Odoo 19 from: set ODOO_SOURCE to a folder"
            " with the source of Odoo 19.0"
        )
    parts = APT / "sources"
    for folder in (parts, APT / "lists" / "partial", APT / "cache/archives/partial"):
        folder.mkdir(parents=True, exist_ok=True)
    entry = f"Types: deb\nURIs: {mirror.uri}\nSuites: {suite}\nComponents: main\n"
    if mirror.signed_by:
        entry += f"Signed-By: {mirror.signed_by}\n"
    (parts / "private.sources").write_text(entry)
    settings = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": parts,
        "Dir::State::lists": APT / "lists",
        "Dir::Cache": APT / "cache",
        "APT::Sandbox::User": "root",
        "APT::Update::Error-Mode": "any",
        # A mirror may lag behind; what is fetched is pinned by its checksum.
        "Acquire::Check-Valid-Until": "false",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
        "Acquire::http::Timeout": "20",
        "Acquire::https::Timeout": "20",
    }
    return [arg for key, value in settings.items() for arg in ("-o", f"{key}={value}")]


def _read_sources(folder: Path) -> dict[str, str]:
    paths = [folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))]
    known = [path for path in paths if path.suffix in {".list", ".sources"}]
    return {path.name: path.read_text() for path in known if path.is_file()}


def find_mirror(sources: dict[str, str]) -> Mirror | None:
    """The first mirror in apt's source files that carries Debian's main archive.

    The archive of security fixes has no `sid`, and neither have those of others:
    both are told apart by their path.
    """
    for name, text in sources.items():
        entries = _deb822(text) if name.endswith(".sources") else _one_line(text)
        for uri, signed_by in entries:
            if re.search(r"/debian/?$", uri):
                return Mirror(uri, signed_by)
    return None


def _deb822(text: str) -> Iterable[tuple[str, str]]:
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^([\w-]+):[ \t]*(\S.*)$", stanza, re.MULTILINE))
        if fields.get("Enabled", "yes").strip() != "no":
            for uri in fields.get("URIs", "").split():
                yield uri, fields.get("Signed-By", "").strip()


def _one_line(text: str) -> Iterable[tuple[str, str]]:
    for options, uri in re.findall(
        r"^deb[ \t]+(?:\[([^]]*)\][ \t]+)?(\S+)", text, re.MULTILINE
    ):
        signed_by = re.search(r"signed-by=(\S+)", options)
        yield uri, signed_by.group(1) if signed_by else ""


def apt_output(command: list[str]) -> str:
    """What an apt query prints; empty when it fails."""
    return subprocess.run(command, capture_output=True, text=True).stdout
