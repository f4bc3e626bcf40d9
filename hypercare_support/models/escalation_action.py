import logging
from collections import defaultdict

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from .. import const
from .escalation_people import Told
from .escalation_tell import most_urgent
from .issue_engagement import AUTOMATIC

_logger = logging.getLogger(__name__)


class HypercareEscalation(models.Model):
    """What a step does besides mail: to the issue, and on people's screens."""

    _inherit = "hypercare.escalation"

    # -- To the issue ------------------------------------------------------------------

    def _carry_out(self, people):
        """Do to the issues what the steps say; a step that fails stops no other.

        :param people: row id → who is told; whom an issue is given to is added
        :return: the issues whose facts have changed
        """
        changed = self.env["hypercare.issue"]
        for row in self.filtered(
            lambda row: row.step_id.raise_priority
            or row.step_id.change not in ("none", "ask_next_tier")
        ):
            try:
                with self.env.cr.savepoint():
                    done = row._change_issue(people)
            except OperationalError:
                raise
            except Exception as error:
                # A savepoint undoes the database; the cache has to follow.
                self.env.invalidate_all(flush=False)
                if not isinstance(error, UserError):
                    _logger.exception("Escalation %s could not be carried out", row.id)
                row._add_problem(
                    self.env._(
                        "“%(rule)s” could not be carried out: %(error)s",
                        rule=row.rule_id.name,
                        error=str(error),
                    )
                )
                continue
            if done:
                row.write({"done": done})
                changed |= row.issue_id
        return changed

    def _change_issue(self, people) -> str:
        """Do what one row's step says; return it in words, empty if nothing."""
        issue, step = self.issue_id, self.step_id
        issue = issue.with_context(hypercare_automatic=AUTOMATIC)
        done = []
        if step.raise_priority and issue.priority != "1":
            issue._write_columns({"priority": "1"})
            done.append(self.env._("Marked as high priority."))
        if not issue.is_open:
            return " ".join(done)
        if step.change == "reassign":
            done.append(self._reassign(issue, people))
        elif step.change in ("next_tier", "tier"):
            done.append(self._move_tier(issue, people))
        elif step.change == "close":
            issue._apply_facts({"state": "closed"}, {}, self.rule_id.name)
            done.append(self.env._("Closed."))
        return " ".join(filter(None, done))

    def _reassign(self, issue, people):
        """Give the issue to the first person told who works in the period."""
        team = issue.period_id.tier_ids.user_ids
        for told in people.get(self.id, ()):
            if told.user in team and told.user != issue.user_id:
                return self._give(issue, {"user_id": told.user.id}, told.user)
        return ""

    def _give(self, issue, facts, user):
        issue._apply_facts(facts, {}, self.rule_id.name)
        return self.env._("Given to %s.", user.name)

    def _move_tier(self, issue, people):
        """Move the issue to another tier, and to an owner by that tier's rule.

        :raise UserError: if the rules would move it back and forth
        """
        step, old = self.step_id, issue.tier_id
        if step.change == "next_tier":
            tier = old.next_tier()
        else:
            level = step.target_level
            tiers = issue.period_id.tier_ids
            tier = tiers.filtered(lambda tier: tier.level == level)
        if not tier or tier == old:
            return ""
        if tier in self._left_by_rule(issue):
            raise UserError(
                self.env._(
                    "the rules would move it back and forth between %(old)s and "
                    "%(new)s, so it stays. Change one of the rules.",
                    old=old.name,
                    new=tier.name,
                )
            )
        owner = tier._next_assignee(self.env.cr.now())
        facts = {"tier_id": tier.id} | ({"user_id": owner.id} if owner else {})
        issue._apply_facts(facts, {}, self.rule_id.name)
        nobody = self.env["res.users"]
        known = {told.user for told in people.get(self.id, ())}
        arrived = (owner or tier.lead_or_member()) - nobody.union(*known)
        people.setdefault(self.id, []).extend(
            Told(user, "assignee", nobody, "") for user in arrived
        )
        done = self.env._("Moved from %(old)s to %(new)s.", old=old.name, new=tier.name)
        given = self.env._("Given to %s.", owner.name) if owner else ""
        return " ".join(filter(None, (done, given)))

    def _left_by_rule(self, issue):
        """Return the tiers that rules have taken the issue from.

        Counted since a person last moved it: then the rules may move it again.
        """
        tiers = self.env["hypercare.tier"]
        for event in issue.event_ids.filtered(lambda event: event.kind == "tier"):
            if event.user_id.id != SUPERUSER_ID:
                break
            tiers |= tiers.browse(int(event.old or 0)).exists()
        return tiers

    # -- On people's screens -----------------------------------------------------------

    def _notify_in_odoo(self, people, now) -> list[dict]:
        """Make activities, followers and notices; return their deliveries' values.

        Only people who may read the issue get them; portal users are told by mail.
        """
        vals_list, activities = [], []
        notices = defaultdict(self.browse)
        followers = defaultdict(self.env["res.partner"].browse)
        for row in self:
            step = row.step_id
            asks = step.change == "ask_next_tier"
            if not (
                step.notify_activity or step.notify_inbox or step.add_followers or asks
            ):
                continue
            for told in people.get(row.id, ()):
                if not row.issue_id.with_user(told.user).has_access("read"):
                    continue
                if step.add_followers:
                    followers[row.issue_id] |= told.user.partner_id
                if not told.user._is_internal():
                    continue
                if step.notify_activity or asks:
                    activities.append((row, told))
                    vals_list.append(row._delivery_vals(told, "activity", sent_at=now))
                if step.notify_inbox:
                    notices[told.user] |= row
                    vals_list.append(row._delivery_vals(told, "notice", sent_at=now))
        for issue, partners in followers.items():
            issue.message_subscribe(partners.ids)
        self._create_activities(activities)
        for user, rows in notices.items():
            rows._send_notice(user)
        return vals_list

    def _create_activities(self, activities):
        """Create the to-dos of an escalation, one per issue and person.

        :param activities: (row, told)
        """
        todo = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        model_id = self.env["ir.model"]._get_id("hypercare.issue")
        wanted = {(row.issue_id, told.user): row for row, told in activities}
        # The mail about the escalation is the notice: no other one for the activity.
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": issue.id,
                    "user_id": user.id,
                    "activity_type_id": todo.id if todo else False,
                    "summary": row._activity_summary(user),
                    "date_deadline": issue.period_id._to_local(row.due_at).date(),
                    "automated": True,
                }
                for (issue, user), row in wanted.items()
            ]
        )

    def _activity_summary(self, user) -> str:
        local = self.with_context(lang=user.lang or self.env.user.lang)
        if self.step_id.change == "ask_next_tier":
            return local.env._("Should it move to the next tier?")
        return local.step_id.rule_id.name

    def _send_notice(self, user):
        """Show a message on the screen of a user who is logged in."""
        rows = most_urgent(self.with_context(lang=user.lang or self.env.user.lang))
        labels = dict(rows._fields["severity"]._description_selection(rows.env))
        lines = [
            f"{row.issue_id.display_name} ({labels[row.severity]}): {row.rule_id.name}"
            for row in rows[:3]
        ]
        if len(rows) > len(lines):
            lines.append(rows.env._("and %s more", len(rows) - len(lines)))
        user._bus_send(
            "simple_notification",
            {
                "type": "danger",
                "title": rows.env._("Escalation"),
                "message": "; ".join(lines),
                "sticky": True,
            },
        )


class HypercareIssue(models.Model):
    _inherit = "hypercare.issue"

    def _follow_facts(self, before, reason, now):
        res = super()._follow_facts(before, reason, now)
        ended = self.filtered(
            lambda issue: not issue.is_open
            and before[issue.id]["state"] in const.OPEN_STATES
        )
        if ended:
            # What an escalation asked for is over with the issue.
            self.env["mail.activity"].search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", ended.ids),
                    ("automated", "=", True),
                ]
            ).unlink()
        return res
