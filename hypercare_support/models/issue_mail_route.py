import logging
import re

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize
from odoo.tools.mail import email_domain_extract, parse_contact_from_email

from ..const import LOGGING_STATES
from ..intake.limits import clean_text
from ..intake.mail_headers import is_vouched, kind_of_mail, sender_count
from ..intake.mail_text import clean_subject, first_sentence, written_text
from .issue_report import MAX_DETAILS, MAX_NAME
from .mail_sender import Sender

_logger = logging.getLogger(__name__)

#: Name with which our own receiving mail server signs ``Authentication-Results``.
AUTHSERV_PARAMETER = "hypercare_support.mail_authserv_id"


class HypercareIssue(models.Model):
    """Where a mail goes: a new issue, an issue that is there, or held.

    Asked by the gateway after it has found its routes and before anything is created.
    """

    _inherit = "hypercare.issue"

    @api.model
    def _route_mail(self, message, message_dict, routes) -> list:
        """Return the routes that a mail takes; those to other models stay as they are.

        :param message: ``email.message.EmailMessage``
        :param message_dict: what the gateway has read from it; the author is set here
        :param routes: (model, id, values, user id, alias)
        """
        subject = message_dict.get("subject") or ""
        kind = kind_of_mail(message, subject)
        taken = []
        for route in routes:
            model, issue_id, _values, _uid, alias = route
            if model != self._name:
                taken.append(route)
                continue
            if alias and alias.alias_status != "valid":
                # sudo: a mail has come in; aliases belong to the administrator.
                alias.sudo().alias_status = "valid"
            # sudo: what a mail belongs to does not depend on who fetches it.
            issue = self.sudo().browse(issue_id or [])
            stopped = self._stopped_reason(message_dict, kind, issue)
            if stopped:
                _logger.info(
                    "Mail %s to %s is not taken: %s",
                    message_dict.get("message_id"),
                    message_dict.get("to"),
                    stopped,
                )
                continue
            if issue:
                way = issue._route_reply(message, message_dict, alias)
            else:
                way = self._route_new(message, message_dict, route, kind)
            if way:
                taken.append(way)
        if len(taken) > 1:
            # Read by the one issue it concerns, before the gateway posts the mail.
            message_dict.pop("hypercare_vouched", None)
        return taken

    @api.model
    def _stopped_reason(self, message_dict, kind, issue) -> str:
        """Return why a mail is dropped: taking it could start a loop. Else empty."""
        if kind.key == "answer":
            return "an automatic answer"
        if issue and kind.key in ("machine", "bulk"):
            return "an answer written by a machine"
        email = email_normalize(message_dict.get("email_from") or "", strict=False)
        # sudo: the addresses of this database belong to the administrator.
        own = self.env["mail.alias.domain"].sudo()._find_aliases([email or ""])
        return "sent by ourselves" if email and email in own else ""

    # -- An answer ---------------------------------------------------------------------

    def _route_reply(self, message, message_dict, alias):
        """Return the route to this issue, or hold the mail and return None."""
        sender = self._find_reader(message_dict, message)
        if not sender:
            self.env["hypercare.held.mail"]._hold(
                message, message_dict, self.period_id, "issue", self
            )
            return None
        message_dict["author_id"] = sender.partner.id
        # sudo: system parameters belong to the administrator.
        server = self.env["ir.config_parameter"].sudo().get_param(AUTHSERV_PARAMETER)
        if sender.user and is_vouched(
            message, server or "", email_domain_extract(sender.email) or ""
        ):
            message_dict["hypercare_vouched"] = sender.user
        return (self._name, self.id, None, SUPERUSER_ID, alias)

    def _find_reader(self, message_dict, message):
        """Return the sender of a mail if that person may read the issue, else None."""
        self.ensure_one()
        if sender_count(message) != 1:
            return None
        sender = self.period_id._find_sender_of(message_dict.get("email_from"))
        if sender and sender.user:
            user = sender.user
            reads = self.with_user(user).sudo(False).has_access("read")
            if reads or user == self.reporter_id:
                return sender
        _name, email = parse_contact_from_email(message_dict.get("email_from") or "")
        followers = self.message_partner_ids.filtered(
            lambda partner: partner.email_normalized == email
        )
        if email and followers:
            partner = followers[0]
            users = partner.user_ids.filtered("active")[:1]
            return Sender(users, partner, partner.name, email)
        return None

    # -- A new one ---------------------------------------------------------------------

    @api.model
    def _route_new(self, message, message_dict, route, kind):
        """Return the route of a mail that answers none, or hold it and return None."""
        _model, _issue_id, _values, _uid, alias = route
        held = self.env["hypercare.held.mail"]
        email_from = message_dict.get("email_from") or ""
        period = self._period_of_route(route, email_from)
        sender = period and period._find_sender_of(email_from)
        subject = message_dict.get("subject") or ""
        reason = False
        if not sender or sender_count(message) != 1:
            reason = "unknown"
        elif issue := self._issue_in_subject(period, subject, message_dict, message):
            return issue._route_reply(message, message_dict, alias)
        elif period.state not in LOGGING_STATES or not period.active:
            reason = "period"
        elif kind.key != "person":
            reason = "machine"
        elif self._is_flood(sender.email):
            reason = "many"
        if reason:
            held._hold(message, message_dict, period, reason)
            return None
        message_dict["author_id"] = sender.partner.id
        text = written_text(message, subject, MAX_DETAILS)
        values = {
            "period_id": period.id,
            "mail_name": clean_subject(subject, MAX_NAME) or first_sentence(text),
            "mail_text": text,
            "mail_silent": kind.silent,
        }
        return (self._name, 0, values, SUPERUSER_ID, alias)

    @api.model
    def _period_of_route(self, route, email_from):
        """Return the period that a mail was written to; empty if there is none."""
        _model, _issue_id, values, _uid, alias = route
        # sudo: what a mail belongs to does not depend on who fetches it.
        periods = self.env["hypercare.period"].sudo()
        alias = alias and alias.sudo()
        if alias and alias.alias_parent_model_id.model == periods._name:
            return periods.browse(alias.alias_parent_thread_id).exists()
        named = (values or {}).get("period_id")
        if isinstance(named, int) and not isinstance(named, bool):
            return periods.browse(named).exists()
        # A mailbox for everybody: the sender's company decides.
        _name, email = parse_contact_from_email(email_from)
        users = self.env["res.users"].sudo()
        users = users.search([("email_normalized", "=", email)]) if email else users
        companies = users[:1].company_id or self.env.company
        return periods.with_company(companies)._default_for_issue()

    @api.model
    def _issue_in_subject(self, period, subject, message_dict, message):
        """Return the issue whose number the subject gives, if the sender may read it.

        Who may not read it learns nothing: the mail becomes an issue of its own.
        """
        prefix = re.escape((period.number_prefix or "").strip())
        text = clean_text(subject, 1000, one_line=True).text
        if not prefix:
            return self.browse()
        for number in re.findall(rf"(?<!\w){prefix}\d{{1,9}}(?!\w)", text, re.I)[:3]:
            issue = self.sudo().search(
                [("period_id", "=", period.id), ("number", "=ilike", number)], limit=1
            )
            if issue and issue._find_reader(message_dict, message):
                return issue
        return self.browse()

    @api.model
    def _is_flood(self, email) -> bool:
        """Tell whether a sender has reported more by mail than a person would.

        By the same count as the gateway's own detection of loops, which would drop the
        mail and write to the sender.
        """
        # sudo: system parameters belong to the administrator.
        get_param = self.env["ir.config_parameter"].sudo().get_param
        allowed = self.env["mail.gateway.allowed"].sudo()
        if allowed.search_count([("email_normalized", "=", email)], limit=1):
            return False
        minutes = int(get_param("mail.gateway.loop.minutes", 120))
        most = int(get_param("mail.gateway.loop.threshold", 20))
        since = fields.Datetime.subtract(self.env.cr.now(), minutes=minutes)
        domain = self._detect_loop_sender_domain(email) & Domain(
            "create_date", ">=", since
        )
        return self.sudo().search_count(domain, limit=most) >= most
