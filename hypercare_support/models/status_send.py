import logging

from odoo import models
from odoo.fields import Command
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

PDF = "hypercare_support.status_report_pdf"
#: Reports that come as a file too, to be kept and printed.
AS_FILE = ("weekly", "monthly")


class HypercareStatusReport(models.Model):
    """Sending a status report: one mail per reader, in their language and time."""

    _inherit = "hypercare.status.report"

    def _send(self):
        """Queue the mails of a draft, once: who comes second finds it sent."""
        self.ensure_one()
        self.env.flush_all()
        # Raw SQL: two people, or one and the scheduled action, press at once.
        [(sent_at,)] = self.env.execute_query(
            SQL(
                "SELECT sent_at FROM hypercare_status_report WHERE id = %s"
                " FOR NO KEY UPDATE",
                self.id,
            )
        )
        if sent_at:
            return
        readers = self.period_id._status_readers(self.kind)
        problem, files, vals_list = "", {}, []
        for partner, stakeholder in readers:
            local = self._for_reader(partner)
            reading = local.env.lang, local.env.context["tz"]
            if self.kind in AS_FILE and reading not in files:
                files[reading], failed = local._as_file()
                problem = problem or failed
            vals, broken = local._status_mail_vals(
                partner, stakeholder, files.get(reading)
            )
            problem = problem or broken
            vals_list.append(vals)
        self.env["mail.mail"]._hypercare_queue(vals_list)
        # sudo: that it was sent is kept by us.
        self.sudo()._write_figures(
            {
                "sent_at": self.env.cr.now().replace(microsecond=0),
                "reader_count": len(readers),
                "problem": problem or False,
            }
        )

    def _for_reader(self, partner):
        """Return the report in the language and time zone of a reader."""
        company = self.company_id.partner_id
        return self.with_context(
            lang=partner.lang or company.lang or self.env.user.lang or "en_US",
            tz=partner.tz or self.period_id.tz,
        )

    def _status_mail_vals(self, partner, stakeholder, file) -> tuple[dict, str]:
        """Return the values of one reader's mail, and what is wrong with its words."""
        url = stakeholder and stakeholder._unsubscribe_url()
        subject, body, problem = self._render_status(unsubscribe=url)
        headers = {"X-Auto-Response-Suppress": "OOF"}
        if url:
            headers["List-Unsubscribe"] = f"<{url}/stop>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        # The report itself is kept; a mail with somebody's link need not be.
        vals = self.env["mail.mail"]._hypercare_vals(
            self,
            partner,
            subject,
            body,
            mark=f"status-{self.id}-{partner.id}",
            headers=repr(headers),
            attachment_ids=[Command.link(file.id)] if file else [],
        )
        return vals, problem

    def _as_file(self):
        """Return the report as a PDF attachment, and what went wrong or an empty text.

        Without a printing program the mail goes out all the same.
        """
        reports = self.env["ir.actions.report"]
        try:
            with self.env.cr.savepoint():
                # sudo: the file is the same for all readers.
                content, kind = reports.sudo()._render_qweb_pdf(PDF, self.ids)
        except Exception as error:
            _logger.warning("Status report %s was not printed", self.id, exc_info=True)
            return None, self.env._(
                "It was sent without its PDF: %s", f"{type(error).__name__}: {error}"
            )[:300]
        if kind != "pdf":
            return None, self.env._("It was sent without its PDF: nothing prints here.")
        # sudo: kept with the report, read by whoever reads the report.
        file = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self.display_name}.pdf",
                    "raw": content,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )
        return file, ""
