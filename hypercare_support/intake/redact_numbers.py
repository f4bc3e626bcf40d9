"""Passwords in addresses, card numbers and bank accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .redact_patterns import Span

_AUTHORITY = re.compile(r"[^\s\"'<>`\\]{1,400}")
_ENCODED_LOGIN = re.compile(
    r"%(?:25)?3[aA]%(?:25)?2[fF]%(?:25)?2[fF][^\s%&]{0,80}%(?:25)?3[aA]"
    r"((?:[^\s&%]|%(?!(?:25)?40)){1,300})%(?:25)?40"
)
_WEB = frozenset(("http", "https", "ws", "wss"))

# Groups as printed on cards, or no groups at all; the first digit of every length of
# cards in use. 13 digits are left alone: those are barcodes.
# Looking back comes second: it would keep the search from jumping.
_CARD = re.compile(
    r"[2-6](?<![0-9A-Za-z].)(?<!\d[.,].)(?:"
    r"(?:(?<=[3-6])\d|(?<=2)[2-7])\d\d(?P<a>[ +.-]|%20|\xa0)(?=\d{4}(?P=a)\d{4}(?P=a)"
    r"(?P<rest>\d{4}(?:(?P=a)\d{3})?)(?![0-9A-Za-z]|[.,]\d))"
    r"|(?<=3)[4-9]\d\d(?P<b>[ +.-]|%20|\xa0)(?=\d{6}(?P=b)"
    r"(?P<last>\d{4,5})(?![0-9A-Za-z]|[.,]\d))"
    r"|(?P<solid>\d{13,18})(?![0-9A-Za-z]|[.,]\d))"
)
_DOUBLED = bytes(
    48 + (digit * 2 if digit < 5 else digit * 2 - 9) for digit in range(10)
).join((bytes(48), bytes(198)))
_NOT_DIGIT = re.compile(r"%20|\D")

_IBAN = re.compile(
    r"[0-9]{2}(?<=[A-Za-z]{2}..)(?<![A-Za-z0-9].{4})"
    r"(?=((?:(?:[ \xa0+-]|%20)?[A-Za-z0-9]){11,30}))"
)
#: Length of an account number by country, as registered with SWIFT.
_IBAN_LENGTHS = {
    code: length
    for length, codes in {
        15: "NO",
        16: "BE",
        18: "DK FK FI FO GL NL SD",
        19: "MK SI",
        20: "AT BA EE KZ XK LT LU MN",
        21: "HR LV LI CH",
        22: "BH BG CR GE DE IE ME RS GB VA",
        23: "TL GI IQ IL OM SO AE",
        24: "AD CZ MD PK RO SA SK ES SE TN VG DZ",
        25: "PT ST LY",
        26: "IS IT TR",
        27: "FR GR MR MC SM BI DJ",
        28: "AL AZ BY CY DO SV GT HU LB NI PL",
        29: "BR EG PS QA UA",
        30: "JO KW MU",
        31: "MT SC",
        32: "LC",
        33: "RU",
    }.items()
    for code in codes.split()
}


def numbers(text: str) -> Iterator[Span]:
    """Yield what only a check digit or an address gives away."""
    yield from _logins(text)
    for found in _CARD.finditer(text):
        start = found.start()
        end = max(found.end(), found.end("rest"), found.end("last"))
        digits = _NOT_DIGIT.sub("", text[start:end])
        if len(set(digits)) > 1 and luhn(digits):
            yield Span(start, end, "card")
    for found in _IBAN.finditer(text):
        start = found.start() - 2
        if length := _iban_length(text[start : found.end(1)]):
            yield Span(start, start + length, "account")


def luhn(digits: str) -> bool:
    """Tell whether the check digit of a card number is right.

    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    try:
        plain = digits.encode("ascii")
    except UnicodeEncodeError:
        return False
    doubled = plain[-2::-2].translate(_DOUBLED)
    return (sum(plain[::-2]) + sum(doubled) - 48 * len(plain)) % 10 == 0


def _iban_length(text: str) -> int:
    """Return how much of a text is a valid IBAN; 0 if none of it."""
    wanted = _IBAN_LENGTHS.get(text[:2].upper(), 0)
    found = re.match(rf"(?:(?:%20|[^A-Za-z0-9])*[A-Za-z0-9]){{{wanted}}}", text)
    if not wanted or not found or text[found.end() : found.end() + 1].isalnum():
        return 0
    plain = re.sub(r"%20|[^A-Za-z0-9]", "", found[0]).upper()
    moved = plain[4:] + plain[:4]
    number = int("".join(str(int(character, 36)) for character in moved))
    return found.end() if number % 97 == 1 else 0


def _logins(text: str) -> Iterator[Span]:
    """Yield passwords between ``user:`` and ``@host`` of an address."""
    position = 0
    while (position := text.find("://", position)) >= 0:
        begin = position + 3
        scheme = re.search(
            r"[a-zA-Z][a-zA-Z0-9+.-]{0,20}\Z", text[max(0, begin - 24) : begin - 3]
        )
        position = begin
        found = _AUTHORITY.match(text, begin)
        if not found:
            continue
        whole = found.end() < len(text)
        web = not scheme or scheme[0].lower() in _WEB
        if span := _login(found[0], web, whole):
            yield Span(begin + span[0], begin + span[1], "password")
            position = begin + span[1]
    for found in _ENCODED_LOGIN.finditer(text):
        yield Span(found.start(1), found.end(1), "password")


def _login(address: str, web: bool, whole: bool) -> tuple[int, int] | None:
    """Return where in ``user:password@host/path`` the password stands."""
    # A database's password may have unencoded slashes.
    stop = r"[/?#]" if web else r"\?"
    authority = re.split(stop, address, maxsplit=1)[0]
    at = authority.rfind("@")
    if at < 0:
        port = authority.partition(":")[2].partition("/")[0]
        if not port or port.isdigit() or (web and port.startswith("[")):
            return None
        at = address.rfind("@")  # behind an unencoded slash of the password
        if at < 0 and not (web or whole or "://" in address):
            return address.index(":") + 1, len(address)  # cut off
        if at < 0:
            return None
    login = address[:at]
    user, colon, password = login.partition(":")
    if colon:
        return (len(user) + 1, at) if password else None
    return (0, at) if len(user) >= 20 else None
