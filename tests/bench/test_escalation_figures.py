"""The escalation bench's own logic: percentiles, and which mail tells of which row."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

from bench._escalation_figures import (
    Lost,
    acceptances,
    accepted_at,
    percentile,
    spread,
)

MAIL = "X-Envelope-To: a@example.com\r\nMessage-ID: {}\r\nSubject: x\r\n\r\nbody\r\n"


class TestPercentile(TestCase):
    def test_it_is_the_smallest_value_that_so_many_percent_do_not_exceed(self):
        fifty = range(1, 51)
        for percent, expected in ((2, 1), (50, 25), (51, 26), (95, 48), (100, 50)):
            with self.subTest(percent=percent):
                self.assertEqual(percentile(fifty, percent), expected)

    def test_order_does_not_matter_and_one_value_is_enough(self):
        self.assertEqual(percentile([9, 1, 5], 50), 5)
        self.assertEqual(percentile([7.5], 95), 7.5)

    def test_of_nothing_or_at_no_percentage_there_is_none(self):
        for values, percent in (([], 50), ([1], 0), ([1], 101)):
            with self.subTest(percent=percent), self.assertRaises(ValueError):
                percentile(values, percent)

    def test_a_table_shows_median_95_percent_and_most(self):
        self.assertEqual(
            spread([float(second) for second in range(100, 0, -1)]),
            {"p50": 50.0, "p95": 95.0, "max": 100.0},
        )


class TestAcceptances(TestCase):
    def test_a_row_is_told_when_the_last_of_its_mails_is_accepted(self):
        mails_of = {1: ["<a>"], 2: ["<a>", "<b>"]}
        self.assertEqual(
            acceptances(mails_of, {"<a>": 10.0, "<b>": 12.5, "<other>": 99.0}),
            {1: 10.0, 2: 12.5},
        )

    def test_a_mail_that_never_came_is_an_error_that_names_the_row(self):
        with self.assertRaisesRegex(Lost, "escalation 2: 1 of 2 mails"):
            acceptances({1: ["<a>"], 2: ["<a>", "<b>"]}, {"<a>": 10.0})

    def test_a_row_without_any_mail_is_an_error(self):
        with self.assertRaisesRegex(Lost, "escalation 3"):
            acceptances({3: []}, {"<a>": 10.0})

    def test_the_last_copy_of_a_mail_counts(self):
        with TemporaryDirectory() as name:
            folder = Path(name)
            for file, message, moment in (
                ("1.eml", "<a>", 1000),
                ("2.eml", "<a>", 1007),
                ("3.eml", "<b>", 1003),
                ("4.eml.part", "<c>", 1004),
            ):
                (folder / file).write_bytes(MAIL.format(message).encode())
                os.utime(folder / file, (moment, moment))
            self.assertEqual(accepted_at(folder), {"<a>": 1007, "<b>": 1003})
