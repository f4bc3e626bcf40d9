from odoo import api, models


class HypercareIssue(models.Model):
    """Issues entered afterwards, with what has happened to them already."""

    _inherit = "hypercare.issue"

    @api.model
    def _enter_history(self, entries):
        """Create issues and replay what happened to them, each act at its moment.

        For logs that were kept elsewhere before. Every act goes through the guarded
        method, so that a history that was never possible is refused.

        :param entries: one dict per issue: ``vals`` for its creation (with
            ``reported_at``) and ``acts``, each ``(moment, user id, vals)`` in order;
            moments are naive UTC
        :return: the issues
        :raise UserError: for a forbidden move
        """
        issues = self.create([entry["vals"] for entry in entries])
        for issue, entry in zip(issues, entries, strict=True):
            for moment, user_id, vals in entry.get("acts", ()):
                facts = {key: vals[key] for key in vals if key in self._FACTS}
                others = {key: vals[key] for key in vals if key not in facts}
                reason = others.pop("change_reason", False)
                # sudo: the person who acted then need not be allowed to act now.
                actor = issue.with_user(user_id).sudo()
                if facts:
                    actor._apply_facts(facts, others, reason, moment)
                else:
                    actor._write_columns(others)
                    actor._register_response(moment)
                    actor._refresh_clocks()
        return issues
