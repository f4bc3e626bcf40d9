"""What a sheet that was read will make of itself: the issues, row by row."""

from dataclasses import dataclass, field

from ..const import ENDED_STATES
from ..intake.texts import fold
from ..models.issue_access import MAX_TEXT
from ..models.issue_report import MAX_NAME
from .sheet_known import key_of, mark_known
from .sheet_people import People

#: Cells that become texts of the issue as they are.
TEXTS = ("description", "expected", "actual", "resolution", "workaround", "plan")
ROLES = ("reporter", "owner")


@dataclass
class Planned:
    """A row of the sheet, and what becomes of it.

    :ivar number: row as spreadsheets count
    :ivar known: says which issue, or which other row, it is already
    :ivar users: user ids by role
    :ivar entry: what ``_enter_log`` takes
    """

    number: int
    values: dict
    errors: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    known: str = ""
    users: dict = field(default_factory=dict)
    entry: dict = field(default_factory=dict)


class Planner:
    """Turns the rows of a sheet into issues of a period.

    :param choices: folded name → (user id or False, whether the name is kept as text)
    :param labels: field → name of the column, as the sheet has it
    :param now: naive UTC
    """

    def __init__(self, env, period, choices, labels, now):
        self._env, self._period, self._now = env, period, now
        self._choices, self._labels = choices, labels
        self._people = People(env, period.company_id)
        # sudo: where an issue belongs does not depend on who may read the tiers.
        bare = period.sudo()
        self._tiers = {tier.level: tier.id for tier in bare.tier_ids}
        self._areas = {fold(area.name): area.id for area in bare.area_ids}
        self._categories = self._category_names()
        #: Folded name → name, roles, user, certain: for the list of people.
        self.people = {}

    def plan(self, sheet):
        """Return the rows, each with its issue or why there can be none."""
        planned = [self._row(row) for row in sheet.rows]
        by_number = {row.number: row for row in planned}
        for notes, name in ((sheet.errors, "errors"), (sheet.warnings, "remarks")):
            for note in notes:
                row = by_number.get(note.row)
                if row and not self._said_otherwise(note, row):
                    getattr(row, name).append(note.text(self._env._))
        mark_known(self._env, self._period, planned)
        return planned

    @staticmethod
    def _said_otherwise(note, row):
        """Tell whether a note is an error here, or speaks of nothing that matters."""
        return note.code == "module_unknown" or (
            note.code == "date_future" and row.errors
        )

    def _category_names(self):
        """Return folded name → id, of the company's categories and the shared ones."""
        categories = self._env["hypercare.category"].search(
            [("company_id", "in", (False, self._period.company_id.id))]
        )
        names = {}
        for env in (self._env, self._env(context={**self._env.context, "lang": None})):
            for category in categories.with_env(env):
                names.setdefault(fold(category.name), category.id)
        return names

    # -- One row -----------------------------------------------------------------------

    def _row(self, row):
        values = dict(row.values)
        planned = Planned(row.number, values)
        kept = [row.extra] if row.extra else []
        for role in ROLES:
            self._person(planned, role, kept)
        vals = {
            "period_id": self._period.id,
            "name": str(values.get("name") or "")[:MAX_NAME],
            "severity": values["severity"],
            "channel": values.get("channel") or "import",
            "reporter_id": planned.users.get("reporter", False),
            "legacy_number": values.get("number") or False,
            "reported_at": values.get("reported_at") or self._now,
            **self._texts(planned),
            **self._answers(values),
            **self._places(planned, kept),
        }
        if vals["reported_at"] > self._now:
            planned.errors.append(
                self._say(
                    planned,
                    "reported_at",
                    self._env._("this is in the future. Correct the date."),
                )
            )
        if values.get("comments"):
            kept.append(f"{self._labels.get('comments')}: {values['comments']}")
        vals["description"] = "\n\n".join(filter(None, (vals["description"], *kept)))
        then = self._then(planned, vals)
        planned.entry = {"vals": vals, "then": then, "key": key_of(values)}
        self._check_lengths(planned, vals)
        return planned

    def _texts(self, planned):
        return {name: planned.values.get(name) or False for name in TEXTS} | {
            "description": planned.values.get("description") or ""
        }

    def _answers(self, values):
        vals = {
            name: values[name]
            for name in ("priority", "commit_date", "affects_all", "confidential")
            if name in values
        }
        if "work_stopped" in values:
            vals["work_stopped"] = "yes" if values["work_stopped"] else "no"
        return vals

    def _places(self, planned, kept):
        """Return module, category, area and tier; unknown names become text."""
        values = planned.values
        vals = {"module": values.get("module") or False}
        for name, known in (("category", self._categories), ("area", self._areas)):
            text = values.get(name)
            if not text:
                continue
            found = known.get(fold(text)) or (name == "category" and self._ref(text))
            if found:
                vals[f"{name}_id"] = found
            else:
                kept.append(f"{self._labels.get(name)}: {text}")
        level = values.get("level")
        if level in self._tiers:
            vals["tier_id"] = self._tiers[level]
        elif level:
            planned.remarks.append(
                self._say(
                    planned,
                    "level",
                    self._env._("the period has no such tier; the category decides."),
                )
            )
        return vals

    def _ref(self, text):
        """Return the category of an external identifier, as exports write them."""
        if text.count(".") != 1 or " " in text:
            return False
        category = self._env.ref(text, raise_if_not_found=False)
        known = category is not None and category._name == "hypercare.category"
        return (
            category.id if known and category.id in self._categories.values() else False
        )

    def _person(self, planned, role, kept):
        text = planned.values.get(role)
        if not text:
            return
        key = fold(text)
        if key not in self.people:
            found, certain = self._people.find(text)
            user_id, keep = self._choices.get(key, (found, False))
            if user_id not in self._people:
                user_id = False
            self.people[key] = {
                "name": text,
                "user_id": user_id,
                "keep": keep,
                "guessed": bool(user_id and user_id == found and not certain),
                **dict.fromkeys(ROLES, 0),
            }
        person = self.people[key]
        person[role] += 1
        if person["user_id"]:
            planned.users[role] = person["user_id"]
        elif person["keep"]:
            kept.append(f"{self._labels.get(role)}: {text}")
        else:
            planned.errors.append(
                self._say(
                    planned,
                    role,
                    self._env._(
                        "“%s” is nobody we know. Choose the person under “People”, or "
                        "keep the name in the description.",
                        text,
                    ),
                )
            )

    def _then(self, planned, vals):
        """Return what happened after the report."""
        values, owner = planned.values, planned.users.get("owner", False)
        state = values.get("state") or "new"
        if state == "assigned" and not owner:
            state = "new"
        if state == "new" and owner:
            state = "assigned"
        then = {"state": state, "user_id": owner}
        then |= {
            name: values[name]
            for name in ("waiting_for", "cancel_reason")
            if name in values
        }
        if state not in ENDED_STATES:
            return then
        ended = values.get("resolved_at") or values.get("closed_at")
        known = ended and values.get("reported_at")
        if not ended:
            planned.remarks.append(
                self._say(
                    planned,
                    "state",
                    self._env._(
                        "it is not said when it ended: now is taken, and it counts as "
                        "neither in time nor late."
                    ),
                )
            )
        begin = vals["reported_at"]
        then["ended_at"] = min(max(ended or self._now, begin), self._now)
        then["measured"] = bool(known and then["ended_at"] == ended)
        if values.get("closed_at"):
            then["closed_at"] = min(values["closed_at"], self._now)
        if state == "transferred":
            vals["plan"] = (
                vals["plan"]
                or vals["resolution"]
                or self._env._("See the log that was kept before.")
            )
            vals["plan_owner_id"] = owner or self._env.uid
        return then

    def _check_lengths(self, planned, vals):
        for name in (*TEXTS, "legacy_number", "module"):
            text = vals.get(name)
            if isinstance(text, str) and len(text) > MAX_TEXT:
                planned.errors.append(
                    self._say(
                        planned,
                        name,
                        self._env._(
                            "the text has %(length)s characters; %(limit)s are kept. "
                            "Shorten it, and attach the rest to the issue later.",
                            length=len(text),
                            limit=MAX_TEXT,
                        ),
                    )
                )

    def _say(self, planned, name, text):
        """Return a sentence with row and column before it."""
        label = self._labels.get(name) or self._labels.get("reported_day") or name
        return self._env._(
            "Row %(row)s, %(column)s: %(text)s",
            row=planned.number,
            column=label,
            text=text,
        )
