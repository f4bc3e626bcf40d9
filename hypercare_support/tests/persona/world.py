"""What the personas act upon: one record of every model in each of several places."""

from datetime import date, datetime

from odoo import models
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

from .personas import make_people
from .values import VALUES

PREFIX = "hypercare."
#: Models between an issue and what belongs to it.
_BETWEEN = ("hypercare.escalation",)
#: Places: what the column ``record`` of the tables may say.
PLACES = {
    "own": "the period of the personas: Level 1 to 3 work in it",
    "confidential": "a confidential issue of that period, with Level 1",
    "private": "a period of the same people whose log is not public",
    "draft": "a period of the same people that has not started: for what is new",
    "fresh": "another such period, of which nothing is evidence: for what is deleted",
    "named": "another period: the employee is whoever a record names",
    "other_period": "another period of the same company, with other people",
    "other_company": "a period of another company",
    "shared": "a record that belongs to no company",
    "mine": "a dialog that the persona has opened",
    "others": "a dialog that somebody else has opened",
}


def concrete(env):
    """Return the names of the addon's models that have a table, in order."""
    return [
        name
        for name, model in sorted(env.registry.items())
        if name.startswith(PREFIX) and not model._abstract
    ]


#: Places where Level 1 to 3 are L1 to L3.
_INSIDE = ("own", "private", "draft", "fresh")


class World:
    """Makes records on demand, and knows them by model and place."""

    def __init__(self, env):
        self.env = env(su=True)
        self.other_company = env["res.company"].create({"name": "Elsewhere"})
        self.people = make_people(env, self.other_company)
        self.places = {}
        #: What is sent for a row, and how many are in groups: see ``calls``.
        self.requests, self.memberships = {}, 0
        inside = ("l1", "l2", "l3")
        outside = ("other_l1", "other_l2", "other_l3")
        self._add("own", inside, public_log=True)
        self._add("private", inside, public_log=False)
        self._add("draft", inside, state="draft")
        self._add("fresh", inside, state="draft")
        self._add("other_period", outside)
        self._add("named", outside)
        self._add("other_company", ("foreign",) * 3, company=self.other_company)
        own = self.places["own"]
        self.places["confidential"] = Place(self, "confidential", own.period)
        self.places["shared"] = Place(self, "shared", own.period)
        tier = self.places["other_period"].period.tier_ids[:1]
        member = {"user_id": self.people["sponsor_in_team"].id}
        tier.write({"member_ids": [Command.create(member)]})

    def _add(self, name, members, company=None, **values):
        people, own = self.people, name in _INSIDE
        if company:
            heads = dict.fromkeys(("lead", "owner", "sponsor"), "foreign")
            heads["pm"] = "manager_other_company"
        else:
            heads = {
                "pm": "manager" if own else "somebody",
                "lead": "lead",
                "owner": "employee" if name == "named" else "owner",
                "sponsor": "sponsor" if own else "somebody",
            }
        company = company or self.env.company
        period = self.env["hypercare.period"].create(
            {
                "name": name.replace("_", " ").capitalize(),
                "company_id": company.id,
                "go_live": "2026-03-01",
                "date_end": "2026-03-14",
                "tz": "Asia/Dhaka",
                "calendar_id": self._calendar(company).id,
                "policy_id": self.env.ref("hypercare_support.sla_policy_standard").id,
                "state": "running",
                "client_pm_id": people[heads["pm"]].id,
                "consultant_lead_id": people[heads["lead"]].id,
                "business_owner_id": people[heads["owner"]].id,
                "sponsor_id": people[heads["sponsor"]].id,
                "tier_ids": [
                    Command.create(
                        {
                            "level": f"l{level}",
                            "lead_id": people[member].id,
                            "member_ids": [
                                Command.create({"user_id": people[member].id})
                            ],
                        }
                    )
                    for level, member in enumerate(members, 1)
                ],
                **values,
            }
        )
        self.places[name] = Place(self, name, period)

    def _calendar(self, company):
        days = [
            Command.create(
                {"name": day, "dayofweek": day, "hour_from": 9, "hour_to": 18}
            )
            for day in "60123"
        ]
        return self.env["resource.calendar"].create(
            {
                "name": "Support hours",
                "tz": "Asia/Dhaka",
                "company_id": company.id,
                "attendance_ids": [Command.clear(), *days],
            }
        )

    def record(self, name, place):
        """Return the record that a row is about."""
        if place in ("mine", "others"):
            return self.places["own"].dialog(name, place)
        return self.places[place].record(name)

    def hand_over(self, name, persona):
        """Let a persona be who has opened a dialog, and what belongs to it."""
        dialog = self.record(name, "mine")
        for record in (dialog, *self._parents(dialog)):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET create_uid = %s WHERE id = %s",
                    SQL.identifier(record._table),
                    self.people[persona].id,
                    record.id,
                )
            )

    def _parents(self, record):
        for field in record._fields.values():
            if field.type == "many2one" and field.store and not field.related:
                comodel = record.env.get(field.comodel_name)
                if comodel is not None and comodel._transient and record[field.name]:
                    yield record[field.name]


