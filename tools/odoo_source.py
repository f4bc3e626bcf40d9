"""Getting Odoo 19.0 Community.

The sources are tried in this order:

1. the folder that `ODOO_SOURCE` names – somebody who works on Odoo has one;
2. an `odoo` 19 that this Python can import – an image with Odoo in it;
3. a shallow clone of branch 19.0 from GitHub – asked for at most three seconds,
   so that closed networks are not slowed down;
4. the Debian package `odoo-19` from unstable, pinned by version and checksum.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .debian import MAGIC, ODOO_FILES, Need, apt_output, private_apt
from .layout import APT, LOGS, ODOO, ODOO_SERIES, VENV, cache_dir
from .say import Failure, run_logged, step, warn
from .stamps import digest, file_digest, is_done, mark_done

REPOSITORY = "https://github.com/odoo/odoo.git"
PACKAGE = "odoo-19"
PINNED_VERSION = "19.0.0+dfsg-1"
PINNED_SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
LOG = LOGS / "odoo-source.log"
GIT_ENV = {"GIT_TERMINAL_PROMPT": "0"}
TRY_AGAIN = "check the network and proxy settings, then run the same command again"
ELSEWHERE = f"{TRY_AGAIN}, or set ODOO_SOURCE to a folder with Odoo {ODOO_SERIES}"


def ensure() -> Path:
    """Make Odoo importable in the venv; return the folder that holds `odoo/`."""
    source = _given() or _ours()
    _check_series(source)
    _put_on_path(source)
    return source


def needs(source: Path) -> list[Need]:
    """What Odoo wants from the system, when it comes from Debian its files too."""
    return [*ODOO_FILES, MAGIC] if source.name == "dist-packages" else [MAGIC]


def addons_folders(source: Path) -> list[Path]:
    """Addon folders beside `odoo/addons`: a git checkout has one, a package none.

    (The Debian package has a folder of that name too, left over from its build.)
    """
    return [source / "addons"] if (source / "odoo-bin").exists() else []


def version_key(source: Path) -> str:
    """Changes when another Odoo is used, so that template databases are remade."""
    return digest(str(source), source / "odoo" / "release.py")[:12]


def series(source: Path) -> str:
    """`19.0`, read from Odoo's release file without importing it."""
    release = source / "odoo" / "release.py"
    if not release.is_file():
        return ""
    found = re.search(
        r"^version_info = \('?(\w+~?\d*)'?, (\d+)", release.read_text(), re.M
    )
    return f"{found.group(1)}.{found.group(2)}" if found else ""


def _check_series(source: Path) -> None:
    if (found := series(source)) != ODOO_SERIES:
        what = f"Odoo {found}" if found else "no Odoo"
        raise Failure(
            f"{what} found in {source}, this addon needs Odoo {ODOO_SERIES}:"
            " point ODOO_SOURCE to the right folder or unset it"
        )


def _put_on_path(source: Path) -> None:
    for packages in VENV.glob("lib/python3.*/site-packages"):
        link = packages / "odoo-source.pth"
        if not link.is_file() or link.read_text() != f"{source}\n":
            link.write_text(f"{source}\n")


# -- Sources that somebody else provides -----------------------------------------------


def _given() -> Path | None:
    if named := os.environ.get("ODOO_SOURCE"):
        return Path(named).expanduser().resolve()
    return _importable()


def _importable() -> Path | None:
    """The folder of an installed `odoo` of the right series, if there is one."""
    for entry in sys.path:
        folder = Path(entry or ".").resolve()
        if series(folder) == ODOO_SERIES:
            return folder
    return None


# -- Sources that we fetch into .dev/odoo ----------------------------------------------


def _ours() -> Path:
    key = digest(PACKAGE, PINNED_VERSION)
    if not is_done("odoo", key) or not (ODOO / "current").exists():
        if _clone() is False:
            _unpack(_package())
        mark_done("odoo", key)
    return (ODOO / "current").resolve()


