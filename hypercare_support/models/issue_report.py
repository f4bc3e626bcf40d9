from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL, mute_logger

from ..intake.limits import clean_text
from ..intake.limits_files import ALLOWED, MOST_BYTES, MOST_FILES

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
    @api.readonly
    def report_start(self, shown):
        """Return what the dialog needs: periods, promises, people, preview.

        :param shown: what the user was looking at, see ``hypercare.issue.context``;
            ``app_id`` is the menu of the app
        """
        kept = self.env["hypercare.issue.context"]._read_context(shown)
        running = self._report_periods()
        app = self._report_app(shown)
        periods = running._of_app(app) or running
        company = self.env.company
        hints = self.env["hypercare.category.hint"]
        category = hints._suggest(
            kept.get("error_message", ""), kept.get("model"), company
        )
        return {
            "periods": [period._report_promises() for period in periods],
            "period_id": periods.id if len(periods) == 1 else False,
            "out_of_scope": running._out_of_scope_text(app),
            "none_reason": False if running else self._no_period_reason(),
            "ask_whom": (periods[:1] or self._last_period())._ask_whom(),
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
        app = self._report_app(values.get("context"))
        period = self._report_period(values.get("period_id"), app)
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
            bare._keep_report_key(key)
        if context:
            self.env["hypercare.issue.context"].sudo().create(
                {
                    "issue_id": issue.id,
                    "company_id": issue.company_id.id,
                    **context,
                }
            )
        bare._attach_files(files)
        if outside := period._out_of_scope_text(app):
            bare._message_log(body=outside)
        return issue._report_receipt()

    def _keep_report_key(self, key):
        """Store the key of the dialog that sent this issue.

        :raise ConcurrencyError: the same was sent twice and the other one has come
            first. Odoo then begins the request anew, and it finds that one's number
        """
        try:
            # Not an error that anybody has to look at in the log.
            with mute_logger("odoo.sql_db"):
                self._store_rows({self.id: {"report_key": key}})
        except UniqueViolation as error:
            raise ConcurrencyError(f"report {key} is being taken") from error

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
