"""A WhatsApp chat, and what pastes it."""

from datetime import datetime

from .common import HypercareCommon, at_time

#: A Tuesday, 18:00 in Dhaka.
EVENING = datetime(2026, 3, 3, 12, 0)
CHAT = """03/03/2026, 09:00 - Messages and calls are end-to-end encrypted.
03/03/2026, 10:05 - Reporter: Good morning
03/03/2026, 10:06 - Reporter: The vendor bill cannot be posted, error on screen
03/03/2026, 10:07 - Reporter: Bill 14
03/03/2026, 10:20 - L1: I am looking at it
03/03/2026, 10:40 - Store Gate 2: thank you
03/03/2026, 15:00 - +880 1711-000000: Goods receipt is not working since noon
03/03/2026, 15:02 - +880 1711-000000: IMG-20260303-WA0001.jpg (file attached)
03/03/2026, 15:30 - Colleague: Lunch was good today"""


class ChatCase(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hypercare.period"].search([("id", "!=", cls.period.id)]).write(
            {"state": "cancelled"}
        )
        cls.company.country_id = cls.env.ref("base.bd")

    def paste(self, text=CHAT, user=None, at=EVENING, **values):
        """Return the preview of a chat."""
        with at_time(at):
            pastes = self.env["hypercare.chat.paste"].with_user(user or self.l1)
            paste = pastes.create({"text": text, **values})
            paste.action_read()
        return paste

    def take(self, paste, at=EVENING):
        """Put a preview into the log and return the issues."""
        with at_time(at):
            paste.action_take()
        self.env.flush_all()
        return paste.sudo().issue_ids.with_env(self.env)

    def texts(self, issue):
        """Return date, author or name, and text of what was said on an issue."""
        return [
            (m.date, m.author_id or m.email_from, str(m.body).split("</p>")[0])
            for m in issue.message_ids.sorted("id")
            if m.message_type == "comment"
        ]
