from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import RedirectWarning

#: A mail check that found nothing wrong is believed for so long.
MAIL_CHECK_VALID = timedelta(minutes=10)
NAMED = ("sponsor_id", "client_pm_id", "consultant_lead_id", "business_owner_id")


class HypercarePeriod(models.Model):
    """What a period lacks before it may start, each with the place that mends it."""

    _inherit = "hypercare.period"

    def _readiness_items(self) -> list[dict]:
        """Return what is missing before hypercare may start, worst first by topic.

        To be extended by every part of the plan. Each item is a dict with

        - ``code``: what is missing, for tests and links; unique within the list
        - ``level``: ``problem`` stops the start, ``warning`` does not
        - ``text``: one translated sentence in plain words
        - ``spans``: the stretches of time it is about (begin and end, naive UTC), if
          any: accepting it accepts these, and none that appears later
        - ``where``: where to mend it – ``page:<name>`` for a page of the period's form,
          otherwise the name of an ``action_…`` method of the period; may be empty
        - ``page``: the page of the screen that the action opens; may be empty

        Cheap enough for every form: mail is read from the last check.
        """
        self.ensure_one()
        return [
            *self._people_items(),
            *(
                self._readiness_item("clocks", text, "form")
                for text in self._get_problems()
            ),
            *self._cover_items(),
            *self._mail_items(),
            *self._end_items(),
        ]

    def _readiness_item(
        self, code, text, where="form", level="problem", page=""
    ) -> dict:
        """Return an item of the list of what is missing."""
        item = {"code": code, "level": level, "text": text, "where": where}
        return item | {"page": page}

    def _get_missing(self) -> list[str]:
        """Return, in plain words, what stops the period from starting."""
        return [item["text"] for item in self._open_problems()]

    def _open_problems(self) -> list[dict]:
        """Return the problems that nobody has accepted yet: see `_force`."""
        # sudo: what is missing does not depend on who asks.
        return self.sudo()._not_accepted(self.sudo()._readiness_items())

    def _not_accepted(self, items) -> list[dict]:
        """Return the problems among the items that nobody has accepted yet."""
        return [
            item
            for item in items
            if item["level"] == "problem" and not self._is_accepted(item)
        ]

    def _refuse_unready(self):
        """Refuse to go on while something is missing, and lead to the list of it.

        :raise RedirectWarning: with the list, and a button that opens it
        """
        for period in self:
            period._check_mail_again()
            missing = period._get_missing()
            if missing:
                raise RedirectWarning(
                    period._missing_text(missing),
                    self.env.ref("hypercare_support.readiness_action").id,
                    self.env._("Show what is missing"),
                    {"active_id": period.id},
                )

    def _missing_text(self, missing) -> str:
        return self.env._(
            "%(period)s cannot start yet:\n%(missing)s",
            period=self.name,
            missing="\n".join(f"• {line}" for line in missing),
        )

    # -- People ------------------------------------------------------------------------

    def _people_items(self):
        """Return who is not named, or is archived."""
        # sudo: an archived account or another company's is not read by everybody.
        period = self.sudo()
        tiers = {tier.level: tier.user_ids for tier in period.tier_ids}
        named = self.env["res.users"].sudo().union(*(period[name] for name in NAMED))
        # Read together, not one by one below.
        named.mapped("active")
        for level in ("l1", "l2", "l3"):
            if not tiers.get(level, named.browse()).filtered("active"):
                text = self.env._("Level %s has nobody in it.", level.removeprefix("l"))
                yield self._readiness_item(f"tier_{level}", text, "page:tiers")
        nobody = {
            "sponsor_id": self.env._("No sponsor is named."),
            "client_pm_id": self.env._("No client project manager is named."),
            "consultant_lead_id": self.env._("No consultant lead is named."),
            "business_owner_id": self.env._(
                "No business owner is named: who owns the system after hypercare?"
            ),
        }
        for name in NAMED:
            code = name.removesuffix("_id")
            user = period[name]
            if not user:
                yield self._readiness_item(code, nobody[name])
            elif not user.active:
                text = self.env._(
                    "The account of %(person)s (%(role)s) is archived: name somebody "
                    "else.",
                    person=user.name,
                    role=self._fields[name]._description_string(self.env),
                )
                yield self._readiness_item(code, text)

    # -- Cover -------------------------------------------------------------------------

    def _cover_items(self):
        """Return a problem per tier with holes in the support hours, a warning per
        tier that cannot be called outside of them although S1 promises any time."""
        period = self.sudo()
        if not period.calendar_id or not period.tier_ids:
            return
        now = fields.Datetime.now()
        covers = period._cover(*period._cover_horizon(now))
        lines = period._cover_lines(covers)
        for cover in covers:
            if not cover.presences:
                # That nobody is in it is said already.
                continue
            of_tier = [line for line in lines if line["tier"] == cover.tier]
            gaps = [line for line in of_tier if line["level"] == "problem"]
            if gaps:
                values = {
                    "tier": cover.tier.name,
                    "first": gaps[0]["when"],
                    "because": gaps[0]["because"],
                    "count": len(gaps),
                }
                text = (
                    self.env._(
                        "Nobody of %(tier)s is there on %(first)s (%(because)s). These "
                        "are support hours. Times like this in all: %(count)s.",
                        **values,
                    )
                    if len(gaps) > 1
                    else self.env._(
                        "Nobody of %(tier)s is there on %(first)s (%(because)s). These "
                        "are support hours.",
                        **values,
                    )
                )
                item = self._readiness_item(
                    f"cover_{cover.tier.level}", text, "action_open_cover"
                )
                spans = [(gap["begin"], gap["end"]) for gap in gaps]
                yield {**item, "spans": spans}
            if len(of_tier) > len(gaps):
                text = self.env._(
                    "Help with severity 1 is promised at any time, but nobody of "
                    "%(tier)s can be called outside of the support hours; the first "
                    "time is %(first)s. Add somebody to the rota.",
                    tier=cover.tier.name,
                    first=next(
                        line["when"] for line in of_tier if line["level"] == "warning"
                    ),
                )
                yield self._readiness_item(
                    f"any_time_{cover.tier.level}",
                    text,
                    "action_open_cover",
                    "warning",
                )

    # -- Mail --------------------------------------------------------------------------

    def _check_mail_again(self):
        """Speak with the mail server, unless it was found to work just now."""
        # sudo: the result is for managers; whoever starts may know it.
        period = self.sudo()
        age = self.env.cr.now() - (
            period.mail_checked_at or fields.Datetime.to_datetime("1970-01-01")
        )
        if period.mail_problem or age > MAIL_CHECK_VALID:
            self._check_mail()

    def _mail_items(self):
        """Return what the last check found wrong with mail."""
        # sudo: as above.
        period = self.sudo()
        if not period.mail_checked_at:
            text = self.env._("Nobody has checked yet whether mail works.")
            yield self._readiness_item("mail", text, "action_check_mail")
        elif period.mail_problem:
            text = self.env._(
                "Mails would not all arrive. %s",
                " ".join(period.mail_problem.splitlines()),
            )
            yield self._readiness_item("mail", text, "action_check_mail")
        for at, line in enumerate((period.mail_warning or "").splitlines()):
            yield self._readiness_item(
                f"mail_warning_{at}", line, "action_check_mail", "warning"
            )

    # -- The end -----------------------------------------------------------------------

    def _end_items(self):
        """Return what the planned end leaves out."""
        today = self._local_day(fields.Datetime.now())
        if self.date_end < today:
            text = self.env._(
                "The planned end, %s, is over. Choose a later one.",
                self._long_day(self.date_end),
            )
            yield self._readiness_item("end_over", text, level="warning")
