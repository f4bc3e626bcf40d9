"""Presets as a file: what it may contain, and what is wrong with one.

Pure. A file is read as a whole or not at all: every problem is said with its place, so
that it can be mended; what the file has beyond what is known here is listed, not lost
in silence. Nothing in a file is carried out.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NamedTuple

from .limits import clean_text
from .preset_schema import FILE, Choice, Flag, List, Number, Text, Whole
from .shown import shown

FORMAT, VERSION = "hypercare_support.preset", 1
#: Bytes; a preset has about three thousand.
MAX_SIZE = 256 * 1024
MAX_SAID = 30
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_XMLID = re.compile(r"[a-z0-9_]{1,60}\.[A-Za-z0-9_.]{1,120}")

#: Every key a `Problem` can have, with the values its sentence may name.
PROBLEM_KEYS = {
    "too_big": ("limit",),
    "not_json": (),
    "twice": ("value",),
    "not_ours": (),
    "version": ("value", "limit"),
    "missing": (),
    "not_text": ("value",),
    "too_long": ("limit",),
    "not_number": ("value", "low", "high"),
    "not_flag": ("value",),
    "choice": ("value", "choices"),
    "not_list": (),
    "not_object": (),
    "too_many": ("limit", "count"),
    "code": ("value",),
    "reference": ("value",),
}


class Problem(NamedTuple):
    """What is wrong, and where: ``presets[2].phases[1].days``."""

    place: str
    key: str
    values: dict[str, Any]


class Loaded(NamedTuple):
    """What a file says.

    :ivar presets: empty if there is any problem
    :ivar unknown: places of what is not known here, and is left out
    """

    presets: tuple[dict, ...]
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...]


class _Twice(ValueError):
    """An object names something twice."""


def dump(presets: list[dict]) -> bytes:
    """Return presets as a file, in an order that stays the same."""
    content = {"format": FORMAT, "version": VERSION, "presets": presets}
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()


def load(content: bytes) -> Loaded:
    """Return what a file says, or everything that is wrong with it."""
    if len(content) > MAX_SIZE:
        return _refused("too_big", limit=MAX_SIZE // 1024)
    try:
        data = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
        )
    except _Twice as error:
        return _refused("twice", value=shown(error))
    except (ValueError, RecursionError):
        # Not UTF-8, not JSON, NaN, a number of ten thousand digits, nested too deep.
        return _refused("not_json")
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return _refused("not_ours")
    version = data.get("version")
    if not _is_whole(version) or not 1 <= version <= VERSION:
        return Loaded(
            (),
            (
                Problem(
                    "version", "version", {"value": shown(version), "limit": VERSION}
                ),
            ),
            (),
        )
    reader = _Reader()
    found = reader.read_object(data, FILE, "")
    presets = (found or {}).get("presets")
    if presets == []:
        reader.problems.append(Problem("presets", "missing", {}))
    reader.check_once(presets)
    problems = tuple(reader.problems[:MAX_SAID])
    return Loaded(
        () if problems else tuple(presets or ()),
        problems,
        tuple(reader.unknown[:MAX_SAID]),
    )


def _refused(key: str, **values: Any) -> Loaded:
    return Loaded((), (Problem("", key, values),), ())


def _object(pairs: list[tuple[str, Any]]) -> dict:
    found: dict = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


class _Reader:
    """Reads values by their kind and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.unknown: list[str] = []

    def _wrong(self, place: str, key: str, **values: Any) -> None:
        self.problems.append(Problem(place, key, values))

    def read(self, value: Any, kind: Any, place: str) -> Any:  # pylint: disable=method-required-super
        if isinstance(kind, dict):
            return self.read_object(value, kind, place)
        return getattr(self, f"read_{type(kind).__name__.lower()}")(value, kind, place)

    def read_object(self, value: Any, schema: dict, place: str) -> dict | None:
        if not isinstance(value, dict):
            return self._wrong(place, "not_object")
        found = {}
        for name in value:
            if name not in schema:
                self.unknown.append(_join(place, shown(name, 60)))
        for name, kind in schema.items():
            where = _join(place, name)
            if value.get(name) is None:
                if getattr(kind, "required", False):
                    self._wrong(where, "missing")
                continue
            found[name] = self.read(value[name], kind, where)
        if "xmlid" in found and not _XMLID.fullmatch(found["xmlid"] or ""):
            self._wrong(place, "reference", value=shown(found["xmlid"]))
        return found

    def read_text(self, value: Any, kind: Text, place: str) -> str | None:
        if not isinstance(value, str):
            return self._wrong(place, "not_text", value=shown(value))
        cleaned = clean_text(value, kind.limit, one_line=not kind.lines)
        if cleaned.problem:
            return self._wrong(place, "too_long", limit=kind.limit)
        if kind.required and not cleaned.text.strip():
            return self._wrong(place, "missing")
        return cleaned.text

    def read_whole(self, value: Any, kind: Whole, place: str) -> int | None:
        if not _is_whole(value) or not kind.low <= value <= kind.high:
            return self._no_number(value, kind, place)
        return value

    def read_number(self, value: Any, kind: Number, place: str) -> float | None:
        is_number = _is_whole(value) or (
            isinstance(value, float) and math.isfinite(value)
        )
        if not is_number or not kind.low <= value <= kind.high:
            return self._no_number(value, kind, place)
        return float(value)

    def _no_number(self, value: Any, kind: Any, place: str) -> None:
        # Ten thousand digits are not written out.
        said = shown(value) if not _is_whole(value) or abs(value) < 10**18 else "…"
        self._wrong(place, "not_number", value=said, low=kind.low, high=kind.high)

    def read_flag(self, value: Any, kind: Flag, place: str) -> bool | None:
        if not isinstance(value, bool):
            return self._wrong(place, "not_flag", value=shown(value))
        return value

    def read_choice(self, value: Any, kind: Choice, place: str) -> str | None:
        if not isinstance(value, str) or value not in kind.choices:
            choices = ", ".join(kind.choices)
            return self._wrong(place, "choice", value=shown(value), choices=choices)
        return value

    def read_list(self, value: Any, kind: List, place: str) -> list | None:
        if not isinstance(value, list):
            return self._wrong(place, "not_list")
        if len(value) > kind.limit:
            return self._wrong(place, "too_many", limit=kind.limit, count=len(value))
        return [
            self.read(item, kind.item, f"{place}[{at}]")
            for at, item in enumerate(value, start=1)
        ]

    def check_once(self, presets: list[dict] | None) -> None:
        """Refuse codes that are none or come twice, and tiers of the same level."""
        codes = set()
        for at, preset in enumerate(presets or (), start=1):
            place = f"presets[{at}]"
            code = (preset or {}).get("code")
            if code and not CODE.fullmatch(code):
                self._wrong(f"{place}.code", "code", value=shown(code))
            elif code in codes:
                self._wrong(f"{place}.code", "twice", value=code)
            codes.add(code or None)
            levels = [tier and tier.get("level") for tier in _rows(preset, "tiers")]
            for level in {one for one in levels if one and levels.count(one) > 1}:
                self._wrong(f"{place}.tiers", "twice", value=level)


def _rows(preset: dict | None, name: str) -> list:
    return (preset or {}).get(name) or []


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
