import io

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from ..const import ISSUE_STATES
from ..intake.sheet_template import template_rows
from ..intake.texts import neutralise

#: Rows of the template for which the choices are offered.
_ROWS = 1000
_WIDTHS = (7, 18, 14, 10, 34, 44, 16, 16, 8, 12, 14, 34, 18, 24)
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class HypercareSheetTemplate(http.Controller):
    @http.route(
        "/hypercare/issue-list.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def template(self):
        """Return an empty issue list to fill in, in the user's language.

        For the support team, who may import it.
        """
        if not request.env.user.has_group("hypercare_support.group_agent"):
            raise AccessError(
                request.env._("The template is for the support team. Ask one of them.")
            )
        name = request.env._("Issue list.xlsx")
        return request.make_response(
            template_file(request.env),
            headers=[
                ("Content-Type", _TYPE),
                ("Content-Disposition", content_disposition(name)),
            ],
        )


def template_file(env) -> bytes:
    """Return the template: the list, and a sheet that explains its columns."""
    import xlsxwriter  # noqa: PLC0415

    template = template_rows(env._)
    output = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(output, options) as book:
        look = {"text_wrap": True, "valign": "top"}
        head = book.add_format({**look, "bold": True, "bg_color": "#e9ecef"})
        example = book.add_format({**look, "italic": True, "font_color": "#6c757d"})
        plain = book.add_format(look)
        issues = book.add_worksheet(env._("Issues"))
        _write(issues, template.issues, (head, example))
        issues.freeze_panes(1, 0)
        for place, width in enumerate(_WIDTHS):
            issues.set_column(place, place, width, plain)
        _offer_choices(env, issues, template)
        explained = book.add_worksheet(env._("Explanation"))
        _write(explained, template.explanation, (head, plain))
        explained.set_column(0, 0, 18)
        explained.set_column(1, 1, 70)
        explained.set_column(2, 2, 28)
    return output.getvalue()


def _write(sheet, rows, formats):
    """Write rows; the first one in the first format."""
    for index, row in enumerate(rows):
        for place, text in enumerate(row):
            style = formats[0] if index == 0 else formats[1]
            sheet.write_string(index, place, neutralise(text), style)


def _offer_choices(env, sheet, template):
    """Have the cells of severity and status offer what they take.

    Other words are understood as well, so nothing is refused.
    """
    names = [row[0] for row in template.explanation[1:]]
    states = [label for _key, label in _labels(env, "state", ISSUE_STATES)]
    for name, choices in (
        (env._("Severity"), ["S1", "S2", "S3", "S4"]),
        (env._("Tier"), ["L1", "L2", "L3"]),
        (env._("Status"), states),
    ):
        if name not in names:
            continue
        place = names.index(name)
        sheet.data_validation(
            1,
            place,
            _ROWS,
            place,
            {"validate": "list", "source": choices, "error_type": "information"},
        )


def _labels(env, name, known):
    found = env["hypercare.issue"]._fields[name]._description_selection(env)
    return found or known
