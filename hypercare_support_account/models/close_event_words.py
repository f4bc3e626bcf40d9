from odoo import api, fields, models
from odoo.tools import format_date, format_datetime


class HypercareCloseEvent(models.Model):
    """What happened, in one sentence in the language of the reader."""

    _inherit = "hypercare.close.event"

    words = fields.Char("What happened", compute="_compute_words")

    @api.depends_context("lang", "tz")
    @api.depends("kind", "lock_field", "old_date", "new_date", "entries")
    def _compute_words(self):
        names = dict(self._selection_lock_field())
        for event in self:
            told = {
                "lock": names.get(event.lock_field, ""),
                "day": event._words_day(event.new_date),
                "before": event._words_day(event.old_date),
                "whom": event.for_whom or event.env._("Everybody"),
                "count": event.entries,
            }
            sentence = getattr(event, f"_words_of_{event.kind}")(told)
            event.words = f"{sentence} “{event.reason}”" if event.reason else sentence

    def _words_day(self, day) -> str:
        if not day:
            return "–"
        return format_date(self.env, day, date_format="d MMM y")

    def _words_of_lock(self, told) -> str:
        return self.env._("%(lock)s: set to %(day)s.", **told)

    def _words_of_unlock(self, told) -> str:
        if not self.new_date:
            return self.env._("%(lock)s: taken away; it was %(before)s.", **told)
        return self.env._("%(lock)s: moved back from %(before)s to %(day)s.", **told)

    def _words_of_exception(self, told) -> str:
        if not self.ends_at:
            return self.env._(
                "%(lock)s: for %(whom)s only up to %(day)s, without an end.", **told
            )
        return self.env._(
            "%(lock)s: for %(whom)s only up to %(day)s, until %(end)s.",
            end=format_datetime(self.env, self.ends_at, dt_format="d MMM y, HH:mm"),
            **told,
        )

    def _words_of_revoked(self, told) -> str:
        return self.env._("%(lock)s: the exception for %(whom)s is over.", **told)

    def _words_of_posting(self, told) -> str:
        return self.env._(
            "Entries that were posted or taken back: %(count)s. The earliest is of "
            "%(day)s.",
            **told,
        )
