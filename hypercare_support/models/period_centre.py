from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.kpi import weeks_to_compare
from ..intake.shown import shown
from .resource_calendar import TimelineBook, from_epoch, to_epoch

#: Periods that have a command centre for everybody, in the order in which they are
#: offered.
SHOWN_STATES = ("running", "exit_review", "monitoring", "ready")
#: What is read of a period, its tiers and their members.
PERIOD_FIELDS = (
    *("name", "state", "company_id", "go_live", "date_end", "tz", "calendar_id"),
    *("sponsor_id", "client_pm_id", "consultant_lead_id", "business_owner_id"),
)
TIER_FIELDS = ("name", "level", "backup_id")
MEMBER_FIELDS = ("tier_id", "user_id", "calendar_id", "date_from", "date_to")
#: Days of the burn-up; earlier ones are summed up before it.
MOST_DAYS = 92


@dataclass(slots=True)
class Frame:
    """What the sections of one command centre are made from.

    :ivar now: naive UTC, whole seconds; every figure is as of this moment
    :ivar details: the user may see who has how much to do
    :ivar week, week_before: naive UTC ``(begin, end)`` of the parts that the trend
        compares, or None
    :ivar first_day: number of the first day of the burn-up
    :ivar midnights: naive UTC, the begin of each of its days and the end of the last
    :ivar domains: name → domain of issues of the period; each is counted and opened
    :ivar facts: fact → rows, from the database
    :ivar tiers, members: of the period
    :ivar users: everybody who is named, with sudo
    :ivar book: the support hours
    """

    now: datetime
    tiers: models.BaseModel
    members: models.BaseModel
    book: TimelineBook
    details: bool
    week: tuple | None
    week_before: tuple | None
    first_day: int
    midnights: list
    domains: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    users: models.BaseModel | None = None


