"""Issue lists as teams keep them, from the file to the issue."""

from datetime import date, datetime, time

from .sheet_common import SheetCase, csv_file, ods_file, xls_file, xlsx_file

#: 09:15 on Day 2 in Dhaka.
DAY_2 = datetime(2026, 3, 2, 3, 15)
BASIC = [["No", "Day/Date", "Issue", "Severity"], [1, "Day 2 09:15", "a", "S2"]]
DATED = [
    ["Date", "Issue", "Sev"],
    [datetime(2026, 3, 2, 9, 15), "a", "High"],
]
IN_BENGALI = [
    ["ক্রমিক", "তারিখ", "সমস্যা", "গুরুত্ব", "অবস্থা"],
    ["১", "০২/০৩/২০২৬ ০৯:১৫", "বিল হচ্ছে না", "উচ্চ", "নতুন"],
]
IN_GERMAN = [
    ["Nr", "Gemeldet am", "Titel", "Priorität", "Zustand"],
    ["1", "2.3.2026 09:15", "Rechnung geht nicht", "hoch", "offen"],
]
IN_FRENCH = [
    ["N°", "Signalé le", "Objet", "Gravité", "Statut"],
    ["1", "2 mars 2026 09h15", "Facture bloquée", "majeure", "ouvert"],
]
IN_SPANISH = [
    ["Nº", "Fecha", "Asunto", "Severidad", "Estado"],
    ["1", "2/3/2026 09:15", "No se puede facturar", "alta", "abierto"],
]
APART = [
    ["Date", "Time", "Issue", "Priority"],
    [date(2026, 3, 2), time(9, 15), "a", "P2 - High"],
]
TITLED = [
    ["Knit Ltd. – issue log"],
    ["Prepared by", "IT"],
    [],
    ["SL", "Date", "Problem", "Severity"],
    [1, "02-Mar-2026 9:15 AM", "a", 2],
    ["Total", 1],
]
SECTIONS = [["SL", "Time", "Issue", "Severity"], ["Day 2"], [1, "09:15", "a", "S2"]]
TICKETS = [
    ["Key", "Summary", "Created", "Priority", "Status", "Reporter"],
    ["ERP-1", "a", "02/Mar/26 9:15 AM", "High", "To Do", "Reporter"],
]
NUMBERED = [["No", "Date", "Issue", "Sev"], [1, 46083.385416667, "a", "2"]]

#: What it is, the file. Each holds one issue: S2, reported on Day 2 at 09:15.
SAMPLES = [
    ("csv with commas", csv_file(BASIC)),
    ("csv with semicolons", csv_file(BASIC, ";")),
    ("csv with tabs, as copied from a sheet", csv_file(BASIC, "\t")),
    ("csv with bars", csv_file(BASIC, "|")),
    ("csv that names its separator", b"sep=;\r\n" + csv_file(BASIC, ";", "ascii")),
    ("csv in UTF-16", csv_file(BASIC, "\t", "utf-16")),
    ("csv of an old Windows", csv_file(IN_GERMAN, ";", "cp1252")),
    ("csv with every cell in quotation marks", csv_file(BASIC, quoting=1)),
    ("xlsx with days", xlsx_file(BASIC)),
    ("xlsx with dates", xlsx_file(DATED)),
    ("xlsx with date and time apart", xlsx_file(APART)),
    ("xlsx with title and total", xlsx_file(TITLED)),
    ("xlsx with days as headings", xlsx_file(SECTIONS)),
    ("xlsx with dates as numbers", xlsx_file(NUMBERED)),
    ("xlsx with several sheets", xlsx_file([], Cover=[["Hello"]], Log=BASIC)),
    ("xlsx in Bengali", xlsx_file(IN_BENGALI)),
    ("xlsx in French", xlsx_file(IN_FRENCH)),
    ("xlsx in Spanish", xlsx_file(IN_SPANISH)),
    ("tickets", csv_file(TICKETS)),
    ("xls", xls_file(BASIC)),
    ("xls with dates", xls_file(DATED)),
    ("ods", ods_file(BASIC)),
    ("ods with dates", ods_file(DATED)),
]

#: What is wrong, the file, what is said about it.
BROKEN = [
    ("no column names", csv_file([["1", "2"], ["3", "4"]]), "No row with column names"),
    ("nothing", csv_file([[" "], [""]]), "The sheet is empty."),
    ("only names", xlsx_file(BASIC[:1]), "no issue below the column names"),
    ("no text", csv_file([["No", "Date", "Status"], [1, "Day 2", "New"]]), "what hap"),
]


class TestSheetSamples(SheetCase):
    def test_every_sample_becomes_its_issue(self):
        self.assertGreaterEqual(len(SAMPLES), 12)
        for name, content in SAMPLES:
            with self.subTest(sample=name), self.cr.savepoint() as savepoint:
                wizard = self.wizard(content)
                self.assertFalse(wizard.problem)
                issue = self.take(wizard)
                self.assertEqual(len(issue), 1)
                self.assertEqual((issue.severity, issue.state), ("s2", "new"))
                self.assertEqual(issue.reported_at, DAY_2)
                savepoint.rollback()

    def test_what_is_wrong_is_said_and_nothing_is_imported(self):
        for name, content, problem in BROKEN:
            with self.subTest(sample=name):
                wizard = self.wizard(content)
                self.assertIn(problem, wizard.problem)
                self.assertFalse(wizard.ready_count)
                self.assertTrue(self.again(wizard, "action_import"))
                self.assertFalse(wizard.period_id.issue_ids)
