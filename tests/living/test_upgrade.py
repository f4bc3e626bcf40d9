"""Every version that has landed is upgraded, with what people had in it."""

import subprocess
import tarfile

import pytest
from living_database import ADDON
from living_state import contents
from test_uninstall import use

from tools.layout import ROOT

pytestmark = pytest.mark.long
#: Versions that have landed, each as the next one found it.
NEXT = {
    "19.0.0.1.0": "19.0.0.2.0",
    "19.0.0.2.0": "19.0.0.3.0",
    "19.0.0.3.0": "19.0.0.4.0",
}
ISSUES = "SELECT number, name, severity, state, confidential FROM hypercare_issue"
ISSUES += " ORDER BY id"
EVENTS = "SELECT issue_id, kind, old, new, at FROM hypercare_issue_event"
EVENTS += " ORDER BY id"
LEDGER = "SELECT count(*) FROM hypercare_escalation"


def git(*arguments):
    result = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True)
    return result.stdout if result.returncode == 0 else b""


def unpack(version, folder):
    """Unpack the addon as it last was in a version; return whether it is known."""
    manifest = f"{ADDON}/__manifest__.py"
    wanted = f'"version": "{NEXT[version]}"'
    commits = git("log", "--format=%H", f"-S{wanted}", "--", manifest).split()
    if not commits:
        return False
    before = f"{commits[-1].decode()}^"
    if version.encode() not in git("show", f"{before}:{manifest}"):
        return False
    archive = folder / "addon.tar"
    archive.write_bytes(git("archive", "--format=tar", before, ADDON))
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return True


@pytest.mark.parametrize("version", NEXT)
def test_an_upgrade_keeps_everything(database, tmp_path, version):
    if not unpack(version, tmp_path):
        pytest.skip("the history of this repository was not fetched")
    use(database, "before")
    database.addons = str(tmp_path)
    database.odoo("-i", ADDON)
    use(database, "early")
    issues, events = database.rows(ISSUES), database.rows(EVENTS)
    [[escalations]] = database.rows(LEDGER)
    assert len(issues) == 20
    assert events
    [[mails]] = database.rows("SELECT count(*) FROM mail_mail")
    database.addons = ""
    database.odoo("-u", ADDON)
    assert not database.complaints
    assert database.rows(ISSUES) == issues
    assert database.rows(EVENTS) == events
    assert database.rows(LEDGER)[0][0] >= escalations
    assert database.rows("SELECT count(*) FROM mail_mail") == [(mails,)], "told anew"
    unseen = "SELECT count(*) FROM hypercare_tier_member WHERE NOT sees_confidential"
    assert database.rows(unseen) == [(0,)], "whoever saw it goes on seeing it"
    once = contents(database)
    database.odoo("-u", ADDON)
    assert not database.complaints
    twice = contents(database)
    assert {name for name in twice if twice[name] != once.get(name)} == set()
