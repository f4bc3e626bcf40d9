from odoo import fields, models

#: Nobody gets an invitation per meeting, nor a note when one moves: one mail says all.
QUIET = {
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "skip_contact_description": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "tracking_disable": True,
}


class HypercareCheckin(models.Model):
    """Which meeting is the check-in of which day.

    The meeting itself belongs to the people who attend it: whoever moves or deletes it
    in the calendar is right, until the plan changes for that day.
    """

    _name = "hypercare.checkin"
    _description = "Hypercare Check-in"
    _order = "period_id, day"
    _rec_name = "day"

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    day = fields.Date(required=True, readonly=True)
    start_at = fields.Datetime(required=True, readonly=True)
    mark = fields.Char(readonly=True, help="What the plan said when it was arranged.")
    event_id = fields.Many2one(
        "calendar.event", "Meeting", index="btree_not_null", ondelete="set null"
    )

    _once = models.UniqueIndex("(period_id, day)", "This day has its check-in already.")

    def _cancel_coming(self):
        """Take back the meetings that have not begun, and forget them."""
        now = self.env.cr.now()
        coming = self.filtered(lambda checkin: checkin.start_at > now)
        events = coming.event_id.filtered(lambda event: event.start > now)
        events.with_context(**QUIET).unlink()
        coming.unlink()
