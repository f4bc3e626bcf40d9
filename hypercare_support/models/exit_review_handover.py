from odoo import models

#: Last values of a series that the record names.
MOST_LINES = 60


class HypercareExitReview(models.Model):
    """Sections of an exit review about what lives on: health, KPIs, people, answers.

    What this database does not know of is left out, or said to be not measured.
    """

    _inherit = "hypercare.exit.review"

    def _records_of(self, model, order=None):
        """Return the records of a period in a model that may not be there, or None."""
        if model not in self.env:
            return None
        # sudo: a record that everybody signs says the same to everybody.
        return (
            self.env[model]
            .sudo()
            .search([("period_id", "=", self.period_id.id)], order=order)
        )

    def _label_of(self, record, name) -> str:
        """Return the label of a selection, or the text of any other field."""
        field = record._fields.get(name)
        if field is None:
            return ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(record[name], "")
        return str(record[name] or "")

    def _latest(self, model, by):
        """Return the last record of each thing that has a value per day."""
        if model not in self.env or by not in self.env[model]._fields:
            return None
        # sudo: as above.
        values = self.env[model].sudo()
        period = [("period_id", "=", self.period_id.id)]
        days = dict(values._read_group(period, [by], ["date:max"], limit=MOST_LINES))
        return values.search([*period, ("date", "in", list(days.values()))]).filtered(
            lambda one: days.get(one[by]) == one.date
        )

    def _review_health(self):
        _ = self.env._
        values = self._latest("hypercare.health.value", "code")
        if not values:
            text = _("Not measured in this database.")
            return self._section("health", _("Health of the system"), text)
        return self._section(
            "health",
            _("Health of the system"),
            _("The last daily values: what is normal here."),
            (
                *((_("Measure"), 44), (_("Value"), 16), (_("Standing"), 22)),
                (_("Day"), 18),
            ),
            [
                (
                    *(one.name, one.shown, self._label_of(one, "state")),
                    self._date(one.date),
                )
                for one in values
            ],
        )

    def _review_kpis(self):
        _ = self.env._
        values = self._latest("hypercare.kpi.value", "kpi_id")
        if not values:
            text = _("Not measured in this database.")
            return self._section("kpis", _("Key figures"), text)
        return self._section(
            "kpis",
            _("Key figures"),
            "",
            (
                *((_("Figure"), 32), (_("Target"), 12), (_("Value"), 12)),
                *((_("Standing"), 14), (_("Day"), 12), (_("Why"), 18)),
            ),
            [
                (
                    *(one.kpi_id.name, one.kpi_id.target_text, one.shown),
                    *(self._label_of(one, "state"), self._date(one.date), one.why),
                )
                for one in values
            ],
        )

    def _review_known_issues(self):
        _ = self.env._
        # sudo: as above.
        articles = (
            self.env["hypercare.article"]
            .sudo()
            .search(
                [("period_id", "=", self.period_id.id), ("published", "=", True)],
                order="use_count desc, name",
            )
        )
        return self._section(
            "known_issues",
            _("Known issues and their answers"),
            "" if articles else _("No answer is published."),
            ((_("Question"), 80), (_("Used"), 20)),
            [(one.name, str(one.use_count)) for one in articles],
        )

    def _review_responsibilities(self):
        _ = self.env._
        duties = self._records_of("hypercare.responsibility")
        if duties is None:
            return None
        return self._section(
            "responsibilities",
            _("Who has what from now on"),
            "" if duties else _("Nothing is listed."),
            ((_("Responsibility"), 40), (_("Who"), 30), (_("Accepted"), 30)),
            [
                (
                    one.name,
                    one.owner_after_id.name or _("nobody named"),
                    self._on(one.accepted_at) or _("not accepted yet"),
                )
                for one in duties
            ],
        )

    def _review_knowledge(self):
        _ = self.env._
        transfers = self._records_of("hypercare.knowledge.transfer")
        if transfers is None:
            return None
        return self._section(
            "knowledge",
            _("Hand-over of knowledge"),
            "" if transfers else _("Nothing is listed."),
            ((_("Area"), 40), (_("Who takes over"), 30), (_("Status"), 30)),
            [
                (one.display_name, one.taker_id.name, self._label_of(one, "state"))
                for one in transfers
            ],
        )

    def _review_roster(self):
        _ = self.env._
        contacts = self._records_of("hypercare.after.contact")
        if contacts:
            return self._section(
                "roster",
                _("Whom to call from now on"),
                "",
                (
                    *((_("Who"), 28), (_("For what"), 30), (_("Phone"), 20)),
                    (_("E-mail"), 22),
                ),
                [(one.name, one.what_for, one.phone, one.email) for one in contacts],
            )
        return self._section(
            "roster",
            _("Whom to call from now on"),
            _("Nobody is listed for after the exit; these are the levels as of now."),
            ((_("Level"), 30), (_("Who"), 70)),
            [
                (tier.display_name, ", ".join(tier.user_ids.mapped("name")))
                for tier in self.period_id.tier_ids.sorted("level")
            ],
        )
