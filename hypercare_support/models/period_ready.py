from odoo import models


class HypercarePeriod(models.Model):
    """What a period lacks before it may start, each with the place that mends it."""

    _inherit = "hypercare.period"

    def _readiness_items(self) -> list[dict]:
        """Return what is missing before hypercare may start, worst first by topic.

        To be extended by every part of the plan. Each item is a dict with

        - ``code``: what is missing, for tests and links; unique within the list
        - ``level``: ``problem`` stops the start, ``warning`` does not
        - ``text``: one translated sentence in plain words
        - ``where``: where to mend it – ``page:<name>`` for a page of the period's form,
          otherwise the name of an ``action_…`` method of the period; may be empty
        """
        self.ensure_one()
        items = []
        for level in ("l1", "l2", "l3"):
            if not self.tier_ids.filtered(lambda t, lv=level: t.level == lv).user_ids:
                text = self.env._("Level %s has nobody in it.", level.removeprefix("l"))
                items.append(self._readiness_item(f"tier_{level}", text, "page:tiers"))
        if not self.client_pm_id:
            text = self.env._("No client project manager is named.")
            items.append(self._readiness_item("client_pm", text))
        if not self.consultant_lead_id:
            text = self.env._("No consultant lead is named.")
            items.append(self._readiness_item("consultant_lead", text))
        for text in self._get_problems():
            items.append(self._readiness_item("clocks", text))
        return items

    def _readiness_item(self, code, text, where="", level="problem") -> dict:
        """Return an item of the list of what is missing."""
        return {"code": code, "level": level, "text": text, "where": where}

    def _get_missing(self) -> list[str]:
        """Return, in plain words, what stops the period from starting."""
        return [
            item["text"]
            for item in self._readiness_items()
            if item["level"] == "problem"
        ]
