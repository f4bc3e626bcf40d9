from functools import cache

from odoo import models
from odoo.fields import Domain

from ..engine.checklist import current_round, due_date, round_start
from .resource_calendar import TimelineBook


class HypercarePeriod(models.Model):
    """Making checklists from templates: proposed, added once, and round by round."""

    _inherit = "hypercare.period"

    def _business_days(self):
        """Return a function that tells whether a local day is a business day."""
        book = TimelineBook(self.calendar_id, self.company_id)
        return cache(lambda day: self._is_business_day(day, book))

    def _checklist_templates(self):
        """Return the templates that this period may use."""
        return self.env["hypercare.checklist.template"].search(
            Domain("company_id", "in", (False, self.company_id.id))
        )

    def _propose_checklists(self) -> list[dict]:
        """Return what could be added to this period, for dialogs that let one choose.

        Each is a dict with

        - ``template``: the template record, and ``wanted``: whether it is proposed;
        - ``exists``: whether the period has it already;
        - ``items``: dicts ``item`` (template item), ``due`` (date or None), ``owner``
          (user, may be empty), ``area`` (may be empty).
        """
        self.ensure_one()
        known = self.checklist_ids.template_id
        is_business_day = self._business_days()
        return [
            {
                "template": template,
                "wanted": template.proposed and template not in known,
                "exists": template in known,
                "items": self._checklist_plan(template, is_business_day),
            }
            for template in self._checklist_templates()
        ]

    def _checklist_plan(self, template, is_business_day) -> list[dict]:
        """Return what a template would bring: items, due dates and owners."""
        first = round_start(
            template.repeat,
            self._checklist_round(template, is_business_day),
            self.go_live,
            is_business_day,
        )
        plan = []
        for item in template.item_ids:
            area = self._checklist_area(item.area_name)
            plan.append(
                {
                    "item": item,
                    "due": due_date(
                        item._engine_rule(), first, self.date_end, is_business_day
                    ),
                    "owner": self._checklist_owner(item.role, item.user_id, area),
                    "area": area,
                }
            )
        return plan

    def _checklist_round(self, checklist, is_business_day) -> int:
        """Return the number of the round of today of a template or checklist."""
        today = self._local_day(self.env.cr.now())
        return current_round(
            checklist.repeat,
            self.go_live,
            today,
            is_business_day,
            checklist.repeat_days,
        )

    def _add_checklists(self, templates, nobody=None):
        """Make the present round of templates that the period does not have yet.

        :param nobody: user who gets the items that no role gives to anybody
        :return: the new checklists; empty if all are there already
        """
        self.ensure_one()
        is_business_day = self._business_days()
        new = templates - self.checklist_ids.template_id
        made = self.env["hypercare.checklist"]
        for template in new:
            number = self._checklist_round(template, is_business_day)
            made |= self._make_checklist(template, number)
        if nobody:
            lost = made.item_ids.filtered(lambda item: not item.owner_id)
            lost.write({"owner_id": nobody.id})
        return made

    def _make_checklist(self, template, number):
        """Make one round of a template, in all languages."""
        lists = self.env["hypercare.checklist"]
        checklist = lists._create_round(
            {
                "period_id": self.id,
                "template_id": template.id,
                "round": number,
                **{
                    name: template[name]
                    for name in (
                        *("name", "sequence", "purpose", "repeat", "repeat_days"),
                    )
                },
            }
        )
        self._translate_copy(template, checklist, ("name", "purpose"))
        sources = template.item_ids
        items = self.env["hypercare.checklist.item"].create(
            [
                {
                    "checklist_id": checklist.id,
                    "template_item_id": source.id,
                    **source._convert_to_write(
                        {name: source[name] for name in source._task_fields()}
                    ),
                }
                for source in sources
            ]
        )
        twins = dict(zip(sources, items, strict=True))
        for source, item in twins.items():
            self._translate_copy(source, item, ("name", "text"))
            if source.depends_on_ids:
                item.depends_on_ids = items.browse().union(
                    *(twins[needed] for needed in source.depends_on_ids)
                )
        return checklist

    def _translate_copy(self, source, target, names):
        """Give a copy the words of its source in the other languages."""
        languages = self.env["res.lang"].get_installed()
        for code, _name in languages if len(languages) > 1 else ():
            if code == self.env.lang:
                continue
            there = target.with_context(lang=code, tracking_disable=True)
            words = source.with_context(lang=code)
            there.write({name: words[name] for name in names})

    def _make_rounds(self):
        """Begin the round of today of every checklist that repeats.

        Rounds that were missed while nothing ran are not made up for: nobody can look
        today at what was to be seen last Tuesday.
        """
        repeating = self.env["hypercare.checklist"].search(
            [("period_id", "in", self.ids), ("repeat", "!=", "none")]
        )
        for period, checklists in repeating.grouped("period_id").items():
            is_business_day = period._business_days()
            for template, rounds in checklists.grouped("template_id").items():
                if not template.active:
                    continue
                last = rounds.sorted("round")[-1]
                number = period._checklist_round(last, is_business_day)
                if number > last.round:
                    made = period._make_checklist(template, number)
                    made.item_ids._keep_choices(last.item_ids)


class HypercareChecklistItem(models.Model):
    _inherit = "hypercare.checklist.item"

    def _keep_choices(self, before):
        """Give a new round the owners and signers chosen by hand in the last one."""
        by_template = {item.template_item_id: item for item in before}
        for item in self:
            old = by_template.get(item.template_item_id)
            if old and old.owner_by_hand and old.owner_id.active:
                item.owner_id = old.owner_id
            if old and old.signer_id.active:
                item.signer_id = old.signer_id
