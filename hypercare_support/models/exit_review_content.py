from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from .. import const
from .exit_criterion import HOLDING

#: Issues named one by one; of more the number is told, and the log has them all.
MOST_ROWS = 500
SECTIONS = (
    *("conditions", "criteria", "taken"),
    *("solved", "transferred", "open", "enhancements"),
    *("health", "kpis", "known_issues", "responsibilities", "knowledge", "roster"),
)


class HypercareExitReview(models.Model):
    """What an exit review says: sections, each made by ``_review_<section>``.

    A section is a dict with ``code``, ``title``, ``text`` (one or more sentences, may
    be empty), ``columns`` (label and width in percent), ``rows`` (texts) and ``more``
    (rows that are not named). All of it is text, as the reader gets it: it is frozen.
    """

    _inherit = "hypercare.exit.review"

    def _content(self) -> dict:
        """Return what the record says: frozen, or of a draft as things stand."""
        self.ensure_one()
        return self.content or self._assemble()

    def _assemble(self) -> dict:
        """Return the content as of now, in the language of the user."""
        self.ensure_one()
        # sudo: a record that everybody signs says the same to everybody.
        review = self.sudo().with_context(tz=self.period_id.tz)
        period = review.period_id
        now = fields.Datetime.now()
        criteria = period.criterion_ids
        return {
            "format": 1,
            "period": period.name,
            "company": period.company_id.name,
            "version": review.version,
            "go_live": review._date(period.go_live),
            "end": review._date(period.date_end),
            "watched": review._date(period.watched_until),
            "policy": period.bau_policy_id.name or review.env._("none chosen"),
            "as_of": format_datetime(
                review.env, now, tz=period.tz, dt_format="d MMM y HH:mm"
            ),
            "tz": period.tz,
            "summary": (review.summary or "").strip(),
            "failing": [one.name for one in criteria if one.state not in HOLDING],
            "sections": review._review_sections(),
        }

    def _headline(self) -> str:
        """Return how the review stands, in one sentence."""
        self.ensure_one()
        day = self._on(self.decided_at)
        return {
            "draft": self.env._("Draft: as things stand now."),
            "signing": self.env._("Put to signature, not decided yet."),
            "go": self.env._("Go: hypercare was left on %s.", day),
            "no_go": self.env._("No-go on %s: hypercare goes on.", day),
            "withdrawn": self.env._("Withdrawn: there is a later version."),
        }[self.state]

    def _review_sections(self) -> list[dict]:
        """Return the sections in order. To be extended by bridges."""
        found = (getattr(self, f"_review_{code}")() for code in SECTIONS)
        return [section for section in found if section]

    def _section(self, code, title, text="", columns=(), rows=(), more=0) -> dict:
        return {
            "code": code,
            "title": title,
            "text": text,
            "columns": [[label, width] for label, width in columns],
            "rows": [[str(cell or "") for cell in row] for row in rows],
            "more": more,
        }

    def _on(self, instant) -> str:
        """Return the local day of an instant."""
        return self._date(instant and self.period_id._local_day(instant))

    def _date(self, day) -> str:
        """Return a date with the month in letters: 5/4 is read in two ways."""
        return format_date(self.env, day, date_format="d MMM y") if day else ""

    # === CRITERIA === #

    def _review_conditions(self):
        if not self.condition_ids:
            return None
        return self._section(
            "conditions",
            self.env._("Conditions"),
            columns=(
                (self.env._("Condition"), 50),
                (self.env._("Who"), 20),
                (self.env._("By"), 15),
                (self.env._("Done"), 15),
            ),
            rows=[
                (
                    *(one.name, one.user_id.name, self._date(one.date)),
                    self._on(one.done_at) or self.env._("open"),
                )
                for one in self.condition_ids
            ],
        )

    def _review_criteria(self):
        criteria = self.period_id.criterion_ids
        labels = dict(criteria._fields["state"]._description_selection(self.env))
        holding = sum(one.state in HOLDING for one in criteria)
        return self._section(
            "criteria",
            self.env._("Exit criteria"),
            self.env._(
                "%(holding)s of %(all)s hold.", holding=holding, all=len(criteria)
            ),
            (
                *(
                    (self.env._("Criterion"), 28),
                    (self.env._("Target"), 14),
                    (self.env._("Value"), 14),
                ),
                *((self.env._("Status"), 13), (self.env._("Evidence"), 31)),
            ),
            [
                (
                    *(one.name, one.target_text, one.value_text),
                    *(labels[one.state], one.evidence),
                )
                for one in criteria
            ],
        )

    # === ISSUES === #

    def _review_issues(self, domain, order="severity, number"):
        """Return how many issues there are, and the first of them, read at once."""
        domain = Domain("period_id", "=", self.period_id.id) & domain
        # sudo: the record counts all; titles of confidential ones stay out of it.
        issues = self.env["hypercare.issue"].sudo()
        return issues.search_count(domain), issues.search(
            domain, limit=MOST_ROWS, order=order
        )

    def _title_of(self, issue) -> str:
        return self.env._("Confidential") if issue.confidential else issue.name

    def _by_severity(self, domain) -> str:
        """Return “2 S1, 5 S2, 30 S3, 12 S4”."""
        counts = dict(
            self.env["hypercare.issue"]
            .sudo()  # sudo: as above.
            ._read_group(
                Domain("period_id", "=", self.period_id.id) & domain,
                ["severity"],
                ["__count"],
            )
        )
        return ", ".join(
            f"{counts[severity]} {severity.upper()}"
            for severity, _label in const.SEVERITIES
            if severity in counts
        )

    def _review_solved(self):
        domain = Domain("state", "in", ("resolved", "closed"))
        count, issues = self._review_issues(domain)
        text = self.env._("No issue was solved.")
        if count:
            text = self.env._(
                "%(count)s issues were solved: %(parts)s.",
                count=count,
                parts=self._by_severity(domain),
            )
        return self._section(
            "solved",
            self.env._("Issues solved"),
            text,
            (
                *(
                    (self.env._("Number"), 12),
                    (self.env._("Severity"), 10),
                    (self.env._("Issue"), 60),
                ),
                (self.env._("Solved on"), 18),
            ),
            [
                (
                    *(one.number, one.severity.upper(), self._title_of(one)),
                    self._on(one.resolved_at or one.ended_at),
                )
                for one in issues
            ],
            count - len(issues),
        )

    def _review_transferred(self):
        count, issues = self._review_issues(Domain("state", "=", "transferred"))
        return self._section(
            "transferred",
            self.env._("Issues handed over with a plan"),
            "" if count else self.env._("No issue is handed over unsolved."),
            (
                *(
                    (self.env._("Number"), 10),
                    (self.env._("Severity"), 8),
                    (self.env._("Issue"), 28),
                ),
                *(
                    (self.env._("Plan"), 30),
                    (self.env._("Owner"), 14),
                    (self.env._("By"), 10),
                ),
            ),
            [
                (
                    *(one.number, one.severity.upper(), self._title_of(one)),
                    self.env._("Confidential") if one.confidential else one.plan,
                    one.plan_owner_id.name,
                    self._date(one.plan_date),
                )
                for one in issues
            ],
            count - len(issues),
        )

    def _review_open(self):
        count, issues = self._review_issues(Domain("is_open", "=", True))
        owner = self.period_id.business_owner_id.name or self.env._("nobody named")
        text = self.env._("No issue is open.")
        if count:
            text = self.env._(
                "%(count)s issues are still open. They go on under the policy after "
                "exit, and %(owner)s owns them.",
                count=count,
                owner=owner,
            )
        return self._section(
            "open",
            self.env._("Issues still open"),
            text,
            (
                *(
                    (self.env._("Number"), 12),
                    (self.env._("Severity"), 10),
                    (self.env._("Issue"), 48),
                ),
                *((self.env._("Has it"), 15), (self.env._("Reported"), 15)),
            ),
            [
                (
                    *(one.number, one.severity.upper(), self._title_of(one)),
                    one.user_id.name or self.env._("nobody"),
                    self._on(one.reported_at),
                )
                for one in issues
            ],
            count - len(issues),
        )

    def _review_enhancements(self):
        domain = Domain("category_id.in_scope", "=", False) | Domain(
            "cancel_reason", "=", "out_of_scope"
        )
        count, issues = self._review_issues(domain)
        states = dict(issues._fields["state"]._description_selection(self.env))
        return self._section(
            "enhancements",
            self.env._("Wishes for later, and what was out of scope"),
            "" if count else self.env._("There are none."),
            (
                *(
                    (self.env._("Number"), 12),
                    (self.env._("Wish"), 48),
                    (self.env._("Kind"), 22),
                ),
                (self.env._("Status"), 18),
            ),
            [
                (
                    *(one.number, self._title_of(one), one.category_id.name),
                    states[one.state],
                )
                for one in issues
            ],
            count - len(issues),
        )
