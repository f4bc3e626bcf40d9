from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const
from ..engine.triage import severity_from_answers
from ..intake.shown import shown

#: Longest text kept in one field, in characters. Longer ones belong in a file.
MAX_TEXT = 100_000


class HypercareIssue(models.Model):
    """Who may set what: the guards in front of create and write."""

    _inherit = "hypercare.issue"

    #: Fields whose change is an event with consequences: see ``_apply_facts``.
    _FACTS = ("state", "severity", "tier_id", "user_id", "waiting_for")
    #: Fields that only the addon writes, whoever calls.
    _KEPT_FIELDS = frozenset(
        {
            "number",
            "company_id",
            "level",
            "is_open",
            "ended_at",
            "resolved_at",
            "closed_at",
            "reopen_count",
            "event_ids",
            "engagement_ids",
            "clock_ids",
            "pause_ids",
            "escalation_ids",
            "responded_at",
            "response_due",
            "resolution_due",
            "update_due",
            "at_risk_at",
            "breach_at",
            "sla_settled",
            "sla_state",
            "next_action_at",
            "sweep_retry_at",
            "sweep_error",
            "severity_since",
            "urgent_since",
            "lacking_since",
            "acted_at",
            "context_ids",
            "report_key",
            "affected_user_ids",
            "email_from",
            "sender_name",
            "evidence_ids",
            "public_update",
            "public_update_at",
            "rating_ids",
            "rating_last_value",
            "rated_at",
            "rated_run",
        }
    )
    #: Fields that are set once, with the report.
    _FIXED = frozenset({"period_id", "reported_at"})

    def _check_kept_fields(self, vals, creating=False):
        """Refuse values for fields that the system keeps itself.

        :raise UserError: naming the first such field
        """
        kept = self._KEPT_FIELDS | (frozenset() if creating else self._FIXED)
        for name in vals:
            if name in kept:
                raise UserError(
                    self.env._(
                        "“%(field)s” is kept by the system and cannot be set by hand.",
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    def _check_text_length(self, vals):
        """Refuse pasted texts that no mail, list or export could carry.

        :raise UserError: saying how long the text is and what to do instead
        """
        for name, value in vals.items():
            if isinstance(value, str) and len(value) > MAX_TEXT:
                raise UserError(
                    self.env._(
                        "“%(field)s” has %(length)s characters; %(limit)s are kept. "
                        "Attach the text as a file and describe it in a sentence.",
                        field=self._fields[name]._description_string(self.env)
                        if name in self._fields
                        else name,
                        length=len(value),
                        limit=MAX_TEXT,
                    )
                )

    def _check_choice(self, name, value):
        """Refuse a value that is not one of the choices of a selection field."""
        choices = dict(self._fields[name]._description_selection(self.env))
        if not isinstance(value, str) or value not in choices:
            raise UserError(
                self.env._(
                    "“%(value)s” is not a %(field)s. Choose one of: %(choices)s.",
                    value=shown(value),
                    field=self._fields[name]._description_string(self.env),
                    choices=", ".join(
                        f"{key} ({label})" for key, label in choices.items()
                    ),
                )
            )

    def _check_record(self, name, value):
        """Refuse what is no record for a many2one field, or one that is gone.

        :raise UserError: naming the field
        """
        if not value:
            return
        is_id = isinstance(value, int) and not isinstance(value, bool)
        if (
            not is_id
            or not self.env[self._fields[name].comodel_name].browse(value).exists()
        ):
            raise UserError(
                self.env._(
                    "“%(value)s” is not an existing %(field)s. Choose one from the "
                    "list.",
                    value=shown(value),
                    field=self._fields[name]._description_string(self.env),
                )
            )

    # -- Creation --------------------------------------------------------------

    @api.model
    def _prepare_create(self, vals_list) -> list[dict]:
        """Complete and check the values of new issues, in place.

        :return: for each issue, the facts to apply once it exists (state, owner)
        :raise UserError: for a missing or unfit period, or a forbidden value
        """
        now = fields.Datetime.now()
        default_period = None
        by_period = defaultdict(list)
        for vals in vals_list:
            self._check_kept_fields(vals, creating=True)
            self._check_text_length(vals)
            if "period_id" not in vals:
                if default_period is None:
                    default_period = self.default_get(["period_id"]).get("period_id")
                vals["period_id"] = default_period
            # A default from the context must not smuggle kept values in.
            vals.update(dict.fromkeys(self._kept_columns(), False))
            vals.pop("change_reason", None)
            by_period[self._check_period_value(vals["period_id"])].append(vals)
            for name in ("tier_id", "user_id", "category_id"):
                self._check_record(name, vals.get(name))
        defaults = self.default_get(["severity", "reporter_id"])
        for period_id, period_vals_list in by_period.items():
            period = self.env["hypercare.period"].browse(period_id)
            self._check_period_open(period)
            trusted = self._may_work(period)
            if not trusted:
                # Who has it and how far it is decides the team, not the reporter.
                for vals in period_vals_list:
                    for name in ("state", "user_id", "tier_id"):
                        vals.pop(name, None)
            # sudo: where an issue starts does not depend on who reports it.
            router = period.sudo()._get_router()
            numbers = period._next_numbers(len(period_vals_list))
            for vals, number in zip(period_vals_list, numbers, strict=True):
                self._complete_vals(vals, defaults, now, trusted)
                vals["number"] = number
                vals["tier_id"] = vals.get("tier_id") or router(
                    vals["severity"], vals.get("category_id")
                )
        facts_list = [
            {name: vals[name] for name in ("state", "user_id") if vals.get(name)}
            for vals in vals_list
        ]
        for vals in vals_list:
            vals.update(state="new", user_id=False)
        return facts_list

    def _kept_columns(self):
        """Return the kept fields that are plain stored columns."""
        return [
            name
            for name in self._KEPT_FIELDS
            if (field := self._fields[name]).store
            and field.column_type
            and not field.related
        ]

    def _check_period_value(self, value) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        raise UserError(
            self.env._(
                "No hypercare period takes issues for %(company)s. Choose a period, "
                "or ask the client project manager to start one.",
                company=self.env.company.name,
            )
        )

    def _check_period_open(self, period):
        """Refuse periods that do not exist, are not the user's, or have ended."""
        if not period.exists():
            raise UserError(
                self.env._("This hypercare period does not exist (any more).")
            )
        period.check_access("read")
        if period.state in ("closed", "cancelled"):
            raise UserError(
                self.env._(
                    "%(period)s has ended and takes no more issues. "
                    "Report to the support team of the company.",
                    period=period.name,
                )
            )

    def _complete_vals(self, vals, defaults, now, trusted):
        """Fill severity, reporter and moment of report.

        :param trusted: the user works in this period and may report on behalf of
            somebody, with the moment at which that person called
        """
        for name in ("work_stopped", "workaround_known", "only_person"):
            if vals.get(name):
                self._check_choice(name, vals[name])
        if not vals.get("severity"):
            vals["severity"] = defaults.get("severity") or (
                severity_from_answers(
                    vals["work_stopped"] == "yes",
                    vals["workaround_known"],
                    vals.get("only_person") == "yes",
                )
                if vals.get("work_stopped") and vals.get("workaround_known")
                else "s3"
            )
        self._check_choice("severity", vals["severity"])
        reported_at = self._read_moment(vals.get("reported_at")) or now
        if reported_at > now:
            raise UserError(
                self.env._("An issue cannot be reported in the future. Check the time.")
            )
        vals["reported_at"] = reported_at if trusted else now
        vals["severity_since"] = vals["reported_at"]
        urgent = vals["severity"] in const.URGENT_SEVERITIES
        vals["urgent_since"] = urgent and vals["reported_at"]
        if not trusted or "reporter_id" not in vals:
            vals["reporter_id"] = (
                defaults.get("reporter_id") if trusted else self.env.uid
            )

    def _read_moment(self, value):
        """Return a moment given by a client.

        :raise UserError: if it is none
        """
        try:
            return fields.Datetime.to_datetime(value)
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._(
                    "“%s” is not a date and time. Write it as 2026-03-02 14:30:00, in "
                    "UTC.",
                    shown(value),
                )
            ) from error

    def _check_move(self, issue, target):
        """Refuse a state that the issue cannot go to from where it is.

        :raise UserError: naming the issue and the moves that are possible
        """
        if target in const.MOVES[issue.state]:
            return
        labels = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "%(issue)s is %(state)s and cannot become %(target)s. "
                "From here it can go to: %(moves)s.",
                issue=issue.number,
                state=labels[issue.state],
                target=labels[target],
                moves=", ".join(
                    label
                    for state, label in labels.items()
                    if state in const.MOVES[issue.state]
                ),
            )
        )
