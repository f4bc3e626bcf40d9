"""Phone numbers as people write them, as one international number.

Pure, plain and careful: where the country is not certain, there is no number.
"""

from __future__ import annotations

import re

from .texts import ascii_digits, bare

#: A number has this many digits with its country (ITU E.164), and not fewer.
_LEAST, _MOST = 8, 15

#: Longer texts are no phone numbers.
_LONGEST = 100
#: What is dialled in front of a number abroad; 00 wherever nothing else is said.
_ABROAD = {"1": "011", "61": "0011", "81": "010", "7": "810"}
#: What is dialled in front of a number of the same country; 0 in most of them.
_TRUNK = {"1": "1", "7": "8", "36": "06", "370": "8", "373": "0", "993": "8"}
#: Countries whose numbers may begin with a 0 of their own.
_OWN_ZERO = frozenset(("39", "225", "229", "241", "242", "378"))
#: How many digits follow the country where numbers may begin with the country's digits.
_NATIONAL = {
    **{"1": (10,), "55": (10, 11), "91": (10,), "39": (9, 10, 11)},
    **{"880": (8, 9, 10), "7": (10,)},
}
_USUAL = range(9, 13)

_EXTENSION = re.compile(r"(?:;\s*ext=|[,;\s]*(?:ext(?:ension)?\.?|x|#)\s*)\d{1,6}\s*$")
_SEVERAL = re.compile(r"\s*[|;\n]\s*|\s*,\s+(?=[+0-9(])")
#: A slash parts two numbers, or an area from the rest: 01711-000000/2 and 0170/1234567.
_SLASH = re.compile(r"((?:[^/\d]*\d){7}[^/]*)/.*")
_OPTIONAL_ZERO = re.compile(r"\(\s*0\s*\)")
_FILLING = re.compile(r"[\s().\u00a0\u2009\u202f\u2010-\u2015_/-]+")


def international(number: str, calling_code: int | str = "") -> str:
    """Return a number with its country, digits only; "" if it is none or not certain.

    Of several numbers in one field the first counts; an extension is left out.

    :param number: as it was typed
    :param calling_code: of the country that a number without country is of

    >>> international("01711-000000", 880)
    '8801711000000'
    >>> international("+88 01711 000000")
    '8801711000000'
    """
    text = ascii_digits(bare(number[:_LONGEST])).strip().lower()
    text = text.removeprefix("tel:").removeprefix("whatsapp:").strip()
    text = _SLASH.sub(r"\1", _SEVERAL.split(text)[0])
    text = _EXTENSION.sub("", text)
    abroad = text.startswith("+") or text.startswith("\uff0b")
    text = _FILLING.sub("", _OPTIONAL_ZERO.sub("", text.lstrip("+\uff0b")))
    if not text.isascii() or not text.isdigit():
        return ""
    code = str(calling_code or "")
    digits = _with_country(text, code, abroad)
    if digits.startswith(code) and code and code not in _OWN_ZERO:
        # "+880 01711": the 0 is dialled inside the country only.
        digits = code + digits[len(code) :].lstrip("0")
    return digits if _LEAST <= len(digits) <= _MOST and digits[0] != "0" else ""


def is_phone(text: str) -> bool:
    """Tell whether a text is a phone number rather than a name."""
    plain = _FILLING.sub("", ascii_digits(bare(text))).lstrip("+")
    return plain.isascii() and plain.isdigit() and _LEAST <= len(plain) <= _MOST


def _with_country(text: str, code: str, abroad: bool) -> str:
    """Return the digits with their country in front; "" if it is not known."""
    if abroad:
        return text
    for prefix in filter(None, (_ABROAD.get(code), "00")):
        if text.startswith(prefix) and len(text) - len(prefix) >= _LEAST:
            return text.removeprefix(prefix)
    if not code:
        return ""
    rest = text.removeprefix(code)
    if rest != text and len(rest) in _NATIONAL.get(code, _USUAL):
        return text
    if code not in _OWN_ZERO:
        text = text.removeprefix(_TRUNK.get(code, "0"))
    return code + text
