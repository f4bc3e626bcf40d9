from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

from .mail_parts import MARK, TELLING

#: Set by Odoo's own posting only: no client can send these objects.
POSTING = object()
TRACKING = object()
#: What a message made by a program may say; everything else follows from who made it.
_SAID = ("body", "subject", "subtype_id", "attachment_ids")
#: What is no part of what was said.
_LOOSE = {"starred_partner_ids", "pinned_at"}
#: How the server itself stores messages; people and their programs only comment.
_POSTED = ("comment", "notification", "auto_comment", "user_notification")


def is_ours(model) -> bool:
    """Tell whether this is the name of a model of the addon."""
    return isinstance(model, str) and model.startswith("hypercare.")


class MailThread(models.AbstractModel):
    """Whoever posts on our records does so in the own name."""

    _inherit = "mail.thread"

    def _message_compute_author(self, author_id=None, email_from=None):
        if is_ours(self._name) and not self.env.su:
            author_id = email_from = None
        return super()._message_compute_author(author_id, email_from)

    def _message_create(self, values_list):
        if not is_ours(self._name):
            return super()._message_create(values_list)
        if self.env.context.get("hypercare_telling") is TELLING:
            mails = self.env["mail.mail"]
            values_list = [
                {**values, "message_id": mails._hypercare_any_message_id()}
                for values in values_list
            ]
        posting = self.with_context(hypercare_posting=POSTING)
        return super(MailThread, posting)._message_create(values_list)

    def _message_track(self, fields_iter, initial_values_dict):
        if not is_ours(self._name):
            return super()._message_track(fields_iter, initial_values_dict)
        tracking = self.with_context(hypercare_tracking=TRACKING)
        return super(MailThread, tracking)._message_track(
            fields_iter, initial_values_dict
        )

    def _message_update_content(self, message, /, *, body, **kwargs):
        """Let the author mend a text, marked as edited; what was said does not go."""
        if is_ours(self._name):
            if not self.env.su:
                self.check_access("read")
            # sudo: which text there was.
            said = not is_html_empty(message.sudo().body)
            if said and body is not None and is_html_empty(body):
                raise UserError(message._hypercare_refusal())
        return super()._message_update_content(message, body=body, **kwargs)


class MailMessage(models.Model):
    """The conversation on our records is evidence: who said what, and when.

    Odoo lets authors rewrite their messages, and whoever was told of one message put
    another anywhere.
    """

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._hypercare_own(dict(vals)) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and set(vals) - _LOOSE:
            # sudo: where messages belong does not depend on who asks.
            messages = self.sudo()
            if is_ours(vals.get("model")) or any(
                is_ours(model) for model in messages.mapped("model")
            ):
                raise AccessError(self._hypercare_refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_no_evidence(self):
        # sudo: as above.
        if not self.env.su and any(map(is_ours, self.sudo().mapped("model"))):
            raise AccessError(self._hypercare_refusal())

    def _hypercare_refusal(self) -> str:
        return self.env._(
            "What was said about hypercare stays as it was said. Write another message "
            "that puts it right."
        )

    @api.model
    def _hypercare_own(self, vals) -> dict:
        """Return the values of a message as the current user may make it.

        :raise AccessError: on one of our records that the user may not write about
        """
        if "model" not in vals:
            # A context or a default of the user may name it.
            vals.update(self.default_get(["model", "res_id"]) | vals)
        if not is_ours(vals.get("model")):
            return vals
        context = self.env.context
        posted = context.get("hypercare_posting") is POSTING
        if posted:
            if vals.get("message_type") not in _POSTED:
                vals["message_type"] = "comment"
            if str(vals.get("message_id") or "").startswith(MARK) and (
                context.get("hypercare_telling") is not TELLING
            ):
                del vals["message_id"]
            if context.get("hypercare_tracking") is not TRACKING:
                vals.pop("tracking_value_ids", None)
        else:
            vals = {
                **{name: vals[name] for name in _SAID if name in vals},
                **{name: vals.get(name) for name in ("model", "res_id")},
                "message_type": "comment",
            }
        if not posted or vals["message_type"] == "comment":
            self._hypercare_check_place(vals)
        author = self.env.user.partner_id
        return vals | {
            "author_id": author.id,
            "author_guest_id": False,
            "email_from": author.email_formatted,
            "date": fields.Datetime.now(),
        }

    @api.model
    def _hypercare_check_place(self, vals):
        """Refuse a message on a record that the user cannot read.

        People outside write on their own pages only.

        :raise AccessError: in the same words whether there is such a record or not
        """
        model, res_id = vals["model"], vals["res_id"]
        record = None
        if self.env.user._is_internal() and model in self.env and type(res_id) is int:
            record = self.env[model].browse(res_id).exists()
        if not record or not record.has_access("read"):
            raise AccessError(
                self.env._("You cannot write messages there: you may not read it.")
            )
