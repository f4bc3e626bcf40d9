"""The report dialog in other scripts and directions, and with words without end."""

from odoo.tests import tagged

from .test_report_tour import ReportTourCase

ARABIC, BENGALI = "ar_001", "bn_IN"


class LanguageCase(ReportTourCase):
    def report(self, tour, language=None):
        """Let the reporter walk through a tour in a language; return the issue."""
        if language:
            self.env["res.lang"]._activate_lang(language)
            self.reporter.lang = language
        self.start_tour("/odoo/my-issues", tour, login=self.reporter.login)
        return self.reported()


@tagged("post_install", "-at_install")
class TestReportLanguages(LanguageCase):
    def test_from_right_to_left_everything_is_mirrored(self):
        issue = self.report("hypercare_report_mirrored", ARABIC)
        self.assertEqual(issue.name, "الفاتورة لا تُرحّل")


@tagged("post_install", "-at_install")
class TestReportLanguagesPhone(LanguageCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_from_right_to_left_on_a_phone(self):
        issue = self.report("hypercare_report_mirrored", ARABIC)
        self.assertEqual(issue.severity, "s1")

    def test_in_bengali_on_a_phone(self):
        issue = self.report("hypercare_report_bengali", BENGALI)
        self.assertEqual(issue.name, "বিল পোস্ট করা যাচ্ছে না – ভ্যাট হিসাব ভুল")

    def test_words_without_end_on_a_phone(self):
        issue = self.report("hypercare_report_long_words")
        self.assertTrue(issue.name.endswith("Knitwear"))
