"""`./dev bench`: run the files of `bench/` and put their answers into one table.

A bench answers one question and has `main(argv) -> list[dict]` with rows of
`question, value, unit, against, ratio, bar, ok`. Files whose name begins with an
underscore are helpers. Each bench runs in a process of its own.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from . import environment, odoo_process
from .layout import ADDON, CONFIG, PYTHON, ROOT
from .say import Failure, info, step

COLUMNS = ("question", "value", "unit", "against", "ratio", "bar", "ok")
FOLDER = ROOT / "bench"


def main(names: list[str], arguments: list[str], json_file: str | None) -> int:
    """Run the named benches, or all; 1 if any misses its bar or breaks."""
    known = [path.stem for path in sorted(FOLDER.glob("[!_]*.py"))]
    if unknown := [name for name in names if name not in known]:
        raise Failure(
            f"there is no bench {unknown[0]}: choose from {', '.join(known) or 'none'}"
        )
    if not known:
        raise Failure("there is no bench yet: put a file into bench/")
    env = environment.ensure()
    variables = {
        **odoo_process.environment(env.server),
        odoo_process.CONFIG_VARIABLE: str(CONFIG),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(FOLDER), str(ROOT / ADDON)]),
    }
    rows, broken = [], []
    for name in names or known:
        with step(f"Benchmark {name}"):
            answer = _run(name, arguments, variables)
        rows += [{"bench": name, **row} for row in answer or []]
        if answer is None:
            broken.append(name)
    print(table(rows))
    if json_file:
        Path(json_file).write_text(json.dumps(rows, indent=2) + "\n")
    missed = [row["question"] for row in rows if not row.get("ok", True)]
    for text in [*(f"broken: {name}" for name in broken), *missed]:
        info(f"not good enough: {text}")
    return 1 if broken or missed else 0


def _run(name: str, arguments: list[str], variables: dict) -> list[dict] | None:
    """The rows of one bench; None when it raised (its traceback has been shown)."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, "rows.json")
        script = (
            "import importlib, json, pathlib, sys\n"
            "rows = importlib.import_module(sys.argv[2]).main(sys.argv[3:])\n"
            "pathlib.Path(sys.argv[1]).write_text(json.dumps(rows))\n"
        )
        command = [PYTHON, "-c", script, answer, name, *arguments]
        result = subprocess.run([str(part) for part in command], env=variables)
        if result.returncode or not answer.exists():
            return None
        return json.loads(answer.read_text())


def table(rows: list[dict]) -> str:
    """The rows as text, numbers to the right, every column as wide as needed."""
    cells = [list(COLUMNS)]
    for row in rows:
        cells.append([_cell(row.get(column)) for column in COLUMNS])
    widths = [max(len(line[index]) for line in cells) for index in range(len(COLUMNS))]
    numeric = {COLUMNS.index(name) for name in ("value", "against", "ratio")}
    return "\n".join(
        "  ".join(
            text.rjust(width) if index in numeric else text.ljust(width)
            for index, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
