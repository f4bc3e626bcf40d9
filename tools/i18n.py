"""`./dev i18n`: the translation template of each addon, and its translations."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from . import databases, environment, odoo_process
from .environment import Environment
from .layout import PYTHON, ROOT, addons
from .say import Failure, info, shown, step

DATABASE = "hypercare_i18n"
# Differ from one export to the next without any change of terms.
VOLATILE = ("POT-Creation-Date", "PO-Revision-Date")
MERGE = """
import sys, polib
template = polib.pofile(sys.argv[1], wrapwidth=78)
for path in sys.argv[2:]:
    translation = polib.pofile(path, wrapwidth=78)
    translation.merge(template)
    translation.save()
"""


def main(*, check: bool) -> int:
    """Export templates and update translations, or only tell if they are stale."""
    env = environment.ensure()
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        for addon, template in _export(env, Path(folder)).items():
            target = ROOT / addon / "i18n" / f"{addon}.pot"
            if target.is_file() and _terms(target) == _terms(template):
                info(f"{shown(target)} is up to date")
            elif check:
                stale.append(shown(target))
            else:
                target.parent.mkdir(exist_ok=True)
                shutil.copyfile(template, target)
                info(f"{shown(target)} written")
            if not check:
                _merge(target)
    if stale:
        raise Failure(f"out of date: {', '.join(stale)}; run `./dev i18n`")
    return 0


def _export(env: Environment, folder: Path) -> dict[str, Path]:
    """Export the template of every addon from a fresh database."""
    found = databases.installable_addons(env)
    databases.make(env, DATABASE, found)
    templates = {addon: folder / f"{addon}.pot" for addon in addons() if addon in found}
    with step("Exporting terms"):
        for addon, template in templates.items():
            arguments = ["-d", DATABASE, "-o", str(template), addon]
            result = subprocess.run(
                odoo_process.command("i18n", "export", *arguments),
                env=odoo_process.environment(env.server),
                capture_output=True,
                text=True,
            )
            if result.returncode or not template.is_file():
                last = (result.stderr.strip().splitlines() or ["no output"])[-1]
                raise Failure(f"the terms of {addon} could not be exported: {last}")
    databases.drop(env, DATABASE)
    return templates


def _terms(template: Path) -> list[str]:
    lines = template.read_text().splitlines()
    return [line for line in lines if not any(word in line for word in VOLATILE)]


def _merge(template: Path) -> None:
    """Bring translations up to the template: new terms in, dropped ones obsolete."""
    translations = sorted(template.parent.glob("*.po"))
    if not translations:
        return
    result = subprocess.run(
        [str(part) for part in (PYTHON, "-c", MERGE, template, *translations)],
        capture_output=True,
        text=True,
    )
    if result.returncode:
        last = result.stderr.strip().splitlines()[-1]
        raise Failure(f"the translations could not be updated: {last}")
    info(f"updated: {', '.join(path.name for path in translations)}")
