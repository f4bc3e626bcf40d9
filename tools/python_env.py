"""The virtual environment and the pinned Python packages in it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .layout import LOGS, PYTHON, REQUIREMENTS, VENV, cache_dir
from .say import Failure, info, run_logged, step
from .stamps import digest, forget, is_done, mark_done

UV = "uv==0.13.9"
LOG = LOGS / "python.log"
OFFLINE = (
    "the Python packages could not be installed: check the network and proxy"
    " settings, then run the same command again"
)


def ensure() -> None:
    """Make `.dev/venv` hold exactly what `requirements/` asks for."""
    _ensure_venv()
    files = [REQUIREMENTS / "odoo.txt", REQUIREMENTS / "dev.txt"]
    key = digest(sys.version, *files)
    if is_done("packages", key):
        return
    with step("Installing Python packages"):
        _install(files)
    mark_done("packages", key)


def _ensure_venv() -> None:
    key = digest(sys.version, str(VENV), os.path.realpath(sys.executable))
    if is_done("venv", key) and PYTHON.exists():
        return
    forget("packages")
    with step("Creating the virtual environment"):
        shutil.rmtree(VENV, ignore_errors=True)
        run_logged(
            [_base_python(), "-m", "venv", VENV],
            LOG,
            "the virtual environment could not be created: on Debian run"
            " `apt-get install python3-venv`, then the same command again",
        )
    mark_done("venv", key)


def _base_python() -> str:
    """The interpreter itself, also when started from inside another venv."""
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    base = Path(sys.base_prefix) / "bin" / name
    return str(base) if base.exists() else sys.executable


def _install(files: list[Path]) -> None:
    """Install with uv (seconds), or with pip where uv has no build."""
    wanted = [part for path in files for part in ("-r", str(path))]
    env = {"PIP_CACHE_DIR": str(cache_dir() / "pip"), **_uv_environment()}
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--retries=2"]
    try:
        run_logged([*pip, "install", "-q", UV], LOG, OFFLINE, env=env)
    except Failure:
        if not _index_answers(pip, env):
            raise
        info("uv is not to be had here, using pip (slower)")
        run_logged([*pip, "install", *wanted], LOG, OFFLINE, env=env)
        return
    uv = [VENV / "bin" / "uv", "pip", "install", "--python", PYTHON]
    run_logged([*uv, "--link-mode=copy", *wanted], LOG, OFFLINE, env=env)


def _index_answers(pip: list[str | Path], env: dict[str, str]) -> bool:
    """Whether any package can be had at all; then only uv is missing."""
    probe = [*map(str, pip), "download", "-q", "--no-deps", "-d", str(VENV / "probe")]
    result = subprocess.run(
        [*probe, "polib==1.2.0"], env={**os.environ, **env}, capture_output=True
    )
    return result.returncode == 0


def _uv_environment() -> dict[str, str]:
    """uv does not read pip's settings: hand the index and certificates over."""
    env = {"UV_CACHE_DIR": str(cache_dir() / "uv"), "UV_HTTP_TIMEOUT": "120"}
    settings = _pip_settings()
    if index := settings.get("index-url"):
        env.setdefault("UV_DEFAULT_INDEX", index)
    if certificate := settings.get("cert"):
        env["SSL_CERT_FILE"] = certificate
    return {key: value for key, value in env.items() if key not in os.environ}


def _pip_settings() -> dict[str, str]:
    """pip's own view of its environment and configuration files, in that order."""
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True
    ).stdout
    settings: dict[str, str] = {}
    for name, value in re.findall(r"^[\w:]+\.([\w-]+)='([^'\\]*)'$", listed, re.M):
        settings.setdefault(name, value)
    return settings
