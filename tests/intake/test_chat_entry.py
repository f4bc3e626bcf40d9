"""The messages of a chat in UTC, and known again when they are pasted once more."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from intake.chat_entry import entries, sender_key, times, to_utc
from intake.whatsapp import parse

DHAKA, BERLIN = ZoneInfo("Asia/Dhaka"), ZoneInfo("Europe/Berlin")
ANDROID = """25/03/2026, 14:05 - Rahima: The bill cannot be posted
25/03/2026, 14:06 - Rahima: ok
25/03/2026, 14:06 - Rahima: ok
25/03/2026, 14:07 - Mitu: IMG-1.jpg (file attached)"""
IPHONE = """[25.03.26, 14:05:33] Rahima: The bill  cannot be posted
[25.03.26, 14:06:02] Rahima: ok
[25.03.26, 14:06:40] Rahima: ok
\u200e[25.03.26, 14:07:10] Mitu: \u200eimage omitted"""


def keys(text, tz=DHAKA):
    chat = parse(text, today=date(2026, 3, 26))
    sent = times(chat.messages, tz, datetime(2026, 3, 26))
    return [entry.key for entry in entries(chat.messages, sent)]


@pytest.mark.parametrize(
    "local, tz, utc",
    [
        ((2026, 3, 25, 14, 5), DHAKA, (2026, 3, 25, 8, 5)),
        ((2026, 1, 25, 14, 5), BERLIN, (2026, 1, 25, 13, 5)),
        ((2026, 7, 25, 14, 5), BERLIN, (2026, 7, 25, 12, 5)),
        # The clocks skip from 02:00 to 03:00.
        ((2026, 3, 29, 1, 59), BERLIN, (2026, 3, 29, 0, 59)),
        ((2026, 3, 29, 2, 30), BERLIN, (2026, 3, 29, 1, 30)),
        ((2026, 3, 29, 3, 0), BERLIN, (2026, 3, 29, 1, 0)),
        # 02:30 comes twice; without anything before it, it is the first one.
        ((2026, 10, 25, 2, 30), BERLIN, (2026, 10, 25, 0, 30)),
    ],
)
def test_local_times_become_utc(local, tz, utc):
    assert to_utc(datetime(*local), tz) == datetime(*utc)


def test_an_hour_that_comes_twice_goes_on():
    chat = parse(
        "\n".join(
            f"25/10/2026, {clock} - Rahima: message"
            for clock in ("02:10", "02:50", "02:05", "02:55", "03:01")
        ),
        today=date(2026, 10, 26),
    )
    assert times(chat.messages, BERLIN, datetime(2026, 10, 26)) == [
        datetime(2026, 10, 25, hour, minute)
        for hour, minute in ((0, 10), (0, 50), (1, 5), (1, 55), (2, 1))
    ]


def test_what_has_no_time_has_that_of_its_neighbour():
    chat = parse("copied from below\n" + ANDROID, today=date(2026, 3, 26))
    sent = times(chat.messages, DHAKA, datetime(2026, 1, 1))
    found = entries(chat.messages, sent)
    assert (found[0].text, found[0].at) == ("copied from below", found[1].at)
    assert not found[0].exact
    assert times(chat.messages[:1], DHAKA, datetime(2026, 1, 1)) == [
        datetime(2026, 1, 1)
    ]


def test_another_phone_and_another_export_have_the_same_keys():
    assert keys(ANDROID) == keys(IPHONE)


def test_equal_messages_of_one_minute_are_two():
    assert len(set(keys(ANDROID))) == 4


def test_a_longer_paste_begins_with_the_same_keys():
    longer = f"{ANDROID}\n25/03/2026, 14:08 - Rahima: ok"
    assert keys(longer)[:4] == keys(ANDROID)
    assert keys(longer)[4] not in keys(ANDROID)


def test_another_time_zone_is_another_message():
    assert set(keys(ANDROID)).isdisjoint(keys(ANDROID, BERLIN))


def test_senders_are_known_however_they_are_written():
    assert sender_key("+880 1711-000000") == sender_key("\u202a+8801711\u2011000000")
    assert sender_key("RAHIMA  Khatun") == sender_key("Rahima Khatun")
    assert sender_key("Rahima") != sender_key("Rahim")
