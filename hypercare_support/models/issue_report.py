import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import const
from ..intake.limits import clean_text
from ..intake.limits_files import (
    ALLOWED,
    MOST_BYTES,
    MOST_FILES,
    check_amount,
    check_file,
)

#: Reports that one person can send in a minute; more is a stuck key or a script.
PER_MINUTE = 10
#: Longest sentence and text of a report, in characters.
MAX_NAME, MAX_DETAILS = 300, 20_000


class HypercareIssue(models.Model):
    """The report button: from what somebody sees to a line of the log.

    Every method here is called by any employee. What comes from the client is checked
    and bounded; secrets are taken out before anything is stored.
    """

    _inherit = "hypercare.issue"

    context_ids = fields.One2many("hypercare.issue.context", "issue_id")
    report_key = fields.Char(
        copy=False,
        readonly=True,
        help="Made by the dialog: a report sent twice is one issue.",
    )

    _report_once = models.UniqueIndex(
        "(create_uid, report_key) WHERE report_key IS NOT NULL"
    )

    @api.model
    def report_start(self, context):
        """Return what the dialog needs: periods, promises, preview, suggestion.

        :param context: what the user was looking at, see ``hypercare.issue.context``
        """
        kept = self.env["hypercare.issue.context"]._read_context(context)
        periods = self._report_periods()
        company = self.env.company
        hints = self.env["hypercare.category.hint"]
        category = hints._suggest(
            kept.get("error_message", ""), kept.get("model"), company
        )
        return {
            "periods": [period._report_promises() for period in periods],
            "period_id": periods[:1].id if len(periods) == 1 else False,
            "none_reason": False if periods else self._no_period_reason(),
            "category": {"id": category.id, "name": category.name}
            if category
            else False,
            "preview": self._context_preview(kept),
            "traceback": kept.get("traceback", ""),
            "limits": {
                "text": MAX_DETAILS,
                "files": MOST_FILES,
                "bytes": MOST_BYTES,
                "file_bytes": {kind: known.limit for kind, known in ALLOWED.items()},
            },
        }

    @api.model
    def report_submit(self, values):
        """Create an issue from what the dialog sends, once per ``client_key``.

        :return: number, who has it, what is promised, and where to see it
        :raise UserError: for anything that cannot be taken as it is, saying what to do
        """
        if not isinstance(values, dict):
            raise UserError(self.env._("Nothing was sent. Write a sentence first."))
        key = clean_text(values.get("client_key"), 64, one_line=True).text or False
        if key and (known := self._sent_before(key)):
            return known._report_receipt()
        self._check_report_rate()
        period = self._report_period(values.get("period_id"))
        vals = self._report_vals(values, period)
        context = {}
        if values.get("with_context", True):
            contexts = self.env["hypercare.issue.context"]
            context = contexts._read_context(values.get("context"))
        vals["category_id"] = self._report_category(values, vals, context, period)
        vals["module"] = context.get("app") or False
        files = self._report_files(values.get("attachments"))
        issue = self.create(vals)
        # sudo: a reporter does not write the evidence of his own issue.
        bare = issue.sudo()
        if key:
            bare._store_rows({issue.id: {"report_key": key}})
        if context:
            self.env["hypercare.issue.context"].sudo().create(
                {
                    "issue_id": issue.id,
                    "company_id": issue.company_id.id,
                    **context,
                }
            )
        bare._attach_files(files)
        return issue._report_receipt()

    # -- What is taken -----------------------------------------------------------------

    def _report_vals(self, values, period) -> dict:
        """Return the values of the issue; only what a reporter may decide."""
        texts = {
            name: clean_text(values.get(name), MAX_DETAILS).text
            for name in ("description", "expected", "actual")
        }
        name = clean_text(values.get("name"), 10 * MAX_NAME, one_line=True).text
        if not name.strip():
            raise UserError(self.env._("Say in one sentence what went wrong."))
        if len(name) > MAX_NAME:
            texts["description"] = f"{name}\n\n{texts['description']}".strip()
            name = f"{name[: MAX_NAME - 1]}…"
        vals = {"name": name, "period_id": period.id, "channel": "app", **texts}
        for answer in ("work_stopped", "workaround_known", "only_person"):
            value = values.get(answer)
            if not value:
                raise UserError(
                    self.env._(
                        "Answer the three questions: they decide how urgent it is."
                    )
                )
            self._check_choice(answer, value)
            vals[answer] = value
        vals["confidential"] = bool(values.get("confidential"))
        return vals

    def _report_category(self, values, vals, context, period):
        """Return the category: the one chosen, else the one the words speak for."""
        chosen = values.get("category_id")
        categories = self.env["hypercare.category"]
        if isinstance(chosen, int) and not isinstance(chosen, bool):
            return categories.search([("id", "=", chosen)]).id
        text = f"{vals['name']} {context.get('error_message', '')}"
        hints = self.env["hypercare.category.hint"]
        return hints._suggest(text, context.get("model"), period.company_id).id

    def _report_files(self, given) -> list[dict]:
        """Return the files as attachment values, checked by what is in them.

        :raise UserError: for the first file that cannot be taken
        """
        given = given or []
        if not isinstance(given, list) or not all(isinstance(f, dict) for f in given):
            raise UserError(self.env._("The files could not be read. Add them again."))
        contents = []
        for file in given[: MOST_FILES + 1]:
            data = file.get("data")
            if not isinstance(data, str) or len(data) > 2 * MOST_BYTES:
                raise UserError(
                    self.env._("A file is too large. %s MB altogether are taken.")
                    % (MOST_BYTES // 2**20)
                )
            try:
                contents.append(base64.b64decode(data, validate=True))
            except (binascii.Error, ValueError) as error:
                raise UserError(
                    self.env._("A file could not be read. Add it again.")
                ) from error
        problem = check_amount([len(data) for data in contents])
        if problem:
            raise UserError(
                self.env._(
                    "At most %(files)s files, %(size)s MB altogether, can be sent. "
                    "Take some away.",
                    files=MOST_FILES,
                    size=MOST_BYTES // 2**20,
                )
            )
        return [
            self._report_file(file, data)
            for file, data in zip(given, contents, strict=True)
        ]

    def _report_file(self, file, data) -> dict:
        checked = check_file(file.get("name"), file.get("mimetype"), data)
        if checked.problem:
            raise UserError(
                self.env._(
                    "“%(name)s” cannot be taken. Send a picture, a PDF, a text or an "
                    "office file that is not too large.",
                    name=checked.name,
                )
            )
        return {"name": checked.name, "mimetype": checked.mimetype, "raw": data}

    def _attach_files(self, files):
        """Bind files to the issue; nobody reaches them but through it."""
        self.env["ir.attachment"].create(
            [
                {**file, "res_model": self._name, "res_id": self.id, "public": False}
                for file in files
            ]
        )

    # -- Which period ------------------------------------------------------------------

    @api.model
    def _report_periods(self):
        """Return the periods of the user's company that take reports.

        Those that run, if there are any. Drafts take rehearsals by the team only; they
        are not offered here.
        """
        periods = self.env["hypercare.period"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "in", const.LOGGING_STATES),
            ]
        )
        running = periods.filtered(lambda period: period.state == "running")
        return running or periods

    @api.model
    def _report_period(self, period_id):
        """Return the period a report goes to.

        :raise UserError: if there is none, or it takes no reports
        """
        periods = self._report_periods()
        if not period_id and len(periods) == 1:
            return periods
        if period_id:
            self._check_record_id(period_id)
            periods = periods.filtered(lambda period: period.id == period_id)
            if periods:
                return periods
        raise UserError(self._no_period_reason())

    @api.model
    def _no_period_reason(self) -> str:
        """Return why nothing can be reported, and whom to ask instead."""
        return self.env._(
            "No hypercare period takes issues for %s at present. Ask your support "
            "team.",
            self.env.company.name,
        )

    # -- Guards ------------------------------------------------------------------------

    @api.model
    def _sent_before(self, key):
        """Return the issue that this user's dialog has created already."""
        # sudo: found by its maker's own key only.
        issue = self.sudo().search(
            [("create_uid", "=", self.env.uid), ("report_key", "=", key)], limit=1
        )
        return issue.sudo(False)

    @api.model
    def _check_report_rate(self):
        """Refuse more reports than a person can write.

        :raise UserError: saying to wait
        """
        self.flush_model()
        [(count,)] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM hypercare_issue"
                " WHERE create_uid = %s AND create_date > %s AND channel = 'app'",
                self.env.uid,
                fields.Datetime.subtract(fields.Datetime.now(), minutes=1),
            )
        )
        if count >= PER_MINUTE:
            raise UserError(
                self.env._(
                    "You have sent %s reports within a minute. Wait a moment, then go "
                    "on; what you have written stays here.",
                    count,
                )
            )

    # -- What is shown -----------------------------------------------------------------

    def _report_receipt(self) -> dict:
        """Return what the reporter sees after sending."""
        self.ensure_one()
        severities = dict(self._fields["severity"]._description_selection(self.env))
        return {
            "id": self.id,
            "number": self.number,
            "name": self.name,
            "severity": severities[self.severity],
            "promise": self.promise_text,
            "status": self.status_text,
            "response_due": fields.Datetime.to_string(self.response_due) or False,
            "resolution_due": fields.Datetime.to_string(self.resolution_due) or False,
            "me_too": self.me_too_count,
            "url": f"/odoo/hypercare.issue/{self.id}",
        }

    @api.model
    def _context_preview(self, kept) -> list[dict]:
        """Return what is sent along, as the reporter reads it."""
        contexts = self.env["hypercare.issue.context"]
        names = ("app", "menu", "record_name", "view_type", "url", "browser", "screen")
        names += ("error_name", "error_message", "failed_call")
        return [
            {
                "name": name,
                "label": contexts._fields[name]._description_string(self.env),
                "value": kept[name],
            }
            for name in names
            if kept.get(name)
        ]


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    def _report_promises(self) -> dict:
        """Return the period as the report dialog offers it, with its promises."""
        self.ensure_one()
        issues = self.env["hypercare.issue"]
        promises = {
            severity: issues.new({"period_id": self.id, "severity": severity})
            for severity, _label in const.SEVERITIES
        }
        return {
            "id": self.id,
            "name": self.name,
            "promises": {
                severity: issue.promise_text for severity, issue in promises.items()
            },
        }
