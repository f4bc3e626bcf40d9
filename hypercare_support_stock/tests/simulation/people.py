"""What people do in hypercare: issues, declarations, attestations, the exit."""

from odoo.exceptions import UserError

from odoo.addons.hypercare_support.tests.exit_common import IMAGE

from .papers import FILE, Papers

#: What is counted; the names are codes of transaction types.
KINDS = (
    *("sale_order", "purchase_order", "receipt", "delivery"),
    *("vendor_bill", "customer_invoice", "payment", "bank_line"),
)


class People:
    """The hypercare of a company.

    :ivar papers: its documents
    :ivar refused: what the exit was refused for
    """

    def __init__(self, env, period, clock, staff, paper):
        self.papers = Papers(env, period.company_id, clock, staff["clerk"])
        self.env, self.company, self.clock = env, period.company_id, clock
        self.period = period
        self.staff, self.paper = staff, paper
        self.issues, self.refused = {}, []
        self.period._propose_transactions()
        lines = self.period.transaction_ids
        others = lines.filtered(lambda one: one.type_id.code not in KINDS)
        others.active = False
        self.period.transaction_ids.user_id = staff["colleague"]

    def do(self, words):
        verb, *args = words
        # "raise" is a word of Python.
        name = "report" if verb == "raise" else verb
        getattr(self if hasattr(self, name) else self.papers, name)(*args)
        self.env.flush_all()

    def _as(self, who):
        return self.period.with_user(self.staff[who])

    # -- Issues --------------------------------------------------------------

    def _issue(self, name, who):
        return self.issues[name].with_user(self.staff[who])

    def report(self, name, severity):
        values = {"name": f"Problem {name}", "period_id": self.period.id}
        issues = self.env["hypercare.issue"].with_user(self.staff["reporter"])
        self.issues[name] = issues.create({**values, "severity": severity})

    def take(self, name, who):
        issue = self._issue(name, who)
        if issue.user_id and issue.user_id != self.staff[who]:
            issue.user_id = self.staff[who]
        else:
            issue.action_take()

    def solve(self, name, who):
        self._issue(name, who).action_resolve()

    def reopen(self, name, who):
        self._issue(name, who).action_reopen()

    def wait(self, name, who):
        self._issue(name, who).action_wait_reporter()

    def go(self, name, who):
        self._issue(name, who).action_start()

    start = go

    def up(self, name, who):
        self._issue(name, who).action_next_tier()

    def lower(self, name, severity, who):
        self._issue(name, who).write(
            {"severity": severity, "change_reason": "It is not that bad"}
        )

    def same(self, name, root, who):
        self._issue(name, who).write(
            {
                "state": "cancelled",
                "cancel_reason": "duplicate",
                "duplicate_of_id": self.issues[root].id,
            }
        )

    def answer(self, name):
        self.env["hypercare.article"].create(
            {
                "name": self.issues[name].name,
                "answer": "<p>Press Print.</p>",
                "period_id": self.period.id,
                "company_id": self.company.id,
                "published": True,
            }
        )

    # -- Figures -------------------------------------------------------------

    def declare(self, day):
        """Declare a day's papers of all kinds, in ten seconds."""
        papers = self.env["hypercare.off.system"].with_user(self.staff["colleague"])
        found = self.paper.get(int(day), {})
        for line in self.period.transaction_ids:
            count = found.get(line.type_id.code, 0)
            papers._declare(line, self.clock.date(int(day)), count)

    def _attest_kpi(self, code):
        self.env["hypercare.kpi.attestation"].with_user(self.staff["manager"]).create(
            {
                "period_id": self.period.id,
                "kpi_id": self.env.ref(f"hypercare_support.kpi_{code}").id,
                "name": "The board has seen it",
                "date": self.papers.today(),
                "file": FILE,
                "file_name": "report.pdf",
            }
        )

    def review(self, _count):
        self._attest_kpi("inventory_valuation")

    def used(self, _count):
        self._attest_kpi("report_used")

    def intervene(self, code):
        alert = self.env["hypercare.kpi.alert"].search(
            [
                ("period_id", "=", self.period.id),
                ("kpi_id.code", "=", code),
                ("over_on", "=", False),
            ]
        )
        alert.with_user(self.staff["manager"]).intervention = "Rahim trains the branch"

    # -- Hand-over and exit --------------------------------------------------

    def attest(self, code):
        criteria = self.period.criterion_ids.filtered(lambda one: one.code == code)
        criteria.with_user(self.staff["manager"])._attest(
            "I have seen it myself", FILE, "seen.pdf"
        )

    def learn(self, _count):
        """Note the next step of the hand-over of each area."""
        for transfer in self.period.knowledge_transfer_ids:
            step = transfer._next_step()
            transfer[f"{step}_note"] = "All pages, with the storekeeper"
            transfer.action_next_step()

    def duties(self, _count):
        duties = self.period.responsibility_ids
        duties.process_url = "https://example.com/process"
        for duty in duties:
            duty.with_user(duty.owner_after_id).action_accept()

    def roster(self, _count):
        self.period._propose_after_contacts()
        for contact in self.period.after_contact_ids:
            contact.write(
                {
                    "name": contact.name or "Help desk",
                    "phone": contact.phone or "+880 1711 000000",
                }
            )

    def extend(self, day):
        period = self._as("manager")
        period.action_back_to_running()
        self.env["hypercare.period.extend"].with_user(self.staff["manager"]).create(
            {
                "period_id": period.id,
                "end_kind": "fixed",
                "new_end": self.clock.date(int(day)),
                "reason": "An S1 came on the last day",
            }
        ).action_extend()

    def exit(self, how):
        """Put a review to signature; sign it, or be refused."""
        period = self._as("manager")
        period.action_begin_exit()
        review = period.exit_review_ids[:1]
        if how == "begin":
            return
        if review.state != "draft":
            review.action_new_version()
            review = period.exit_review_ids[:1]
        review.action_submit()
        try:
            with self.env.cr.savepoint():
                for who in ("manager", "consultant", "owner", "sponsor"):
                    review.with_user(self.staff[who])._sign("go", IMAGE)
        except UserError as refusal:
            self.refused.append((self.clock.now, str(refusal)))
            assert how == "refused", refusal
            review.action_new_version()
        self.env.flush_all()
        self.env.invalidate_all()
