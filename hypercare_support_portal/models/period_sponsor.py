from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.hypercare_support import const


class HypercarePeriod(models.Model):
    """The page on which a sponsor sees how a period stands, and signs."""

    _inherit = "hypercare.period"

    def _outside_url(self) -> str:
        return f"/my/hypercare/periods/{self.id}"

    def _outside_page(self) -> dict:
        """Return everything that the sponsor's page of this period shows."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        facts = [
            (self.env._("Status"), states[self.state]),
            (self.env._("Go-live"), format_date(self.env, self.go_live)),
            (self.env._("Planned end"), format_date(self.env, self.date_end)),
            (
                self.env._("Today"),
                self.day_label if self.state not in ("draft", "ready") else "",
            ),
            (self.env._("Client project manager"), self.client_pm_id.name),
            (self.env._("Consultant lead"), self.consultant_lead_id.name),
            (self.env._("Business owner"), self.business_owner_id.name),
        ]
        return {
            "id": self.id,
            "url": self._outside_url(),
            "name": self.name,
            "facts": [(name, value) for name, value in facts if value],
            "counts": self._outside_counts(),
            "criteria": self._outside_criteria(),
            "review": self._outside_review(),
            "charter": self._outside_charter(),
        }

    def _outside_counts(self) -> list[tuple[str, int, str]]:
        """Return (what, how many, address of the list), of what the sponsor may see."""
        issues = self.env["hypercare.issue"]
        seen = [("period_id", "=", self.id), ("confidential", "=", False)]
        opened = [*seen, ("state", "in", const.OPEN_STATES)]
        # sudo: the sponsor of this period counts what the list shows.
        by_severity = dict(issues.sudo()._read_group(opened, ["severity"], ["__count"]))
        late = issues.sudo().search_count(
            [*opened, ("breach_at", "<", fields.Datetime.now())]
        )
        labels = issues._fields["severity"]._description_selection(self.env)
        return [
            *(
                (
                    self.env._("Open %s", label),
                    by_severity.get(severity, 0),
                    f"/my/hypercare?filterby=open&period={self.id}",
                )
                for severity, label in labels
            ),
            (
                self.env._("Overdue"),
                late,
                f"/my/hypercare?filterby=overdue&period={self.id}",
            ),
        ]

    def _outside_criteria(self) -> list[dict]:
        """Return the exit criteria with status, light, value, target and reason."""
        criteria = self.criterion_ids
        states = dict(criteria._fields["state"]._description_selection(self.env))
        return [
            {
                "name": one.name,
                "state": one.state,
                "state_text": states[one.state],
                "light": one.rag,
                "value": one.value_text if one.value_text != "–" else "",
                "target": one.target_text or "",
                "why": one.evidence or "",
            }
            for one in criteria
        ]

    def _outside_review(self) -> dict | None:
        """Return the latest exit review that was put to signature, if there is one.

        A draft is the managers' business.
        """
        review = self.exit_review_ids.filtered(lambda one: one.state != "draft")
        review = review.sorted("version")[-1:]
        if not review:
            return None
        states = dict(review._fields["state"]._description_selection(self.env))
        mine = review._next_signatures().filtered(
            lambda row: row.user_id == self.env.user
        )
        return {
            "title": review.display_name,
            "state": review.state,
            "state_text": states[review.state],
            "content": review.preview,
            "seal": review.content_hash,
            "record_seal": review.record_hash,
            "tampered": review.tampered,
            "waits_for": review.waits_for,
            "signatures": [
                {
                    "text": row._in_words(),
                    "image": row._image_url() if row.image else "",
                    "name": row.name,
                }
                for row in review.signature_ids
            ],
            "may_sign": bool(mine),
            "sign": {
                "callUrl": f"{self._outside_url()}/sign",
                "defaultName": self.env.user.name,
                "seal": review.content_hash,
                "says": self.env["hypercare.exit.sign"]._sentence("sponsor"),
            },
        }

    def _outside_charter(self) -> dict | None:
        """Return the charter that is agreed, or waits for an answer, or None."""
        charters = self.charter_ids.filtered(
            lambda one: one.state in ("published", "approved")
        )
        charter = charters.sorted(lambda one: (one.state == "published", one.version))
        charter = charter[-1:]
        if not charter:
            return None
        states = dict(charter._fields["state"]._description_selection(self.env))
        own = charter._own_approval()
        return {
            "id": charter.id,
            "title": charter.display_name,
            "state_text": states[charter.state],
            "document": charter._outside_document(),
            "may_answer": charter.state == "published" and bool(own),
            "approved": bool(own.approved_at),
        }