class HypercarePeriod(models.Model):
    """The command centre: how a period stands, on one screen, by one call.

    Sections are composed by ``_centre_sections``, which other topics extend; the screen
    shows a section only when it is there.
    """

    _inherit = "hypercare.period"

    public_dashboard = fields.Boolean(
        "Command centre visible to all employees",
        default=True,
        help="Every employee of the company may see the figures of this period: counts "
        "and percentages, no titles of confidential issues, and nobody's workload.",
    )

    @api.model
    @api.readonly
    def command_centre(self, period_id=False) -> dict:
        """Return everything that the command centre shows.

        Only reads, so that a read replica can answer.

        :param period_id: the period wanted; by default the one that runs
        :return: ``at`` (naive UTC), ``periods`` to choose from, ``period`` (False if
            there is none to see), ``sections``
        :raise UserError: for what is no period, or none that the user may look at
        """
        wanted = self._read_period_id(period_id)
        periods = self._centre_periods(wanted)
        now = fields.Datetime.now()
        answer = {
            "at": fields.Datetime.to_string(now),
            "periods": [{"id": period.id, "name": period.name} for period in periods],
            "period": False,
            "sections": {},
        }
        if not periods:
            return answer | self._centre_nothing()
        period = periods.browse(wanted) if wanted else periods[0]
        frame = period._centre_frame(now)
        frame.domains = period._centre_domains(frame)
        frame.facts = period._centre_facts(frame)
        frame.users = period._centre_users(frame)
        return answer | {
            "period": period._centre_head(frame),
            "sections": period._centre_sections(frame),
        }

    # === WHO SEES WHAT === #

    @api.model
    def _read_period_id(self, value) -> int | bool:
        if value in (False, None):
            return False
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        raise UserError(
            self.env._("“%s” is not a hypercare period. Choose one.", shown(value))
        )

    @api.model
    def _centre_visible_domain(self) -> Domain:
        """Return the domain of the periods whose command centre the user may see.

        Record rules keep other companies out.
        """
        if self._centre_sees_all():
            return Domain.TRUE
        public = Domain("public_dashboard", "=", True)
        public &= Domain("state", "in", SHOWN_STATES)
        return public | self._centre_team_domain()

    @api.model
    def _centre_team_domain(self) -> Domain:
        """Return the domain of the periods in which the user has a part."""
        member = [("user_id", "=", self.env.uid), ("active", "=", True)]
        return Domain.OR(
            [
                Domain("tier_ids.member_ids", "any", member),
                *(
                    Domain(name, "=", self.env.uid)
                    for name in (
                        *("sponsor_id", "client_pm_id", "consultant_lead_id"),
                        "business_owner_id",
                    )
                ),
            ]
        )

    @api.model
    def _centre_sees_all(self) -> bool:
        user = self.env.user
        return (
            self.env.su
            or user.has_group("hypercare_support.group_manager")
            or user.has_group("hypercare_support.group_sponsor")
        )

    @api.model
    def _has_centre(self) -> bool:
        """Tell whether there is any command centre that the user may see."""
        if not self.env.user._is_internal():
            return False
        shown = Domain("state", "in", SHOWN_STATES)
        return bool(self.search_count(self._centre_visible_domain() & shown, limit=1))

    def _centre_shows_details(self, members) -> bool:
        """Tell whether the user may see who has how much to do in this period.

        :param members: of its tiers
        """
        self.ensure_one()
        people = members.user_id | self.sponsor_id | self.client_pm_id
        people |= self.consultant_lead_id | self.business_owner_id
        return self._centre_sees_all() or self.env.uid in people.ids

    @api.model
    def _centre_periods(self, wanted):
        """Return the periods to choose from, the one to show first at the front.

        :raise UserError: if the user may not look at the wanted one
        """
        shown = Domain("state", "in", SHOWN_STATES)
        if wanted:
            shown |= Domain("id", "=", wanted)
        periods = self.search_fetch(
            self._centre_visible_domain() & shown, PERIOD_FIELDS
        )
        if wanted and wanted not in periods.ids:
            raise UserError(
                self.env._(
                    "This hypercare period does not exist any more, or its command "
                    "centre is not open to you. Ask the client project manager."
                )
            )
        order = {state: number for number, state in enumerate(SHOWN_STATES)}
        return periods.sorted(lambda period: order.get(period.state, len(order)))

    @api.model
    def _centre_nothing(self) -> dict:
        """Return why there is nothing to see: a period that is not for all, or none."""
        # sudo: that there is a hypercare is no secret to the company's employees.
        hidden = self.sudo().search_count(
            [
                ("company_id", "in", self.env.companies.ids),
                ("state", "in", SHOWN_STATES),
            ],
            limit=1,
        )
        return {
            "hidden": bool(hidden),
            "may_prepare": self.has_access("create"),
        }

    # === TIME === #

    def _centre_frame(self, now) -> Frame:
        """Return the times that figures are counted between."""
        self.ensure_one()
        begin = self._midnight(self.go_live)
        week, before = weeks_to_compare(to_epoch(begin), to_epoch(now))
        today = self._to_local(now).date()
        first = max(self.go_live, today - timedelta(days=MOST_DAYS - 1))
        count = max((today - first).days + 2, 1)
        tiers = self.env["hypercare.tier"].search_fetch(
            [("period_id", "=", self.id)], TIER_FIELDS, order="level, id"
        )
        members = self.env["hypercare.tier.member"].search_fetch(
            [("period_id", "=", self.id)], MEMBER_FIELDS
        )
        return Frame(
            now=now,
            tiers=tiers,
            members=members,
            book=TimelineBook(self.calendar_id, self.company_id),
            details=self._centre_shows_details(members),
            week=week and tuple(map(from_epoch, week)),
            week_before=before and tuple(map(from_epoch, before)),
            first_day=(first - self.go_live).days + 1,
            midnights=[self._midnight(first + timedelta(days=n)) for n in range(count)],
        )

    def _centre_users(self, frame):
        """Return everybody who is named, read at once."""
        ids = set(frame.members.user_id.ids + frame.tiers.backup_id.ids)
        named = ("sponsor_id", "client_pm_id", "consultant_lead_id")
        ids |= {self[name].id or None for name in (*named, "business_owner_id")}
        for row in frame.facts["shift"]:
            ids |= {row["user_id"], row["backup_id"]}
        for row in frame.facts["load"]:
            ids.add(row["record"] if row["kind"] == "owner" else None)
        # sudo: names and numbers of colleagues; what is shown is decided by section.
        users = self.env["res.users"].sudo().browse(sorted(ids - {None}))
        partners = users.partner_id | self.sudo().company_id.partner_id
        partners.fetch(["name", "phone", "country_id", "commercial_partner_id"])
        return users

    def _midnight(self, date):
        """Return the begin of a local day of the period as naive UTC."""
        local = datetime.combine(date, time.min, ZoneInfo(self.tz or "UTC"))
        return local.astimezone(timezone.utc).replace(tzinfo=None)

    def _centre_head(self, frame) -> dict:
        """Return what stands at the top: which period, and how far it is."""
        today = self._to_local(frame.now).date()
        phases = [row["name"] for row in frame.facts["phase"]]
        states = dict(self._fields["state"]._description_selection(self.env))
        day = (today - self.go_live).days + 1
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "state_label": states[self.state],
            "go_live": fields.Date.to_string(self.go_live),
            "day": day,
            "length": (self.date_end - self.go_live).days + 1,
            "week": (day - 1) // 7 + 1,
            "phase": phases[0] if phases else False,
            "mode": self._mode_of_row(frame.facts["phase"]),
            "tz": self.tz,
            "details": frame.details,
            # Numbers count what the user may not read as well: then they say so.
            "beyond": any(not row["readable"] for row in frame.facts["count"]),
        }
