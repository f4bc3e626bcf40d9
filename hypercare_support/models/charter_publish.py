import logging
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import email_normalize

from .charter_decide import ACTIVITY
from .charter_document import FOR_OTHERS, FOR_PEOPLE
from .escalation_render import one_line, paragraphs

_logger = logging.getLogger(__name__)

LAYOUT = "hypercare_support.charter_mail"
TEMPLATE = "hypercare_support.mail_template_charter"
PDF = "hypercare_support.charter_pdf"


class HypercareCharter(models.Model):
    """Who is told of a charter: everybody concerned once, approvers with a button."""

    _inherit = "hypercare.charter"

    # -- Published ---------------------------------------------------------------------

    def _tell_published(self):
        """Queue the mails of a published charter and remind its approvers."""
        # sudo: mails, files and reminders are for others than the sender.
        charter = self.sudo()
        users, partners = charter._readers()
        problems, mails, files = [], [], {}
        # How to reach everybody is for those who take part: two copies.
        for private in (True, False):
            files[private], failed = charter._as_file(private)
            problems += [failed] if failed and failed not in problems else []
        for partner in users.partner_id | partners:
            if not email_normalize(partner.email or ""):
                problems.append(
                    self.env._("No valid e-mail address: %s.", partner.name)
                )
                continue
            file = files[partner in users.partner_id]
            vals, broken = charter._mail_vals(partner, file)
            problems += [broken] if broken and broken not in problems else []
            mails.append(vals)
        charter.env["mail.mail"]._hypercare_queue(mails)
        charter._keep({"problem": "\n".join(problems) or False})
        charter._plan_activities(charter.approval_ids.user_id)
        charter._message_log(
            body=self.env._(
                "Version %(version)s published by %(person)s, sent to %(count)s "
                "people. Fingerprint %(fingerprint)s.",
                version=charter.version,
                person=self.env.user.name,
                count=len(mails),
                fingerprint=charter.fingerprint,
            ),
            author_id=self.env.user.partner_id.id,
            attachment_ids=files[False].ids if files[False] else [],
        )

    def _readers(self) -> tuple:
        """Return the users who take part, and stakeholders who only want to know."""
        users = self._people().filtered("active")
        stakeholders = self.period_id.stakeholder_ids.filtered(
            lambda one: not one.unsubscribed_at and one.partner_id.active
        )
        return users, stakeholders.partner_id - users.partner_id

    def _mail_vals(self, partner, file) -> tuple[dict, str]:
        """Return the values of one reader's mail, and what is wrong with its words."""
        subject, body, problem = self._render_mail(partner)
        vals = self.env["mail.mail"]._hypercare_vals(
            self,
            partner,
            subject,
            body,
            attachment_ids=[Command.link(file.id)] if file else [],
        )
        return vals, problem

    def _render_mail(self, partner):
        """Return subject and body in the reader's language, and what is wrong with it.

        A broken template costs its words, never the mail.
        """
        local = self.with_context(
            lang=partner.lang or self.lang, tz=partner.tz or self.period_id.tz
        )
        words = local._mail_words(partner)
        # What a client may have put into the context is no mail.
        local = local.with_context(hypercare_charter=words)
        subject, said, problem = words["title"], "", ""
        template = local.env.ref(TEMPLATE, raise_if_not_found=False)
        try:
            with self.env.cr.savepoint():
                if template:
                    subject = template._render_field("subject", local.ids)[self.id]
                    said = template._render_field("body_html", local.ids)[self.id]
        except Exception as error:  # noqa: BLE001  whatever is wrong costs words only
            _logger.info("Template of charter mails is broken", exc_info=True)
            problem = self.env._(
                "The mail template “%(name)s” is broken: %(error)s",
                name=template.name,
                error=one_line(f"{type(error).__name__}: {error}", 200),
            )
        said = said or paragraphs([words["sentence"]])
        ledger = local.env["hypercare.escalation"]
        body = ledger._render_frame(LAYOUT, words=words, said=said)
        return subject or words["title"], body, problem

    def _charter_words(self) -> dict:
        """Return what the template of the mail may say."""
        given = self.env.context.get("hypercare_charter")
        return given or self._mail_words(self.env.user.partner_id)

    def _mail_words(self, partner) -> dict:
        period = self.period_id
        user = partner.with_context(active_test=True).user_ids[:1]
        approver = bool(user) and user in self.approval_ids.user_id
        title = self.env._(
            "Charter of %(period)s, version %(version)s",
            period=period.name,
            version=self.version,
        )
        sentence = self.env._(
            "this is what is agreed for hypercare. It is attached as a PDF."
        )
        if approver:
            sentence = self.env._(
                "please read the charter of hypercare and approve it, or send it back "
                "with the reason. It is attached as a PDF."
            )
        return {
            "title": title,
            "name": partner.name or "",
            "approver": approver,
            "sentence": sentence,
            "period": period.name,
            "version": self.version,
            "sender": self.published_by_id.name or "",
            "approvers": ", ".join(self.approval_ids.user_id.mapped("name")),
            # People without an account have the file.
            "url": f"{self.get_base_url()}/odoo/hypercare-charters/{self.id}"
            if user and (approver or not user.share)
            else "",
        }

    def _as_file(self, private):
        """Return the charter as a PDF attachment, and what went wrong or an empty text.

        Without a printing program the mail goes out all the same.
        """
        reports = self.env["ir.actions.report"].with_context(
            hypercare_charter_copy=FOR_PEOPLE if private else FOR_OTHERS
        )
        try:
            with self.env.cr.savepoint():
                content, kind = reports._render_qweb_pdf(PDF, self.ids)
        except Exception as error:
            _logger.warning("Charter %s was not printed", self.id, exc_info=True)
            error = one_line(f"{type(error).__name__}: {error}", 200)
            return None, self.env._("It was sent without its PDF: %s", error)
        if kind != "pdf":
            return None, self.env._("It was sent without its PDF: nothing prints here.")
        file = self.env["ir.attachment"].create(
            {
                "name": f"{self._in_its_words().display_name}.pdf",
                "raw": content,
                "mimetype": "application/pdf",
                # Whoever reads the charter reads the copy without telephone numbers;
                # the other one goes by mail only.
                "res_model": False if private else self._name,
                "res_id": False if private else self.id,
                # By this the uninstallation finds it.
                "description": PDF,
            }
        )
        return file, ""

    # -- Reminders ---------------------------------------------------------------------

    def _plan_activities(self, users):
        """Remind people to approve, by the eve of the go-live if that is to come."""
        today = self.period_id._local_day(fields.Datetime.now())
        deadline = max(today, min(today + timedelta(days=2), self._eve()))
        # To-dos are for screens that a portal account does not have.
        for user in users.filtered(lambda user: not user.share):
            texts = self.with_context(lang=user.lang or self.lang)
            # Our own mail says the same with a button.
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY,
                date_deadline=deadline,
                summary=texts.env._("Approve the charter"),
                user_id=user.id,
            )

    def _eve(self):
        return self.period_id.go_live - timedelta(days=1)

    def _end_activities(self, user=None):
        """Take the reminders to approve away: of one person, or of everybody."""
        self.activity_unlink([ACTIVITY], user_id=user.id if user else None)

    # -- What became of it -------------------------------------------------------------

    def _approver_replaced(self, before, approval):
        """Ask the person who approves in the place of one whose account is archived."""
        # sudo: mails and reminders are for others than the sender, who may be told
        # the names.
        charter, approval, before = self.sudo(), approval.sudo(), before.sudo()
        charter._end_activities(before)
        charter._plan_activities(approval.user_id)
        partner = approval.user_id.partner_id
        file, _failed = charter._as_file(True)
        vals, _broken = charter._mail_vals(partner, file)
        charter.env["mail.mail"]._hypercare_queue([vals])
        charter._message_log(
            body=self.env._(
                "%(now)s approves instead of %(before)s, whose account is archived.",
                now=partner.name,
                before=before.name or "",
            ),
            author_id=self.env.user.partner_id.id,
        )

    def _managers(self):
        """Return whoever prepares the charter: they are told what became of it."""
        period = self.period_id
        people = period.client_pm_id | period.consultant_lead_id | self.published_by_id
        return people.filtered("active").partner_id

    def _tell_sent_back(self, version, reason, approved):
        text = self.env._(
            "%(person)s has sent version %(version)s back: %(reason)s",
            person=self.env.user.name,
            version=version,
            reason=reason,
        )
        if approved:
            text += " " + self.env._("It had been approved by %s.", ", ".join(approved))
        self.message_post(
            body=text,
            subject=self.env._("The charter was sent back"),
            partner_ids=self._managers().ids,
            message_type="notification",
            subtype_xmlid="mail.mt_note",
        )

    def _tell_approved(self):
        names = ", ".join(self.approval_ids.mapped("signed_name"))
        self.message_post(
            body=self.env._(
                "Version %(version)s is approved by %(people)s and stays as it is.",
                version=self.version,
                people=names,
            ),
            subject=self.env._("The charter is approved"),
            partner_ids=self._managers().ids,
            message_type="notification",
            subtype_xmlid="mail.mt_note",
        )
