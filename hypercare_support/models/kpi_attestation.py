from odoo import api, fields, models
from odoo.exceptions import UserError


class HypercareKpiAttestation(models.Model):
    """A person says that something was done that the database cannot show, with a file.

    Whoever attests is named, and what is attested stays as it is.
    """

    _name = "hypercare.kpi.attestation"
    _description = "Hypercare KPI Attestation"
    _inherit = ["hypercare.input.mixin"]
    _order = "date desc, id desc"

    period_id = fields.Many2one(
        "hypercare.period", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, index=True, precompute=True
    )
    kpi_id = fields.Many2one(
        "hypercare.kpi",
        "KPI",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_attestable', '=', True)]",
    )
    needs_file = fields.Boolean(related="kpi_id.needs_file", related_sudo=True)
    name = fields.Char(
        "What was done",
        required=True,
        help="For a report: which one, and in which decision it was used.",
    )
    date = fields.Date("Done on", required=True, default=fields.Date.context_today)
    file = fields.Binary("Proof", attachment=True, help="The report, or a scan of it.")
    file_name = fields.Char()
    user_id = fields.Many2one("res.users", "Attested by", readonly=True, copy=False)
    attested_at = fields.Datetime("Attested", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        given = []
        for vals in vals_list:
            if {"user_id", "attested_at"} & {name for name in vals if vals[name]}:
                raise UserError(
                    self.env._("Who attests something, and when, is recorded by Odoo.")
                )
            given.append(
                vals
                | {
                    "user_id": self.env.uid,
                    "attested_at": self.env.cr.now().replace(microsecond=0),
                }
            )
        records = super().create(given)
        records._check_attestation()
        return records

    def write(self, vals):
        if vals:
            raise UserError(
                self.env._(
                    "What somebody has attested stays as it is. Attest it anew if it "
                    "was wrong."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("What somebody has attested is evidence and cannot be deleted.")
        )

    def _check_attestation(self):
        """Refuse what proves nothing.

        :raise UserError: naming what is missing
        """
        for record in self:
            period, kpi = record.period_id, record.kpi_id
            if kpi not in period._kpis() or not kpi.is_attestable:
                raise UserError(
                    self.env._("“%s” is not attested by a person.", kpi.name)
                )
            if kpi.needs_file and not record.file:
                raise UserError(
                    self.env._(
                        "“%s” needs proof: attach the report or a scan of it.",
                        kpi.name,
                    )
                )
            if record.user_id in period._kpi_judged():
                raise UserError(
                    self.env._(
                        "“%s” is about the work of the consultant: the client attests "
                        "it, for example the client project manager.",
                        kpi.name,
                    )
                )
            today = period._local_day(self.env.cr.now())
            if not period.go_live <= record.date <= today:
                raise UserError(
                    self.env._(
                        "It was done between the go-live of %s and today: check the "
                        "date.",
                        period.name,
                    )
                )


class HypercarePeriod(models.Model):
    _inherit = "hypercare.period"

    def _kpi_judged(self):
        """Return whose own work the KPIs judge: the consultant lead and Level 3."""
        self.ensure_one()
        # sudo: who attests need not be able to read the teams.
        period = self.sudo()
        consultants = period.tier_ids.filtered(lambda tier: tier.level == "l3")
        return period.consultant_lead_id | consultants.user_ids
