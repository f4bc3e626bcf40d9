from datetime import timedelta

from odoo import fields, models

#: A phone's clock may be ahead by this much.
AHEAD = timedelta(minutes=10)


class HypercareChatPaste(models.TransientModel):
    """What the preview says in words."""

    _inherit = "hypercare.chat.paste"

    def _taken_text(self, seen, known, whole):
        """Return what to say of messages that are in the log, and where."""
        if not known:
            return False
        numbers = ", ".join(seen.mapped("number"))
        if whole and numbers:
            return self.env._("already in the log: %s", numbers)
        if whole:
            return self.env._("already in the log")
        if numbers:
            return self.env._("the beginning is in the log: %s", numbers)
        return self.env._("the beginning is in the log")

    def _file_words(self):
        return {
            "image": self.env._("Picture"),
            "video": self.env._("Video"),
            "audio": self.env._("Voice message"),
            "document": self.env._("Document"),
            "sticker": self.env._("Sticker"),
            "gif": self.env._("Moving picture"),
            "contact": self.env._("Contact"),
            "media": self.env._("Picture, video or voice message"),
        }

    def _text_with_files(self, entry) -> str:
        """Return what was said, and which files were sent with it."""
        words = self._file_words()
        files = [
            self.env._("[%(kind)s in the chat: %(name)s]", kind=words[kind], name=name)
            if name
            else self.env._("[%s in the chat]", words[kind])
            for kind, name in entry.files
        ]
        return "\n".join(filter(None, [entry.text, *files]))

    def _title_of_files(self, entry) -> str:
        """Return a title for what has no words; it may be changed."""
        words = self._file_words()
        what = words[entry.files[0][0]] if entry.files else self.env._("Message")
        if not entry.sender:
            return what
        return self.env._("%(what)s from %(sender)s", what=what, sender=entry.sender)

    def _overview_text(self, found, system, before, taken) -> str:
        """Return in plain words what was read, and what was left aside."""
        senders = {entry.sender for _message, entry in found if entry.sender}
        texts = []
        if found:
            times = [entry.at for _message, entry in found]
            texts.append(
                self.env._(
                    "Messages: %(count)s, from %(people)s people, %(begin)s to "
                    "%(end)s.",
                    count=len(found),
                    people=len(senders),
                    begin=self._moment_text(min(times)),
                    end=self._moment_text(max(times)),
                )
            )
        if taken:
            texts.append(self.env._("Already in the log: %s.", len(taken)))
        if before:
            texts.append(self.env._("Left out, being earlier: %s.", before))
        if system:
            texts.append(self.env._("Notices of WhatsApp left out: %s.", system))
        return " ".join(texts)

    def _note_texts(self, chat, found):
        """Yield what the person who confirms ought to know."""
        if not found:
            yield self.env._(
                "There is no message since the day chosen. Go back and take an earlier "
                "one, or none."
            )
        for note in chat.warnings:
            yield note.text(self.env._)
        latest = fields.Datetime.now() + AHEAD
        ahead = sum(entry.at > latest for _message, entry in found)
        if ahead:
            yield self.env._(
                "Messages in the future: %s. Read day and month the other way round, "
                "or choose another time zone.",
                ahead,
            )
