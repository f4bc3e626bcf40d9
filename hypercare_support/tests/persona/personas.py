"""Who the columns of the tables are."""

from odoo.fields import Command
from odoo.tests import new_test_user

#: Columns of the tables, in their order.
PERSONAS = (
    "public",
    "portal_reporter",
    "portal_other_company",
    "employee",
    "reporter",
    "l1",
    "l2",
    "l3",
    "manager",
    "manager_other_company",
    "sponsor",
    "sponsor_in_team",
    "administrator",
)
_GROUPS = {
    "manager": "group_manager",
    "manager_other_company": "group_manager",
    "sponsor": "group_sponsor",
    # Sponsor of this company, and member of a tier of another period.
    "sponsor_in_team": "group_sponsor",
    "administrator": "group_admin",
    # Nobody of the table: whom everything belongs to that is nobody else's.
    "somebody": "group_admin",
}
#: More people who are no columns: members of the other periods.
_EXTRAS = ("lead", "owner", "other_l1", "other_l2", "other_l3", "foreign", "somebody")


def make_people(env, other_company):
    """Return a user per persona, and some more, by name."""
    people = {"public": env.ref("base.public_user")}
    for name in (*PERSONAS[1:], *_EXTRAS):
        elsewhere = "other_company" in name or name == "foreign"
        company = other_company if elsewhere else env.company
        portal = name.startswith("portal")
        groups = ["base.group_portal" if portal else "base.group_user"]
        if not portal:
            # Whoever may export at all: the rules have to say what.
            groups.append("base.group_allow_export")
        if name in _GROUPS:
            groups.append(f"hypercare_support.{_GROUPS[name]}")
        people[name] = new_test_user(
            env,
            login=f"hcp_{name}",
            groups=",".join(groups),
            name=name.replace("_", " ").capitalize(),
            email=f"{name}@example.com",
            tz="Asia/Dhaka",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
    return people
