"""What is found while somebody types: with slips and endings, in Bengali, at once."""

from unittest.mock import patch

from odoo.tests import tagged

from .test_report import ReportCase


@tagged("post_install", "-at_install")
class TestSimilar(ReportCase):
    def find(self, text):
        found = self.issues(self.colleague).report_similar(text, self.period.id)
        return [line["name"] for line in found["issues"]]

    def both_ways(self):
        """Yield with the database's trigrams, and on a database without them."""
        yield self.env.registry.has_trigram
        with patch.object(self.env.registry, "has_trigram", False):
            yield False

    def test_slips_and_endings_are_forgiven(self):
        names = [
            "Vendor bills cannot be posted in March",
            "The barcode scanner prints no label",
            "বিল পোস্ট করা যাচ্ছে না",
        ]
        for name in names:
            self.make_issue(name=name)
        cases = [
            ("vendor bill cannot be post", names[0]),
            ("vendro bills connot posted", names[0]),
            ("barcode scaner printed label", names[1]),
            ("বিল পোস্ট হচ্ছে না", names[2]),
        ]
        for trigrams in self.both_ways():
            for text, name in cases:
                with self.subTest(trigrams=trigrams, text=text):
                    self.assertEqual(self.find(text)[:1], [name])

    def test_what_has_nothing_in_common_is_not_shown(self):
        self.make_issue(name="Vendor bills cannot be posted in March")
        for trigrams in self.both_ways():
            for text in (
                "payroll overtime missing",
                "%%%%",
                "____",
                "a b c d",
                "\\\\\\\\",
            ):
                with self.subTest(trigrams=trigrams, text=text):
                    self.assertEqual(self.find(text), [])

    def test_the_most_alike_come_first_and_solved_ones_take_no_place(self):
        for number in range(60):
            issue = self.make_issue(name=f"Label printer does not print {number}")
            if number < 50:
                issue.with_user(self.l1).write({"state": "resolved"})
        wanted = self.make_issue(name="Label printer prints labels twice")
        for trigrams in self.both_ways():
            with self.subTest(trigrams=trigrams):
                found = self.find("label printer prints labels twice")
                self.assertEqual((found[0], len(found)), (wanted.name, 5))

    def test_one_statement_for_issues_and_one_for_answers(self):
        self.make_issue(name="Vendor bills cannot be posted")
        self.find("vendor bills posted")
        issues = type(self.env["hypercare.issue"])
        asked, alike = [], issues._alike

        def count(records, *args):
            before = self.env.cr.sql_log_count
            found = alike(records, *args)
            asked.append(self.env.cr.sql_log_count - before)
            return found

        with patch.object(issues, "_alike", count):
            self.find("vendor bills posted")
        self.assertEqual(asked, [1, 1])
