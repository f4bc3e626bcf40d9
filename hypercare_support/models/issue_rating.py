from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..intake.limits import clean_text

#: The three faces, as Odoo's ratings count them.
FACES = [("5", "Good"), ("3", "So-so"), ("1", "Bad")]
#: Days in which a rating can be changed.
CHANGEABLE = 7
LONGEST = 2000


class HypercareIssue(models.Model):
    """How it went, said by whoever reported it: once for every solution."""

    _name = "hypercare.issue"
    _inherit = ["rating.mixin", "hypercare.issue"]

    # Not rated when it is made: no statement to find that out.
    rating_last_value = fields.Float(
        "Rating",
        compute="_compute_rating_last_value",
        compute_sudo=True,
        store=True,
        precompute=True,
        aggregator="avg",
    )
    rated_at = fields.Datetime("First rated at", readonly=True, copy=False)
    rated_run = fields.Integer(readonly=True, copy=False, help="Which solution.")
    may_rate = fields.Boolean(compute="_compute_may_rate")
    my_rating = fields.Selection(FACES, "Your rating", compute="_compute_my_rating")

    @api.depends("state", "reporter_id", "rated_at", "rated_run", "reopen_count")
    @api.depends_context("uid")
    def _compute_may_rate(self):
        asks = bool(self._setting("ask_rating"))
        for issue in self:
            mine = issue.reporter_id == self.env.user
            issue.may_rate = asks and mine and issue._is_ratable()

    @api.depends("rating_last_value", "rated_at", "rated_run", "reopen_count")
    def _compute_my_rating(self):
        for issue in self:
            value = str(int(issue.rating_last_value))
            known = issue._is_rated() and value in dict(FACES)
            issue.my_rating = known and value

    def _is_rated(self) -> bool:
        """Tell whether this solution has been rated; a reopening makes a new one."""
        return bool(self.rated_at and self.rated_run == self.reopen_count)

    def _is_ratable(self) -> bool:
        """Tell whether it can be rated now, or its rating changed."""
        if self.state != "closed":
            return False
        last = fields.Datetime.now() - timedelta(days=CHANGEABLE)
        return not self._is_rated() or self.rated_at >= last

    def _rate(self, face, sentence):
        """Keep what the reporter thinks of the solution.

        :param face: one of `FACES`
        :raise UserError: if somebody else rates, or it is too early or too late
        """
        self.ensure_one()
        self.check_access("read")
        if self.reporter_id != self.env.user:
            raise UserError(
                self.env._("Only the person who reported %s can rate it.", self.number)
            )
        if face not in dict(FACES):
            raise UserError(self.env._("Choose one of the three faces."))
        if not self._setting("ask_rating"):
            raise UserError(self.env._("Ratings are switched off."))
        # sudo: ratings and their columns are kept by us; who rates is checked above.
        issue = self.sudo()
        issue._lock_rows()
        issue._check_ratable()
        rating = self.env["rating.rating"].sudo()
        if issue._is_rated():
            rating = rating.search(
                [("res_model", "=", self._name), ("res_id", "=", self.id)], limit=1
            )
        else:
            issue._store_rows(
                {
                    self.id: {
                        "rated_at": fields.Datetime.now(),
                        "rated_run": self.reopen_count,
                    }
                }
            )
        rating = rating or rating.create(
            {
                "partner_id": self.reporter_id.partner_id.id,
                "rated_partner_id": issue.user_id.partner_id.id,
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
            }
        )
        text = clean_text(sentence, LONGEST).text.strip()
        issue.rating_apply(
            float(face), rating=rating, feedback=text, subtype_xmlid="mail.mt_note"
        )

    def rating_apply(self, rate, *args, **kwargs):
        """As ever, but only once for every solution, changeable for a week."""
        self._check_ratable()
        return super().rating_apply(rate, *args, **kwargs)

    def _check_ratable(self):
        """Refuse a rating at the wrong time.

        :raise UserError: saying when
        """
        for issue in self:
            if issue.state != "closed":
                raise UserError(
                    self.env._("%s can be rated once it is solved.", issue.number)
                )
            if issue.rated_at and not issue._is_ratable():
                raise UserError(
                    self.env._(
                        "%(issue)s was rated more than %(days)s days ago: the rating "
                        "stays.",
                        issue=issue.number,
                        days=CHANGEABLE,
                    )
                )

    def _rating_get_partner(self):
        return self.reporter_id.partner_id


class RatingRating(models.Model):
    """Ratings of issues are evidence: they come by the reporter's own dialog only."""

    _inherit = "rating.rating"

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        # Looked at afterwards: defaults of the context and stored related fields say
        # what it is about as well.
        ratings._check_not_by_hand()
        return ratings

    def write(self, vals):
        self._check_not_by_hand()
        res = super().write(vals)
        self._check_not_by_hand()
        return res

    def _check_not_by_hand(self):
        # sudo: to see what it is about, not what it says.
        about = self.sudo()
        if not self.env.su and any(
            rating.res_model == "hypercare.issue" for rating in about
        ):
            self._refuse_by_hand()

    def _refuse_by_hand(self):
        raise UserError(
            self.env._("Ratings of issues are given by whoever reported them.")
        )
