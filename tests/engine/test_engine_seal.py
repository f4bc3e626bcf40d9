"""One spelling of a content, and the seal that tells it from any other."""

import copy

import pytest
from engine.seal import canonical, seal
from hypothesis import given
from hypothesis import strategies as st

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=10,
)


def test_a_seal_that_can_be_computed_elsewhere():
    # printf '{"a":1,"b":"৳"}' | sha256sum
    assert canonical({"b": "৳", "a": 1}) == '{"a":1,"b":"৳"}'
    assert seal({"b": "৳", "a": 1}) == (
        "0328982d290bfaf67e5e62f1d9e2c51cb97596d0ccfd9b09f74ede4521864b90"
    )


@given(JSON, JSON)
def test_other_content_has_another_seal(one, other):
    assert (seal(one) == seal(other)) == (canonical(one) == canonical(other))


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(content):
    assert seal(dict(reversed(content.items()))) == seal(content)


@given(JSON)
def test_equal_values_have_one_spelling(value):
    assert canonical(value) == canonical(copy.deepcopy(value))
    assert len(seal(value)) == 64


def test_the_order_of_a_list_and_every_letter_matter():
    assert seal({"a": [1, 2]}) != seal({"a": [2, 1]})
    assert seal({"a": "é"}) != seal({"a": "e"})


def test_what_json_does_not_know_is_refused():
    with pytest.raises(ValueError):
        canonical(float("inf"))
    with pytest.raises(TypeError):
        canonical({"a": object()})
