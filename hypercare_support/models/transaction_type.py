import ast

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..intake.shown import shown

#: Types of a field that say when something was done.
TIMES = ("date", "datetime")


class HypercareTransactionType(models.Model):
    """A kind of document that shows whether people work in Odoo: what is counted.

    The model is a text, since its app need not be installed; then it is not measurable.
    """

    _name = "hypercare.transaction.type"
    _description = "Hypercare Transaction Type"
    _inherit = ["hypercare.input.mixin"]
    _order = "sequence, name, id"

    code = fields.Char(required=True)
    name = fields.Char("Documents", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: for every company.",
    )
    model = fields.Char(
        "Counted in", required=True, help="Technical name, for example sale.order."
    )
    entry_field = fields.Char(
        "Entered when",
        default="create_date",
        required=True,
        help="The field that says when the document was entered.",
    )
    date_field = fields.Char(
        "Its own date",
        help="The field with the date that the document bears. Entered more than one "
        "working day later is late. Empty: nothing is said about that.",
    )
    model_needed = fields.Char(
        "Only with the app of",
        help="Technical name of what else has to be installed, where several apps "
        "keep their documents in one place.",
    )
    company_field = fields.Char(
        "Company field",
        default="company_id",
        help="Path to the company, for example employee_id.company_id.",
    )
    domain = fields.Char(
        default="[]",
        required=True,
        help="Which ones count, for example [('state', '=', 'posted')].",
    )
    area = fields.Char("Done by", translate=True, help="For example Finance.")
    is_installed = fields.Boolean("App installed", compute="_compute_is_installed")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a kind of this code already."
    )

    @api.depends("model", "model_needed")
    def _compute_is_installed(self):
        for kind in self:
            kind.is_installed = not kind._problem()

    @api.constrains("model", "entry_field", "date_field", "company_field", "domain")
    def _check_definition(self):
        """Refuse conditions and fields that are none."""
        for kind in self:
            kind._read_domain()
            problem = kind._has_app() and kind._field_problem()
            if problem:
                raise ValidationError(problem)

    @api.model_create_multi
    def create(self, vals_list):
        kinds = super().create(vals_list)
        kinds._check_readable()
        return kinds

    def write(self, vals):
        res = super().write(vals)
        if {"model", "domain", "entry_field", "date_field"} & set(vals):
            self._check_readable()
        return res

    def _check_readable(self):
        """Refuse what its author may not read.

        Counting is done with all rights: nobody may have counted what is closed to
        him. Not a constraint: those run with all rights as well.

        :raise AccessError: for a model or a field that the user may not read
        :raise ValidationError: for a condition that does not fit the model
        """
        for kind in self.filtered(lambda kind: kind._has_app()):
            model = self.env[kind.model].with_context(active_test=False)
            model.check_access("read")
            try:
                with self.env.cr.savepoint():
                    model.search_count(kind._read_domain(), limit=1)
            except AccessError:
                raise
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "“%(kind)s” cannot be counted: %(error)s",
                        kind=kind.name,
                        error=str(error)[:300],
                    )
                ) from error

    def copy_data(self, default=None):
        default = {"company_id": self.env.company.id, **(default or {})}
        return super().copy_data(default)

    @api.ondelete(at_uninstall=False)
    def _unlink_unused_only(self):
        # sudo: counts of any company are evidence.
        counts = self.env["hypercare.transaction.count"].sudo()
        if counts.search_count([("type_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("It has been counted already. Archive it instead.")
            )

    # -- Business ------------------------------------------------------------

    def _read_domain(self) -> Domain:
        """Return the domain: literals only, nothing is executed.

        :raise ValidationError: for anything else
        """
        self.ensure_one()
        try:
            value = ast.literal_eval((self.domain or "[]").strip())
            if not isinstance(value, list):
                raise ValueError(value)
            return Domain(value)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            raise ValidationError(
                self.env._(
                    "“%s” cannot be read as a condition. Write it as "
                    "[('state', '=', 'posted')].",
                    shown(self.domain),
                )
            ) from None

    def _problem(self) -> str:
        """Return why it cannot be counted here, in plain words; empty if it can."""
        self.ensure_one()
        if problem := self._field_problem():
            return problem
        # One company needs no field that says which.
        # sudo: how many companies there are is no secret.
        companies = self.env["res.company"].sudo().search_count([], limit=2)
        if companies > 1 and not self._company_domain_of(self.env[self.model]):
            return self.env._(
                "It does not say whose company it is, and there are several."
            )
        return ""

    def _has_app(self) -> bool:
        """Return whether the app of these documents is installed."""
        return self.model in self.env and (
            not self.model_needed or self.model_needed in self.env
        )

    def _field_problem(self) -> str:
        """Return what is wrong with the model or a field; empty if nothing is."""
        model = self.env.get(self.model or "")
        if not self._has_app() or model._abstract or model._transient:
            return self.env._("The app of these documents is not installed.")
        for name in filter(None, (self.entry_field, self.date_field)):
            field = model._fields.get(name)
            # A date that is inherited from another table is stored there.
            stored = field and (field.store or field.inherited)
            if not stored or field.type not in TIMES:
                return self.env._("“%s” is no stored date of it.", shown(name))
        return ""

    def _company_domain_of(self, model):
        """Return a function from a company to a domain, None where nothing says so."""
        path = (self.company_field or "").split(".")
        field, current = None, model
        for name in path:
            field = current._fields.get(name) if current is not None else None
            if not field or not field._description_searchable:
                return None
            current = self.env.get(field.comodel_name) if field.comodel_name else None
        if field.comodel_name != "res.company":
            return None
        ids = (False,) if not field.required and len(path) == 1 else ()
        return lambda company: Domain(self.company_field, "in", [company.id, *ids])
