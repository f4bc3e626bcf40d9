from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext, plaintext2html

from ..intake.limits import clean_text
from ..intake.limits_files import MOST_BYTES, MOST_FILES, check_file
from .issue_report import MAX_DETAILS, MAX_NAME

#: A mail's body is kept as it came up to this many characters of HTML.
MOST_BODY = 300_000
#: The gateway's own copy of the mail, which would bring in what is refused.
_ORIGINAL = "original_email.eml"
#: So many refused files are named; nobody reads more.
_MOST_NAMED = 10


class HypercareIssue(models.Model):
    """A mail becomes an issue, or a message on one.

    Whoever writes a mail can write any name into it. So a mail decides nothing: the
    severity is the usual one, no state changes, and no clock stops, unless the
    receiving server vouches for the sender (``_vouched_user``).
    """

    _inherit = "hypercare.issue"
    _primary_email = "email_from"

    email_from = fields.Char(
        "Sender's address", readonly=True, copy=False, index="btree_not_null"
    )
    sender_name = fields.Char(
        "Written by",
        readonly=True,
        copy=False,
        help="Who reported it by mail, if that person is no user.",
    )

    # -- The gateway -------------------------------------------------------------------

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Create an issue from the mail of a sender whose mails are taken.

        :param custom_values: from ``_route_mail``: the period and what it found out
        """
        values = dict(custom_values or {})
        period = self.env["hypercare.period"].browse(values.get("period_id"))
        sender = period._find_sender_of(msg_dict.get("email_from"))
        # What a mail says is nobody's act: it is entered by the system.
        issues = self.with_user(SUPERUSER_ID).with_company(period.company_id)
        # sudo: the gateway reports in the name of the sender, whom we looked up.
        issue = issues.sudo()._create_from_mail(
            period,
            sender,
            values.get("mail_name"),
            values.get("mail_text", ""),
        )
        issue._take_files(msg_dict)
        issue._clip_body(msg_dict)
        if not values.get("mail_silent"):
            issue._send_receipt(msg_dict.get("message_id"))
        return issue

    def message_update(self, msg_dict, update_vals=None):
        """Take a mail as a message on this issue; the gateway posts it afterwards."""
        user = msg_dict.pop("hypercare_vouched", None)
        self._take_files(msg_dict)
        self._clip_body(msg_dict)
        if user and not msg_dict.get("is_internal"):
            self._count_vouched(user)
        return super().message_update(msg_dict, update_vals=update_vals)

    @api.model
    def _create_from_mail(self, period, sender, name, text, **values):
        """Create an issue from a mail.

        :param sender: see ``hypercare.period._find_sender_of``
        :param name: the mail's subject, cleaned; may be empty
        :param text: what the sender has written, plain
        """
        hints = self.env["hypercare.category.hint"]
        category = hints._suggest(f"{name} {text[:2000]}", None, period.company_id)
        name = clean_text(name, MAX_NAME, one_line=True).text
        issue = self.create(
            {
                "period_id": period.id,
                "name": name or self.env._("Mail from %s", sender.name),
                "description": clean_text(text, MAX_DETAILS).text,
                "channel": "email",
                "severity": "s3",
                "reporter_id": sender.user.id,
                "category_id": category.id,
                **values,
            }
        )
        issue._keep_sender(sender)
        return issue

    def _keep_sender(self, sender):
        """Remember who wrote, and have a contact without user get the answers."""
        self._store_rows(
            {
                issue.id: {
                    "email_from": sender.email or None,
                    "sender_name": None if sender.user else sender.name,
                }
                for issue in self
            }
        )
        if sender.partner and not sender.user:
            self.message_subscribe(sender.partner.ids)

    def _count_vouched(self, user):
        """Count a public mail of the team as its word, as if written in Odoo."""
        now = fields.Datetime.now()
        # sudo: clocks are kept by us; whose act it is, is the user's.
        issues = self.with_user(user).sudo().filtered("is_open")
        acted = issues._acted_on_by_team()
        acted._store_act(now)
        acted._register_response(now)
        acted._register_update(now)
        acted._refresh_clocks()

    # -- What came with it -------------------------------------------------------------

    def _take_files(self, msg_dict):
        """Leave out files that are not taken, and say on the issue which they were."""
        kept, refused = self._sort_files(msg_dict.get("attachments"))
        msg_dict["attachments"] = kept
        if refused:
            team = self.with_context(lang=self.company_id.partner_id.lang)
            team._message_log(body=team._refused_text(refused))

    @api.model
    def _sort_files(self, attachments, most_bytes=MOST_BYTES):
        """Return the files of a mail that are taken, and the names of the others.

        :param attachments: (name, content[, info]) as the gateway reads them
        """
        kept, refused, size = [], [], 0
        # Pictures inside the text, often a logo, come after real attachments.
        files = sorted(
            attachments or (),
            key=lambda file: bool(len(file) > 2 and (file[2] or {}).get("cid")),
        )
        for name, content, *more in files:
            info = (more and more[0]) or {}
            data = _content_bytes(content, info)
            checked = check_file(name, "", data)
            full = len(kept) >= MOST_FILES or size + len(data) > most_bytes
            if name == _ORIGINAL:
                continue
            if checked.problem or full:
                refused.append(checked.name)
                continue
            size += len(data)
            kept.append((checked.name, data, info))
        return kept, refused

    @api.model
    def _refused_text(self, names):
        """Return a note about files that were not taken."""
        shown = ", ".join(f"“{name}”" for name in names[:_MOST_NAMED])
        if len(names) > _MOST_NAMED:
            shown = self.env._(
                "%(names)s and %(more)s more",
                names=shown,
                more=len(names) - _MOST_NAMED,
            )
        return self.env._(
            "Not taken from the mail: %(names)s. Pictures, PDF, texts and office files "
            "are taken, at most %(files)s of them and not too large.",
            names=shown,
            files=MOST_FILES,
        )

    def _clip_body(self, msg_dict):
        """Keep a body that a screen can carry."""
        body = msg_dict.get("body") or ""
        if "\0" in body or not _is_storable(body):
            body = Markup(clean_text(str(body), len(body)).text)
        if len(body) > MOST_BODY:
            text = html2plaintext(body[:MOST_BODY])[: MOST_BODY // 4]
            body = plaintext2html(f"{text}…")
        msg_dict["body"] = body

    # -- Where answers go --------------------------------------------------------------

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Have answers go to the address of the period, if it has one."""
        res = super()._notify_get_reply_to_batch(
            defaults=defaults, author_ids=author_ids
        )
        # sudo: whoever writes on an issue answers from the period's address.
        for issue in self.sudo():
            if address := issue.period_id.alias_email:
                author = (author_ids or {}).get(issue.id)
                res[issue.id] = issue._notify_get_reply_to_formatted_email(
                    address, author_id=author
                )
        return res

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """Count what a sender reported by mail; the index knows the address."""
        return Domain("email_from", "=", email_from_normalized) & Domain(
            "channel", "=", "email"
        )


def _content_bytes(content, info) -> bytes:
    """Return what an attachment holds, however the gateway has read it."""
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        try:
            return content.encode(info.get("encoding") or "utf-8", "replace")
        except LookupError:
            return content.encode("utf-8", "replace")
    try:
        return content.as_bytes()
    except Exception:
        # A mail inside the mail, too broken to be written out.
        return b""


def _is_storable(text) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
