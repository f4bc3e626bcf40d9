"""Beginnings of messages in the formats of many phones, and what is none."""

import pytest
from chat_samples import LINES, NO_BEGINNINGS
from intake.whatsapp import parse


def test_there_are_enough_samples():
    assert len({sample.line for sample in LINES}) >= 25
    assert len({sample.name for sample in LINES}) == len(LINES)


@pytest.mark.parametrize("sample", LINES, ids=lambda sample: sample.name)
def test_line(sample):
    chat = parse(sample.line, locale=sample.locale)
    [message] = chat.messages
    assert message.sent_at == sample.sent_at
    assert (message.sender, message.text) == (sample.sender, sample.text)
    assert not message.system and not message.media
    assert message.exact == ("swapped" not in sample.name and "two" not in sample.name)
    assert message.exact == chat.certain


@pytest.mark.parametrize("sample", LINES, ids=lambda sample: sample.name)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_that_follow_belong_to_it(sample, end):
    more = f"{end}second line{end}{end}fourth"
    [message] = parse(f"\ufeff{sample.line}{more}{end}", locale=sample.locale).messages
    expected = f"{sample.text}\nsecond line\n\nfourth".strip()
    assert (message.sender, message.text) == (sample.sender, expected)
    assert message.sent_at == sample.sent_at


@pytest.mark.parametrize("line", NO_BEGINNINGS)
def test_no_beginning(line):
    text = f"25/03/2026, 14:05 - Rahima: first\n{line}"
    [message] = parse(text).messages
    assert message.text == f"first\n{line}".strip()