class Place:
    """One record of each model, all of one period."""

    def __init__(self, world, name, period):
        self.world = world
        self.env = world.env
        self.name = name
        self.period = period
        self.company = period.company_id
        self.people = world.people
        tiers = period.tier_ids.sorted("level")
        self.made = {"hypercare.period": period} if name != "shared" else {}
        if name not in ("confidential", "shared"):
            self.made["hypercare.tier"] = tiers[:1]
            self.made["hypercare.tier.member"] = tiers[:1].member_ids[:1]
        self.tiers = tiers
        self.member = tiers[:1].member_ids[:1].user_id
        self.dialogs = {}

    def record(self, name):
        """Return this place's record of a model, made on the first call."""
        if name not in self.made:
            elsewhere = self._elsewhere(name)
            self.made[name] = elsewhere or self._make(name, self.values(name))
        return self.made[name]

    def _elsewhere(self, name):
        """Return a record that is there already, or that another place has."""
        fields = self.env[name]._fields
        if self.name == "confidential" and not self._is_of_issue(name):
            return self.world.places["own"].record(name)
        if self.name == "shared" and (
            "period_id" in fields or name == "hypercare.period"
        ):
            return self.world.places["own"].record(name)
        if "company_id" not in fields:
            return self.env[name].search([], limit=1)
        if "issue_id" in fields and fields["issue_id"].required:
            issue = self.record("hypercare.issue")
            return self.env[name].search([("issue_id", "=", issue.id)], limit=1)
        return None

    def _is_of_issue(self, name):
        """Tell whether records of a model belong to an issue, or to what does."""
        return name == "hypercare.issue" or any(
            field.comodel_name == "hypercare.issue"
            or (
                field.required
                and field.comodel_name in _BETWEEN
                and self._is_of_issue(field.comodel_name)
            )
            for field in self.env[name]._fields.values()
            if field.type == "many2one" and field.store
        )

    def dialog(self, name, whose):
        """Return a dialog, made on the first call; *mine* or *others*."""
        key = name, whose
        if key not in self.dialogs:
            self.dialogs[key] = self._make(name, self.values(name, whose=whose))
        return self.dialogs[key]

    def _make(self, name, values):
        """Make a record past the guards of its model: they are what is tested."""
        model = self.env[name].with_context(tracking_disable=True)
        if model._transient:
            model = model.with_user(self.people["somebody"]).sudo()
        if name == "hypercare.issue":
            return model.create(values)
        [record] = models.BaseModel.create(model, [values])
        return record.with_env(self.env)

    def values(self, name, *, whose="others", given=False):
        """Return what a new record of a model needs.

        :param given: as a client gives them, without what the addon fills in
        """
        model = self.env[name]
        values = dict(VALUES.get(name, lambda place: {})(self))
        company = model._fields.get("company_id")
        if self.name == "shared" and company and not company.related:
            values["company_id"] = False
        for field in model._fields.values():
            if field.name in values or not field.store or field.name in MAGIC_COLUMNS:
                continue
            if given and not self._is_given(model, field):
                continue
            wanted = field.required and not field.default and not field.related
            if field.type == "many2one":
                needed = wanted or self._is_told(field)
                value = needed and self._linked(field, whose)
                if value:
                    values[field.name] = value
            elif wanted and not field.compute:
                values[field.name] = self._sample(field, 1 if given else 0)
        return {key: value for key, value in values.items() if key in model._fields}

    def _is_given(self, model, field):
        """Tell whether a client gives a value for a field of a new record."""
        if field.name == "period_id":
            return not field.related
        return not field.default and (model._transient or not field.readonly)

    def _is_told(self, field):
        """Tell whether a link is filled although nobody needs it."""
        if self.name == "confidential" and field.comodel_name == "hypercare.issue":
            return not field.related
        if field.related or field.compute or field.readonly:
            return field.name in ("period_id", "company_id") and not field.related
        if self.name == "named" and field.comodel_name == "res.users":
            return True
        return field.name in ("period_id", "company_id")

    def _linked(self, field, whose):
        if field.comodel_name == "res.company":
            return self.company.id
        if field.comodel_name == "res.users":
            return (self.people["employee"] if self.name == "named" else self.member).id
        if field.comodel_name == "res.partner":
            return self.people["lead"].partner_id.id
        if field.comodel_name.startswith(PREFIX):
            if self.env[field.comodel_name]._transient:
                return self.dialog(field.comodel_name, whose).id
            return self.record(field.comodel_name).id
        return self.env[field.comodel_name].search([], limit=1).id

    def _sample(self, field, another):
        """Return a value; another one for a second record of this place."""
        if field.type == "selection":
            choices = list(dict(field._description_selection(self.env)))
            return choices[another % len(choices)]
        late = field.name.startswith(("end", "until"))
        day, hour = 3 + 3 * another, 9 if late else 5
        return {
            "char": f"{self.name}_{field.name}{another or ''}",
            "text": "Because",
            "html": "<p>So</p>",
            "date": date(2026, 3, day),
            "datetime": datetime(2026, 3, day, hour),
            "integer": 1,
            "many2one_reference": self.period.id,
            "float": 1.0,
        }[field.type]
