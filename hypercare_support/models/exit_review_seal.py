from odoo import fields, models

from ..engine.seal import seal


class HypercareExitReview(models.Model):
    """The seal of a review, and what it shows when somebody changes the database.

    Buttons, imports and other programs are refused. The content is sealed when it is
    put to signature, together with the criteria, what people did with them, and the
    conditions, as they stand in the database; the record with the last signature.
    """

    _inherit = "hypercare.exit.review"

    def _sealed(self) -> dict:
        """Return everything that the seal of the record stands for."""
        sealed = {
            "content": self.content,
            "content_hash": self.content_hash,
            "period": self.period_id.id,
            "version": self.version,
            "state": self.state,
            "submitted_at": fields.Datetime.to_string(self.submitted_at),
            "decided_at": fields.Datetime.to_string(self.decided_at),
            "signatures": [row._sealed() for row in self.signature_ids.sorted("role")],
        }
        if "evidence" in (self.content or {}):
            # Those of a no-go come with its signature.
            conditions = self.condition_ids.sorted("id")
            sealed["conditions"] = [row._sealed() for row in conditions]
        return sealed

    def _no_go_conditions(self):
        """Return the conditions that came with a no-go: the content has the others."""
        self.ensure_one()
        known = (self.content or {}).get("evidence", {}).get("conditions", {})
        if self.state != "no_go":
            return self.condition_ids.browse()
        return self.condition_ids.filtered(lambda one: str(one.id) not in known)

    # === WHAT STANDS BEHIND THE CONTENT === #

    def _evidence(self, known=None) -> dict:
        """Return criteria, acts and conditions by id, as the database has them.

        What may change later is left out: a criterion that is attested after the
        review, a condition that is done.

        :param known: an earlier answer; only what was there then is looked at
        """
        self.ensure_one()
        # sudo: the seal covers what not every reader may read.
        review = self.sudo()
        criteria = review.period_id.criterion_ids
        acts = criteria.history_ids.filtered(lambda act: act.kind != "value")
        conditions = review.condition_ids
        if known is not None:
            acts = acts.filtered(lambda act: str(act.id) in known["acts"])
            criteria = criteria.filtered(lambda one: str(one.id) in known["criteria"])
            conditions = conditions.filtered(
                lambda one: str(one.id) in known["conditions"]
            )
        files = review._checksums(acts)
        return {
            "criteria": {
                str(one.id): [one.name, one.code, f"{one.target:g}", one.user_id.id]
                for one in criteria
            },
            "acts": {
                str(act.id): [
                    *(act.criterion_id.id, act.kind, act.user_id.id, act.reason or ""),
                    *(fields.Datetime.to_string(act.at), files.get(act.id, "")),
                ]
                for act in acts
            },
            "conditions": {str(one.id): one._sealed() for one in conditions},
        }

    def _checksums(self, acts) -> dict:
        """Return act → checksum of its file."""
        # sudo: what a file is, not what it says.
        files = self.env["ir.attachment"].sudo()
        rows = files._read_group(
            [
                ("res_model", "=", acts._name),
                ("res_field", "=", "file"),
                ("res_id", "in", acts.ids),
            ],
            ["res_id"],
            ["checksum:array_agg"],
        )
        return {res_id: ",".join(sorted(filter(None, sums))) for res_id, sums in rows}

    # === HAS IT BEEN CHANGED? === #

    def _verify(self) -> list[str]:
        """Return in words what was changed behind the record's back; empty if nothing.

        Buttons, imports and other programs are refused; this finds what was changed in
        the database itself.
        """
        self.ensure_one()
        # sudo: the seal covers what not every reader may read.
        review = self.sudo()
        problems = []
        if review.state == "draft":
            return problems
        if seal(review.content) != review.content_hash:
            problems.append(
                self.env._(
                    "The content was changed after it was put to signature: it does "
                    "not fit its seal."
                )
            )
        known = (review.content or {}).get("evidence")
        if known is not None and review._evidence(known) != known:
            problems.append(
                self.env._(
                    "Exit criteria, what was attested or waived, or conditions were "
                    "changed in the database after they were put to signature: they do "
                    "not fit their seal. The content below is what was signed."
                )
            )
        decided = review.state in ("go", "no_go")
        if decided and seal(review._sealed()) != review.record_hash:
            problems.append(
                self.env._(
                    "Signatures, decision, conditions or content were changed after "
                    "the record was signed: it does not fit its seal. Compare it with "
                    "a printed copy."
                )
            )
        return problems