def _clone() -> bool:
    """Clone from GitHub if it answers; whether it did."""
    try:
        answered = subprocess.run(
            ["git", "ls-remote", "-q", REPOSITORY, f"refs/heads/{ODOO_SERIES}"],
            env={**os.environ, **GIT_ENV},
            capture_output=True,
            timeout=3,
        )
    except (subprocess.TimeoutExpired, FileNotFoundError):
        return False
    if answered.returncode or not answered.stdout:
        return False
    new = ODOO.with_name("odoo.new")
    shutil.rmtree(new, ignore_errors=True)
    clone = ["git", "clone", "-q", "--depth=1", f"--branch={ODOO_SERIES}", REPOSITORY]
    with step(f"Cloning Odoo {ODOO_SERIES}"):
        run_logged(
            [*clone, new / "git"],
            LOG,
            f"Odoo could not be cloned: {ELSEWHERE}",
            env=GIT_ENV,
        )
    (new / "current").symlink_to("git")
    _replace(new)
    return True


def pinned_package() -> Path:
    return cache_dir() / f"{PACKAGE}_{PINNED_VERSION}_all.deb"


def _package() -> Path:
    """The package file in the cache: checked, and fetched unless it is whole."""
    pinned = pinned_package()
    if pinned.is_file():
        if file_digest(pinned) == PINNED_SHA256:
            return pinned
        warn(f"{pinned.name} in the cache is damaged, fetching it again")
        pinned.unlink()
    with step("Downloading Odoo 19 (117 MB)"):
        return _download(pinned)


def _download(pinned: Path) -> Path:
    options = private_apt("sid")
    failure = f"Odoo 19 could not be downloaded: {ELSEWHERE}"
    run_logged(["apt-get", *options, "-q", "update"], LOG, failure)
    version, checksum = _offered(options)
    target = pinned
    if version != PINNED_VERSION:
        warn(f"Debian now has Odoo {version} instead of the pinned {PINNED_VERSION}")
        target = pinned.with_name(f"{PACKAGE}_{version}_all.deb")
    partial = APT / "download"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    run_logged(
        ["apt-get", *options, "-q", "download", PACKAGE], LOG, failure, cwd=partial
    )
    fetched = next(partial.glob("*.deb"), None)
    expected = PINNED_SHA256 if version == PINNED_VERSION else checksum
    if fetched is None or file_digest(fetched) != expected:
        raise Failure(f"the downloaded Odoo package is damaged: {TRY_AGAIN}")
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copyfile(fetched, staged)
    staged.replace(target)
    shutil.rmtree(partial)
    return target


def _offered(options: list[str]) -> tuple[str, str]:
    """Version and checksum of the package that the mirror has today."""
    shown = apt_output(["apt-cache", *options, "show", "--no-all-versions", PACKAGE])
    fields = dict(re.findall(r"^(\w+): (.+)$", shown, re.MULTILINE))
    version = fields.get("Version", "")
    if not version.startswith(f"{ODOO_SERIES}."):
        found = f"Odoo {version}" if version else "no package odoo-19"
        raise Failure(f"the Debian mirror has {found}: {ELSEWHERE}")
    return version, fields.get("SHA256", "")


def _unpack(package: Path) -> None:
    new = ODOO.with_name("odoo.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    with step("Unpacking Odoo 19"):
        run_logged(["dpkg-deb", "-x", package, new], LOG, "Odoo could not be unpacked")
        _complete(new)
        _replace(new)


def _complete(tree: Path) -> None:
    """Put right what the Debian package leaves out or expects from the system."""
    packages = Path("usr/lib/python3/dist-packages")
    for leftover in ("addons", "doc", "setup"):
        shutil.rmtree(tree / packages / leftover, ignore_errors=True)
    # Without this file the bundle logs an error and every browser tour fails.
    left_out = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    empty = tree / packages / "odoo" / left_out
    empty.parent.mkdir(parents=True, exist_ok=True)
    empty.touch()
    for shared in ("fonts", "fonts-font-awesome", "javascript"):
        link = tree / "usr" / "share" / shared
        if not link.exists():
            link.symlink_to(Path("/usr/share") / shared)
    (tree / "current").symlink_to(packages)


def _replace(new: Path) -> None:
    """Swap the finished tree in; a half-made one never has the final name."""
    shutil.rmtree(ODOO, ignore_errors=True)
    new.rename(ODOO)
