from odoo import fields, models


class HypercareIssue(models.Model):
    """What is said on an issue."""

    _inherit = "hypercare.issue"

    def _message_post_after_hook(self, message, msg_values):
        """Take a public reply of the team as first response.

        Judged by the user who posts, not by the message's author, which the poster
        may choose; notes and automatic messages answer nobody.
        """
        res = super()._message_post_after_hook(message, msg_values)
        public = message.subtype_id and not message.subtype_id.internal
        if message.message_type not in ("comment", "email"):
            return res
        public = public and not message.is_internal
        now = fields.Datetime.now()
        # sudo: followers may reply without the right to write clocks.
        issues = self.sudo().filtered("is_open")
        acted = issues._acted_on_by_team()
        worked = issues if self._is_manager() else acted
        worked._store_act(now)
        if public:
            acted._register_response(now)
            acted._register_update(now)
        worked._refresh_clocks()
        if public:
            issues._hear_reporter(message, now)
        return res

    def _hear_reporter(self, message, now):
        """Take a public word of the reporter as the answer that was waited for.

        Written in Odoo, it ends the waiting. By mail, whose sender can be forged, it
        changes no state: the waiting only begins anew.
        """
        for issue in self:
            reporter = issue.reporter_id
            if issue.state != "waiting" or issue.waiting_for != "reporter":
                continue
            if self.env.user == reporter:
                answered = self.env._("The reporter has answered.")
                issue._apply_facts({"state": "in_progress"}, {}, answered)
            elif message.message_type == "email" and (
                message.author_id == reporter.partner_id
            ):
                issue._restart_waiting(now)

    def _restart_waiting(self, now):
        """Count the waiting for the reporter from now on; it stays one pause."""
        pauses = self.pause_ids.filtered(
            lambda pause: pause.kind == "waiting" and not pause.ended_at
        )
        pauses.write({"ended_at": now})
        self.env["hypercare.sla.pause"].create(
            {
                "issue_id": self.id,
                "company_id": self.company_id.id,
                "kind": "waiting",
                "waiting_for": self.waiting_for,
                "started_at": now,
            }
        )
        self._refresh_clocks()
