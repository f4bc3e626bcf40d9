from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..const import DAY
from ..engine.modes import Mode, Slice, reductions

#: Periods whose cover people count on.
STATES = ("running", "exit_review")
#: Told to nested writes that the client's side has agreed. An object, so that no client
#: can put it into a context.
AGREED = object()


class HypercarePeriod(models.Model):
    """The cover that was agreed on: less of it needs the client's consent."""

    _inherit = "hypercare.period"

    agreed_plan = fields.Json(
        readonly=True,
        copy=False,
        groups="hypercare_support.group_agent,hypercare_support.group_sponsor",
        help="The phases as they were when hypercare began, or when less cover was "
        "agreed on.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_agreed_kept(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_agreed_kept(vals)
        starting = self.filtered(lambda period: period.state == "ready")
        if "phase_ids" not in vals:
            res = super().write(vals)
        else:
            with self._keeping_cover():
                res = super().write(vals)
        if vals.get("state") == "running" and starting:
            for period in starting:
                period._agree_plan(period._charter_plan())
        return res

    def _check_agreed_kept(self, vals):
        if "agreed_plan" in vals and self.env.context.get("hypercare_agreed") is not (
            AGREED
        ):
            raise UserError(self.env._("The agreed phases are kept by the system."))

    def _agree_plan(self, plan=None):
        """Keep phases as what cover is measured against.

        :param plan: what was agreed on, by default the phases of today
        """
        for period in self.with_context(hypercare_agreed=AGREED):
            # Kept even if it is empty: then everything was agreed on.
            period.agreed_plan = {
                "phases": [
                    {
                        "from": fields.Date.to_string(part.first),
                        "to": fields.Date.to_string(part.last),
                        "takes": sorted(part.mode.takes),
                        "part": part.mode.part,
                    }
                    for part in (period._phase_plan() if plan is None else plan)
                ]
            }

    def _read_agreed(self, otherwise=()) -> tuple:
        """Return the agreed phases as a plan, or another plan if none was kept."""
        if not self.agreed_plan:
            return otherwise
        return tuple(
            Slice(
                fields.Date.to_date(row["from"]),
                fields.Date.to_date(row["to"]),
                Mode(frozenset(row["takes"]), row["part"]),
            )
            for row in self.agreed_plan["phases"]
        )

    @contextmanager
    def _keeping_cover(self):
        """Refuse, at the end, phases that give less cover than agreed.

        :raise UserError: naming the days, and how to ask for consent
        """
        # Set-ups by the system itself, and what was agreed on, are not asked about.
        free = self.env.su or self.env.context.get("hypercare_agreed") is AGREED
        guarded = (
            self.browse()
            if free
            else self.filtered(lambda period: period.state in STATES)
        )
        before = {period: period._phase_plan() for period in guarded}
        yield
        for period, plan in before.items():
            spans = period._reduced_spans(plan, period._phase_plan())
            if spans:
                period._consent_or_refuse(spans)

    def _reduced_spans(self, present, plan) -> list:
        """Return the days from today on with less cover than agreed, and than now.

        :param present, plan: the phases as they are, and as they would be
        """
        self.ensure_one()
        agreed = self._read_agreed(present)
        first = max(self._local_day(fields.Datetime.now()), self.go_live)
        last = max(self.date_end, *(part.last for part in (*agreed, *present, *plan)))
        # One day more: the mode of the last phase goes on.
        return reductions([agreed, present], plan, first, last + timedelta(days=1))

    def _consent_or_refuse(self, spans):
        """Take it as consent when the client project manager reduces cover himself."""
        text = self._spans_text(spans)
        self._check_consenter()
        if self._consenter() != self.env.user:
            who = self.client_pm_id.name or self.env._("the client project manager")
            raise UserError(
                self.env._(
                    "This gives %(period)s less support than agreed: %(days)s. Ask for "
                    "consent: “Ask for less cover” on the page “Phases”; %(who)s then "
                    "accepts or refuses.",
                    period=self.name,
                    days=text,
                    who=who,
                )
            )
        self._agree_plan()
        self._message_log(
            body=self.env._(
                "%(who)s has agreed to less support than before: %(days)s.",
                who=self.env.user.name,
                days=text,
            )
        )

    def _spans_text(self, spans) -> str:
        """Return spans of days as people write them."""
        return ", ".join(
            format_date(self.env, first, date_format=DAY)
            if first == last
            else self.env._(
                "%(first)s to %(last)s",
                first=format_date(self.env, first, date_format=DAY),
                last=format_date(self.env, last, date_format=DAY),
            )
            for first, last in spans
        )


class HypercarePhase(models.Model):
    _inherit = "hypercare.phase"

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals.get("period_id") for vals in vals_list}
        ids = [i for i in ids if isinstance(i, int) and not isinstance(i, bool)]
        with self._keeping_cover(self.env["hypercare.period"].browse(ids).exists()):
            return super().create(vals_list)

    def write(self, vals):
        with self._keeping_cover(self.period_id):
            return super().write(vals)

    def unlink(self):
        with self._keeping_cover(self.period_id):
            return super().unlink()

    @contextmanager
    def _keeping_cover(self, periods):
        """Left to the period while it writes several phases."""
        if periods._is_writing_plan():
            yield
        else:
            with periods._keeping_cover():
                yield
