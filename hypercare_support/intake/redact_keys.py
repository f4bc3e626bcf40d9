"""Which names announce a secret.

A name is cut into words (``smtpPassword``, ``X-Api-Key`` and ``PGPASSWORD`` alike) and
judged by its last ones: ``reset_token`` holds a secret, ``token_count`` does not.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What `Redacted.kinds` can contain, in the order in which people should read it.
KINDS = ("password", "token", "key", "session", "cookie", "card", "account")

_PASSWORD = _words(
    "password passwords passwd passwds passwort passphrase passphrases passcode pwd"
    " pass pw pin otp totp cvv cvc kennwort senha wachtwoord contraseña contrasena"
    " dbpass smtppass userpass mailpass pgpass ftppass sshpass ldappass"
)
_TOKEN = _words(
    "token tokens secret secrets csrf xsrf jwt bearer credential credentials"
)
_SESSION = _words("sid sessionid sessid")
_COOKIE = _words("cookie cookies authorization")
#: What makes a plain "key" a secret one.
_KEY_BEFORE = _words(
    "access account api app auth client consumer crypt deploy encryption hmac license"
    " master private secret service session shared signing ssh storage stripe"
    " webhook"
)
_KEY = frozenset(f"{word}key" for word in _KEY_BEFORE)
_PAIRS = {
    ("session", "id"): "session",
    ("pass", "phrase"): "password",
    ("enterprise", "code"): "key",
    ("amz", "signature"): "key",
    ("amz", "credential"): "key",
    ("set", "cookie"): "cookie",
}
#: Names written as one word end in these.
_ENDINGS = (
    ("password", "password"),
    ("passwd", "password"),
    ("passphrase", "password"),
    ("passwort", "password"),
    ("pwd", "password"),
    ("sessionid", "session"),
    ("sessid", "session"),
    ("apikey", "key"),
    ("accesskey", "key"),
    ("privatekey", "key"),
    ("secretkey", "key"),
    ("secret", "token"),
    ("token", "token"),
    ("cookie", "cookie"),
    ("credentials", "token"),
)
#: Words that may follow without changing what the name announces.
_TRAILING = _words(
    "value hash hashed crypt encrypted plain plaintext text raw old new current confirm"
    " confirmation repeat again base base64 b64 pem hex str string header enc"
)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+|[A-Z]")
#: Names of any language that no word list above can be cut from.
_BENGALI = "\u09aa\u09be\u09b8\u0993%s\u09be\u09b0\u09cd\u09a1"
#: One letter of it is written in two ways.
_BENGALI_BOTH = (_BENGALI % "\u09df", _BENGALI % "\u09af\u09bc")
_WHOLE = dict.fromkeys(("mot de passe", *_BENGALI_BOTH), "password")

#: Substrings of lower-case text near which `kind_of` can find anything at all.
NEEDLES = (
    "pass|pwd|pw|pin|otp|cvv|cvc|kennwort|senha|wachtwoord|contrase|mot de passe|token"
    "|secret|csrf|xsrf|jwt|bearer|credential|sid|sess|cookie|auth|key|enterprise|amz"
    + "|".join(("", *_BENGALI_BOTH))
)
#: Part of a name; what `KEY_CHARACTERS` lacks ends it.
KEY_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.ñÑ"
LONGEST_KEY = 64


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str | None:
    """Return which kind of secret a name announces, None if it announces none.

    >>> kind_of("smtpPassword"), kind_of("X-API-Key"), kind_of("token_count")
    ('password', 'key', None)
    """
    if (whole := name.strip().lower()) in _WHOLE:
        return _WHOLE[whole]
    words = [word.lower() for word in _WORDS.findall(name)]
    joined = [word.lower() for word in re.findall(r"[^\W\d_]+", name)]
    return _judge(words) or _judge(joined)


def is_auth(name: str) -> bool:
    """Tell whether a name is plain ``auth``, which only some values make a secret."""
    return name[-1:] in "hH" and name.lower().rpartition(".")[2] in (
        "auth",
        "_auth",
        "http_auth",
    )


def is_header(name: str) -> bool:
    """Tell whether the value is a whole header line: cookies, authorization."""
    words = re.split(r"[\W_]+", name.lower())
    return bool({"cookie", "authorization"} & set(words[-2:]))


def _judge(words: list[str]) -> str | None:
    while len(words) > 1 and (words[-1] in _TRAILING or words[-1].isdigit()):
        words = words[:-1]
    if len(words) > 2 and words[-1] == "id" and words[-3:-1] == ["access", "key"]:
        return "key"
    if not words:
        return None
    last = words[-1]
    if kind := _PAIRS.get((words[-2], last) if len(words) > 1 else (last, "")):
        return kind
    if last in ("key", "keys") and len(words) > 1 and words[-2] in _KEY_BEFORE:
        return "key"
    for names, kind in (
        (_PASSWORD, "password"),
        (_TOKEN, "token"),
        (_SESSION, "session"),
        (_COOKIE, "cookie"),
        (_KEY, "key"),
    ):
        if last in names:
            return kind
    for ending, kind in _ENDINGS:
        if last.endswith(ending):
            return kind
    return None
