from odoo import models

from .charter_content import cell, row, section


class HypercareCharter(models.Model):
    """What a charter says about promises, escalation and people."""

    _inherit = "hypercare.charter"

    # -- Promises ----------------------------------------------------------------------

    def _charter_promises(self) -> dict:
        """What is promised for each severity, in the words reporters get."""
        policy = self.period_id.policy_id
        targets = policy.targets()
        return section(
            "promises",
            self.env._("What is promised, by severity"),
            [
                row(severity, name, self._promise_cells(targets, severity))
                for severity, name in self._severity_names().items()
            ]
            if policy
            else [],
        )

    def _promise_cells(self, targets, severity) -> list[dict]:
        labels = {
            "response": self.env._("Answer"),
            "resolution": self.env._("Solution"),
            "update": self.env._("News in between"),
            "handover": self.env._("Handed to the next tier if not solved"),
            "pickup": self.env._("Taken by the tier"),
        }
        definition = self.period_id.policy_id[f"definition_{severity}"] or ""
        cells = [cell("meaning", self.env._("That is"), definition, show="wide")]
        tiers = {tier.level: tier.name for tier in self.period_id.tier_ids}
        for metric, label in labels.items():
            lines, facts = [], []
            for (its, kind, level), (line_id, target) in sorted(targets.items()):
                if (its, kind) != (severity, metric) or (level and level not in tiers):
                    continue
                words = self.env["hypercare.issue"]._target_text(line_id, target)
                lines.append(f"{tiers[level]}: {words}" if level else words)
                facts.append([level, target.kind, int(target.minutes), target.days])
            show = "wide" if metric == "pickup" else ""
            cells.append(cell(metric, label, lines, facts, show=show))
        return cells

    # -- Escalation --------------------------------------------------------------------

    def _charter_escalation(self) -> dict:
        rules = self.env["hypercare.escalation.rule"]._in_force(self.company_id)
        rows = [
            row(
                f"rule:{rule.id}",
                rule.name,
                [
                    cell(
                        "steps",
                        "",
                        [self._step_words(step) for step in rule.step_ids],
                        [self._step_fact(step) for step in rule.step_ids],
                    )
                ],
            )
            for rule in rules
        ]
        way = row("way", self.env._("The way up"), [self._way_up()])
        return section(
            "escalation", self.env._("Escalation: who is told when"), [way, *rows]
        )

    def _way_up(self) -> dict:
        """Return who comes next when somebody cannot help, one line each."""
        period = self.period_id
        labels = dict(
            self.env["hypercare.escalation.role"]
            ._fields["code"]
            ._description_selection(self.env)
        )
        stations = [
            (tier.name, tier._lead())
            for tier in period.tier_ids.sorted("level")
            if tier.level != "l0"
        ]
        stations += [
            (labels[code], period[f"{code}_id"])
            for code in ("client_pm", "consultant_lead", "sponsor")
        ]
        lines = [
            f"{number}. {label}: {user.name}"
            for number, (label, user) in enumerate(stations, 1)
            if user
        ]
        return cell("way", "", lines, [user.id for _label, user in stations])

    def _step_words(self, step) -> str:
        """Return when a step fires and what it does, with the names of the people."""
        period = self.period_id
        people = []
        for role in step.role_ids:
            field = f"{role.code}_id"
            user = period[field] if field in period._fields else False
            people.append(f"{role.name} ({user.name})" if user else role.name)
        when, what = step._when_words(), step._what_words(people)
        text = self.env._("%(when)s: %(what)s", when=when, what=what)
        return text[:1].upper() + text[1:]

    def _step_fact(self, step) -> list:
        """Return what a step does, for comparison: who has a role is told elsewhere."""
        ways = (
            *("timing", "percent", "delay", "delay_unit", "urgent", "change"),
            *("target_level", "notify_email", "notify_activity", "notify_inbox"),
            *("add_followers", "raise_priority"),
        )
        return [[step[name] for name in ways], step.role_ids.mapped("code")]

    # -- People ------------------------------------------------------------------------

    def _charter_people(self) -> dict:
        period = self.period_id
        named = self.env._("Named people")
        approvals = self.env["hypercare.charter.approval"]
        labels = dict(approvals._fields["role"]._description_selection(self.env))
        rows = [
            row(role, labels[role], self._person_cells(period[field]), named)
            for role, field in self._approver_roles().items()
        ]
        for tier in period.tier_ids.sorted("level"):
            rows += self._tier_rows(tier)
        areas = self.env._("Areas and their super-users")
        rows += [self._area_row(area, areas) for area in period.area_ids]
        return section("people", self.env._("Who is who, and how to reach them"), rows)

    def _person_cells(self, user) -> list[dict]:
        """Return name and address of a person, or that nobody is named."""
        name = user.name or self.env._("nobody named yet")
        return [cell("person", "", name, user.id), self._reach_cell(user)]

    def _reach_cell(self, users) -> dict:
        """Return how to reach people: not for every employee to read."""
        lines = []
        for user in users:
            ways = " · ".join(filter(None, [user.phone, user.email]))
            if ways:
                lines.append(f"{user.name}: {ways}" if len(users) > 1 else ways)
        return cell("reach", self.env._("Reach by"), lines, private=True)

    def _tier_rows(self, tier) -> list[dict]:
        rows = []
        members = tier.member_ids
        for member in members:
            rows.append(
                row(
                    f"{tier.level}:{member.user_id.id}",
                    member.user_id.name,
                    [
                        cell("part", "", self._member_lines(tier, member)),
                        self._reach_cell(member.user_id),
                    ],
                    tier.name,
                )
            )
        if tier.lead_id and tier.lead_id not in members.user_id:
            rows.insert(
                0,
                row(
                    f"{tier.level}:{tier.lead_id.id}",
                    tier.lead_id.name,
                    [cell("part", "", self.env._("Leads the tier"))]
                    + [self._reach_cell(tier.lead_id)],
                    tier.name,
                ),
            )
        return rows

    def _member_lines(self, tier, member) -> list[str]:
        """Return what somebody does in a tier, and when."""
        choices = dict(member._fields["availability"]._description_selection(self.env))
        lines = []
        if member.user_id == tier.lead_id:
            lines.append(self.env._("Leads the tier"))
        elif member.user_id == tier.backup_id:
            lines.append(self.env._("Stands in"))
        lines.append(choices[member.availability])
        if member.date_from:
            day = self._day_words(member.date_from)
            lines.append(self.env._("From %s", day))
        if member.date_to:
            lines.append(self.env._("Until %s", self._day_words(member.date_to)))
        if member.calendar_id:
            lines += self._hours_lines(member.calendar_id)
        return lines

    def _area_row(self, area, group) -> dict:
        supers = area.user_ids.sorted("name")
        return row(
            str(area.id),
            area.name,
            [
                cell(
                    "head", self.env._("Head"), area.head_id.name or "", area.head_id.id
                ),
                cell(
                    "supers",
                    self.env._("Super-users"),
                    supers.mapped("name"),
                    sorted(supers.ids),
                ),
                self._reach_cell(area.head_id | supers),
            ],
            group,
        )
