"""The pictures of mails and of paper: what people get instead of a screen."""

import subprocess
import tempfile
from pathlib import Path

import pypdfium2

from . import environment, odoo_process
from .browser import Page
from .say import Failure, info

#: Writes every mail as HTML and every paper as PDF into the folder of the variable.
SCRIPT = Path(__file__).with_name("papers.py")
FOLDER = "HYPERCARE_PAPERS"
#: As wide as mail programs show a mail, and as a phone does; as high as it needs.
WIDTHS = {"": 700, "_phone": 390}
HIGHEST = 1600
#: Pixels per point of paper: readable, and not too big to be kept.
SCALE = 1.1
PAGES = 2


def take(env: environment.Environment, options, debugger: str) -> None:
    """Take a picture of every mail, and of the first pages of every paper."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(env, options.db, folder)
        mails = [p for p in folder.glob("*.html") if options.only.search(p.stem)]
        for suffix, width in WIDTHS.items():
            page = Page(debugger, (width, HIGHEST))
            for path in sorted(mails):
                page.resize(width, 300)
                page.open(path.as_uri(), "body")
                height = page.run("document.documentElement.scrollHeight")
                page.resize(width, min(HIGHEST, max(300, int(height))))
                page.save(options.to / f"{path.stem}{suffix}.png")
        for path in sorted(folder.glob("*.pdf")):
            if options.only.search(path.stem):
                _picture_paper(path, options.to)


def _write(env: environment.Environment, db: str, folder: Path) -> None:
    """Let Odoo write mails and papers of a demo database into a folder."""
    done = subprocess.run(
        odoo_process.command(
            "shell", f"--database={db}", "--no-http", "--log-level=error"
        ),
        input=SCRIPT.read_text(),
        env={**odoo_process.environment(env.server), FOLDER: str(folder)},
        capture_output=True,
        text=True,
    )
    if done.returncode or not any(folder.iterdir()):
        raise Failure(
            f"the mails and papers could not be written: {done.stderr[-900:]}"
        )


def _picture_paper(path: Path, to: Path) -> None:
    document = pypdfium2.PdfDocument(path)
    for number in range(min(PAGES, len(document))):
        picture = document[number].render(scale=SCALE).to_pil().convert("RGB")
        file = to / f"{path.stem}_{number + 1}.png"
        picture.quantize(64).save(file, optimize=True)
        info(f"{file.name}: {file.stat().st_size // 1000} kB")
