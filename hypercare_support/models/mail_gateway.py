from odoo import api, models

from ..intake.limits import clean_text

#: What the database, or a mail that tells of it, stumbles over, is taken out of these.
_TEXTS = ("email_from", "from", "to", "cc", "recipients", "subject", "references")
_TEXTS += ("in_reply_to", "message_id", "to_filtered", "cc_filtered")
_LONGEST = 100_000


class MailThread(models.AbstractModel):
    """The mail gateway asks us about mails that would end in the log; no others."""

    _inherit = "mail.thread"

    def _get_parent_message(self, msg_dict):
        # The first look into the database with what the mail says.
        if self._is_hypercare_mail(msg_dict):
            for name in _TEXTS:
                if isinstance(msg_dict.get(name), str):
                    msg_dict[name] = clean_text(
                        msg_dict[name], _LONGEST, one_line=True
                    ).text
        return super()._get_parent_message(msg_dict)

    def _message_parse_extract_payload(
        self, message, message_dict, save_original=False
    ):
        if self._is_hypercare_mail(message_dict):
            _mend_charsets(message)
        return super()._message_parse_extract_payload(
            message, message_dict, save_original=save_original
        )

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        routes = super().message_route(
            message,
            message_dict,
            model=model,
            thread_id=thread_id,
            custom_values=custom_values,
        )
        if not any(route[0] == "hypercare.issue" for route in routes):
            return routes
        return self.env["hypercare.issue"]._route_mail(message, message_dict, routes)

    @api.model
    def _is_hypercare_mail(self, message_dict) -> bool:
        """Tell whether a mail is addressed to a period."""
        recipients = clean_text(message_dict.get("recipients"), _LONGEST).text
        if not recipients:
            return False
        # sudo: aliases belong to the administrator.
        names = (
            self.env["mail.alias"]
            .sudo()
            .search(
                [
                    ("alias_model_id.model", "=", "hypercare.issue"),
                    ("alias_full_name", "!=", False),
                ]
            )
            .mapped("alias_full_name")
        )
        recipients = recipients.lower()
        return any(name in recipients for name in names)


def _mend_charsets(message):
    """Read text in an unknown character set as UTF-8: Python would give up on it."""
    for part in message.walk():
        if part.get_content_maintype() != "text":
            continue
        try:
            "".encode(part.get_content_charset() or "utf-8")
        except (LookupError, ValueError):
            part.set_param("charset", "utf-8")
