"""Every failure of `./dev` is one line that says what to do."""

import ast
import importlib.machinery
import importlib.util
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tools import debian, odoo_source, postgres
from tools.layout import ROOT
from tools.say import Failure

DEAD = "http://127.0.0.1:9"


def load_dev():
    loader = importlib.machinery.SourceFileLoader("dev_script", str(ROOT / "dev"))
    spec = importlib.util.spec_from_loader("dev_script", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path):
    """A copy of the scripts with nothing set up."""
    for name in ("dev", "tools", "requirements", "hypercare_support"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, tmp_path / name)
    return tmp_path


def run(checkout: Path, *arguments: str, **variables: str):
    """Run the copied script cut off from the network and from the user's cache."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "UV_", "PG", "HYPERCARE_"))
    }
    cut_off = {
        "HOME": str(checkout),
        "XDG_CACHE_HOME": str(checkout / "cache"),
        "XDG_CONFIG_HOME": str(checkout / "config"),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": f"{DEAD}/simple",
        "PIP_RETRIES": "0",
    }
    cut_off |= {name: DEAD for name in ("http_proxy", "https_proxy")}
    return subprocess.run(
        [str(checkout / "dev"), *arguments],
        cwd=checkout,
        env={**kept, **cut_off, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def assert_one_line(result, *words: str) -> None:
    lines = result.stderr.splitlines()
    assert result.returncode == 1
    assert all(line.startswith("dev: ") for line in lines), result.stderr
    for word in words:
        assert word in lines[-1]


@pytest.mark.parametrize("version", [(2, 7), (3, 9), (3, 14)])
def test_unsuitable_python_is_refused_in_one_line(version):
    with pytest.raises(SystemExit) as refused:
        load_dev().check_python((*version, 0))
    message = str(refused.value)
    assert ".".join(map(str, version)) in message
    assert "3.10" in message
    assert "\n" not in message


@pytest.mark.parametrize("version", [(3, 10), (3, 11), (3, 12), (3, 13)])
def test_suitable_python_is_accepted(version):
    load_dev().check_python((*version, 0))


def test_script_can_be_read_by_an_old_python():
    ast.parse((ROOT / "dev").read_text(), feature_version=(3, 7))


def test_no_network(checkout):
    result = run(checkout, "psql", "anything")
    assert_one_line(result, "Python packages", "network", "again")


def test_port_taken_is_told_before_anything_is_set_up(checkout):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        result = run(checkout, "run", "--port", str(port))
    assert_one_line(result, f"port {port} is taken", "--port")
    assert not (checkout / ".dev").exists()


def test_bad_duration_and_bad_database_name(checkout):
    assert_one_line(run(checkout, "age", "demo", "2x"), "2x", "1d4h")
    assert_one_line(run(checkout, "install", "Bad Name", "web"), "Bad Name", "letters")


def test_odoo_of_another_series_is_refused(tmp_path, monkeypatch):
    release = tmp_path / "odoo" / "release.py"
    release.parent.mkdir()
    release.write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")
    monkeypatch.setenv("ODOO_SOURCE", str(tmp_path))
    with pytest.raises(Failure, match=r"Odoo 18\.0 found in .*needs Odoo 19\.0"):
        odoo_source.ensure()


def test_folder_without_odoo_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_SOURCE", str(tmp_path))
    with pytest.raises(Failure, match="no Odoo found in"):
        odoo_source.ensure()


def test_half_a_download_is_fetched_again(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    half = odoo_source.pinned_package()
    half.parent.mkdir(parents=True)
    half.write_bytes(b"!<arch>")
    monkeypatch.setattr(odoo_source, "_download", lambda pinned: pinned / "fetched")
    assert odoo_source._package() == half / "fetched"
    assert not half.exists()
    assert "damaged" in capsys.readouterr().err


def test_package_cannot_be_downloaded(tmp_path, monkeypatch):
    if not shutil.which("apt-get"):
        pytest.skip("no apt on this system")
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, DEAD)
    monkeypatch.setattr(debian, "APT", tmp_path / "apt")
    monkeypatch.setattr(odoo_source, "LOG", tmp_path / "log")
    monkeypatch.setattr(debian, "find_mirror", lambda _: debian.Mirror(DEAD, ""))
    with pytest.raises(Failure, match="could not be downloaded.*ODOO_SOURCE"):
        odoo_source._download(tmp_path / "odoo.deb")


def test_missing_debian_package_names_the_command(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    absent = debian.Need("chromium", lambda: False)
    with pytest.raises(Failure, match="sudo apt-get install .*chromium"):
        debian.require([absent])


def test_postgres_that_does_not_answer(tmp_path, monkeypatch):
    monkeypatch.setenv("HYPERCARE_PGHOST", str(tmp_path))
    with pytest.raises(Failure, match="PGHOST") as failure:
        postgres.ensure()
    assert "\n" not in str(failure.value)
