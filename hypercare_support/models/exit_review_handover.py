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

    def _review_taken(self):
        taken = self._records_of("hypercare.taken.out")
        if not taken:
            return None
        return self._section(
            "taken",
            self.env._("Taken out of the lists since the start"),
            "",
            (
                *((self.env._("What"), 28), (self.env._("List"), 20)),
                *((self.env._("Why"), 30), (self.env._("Who and when"), 22)),
            ),
            [
                (
                    *(one.name, self._label_of(one, "kind"), one.reason),
                    f"{one.user_id.name}, {self._on(one.at)}",
                )
                for one in taken
            ],
        )

    def _review_health(self):
        values = self._latest("hypercare.health.value", "code")
        if not values:
            text = self.env._("Not measured in this database.")
            return self._section("health", self.env._("Health of the system"), text)
        return self._section(
            "health",
            self.env._("Health of the system"),
            self.env._("The last daily values: what is normal here."),
            (
                *(
                    (self.env._("Measure"), 44),
                    (self.env._("Value"), 16),
                    (self.env._("Standing"), 22),
                ),
                (self.env._("Day"), 18),
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
        values = self._latest("hypercare.kpi.value", "code")
        if not values:
            text = self.env._("Not measured in this database.")
            return self._section("kpis", self.env._("Key figures"), text)
        return self._section(
            "kpis",
            self.env._("Key figures"),
            "",
            (
                *(
                    (self.env._("Figure"), 25),
                    (self.env._("Target"), 12),
                    (self.env._("Value"), 10),
                ),
                *(
                    (self.env._("Standing"), 13),
                    (self.env._("Day"), 12),
                    (self.env._("Why"), 28),
                ),
            ),
            [
                (
                    *(one.kpi_id.name, one.target_text, one.shown),
                    *(self._label_of(one, "state"), self._date(one.date), one.why),
                )
                for one in values
            ],
        )

    def _review_known_issues(self):
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
            self.env._("Known issues and their answers"),
            "" if articles else self.env._("No answer is published."),
            ((self.env._("Question"), 80), (self.env._("Used"), 20)),
            [(one.name, str(one.use_count)) for one in articles],
        )

    def _review_responsibilities(self):
        duties = self._records_of("hypercare.responsibility")
        if duties is None:
            return None
        return self._section(
            "responsibilities",
            self.env._("Who has what from now on"),
            "" if duties else self.env._("Nothing is listed."),
            (
                (self.env._("Responsibility"), 40),
                (self.env._("Who"), 30),
                (self.env._("Accepted"), 30),
            ),
            [
                (
                    one.name,
                    one.owner_after_id.name or self.env._("nobody named"),
                    self._on(one.accepted_at) or self.env._("not accepted yet"),
                )
                for one in duties
            ],
        )

    def _review_knowledge(self):
        transfers = self._records_of("hypercare.knowledge.transfer")
        if transfers is None:
            return None
        return self._section(
            "knowledge",
            self.env._("Hand-over of knowledge"),
            "" if transfers else self.env._("Nothing is listed."),
            (
                (self.env._("Area"), 40),
                (self.env._("Who takes over"), 30),
                (self.env._("Status"), 30),
            ),
            [
                (one.display_name, one.taker_id.name, self._label_of(one, "state"))
                for one in transfers
            ],
        )

    def _review_roster(self):
        contacts = self._records_of("hypercare.after.contact")
        if contacts:
            return self._section(
                "roster",
                self.env._("Whom to call from now on"),
                "",
                (
                    *(
                        (self.env._("Who"), 24),
                        (self.env._("For what"), 28),
                        (self.env._("Phone"), 18),
                    ),
                    (self.env._("E-mail"), 30),
                ),
                [(one.name, one.what_for, one.phone, one.email) for one in contacts],
            )
        return self._section(
            "roster",
            self.env._("Whom to call from now on"),
            self.env._(
                "Nobody is listed for after the exit; these are the levels as of now."
            ),
            ((self.env._("Level"), 30), (self.env._("Who"), 70)),
            [
                (tier.display_name, ", ".join(tier.user_ids.mapped("name")))
                for tier in self.period_id.tier_ids.sorted("level")
            ],
        )
