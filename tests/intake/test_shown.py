"""What a refusal repeats can always be sent, and is short."""

import json

import pytest
from intake.shown import shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("S5", "S5"),
        (None, "None"),
        ("a\nb\x00c", "a bc"),
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d\ude42", "🙂"),
        ("x" * 500, "x" * 80),
        ([1, "\udfff"], "[1, '\\udfff']"),
    ],
)
def test_values_are_shown(value, expected):
    assert shown(value) == expected
    json.dumps(shown(value), ensure_ascii=False).encode()
