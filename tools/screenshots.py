"""Take the screenshots in docs/screenshots from the demo database.

First let `./dev run` make the demo database and end it with Ctrl-C; a fresh one gives
the best pictures, for its running issues grow older with every hour. Then:

    .dev/venv/bin/python -m tools.screenshots

Another demo database is taken with `--db NAME`, another folder with `--to FOLDER`, some
of the pictures with `--only PATTERN`. `--check` looks for barriers to people with
disabilities on every screen that is taken, by the rules of WCAG 2.1 A and AA, with
axe-core.
"""

import argparse
import re
import sys
from collections import defaultdict
from pathlib import Path

from . import barriers, databases, environment, pictures, pictures_papers, run
from .browser import DESKTOP, PHONE, Page, browser, server
from .layout import ROOT
from .postgres import psql
from .say import Failure, info
from .shot import Shot

SIZES = {"": DESKTOP, "_phone": PHONE}


def take(shots: list[Shot], ids: dict[str, str], url: str, to: Path, debugger, check):
    """Take pictures, each as the person who uses that screen.

    :param ids: what stands for the braces in the addresses
    :return: picture → barriers found on it, if they are looked for; and which pictures
        could not be taken, and why
    """
    found, missing = {}, []
    by_person = defaultdict(list)
    for shot in shots:
        for suffix in SIZES if shot.phone else ("",):
            by_person[shot.login, suffix].append(shot)
    for (login, suffix), theirs in by_person.items():
        page = Page(debugger, SIZES[suffix])
        page.log_in(url, login)
        for shot in theirs:
            try:
                shot.go(page, url, ids, on_phone=bool(suffix))
            except Failure as failure:
                # The others are wanted all the same.
                missing.append(f"{shot.name}{suffix}: {failure}")
                continue
            page.save(to / f"{shot.name}{suffix}.png")
            if check:
                found[shot.name + suffix] = barriers.find(page)
    return found, missing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--db", default=run.DATABASE)
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", type=re.compile, default=re.compile(""))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    shots = [shot for shot in pictures.SHOTS if options.only.search(shot.name)]
    try:
        env = environment.ensure(browser=True)
        databases.require(env, options.db)
        options.to.mkdir(parents=True, exist_ok=True)
        if options.check:
            barriers.ensure()
        ids = {
            name: (psql(env.server, options.db, sql) or ["0"])[0]
            for name, sql in pictures.IDS.items()
        }
        with server(env, options.db) as url, browser() as debugger:
            found, missing = take(shots, ids, url, options.to, debugger, options.check)
            if not options.check:
                pictures_papers.take(env, options, debugger)
    except Failure as failure:
        info(str(failure))
        return 1
    for line in missing:
        info(line)
    return (barriers.tell(found) if options.check else 0) or bool(missing)


if __name__ == "__main__":
    sys.exit(main())
