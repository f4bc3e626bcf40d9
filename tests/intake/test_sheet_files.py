"""Files of spreadsheets: what is read, and what is refused before it does harm."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from intake.sheet_files import MAX_BYTES, MAX_ROWS, Unreadable, likely_tab, open_file

openpyxl = pytest.importorskip("openpyxl")


def xlsx(fill):
    book = openpyxl.Workbook()
    fill(book)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def archive(**parts):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in parts.items():
            found.writestr(name.replace("__", "."), content)
    return output.getvalue()


def refusal(data):
    with pytest.raises(Unreadable) as caught:
        for tab in open_file(data):
            tab.rows()
    return caught.value.key


def rows_of(data, tab=0):
    return open_file(data)[tab].rows()


@pytest.mark.parametrize(
    "text, rows",
    [
        ("No,Issue\n1,a\n", [["No", "Issue"], ["1", "a"]]),
        ("No;Issue\n1;a,b\n", [["No", "Issue"], ["1", "a,b"]]),
        ("No\tIssue\n1\ta;b,c\n", [["No", "Issue"], ["1", "a;b,c"]]),
        ("No|Issue\r\n1|a", [["No", "Issue"], ["1", "a"]]),
        ('No,Issue\n1,"a\nb"\n', [["No", "Issue"], ["1", "a\nb"]]),
        ("sep=;\nNo;Issue\n1;a", [[], ["No", "Issue"], ["1", "a"]]),
        ("\n\nNo,Issue\n\n1,a,,\n,,\n", [[], [], ["No", "Issue"], [], ["1", "a"]]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv(text, rows, encoding):
    assert rows_of(text.encode(encoding)) == rows


def test_csv_of_an_old_windows():
    assert rows_of("Nr;Gerät\n1;Zähler".encode("cp1252")) == [
        ["Nr", "Gerät"],
        ["1", "Zähler"],
    ]


def test_xlsx_cells_keep_their_kind():
    def fill(book):
        book.active.append(["No", "Issue", "Date", "Time", "Day"])
        moment = datetime(2026, 3, 14, 9, 15)
        book.active.append([1, "a", moment, time(9, 15), date(2026, 3, 14)])

    found = rows_of(xlsx(fill))[1]
    assert found[:4] == [1, "a", datetime(2026, 3, 14, 9, 15), time(9, 15)]
    assert found[4] == datetime(2026, 3, 14)


def test_rows_keep_their_numbers_and_far_cells_cost_nothing():
    def fill(book):
        book.active["A1"] = "No"
        book.active["A5"] = "x"
        book.active["XFD5"] = "far away"
        book.active["A40000"].number_format = "0"

    assert rows_of(xlsx(fill)) == [["No"], [], [], [], ["x"]]


def test_formulas_are_not_carried_out():
    def fill(book):
        book.active.append(["No", "Issue"])
        book.active.append([1, '=HYPERLINK("http://evil.example")'])

    assert rows_of(xlsx(fill)) == [["No", "Issue"], [1]]


def test_hidden_sheets_are_left_out_and_the_likely_one_is_found():
    def fill(book):
        book.active.title = "Cover"
        book.active.append(["Our log"])
        hidden = book.create_sheet("Lists")
        hidden.append(["No", "Issue", "Status", "Severity"])
        hidden.sheet_state = "hidden"
        book.create_sheet("Log").append(["No", "Issue", "Status"])

    tabs = open_file(xlsx(fill))
    assert [tab.name for tab in tabs] == ["Cover", "Log"]
    assert likely_tab(tabs) == 1


# -- Refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data, key",
    [
        (b"", "file_empty"),
        (b"x" * (MAX_BYTES + 1), "file_too_big"),
        (b"PK\x03\x04 nothing", "file_broken"),
        (b"\xd0\xcf\x11\xe0 nothing", "file_broken"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "file_locked"),
        (b"<!DOCTYPE html><table></table>", "file_page"),
        (b"  \n<?xml version='1.0'?><Workbook/>", "file_page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "file_other"),
        (archive(word="x"), "file_other"),
        (("a,b\n" * (MAX_ROWS + 200)).encode(), "file_too_many_rows"),
        (('"' + "a,b\n" * 100_000).encode(), "file_broken"),
    ],
)
def test_refused(data, key):
    assert refusal(data) == key


def test_bombs_are_not_unpacked():
    names = {"[Content_Types]__xml": "<Types/>", "xl/workbook__xml": "<workbook/>"}
    bomb = archive(**names, **{"xl/worksheets/sheet1__xml": b" " * (51 * 2**20)})
    assert len(bomb) < 2**20
    assert refusal(bomb) == "file_unpacks"
    many = archive(**{f"part{number}": b"" for number in range(2100)})
    assert refusal(many) == "file_unpacks"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding):
    text = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        "<workbook>&b;</workbook>"
    ).encode(encoding)
    names = {"[Content_Types]__xml": "<Types/>", "xl/workbook__xml": text}
    assert refusal(archive(**names)) == "file_broken"
    assert refusal(archive(content__xml=text)) == "file_broken"


def test_macros_are_not_looked_at():
    def fill(book):
        book.active.append(["No", "Issue"])

    output = io.BytesIO(xlsx(fill))
    with zipfile.ZipFile(output, "a") as found:
        found.writestr("xl/vbaProject.bin", b"evil")
    assert rows_of(output.getvalue()) == [["No", "Issue"]]
