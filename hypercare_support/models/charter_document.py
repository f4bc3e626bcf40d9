from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, html_sanitize

from ..engine import charter as engine
from ..engine.seal import seal

#: Told to the printing of a copy who gets it. Objects, so that no client can put them
#: into a context.
FOR_PEOPLE, FOR_OTHERS = object(), object()
DOCUMENT = "hypercare_support.charter_document"
#: More differences than this are a new charter.
SHOWN_DIFFERENCES = 30
#: Of a long text its beginning is quoted; the document has all of it.
QUOTED = 160


class HypercareCharter(models.Model):
    """A charter as a document, and what has changed since it was agreed."""

    _inherit = "hypercare.charter"

    document = fields.Html(compute="_compute_document", sanitize=False)
    changes_html = fields.Html(
        "Against the version in force", compute="_compute_changes", sanitize=False
    )
    drift_html = fields.Html(
        "Different by now", compute="_compute_drift", sanitize=False
    )
    drift_count = fields.Integer(compute="_compute_drift")
    waiting_text = fields.Char("Waits for", compute="_compute_waiting_text")
    broken_text = fields.Char(compute="_compute_broken_text")

    @api.depends_context("uid", "lang", "tz")
    @api.depends("state", "lang", "content", "approval_ids.approved_at")
    def _compute_document(self):
        for charter in self:
            charter.document = charter._origin and charter._render_document()

    @api.depends_context("lang")
    @api.depends("state", "content")
    def _compute_changes(self):
        """Against the version in force, for whoever prepares or approves the next."""
        for charter in self:
            charter.changes_html = False
            # sudo: what differs is told without what is private.
            before = charter.sudo()._in_force_before()
            if before and charter.state in ("draft", "published"):
                found = charter._differences(before.content, charter._said())
                charter.changes_html = charter._difference_list(found)

    @api.depends_context("lang")
    @api.depends("state", "content")
    def _compute_drift(self):
        """Against the plan as it is now, once people have been shown the charter."""
        for charter in self:
            found = []
            # sudo: what differs is told without what is private.
            period = charter.sudo().period_id
            over = period.state in ("closed", "cancelled")
            if charter.state in ("published", "approved") and not over:
                found = charter._drift()
            charter.drift_count = len(found)
            charter.drift_html = found and charter._difference_list(found)

    @api.depends_context("lang")
    @api.depends("state", "approval_ids.approved_at", "approval_ids.user_id")
    def _compute_waiting_text(self):
        for charter in self:
            waiting = charter.state == "published" and charter._names_waiting()
            charter.waiting_text = waiting and ", ".join(waiting)

    @api.depends_context("lang")
    @api.depends("content", "fingerprint", "approval_ids.seal")
    def _compute_broken_text(self):
        for charter in self:
            charter.broken_text = " ".join(charter._verify()) or False

    # -- What it says ------------------------------------------------------------------

    def _said(self) -> dict:
        """Return what was frozen; of a draft, what holds now."""
        self.ensure_one()
        if self.state == "draft":
            return self._charter_content()
        # sudo: what is private in it is taken out before anybody reads it.
        return self.sudo().content or {"sections": []}

    def _in_force_before(self):
        """Return the approved version that this one replaces, or none."""
        return self.search(
            [
                ("period_id", "=", self.period_id.id),
                ("id", "!=", self.id),
                ("state", "=", "approved"),
            ],
            limit=1,
        )

    def _verify(self) -> list[str]:
        """Return, in plain words, what was changed behind the back of the system."""
        self.ensure_one()
        # sudo: whether it is intact may be known by whoever may read it.
        charter = self.sudo()
        if charter.state == "draft":
            return []
        if seal(charter.content) != charter.fingerprint:
            return [
                self.env._(
                    "The text of this charter was changed in the database after it "
                    "was published: it is not what people were shown."
                )
            ]
        return [
            self.env._(
                "The approval of %s was changed in the database after it was given.",
                approval.signed_name or approval.user_id.name or "",
            )
            for approval in charter.approval_ids
            if approval.approved_at and approval.seal != approval._make_seal()
        ]

    def _names_waiting(self) -> list[str]:
        """Return the names of those who have not approved yet."""
        # sudo: names of colleagues.
        waiting = self.sudo().approval_ids.filtered(lambda one: not one.approved_at)
        return [one.user_id.name or one.role_text for one in waiting]

    # -- Differences -------------------------------------------------------------------

    def _differences(self, old, new) -> list:
        """Return what differs; telephone numbers are not told around."""
        return engine.differences(
            engine.without_private(old), engine.without_private(new)
        )

    def _drift(self) -> list:
        """Return what the plan of today says differently."""
        return self._differences(self._said(), self._charter_content())

    def _difference_list(self, found) -> Markup:
        lines = [self._difference_words(one) for one in found[:SHOWN_DIFFERENCES]]
        if len(found) > SHOWN_DIFFERENCES:
            lines.append(self.env._("and %s more", len(found) - SHOWN_DIFFERENCES))
        if not lines:
            lines = [self.env._("Nothing: it says the same.")]
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        return Markup('<ul class="mb-0 text-break">%s</ul>') % items

    def _difference_words(self, one) -> str:
        place = " › ".join(one.place)
        if one.old and one.new:
            return self.env._(
                "%(place)s: “%(old)s” → “%(new)s”",
                place=place,
                old=one.old,
                new=one.new,
            )
        if one.new:
            return self.env._("%(place)s: new: “%(new)s”", place=place, new=one.new)
        return self.env._("%(place)s: no longer “%(old)s”", place=place, old=one.old)

    # -- As a document -----------------------------------------------------------------

    def _render_document(self) -> Markup:
        """Return the charter as HTML, the same on the screen and on paper."""
        local = self._in_its_words()
        values = {"view": local._document_view()}
        return local.env["ir.qweb"]._render(DOCUMENT, values, minimal_qcontext=True)

    def _in_its_words(self):
        """Return the charter in its own language and the time zone of its period."""
        self.ensure_one()
        # sudo: the time zone of the period, whoever asks.
        return self.with_context(lang=self.lang, tz=self.sudo().period_id.tz)

    def _document_view(self) -> dict:
        """Return what the document shows. To be called in the charter's own words."""
        content = self._said()
        if not self._shows_private():
            content = engine.without_private(content)
        # sudo: the frame of the document is for everybody who may read it.
        charter = self.sudo()
        lang = self.env["res.lang"]._get_data(code=self.lang)
        return {
            "rtl": lang.direction == "rtl",
            "company": content.get("company") or charter.company_id.name,
            "period": content.get("period") or charter.period_id.name,
            "state": dict(self._fields["state"]._description_selection(self.env))[
                self.state
            ],
            "version": self.version,
            "published": self._moment_words(self.published_at),
            "approved": self._moment_words(self.approved_at),
            "fingerprint": self.fingerprint,
            "broken": self._verify(),
            "sections": [self._section_view(one) for one in content["sections"]],
            "approvals": [
                {
                    "name": one.signed_name or one.user_id.name or "–",
                    "role": one.role_text or "",
                    "answer": one._answer(),
                    "at": self._moment_words(one.approved_at),
                }
                for one in charter.approval_ids
            ],
            "tz": charter.period_id.tz,
        }

    def _section_view(self, one) -> dict:
        """Return a section with its rows by group, as the template shows them."""
        grouped = []
        for line in one["rows"]:
            if not grouped or grouped[-1]["title"] != line["group"]:
                grouped.append({"title": line["group"], "rows": []})
            grouped[-1]["rows"].append(line)
        # Kept as it was written, and shown as if somebody had meddled with it.
        text = Markup(html_sanitize(one["text"])) if one["text"] else ""
        return {"title": one["title"], "text": text, "groups": grouped}

    def _moment_words(self, moment) -> str:
        """Return a UTC instant as “1 March 2026, 10:00” in the period's time zone."""
        if not moment:
            return ""
        tz = self.env.context["tz"]
        day = format_date(
            self.env,
            fields.Datetime.context_timestamp(self, moment).date(),
            date_format="d MMMM yyyy",
        )
        time = format_datetime(self.env, moment, tz=tz, dt_format="HH:mm")
        return f"{day}, {time}"

    def _shows_private(self) -> bool:
        """Tell whether the user may see how to reach everybody: whoever takes part."""
        user = self.env.user
        copy = self.env.context.get("hypercare_charter_copy")
        if copy is FOR_PEOPLE or copy is FOR_OTHERS:
            return copy is FOR_PEOPLE
        if self.env.su or any(
            user.has_group(f"hypercare_support.group_{name}")
            for name in ("manager", "sponsor")
        ):
            return True
        # sudo: who takes part, whatever the user may read.
        return user in self.sudo()._people()

    def _people(self):
        """Return everybody who has a part in the period."""
        period = self.period_id
        people = self.approval_ids.user_id | period.tier_ids.member_ids.user_id
        people |= period.tier_ids.lead_id | period.tier_ids.backup_id
        for field in self._approver_roles().values():
            people |= period[field]
        return people | period.area_ids.head_id | period.area_ids.user_ids
