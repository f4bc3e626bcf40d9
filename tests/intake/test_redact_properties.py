"""What must hold for every text: nothing raises, once is enough, no secret survives."""

import json
from urllib.parse import quote, urlencode

import pytest
from cases_innocent import INNOCENT
from cases_redact import SECRETS
from hypothesis import given
from hypothesis import strategies as st
from intake.redact import clip, redact, redact_context
from intake.redact_keys import NEEDLES

NAMES = [
    "password",
    "passwd",
    "pwd",
    "secret",
    "token",
    "api_key",
    "apikey",
    "access_token",
    "refresh_token",
    "client_secret",
    "csrf_token",
    "session_id",
    "sid",
    "cookie",
    "authorization",
    "private_key",
    "smtpPassword",
    "X-Api-Key",
    "PGPASSWORD",
    "newPassword",
    "clientSecret",
]
#: What breaks out of quotes, lists, addresses and lines.
PIECES = [*"\"'`\\()[]{}<>=:;,&%#@/|$*.-_ \n\r\t", "&quot;", "%22", "\\n", "[redacted]"]
PIECES += ["=%s", "://", 'File "x", line 1, in f\n    ', "insert into t (", "values ("]
PIECES += [*NEEDLES.split("|"), "4111 1111 ", "GB82", "eyJ", "-----BEGIN X", "İ", "ক"]
wild = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4))).map("".join)

#: Long enough to be no word of the carrier, with a digit so that it looks like no word.
plain = st.from_regex(r"[A-Za-z]{3}[0-9][A-Za-z0-9]{4,12}", fullmatch=True)
#: What passwords contain that is no quote, and that no carrier uses as an end.
odd = st.from_regex(r"[A-Za-z]{2}[0-9][!#$^*+~?@/|:._-]{1,3}[A-Z]{3,8}", fullmatch=True)
any_secret = st.one_of(plain, odd)
quotable = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12).map(
    lambda text: f"q7{text}Zx9"
)


def in_json(name, secret):
    return json.dumps({"login": "admin", name: secret, "id": 7})


QUOTED = [
    in_json,
    lambda name, secret: json.dumps({"body": in_json(name, secret)}),
    lambda name, secret: json.dumps([[{"deep": {name: [secret, secret]}}]], indent=1),
    lambda name, secret: repr({"a": 1, name: secret}),
    lambda name, secret: f"f({name.replace('-', '_')}={secret!r}, x=1)",
    lambda name, secret: "?" + urlencode({"a": "b", name: secret, "c": "d"}),
    lambda name, secret: "x=" + quote(in_json(name, secret), safe=""),
    lambda name, secret: repr([(name, "=", secret), ("id", "=", 7)]),
    lambda name, secret: repr([(name, secret), ("Host", "h")]),
]
BARE = [
    lambda name, secret: f"GET /x?a=b&{name}={secret}&c=d HTTP/1.1",
    lambda name, secret: f"{name}={secret}",
    lambda name, secret: f"{name} = {secret}\nhost = db",
    lambda name, secret: f"{name}: {secret}\r\nHost: h",
    lambda name, secret: f"a=1; {name}={secret}; b=2",
    lambda name, secret: f"<{name}>{secret}</{name}>",
    lambda name, secret: f'<field name="{name}">{secret}</field>',
    lambda name, secret: f'<input value="{secret}" name="{name}">',
    lambda name, secret: f"run --{name} {secret} --x",
    lambda name, secret: f"&quot;{name}&quot;: &quot;{secret}&quot;",
    lambda name, secret: f'{{"{name}": "{secret}',
    lambda name, secret: f"export {name}={secret}",
    lambda name, secret: f"SET {name.replace('-', '_')} = '{secret}' WHERE id = 7",
]
surroundings = st.sampled_from([*INNOCENT, "x\n" * 50, *(case[1] for case in SECRETS)])


def shows(secret, text):
    """Tell whether any spelling of a secret is in a text."""
    spelled = (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1], quote(secret))
    return any(spelling in text for spelling in spelled)


@given(wild)
def test_nothing_raises_and_once_is_enough(text):
    result = redact(text)
    assert redact(result.text) == (result.text, 0, ())
    assert (result.count == 0) == (result.text == text)


@given(st.sampled_from(QUOTED), st.sampled_from(NAMES), quotable, surroundings)
def test_no_quoted_secret_survives(carrier, name, secret, around):
    carried = carrier(name, secret)
    assert not shows(secret, redact(f"{around}\n{carried}\n{around}").text)


@given(st.sampled_from(BARE), st.sampled_from(NAMES), any_secret, surroundings)
def test_no_bare_secret_survives(carrier, name, secret, around):
    carried = carrier(name, secret)
    assert not shows(secret, redact(f"{around}\n{carried}\n{around}").text)


@given(st.sampled_from(NAMES), quotable, st.integers(0, 40), st.booleans())
def test_no_beginning_of_a_cut_off_secret_survives(name, secret, less, as_repr):
    carried = repr({name: secret}) if as_repr else in_json(name, secret)
    begin = carried.index("q7")
    cut = carried[: max(begin + 3, len(carried) - less)]
    assert "q7" not in redact(cut).text


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), wild, st.binary()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(wild, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(wild, values, max_size=4))
def test_every_context_is_answered_and_once_is_enough(context):
    clean = redact_context(context)
    assert json.loads(json.dumps(clean)) == clean or "NaN" in json.dumps(clean)
    assert json.dumps(redact_context(clean)) == json.dumps(clean)


@given(st.sampled_from(NAMES), any_secret, st.lists(st.sampled_from("dlt"), max_size=6))
def test_no_secret_survives_at_any_depth(name, secret, path):
    value = {name: secret}
    for step in path:
        value = {"d": {"x": value}, "l": [1, value], "t": (value,)}[step]
    assert secret not in json.dumps(redact_context({"params": value}))
    assert secret not in json.dumps(redact_context({"params": repr(value)}))


@given(wild, st.integers(-1, 300))
def test_clip_keeps_its_promise(text, limit):
    short = clip(text, limit)
    assert len(short) <= max(limit, 0) or short == text
    assert clip(short, limit) == short


@pytest.mark.parametrize("other", [object(), {1}, frozenset("a"), 10**60, float("nan")])
def test_other_objects_are_shown_as_json_can(other):
    assert json.dumps(redact_context({"x": other, 7: [other]}))
