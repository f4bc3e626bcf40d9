"""Secrets go, everything a developer needs stays."""

import json
import time

import pytest
from cases_innocent import INNOCENT
from cases_redact import BLOB, FRAME, SECRETS, UUID
from intake.redact import KINDS, MARKER, clip, redact, redact_context
from intake.redact_keys import kind_of
from intake.redact_numbers import luhn


@pytest.mark.parametrize(
    ("text", "secrets", "kept"),
    [case[1:] for case in SECRETS],
    ids=[case[0] for case in SECRETS],
)
@pytest.mark.parametrize("around", ["", FRAME], ids=["alone", "traceback"])
def test_secrets_go_and_the_rest_stays(text, secrets, kept, around):
    result = redact(around + text)
    for secret in secrets:
        assert secret in text, "the case is wrong"
        assert secret not in result.text
    for piece in (around, *kept):
        assert piece in result.text
    assert result.count > 0
    assert set(result.kinds) <= set(KINDS)
    assert redact(result.text) == (result.text, 0, ())


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_text_stays(text):
    assert redact(text) == (text, 0, ())


#: What is left of these, cut off, is nothing that anybody could know.
WHOLE_ONLY = {"prose", "card", "card, solid", "iban", "address", "session id alone"}


@pytest.mark.parametrize(
    ("text", "secrets"),
    [case[1:3] for case in SECRETS if case[0] not in WHOLE_ONLY],
    ids=[case[0] for case in SECRETS if case[0] not in WHOLE_ONLY],
)
def test_no_secret_shows_where_a_text_is_cut_off(text, secrets):
    for secret in secrets:
        first = text.index(secret)
        for end in range(first + len(secret) * 3 // 4, first + len(secret)):
            if end - first > 3:
                assert text[first:end] not in redact(text[:end]).text


@pytest.mark.parametrize("text", [case[1] for case in SECRETS] + INNOCENT)
def test_once_is_enough_for_every_half(text):
    for half in (text[: len(text) // 2], text[len(text) // 2 :]):
        assert redact(redact(half).text).count == 0


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("password", "password"),
        ("smtpPassword", "password"),
        ("new-pwd-2", "password"),
        ("PGPASSWORD", "password"),
        ("X-API-Key", "key"),
        ("aws_access_key_id", "key"),
        ("csrfToken", "token"),
        ("JSESSIONID", "session"),
        ("ASP.NET_SessionId", "session"),
        ("HTTP_COOKIE", "cookie"),
        ("Proxy-Authorization", "cookie"),
        ("clientSecret", "token"),
        ("user[password]", "password"),
        ("token_count", None),
        ("key", None),
        ("public_key", None),
        ("password_policy", None),
        ("payment_token_id", None),
        ("inside", None),
        ("compass", None),
        ("shipping", None),
    ],
)
def test_names_announce_secrets(name, kind):
    assert kind_of(name) == kind


def test_counts_and_kinds():
    result = redact('{"token": "a1", "pwd": "b2", "x": 1}, paid by 4111111111111111')
    assert result.text == (
        f'{{"token": "{MARKER}", "pwd": "{MARKER}", "x": 1}}, paid by {MARKER}'
    )
    assert (result.count, result.kinds) == (3, ("password", "token", "card"))


@pytest.mark.parametrize("value", [None, b"password=q1w2e3", b"\xff\xfe", 7, ["x"]])
def test_whatever_comes_is_answered(value):
    assert "q1w2e3" not in redact(value).text


def test_context_of_a_failed_call():
    context = {
        "route": "/web/dataset/call_kw/res.users/write",
        "params": {
            "model": "res.users",
            "args": [[7], {"login": "admin", "newPassword": "Hunt3r", "active": True}],
            "kwargs": {"context": {"uid": 2, "lang": "bn_BD", "csrf": 12345678}},
        },
        "headers": [["Cookie", "session_id=q1w2"], ["Host", "erp.example"]],
        "fields": [{"name": "old_pwd", "value": "Hunt4r"}],
        "domain": [["api_key", "=", "e3r4"], ["id", "in", [7]]],
        "auth": ("admin", "Hunt5r"),
        "rpc": {"service": "object", "args": ["prod", 2, "Hunt6r", "res.partner"]},
        "traceback": FRAME + "    password = 'Hunt7r'",
        "body": json.dumps({"token": "t5y6", "id": 7}),
        "secret": {"nested": ["u7i8"]},
        "password": None,
        "raw": b"pwd=o9p0",
        "uuid": UUID,
        "price": 12.5,
    }
    clean = redact_context(context)
    shown = json.dumps(clean)
    for secret in [
        "Hunt3r",
        "Hunt4r",
        "Hunt5r",
        "Hunt6r",
        "Hunt7r",
        "12345678",
        "q1w2",
        "e3r4",
        "t5y6",
        "u7i8",
        "o9p0",
    ]:
        assert secret not in shown
    assert clean["params"]["args"] == [
        [7],
        {"login": "admin", "newPassword": MARKER, "active": True},
    ]
    assert clean["params"]["kwargs"]["context"]["lang"] == "bn_BD"
    assert clean["headers"][1] == ["Host", "erp.example"]
    assert clean["rpc"]["args"] == ["prod", 2, MARKER, "res.partner"]
    assert clean["domain"][1] == ["id", "in", [7]]
    assert (clean["password"], clean["uuid"], clean["price"]) == (None, UUID, 12.5)
    assert redact_context(clean) == clean


def test_context_that_contains_itself_ends():
    loop = {"a": 1}
    loop["self"] = [loop]
    assert MARKER in json.dumps(redact_context(loop))


@pytest.mark.parametrize("text", [case[1] for case in SECRETS])
def test_no_secret_survives_in_a_context(text):
    secrets = next(case[2] for case in SECRETS if case[1] == text)
    for context in (
        {"error": text},
        {"a": [{"debug": text}]},
        {"body": json.dumps(text, ensure_ascii=False)},
        {"body": repr(text)},
    ):
        shown = json.dumps(redact_context(context), ensure_ascii=False)
        assert not [secret for secret in secrets if json.dumps(secret)[1:-1] in shown]


def test_luhn():
    assert luhn("4111111111111111")
    assert luhn("378282246310005")
    assert not luhn("4111111111111112")
    assert not luhn("٤١١١١١١١١١١١١١١١")


def test_clip_keeps_both_ends():
    text = "\n".join(f"line {number}" for number in range(10_000))
    short = clip(text, 2000)
    assert len(short) <= 2000
    assert short.startswith("line 0\n")
    assert short.endswith("line 9999")
    begin, end = short.split("\n[… ")
    left_out = int(end.split(" ")[0].replace(",", ""))
    tail = end.split("]\n", 1)[1]
    assert len(begin) + len(tail) + left_out == len(text)
    assert text.startswith(begin)
    assert text.endswith(tail)


@pytest.mark.parametrize("limit", [-1, 0, 1, 20, 45, 60, 99])
def test_clip_never_exceeds_its_limit(limit):
    text = "ক" * 100
    assert len(clip(text, limit)) <= max(0, limit)
    assert clip(text, 100) == text


def _log(size):
    """Tracebacks as they are, with everything that could be mistaken in between."""
    block = "".join(FRAME * 5 + text + "\n" for text in INNOCENT)
    block += f"password = {BLOB}\n"
    return (block * (size // len(block) + 1))[:size]


HOSTILE = (
    "password",
    "password: (",
    '"password": "',
    "pass word = ",
    "key (password)=(",
    "insert into a (password) values (%s",
    "select password = %s (a",
    '"args":[ "service":"object"',
    "execute(",
    "://a:b",
    "%3a%2f%2f",
    "4444 ",
    "GB82 ",
    "eyJ",
    "-----BEGIN A",
    "token is ",
    "\\",
    "&quot;",
    "a1B",
    "\n password:\n",
    '<input name="',
    "'cookie: ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_time_in_proportion(piece):
    def seconds(size):
        text = (piece * (size // len(piece) + 1))[:size]
        started = time.process_time()
        redact(text)
        return time.process_time() - started

    small = max(seconds(15_000), 0.01)
    # Ten times the text: a quadratic search would take a hundred times as long.
    assert seconds(150_000) < max(40 * small, 1)


def test_a_long_log_is_quick():
    started = time.process_time()
    result = redact(_log(2_000_000))
    assert time.process_time() - started < 2
    assert BLOB not in result.text


@pytest.mark.long
def test_twenty_megabytes_take_less_than_ten_seconds():
    started = time.process_time()
    redact(_log(20_000_000))
    assert time.process_time() - started < 10
