"""What a record of a model needs beyond what its fields say.

By model: a function of the place that it is made for.
"""


def _issue(place):
    people = place.people
    named = place.name == "named"
    return {
        "name": f"No invoice {place.name}",
        "period_id": place.period.id,
        "severity": "s2",
        "reporter_id": people["somebody" if named else "reporter"].id
        if place.name != "other_company"
        else people["foreign"].id,
        "confidential": place.name == "confidential",
        "duplicate_of_id": False,
    }


def _change(place):
    named = place.name == "named"
    return {
        "requested_by_id": place.people["employee" if named else "reporter"].id,
        "approver_id": place.people["owner"].id,
        "implementer_id": False,
        "name": "More rights",
        "reason": "New colleague",
    }


VALUES = {
    "hypercare.change.request": _change,
    "hypercare.cover.request": lambda place: {"changes": {}},
    "hypercare.issue": _issue,
    "hypercare.knowledge.transfer": lambda place: {"giver_id": place.people["lead"].id},
    "rating.rating": lambda place: {
        "res_model_id": place.env["ir.model"]._get_id("hypercare.issue"),
        "res_id": place.record("hypercare.issue").id,
        "partner_id": place.people["reporter"].partner_id.id,
        "consumed": True,
    },
    "hypercare.setup": lambda place: {"period_id": False},
    "hypercare.sla.policy.line": lambda place: {"minutes": 30},
    "hypercare.take.out": lambda place: {
        "res_model": "hypercare.integration",
        "res_ids": place.record("hypercare.integration").ids,
    },
}

#: What differs when a client makes another one.
CREATED = {
    "hypercare.period.transaction": lambda place: {
        "type_id": place.world.places["own"].record("hypercare.transaction.type").id
    },
    "hypercare.stakeholder": lambda place: {
        "partner_id": place.people["owner"].partner_id.id
    },
    "hypercare.tier.member": lambda place: {"user_id": place.people["other_l1"].id},
    "hypercare.knowledge.transfer": lambda place: {
        "area_id": place.record("hypercare.area").id,
        "kind": "refresher",
    },
    "hypercare.shift.handover": lambda place: {
        "shift_id": place.record("hypercare.shift").id
    },
    "hypercare.shift.swap": lambda place: {
        "shift_id": place.record("hypercare.shift").id,
        "colleague_id": place.people["l2"].id,
    },
    "hypercare.held.mail.decide": lambda place: {
        "mail_id": place.record("hypercare.held.mail").id,
        "act": "discarded",
    },
}
