"""What the tests of adoption share: a kind of document that every database has."""

from .common import at_time
from .kpi_common import KpiCase


class AdoptionCase(KpiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = cls.env["hypercare.transaction.type"]
        cls.counts = cls.env["hypercare.transaction.count"]
        cls.papers = cls.env["hypercare.off.system"]
        cls.kind = cls.make_kind("people")
        cls.line = cls.make_line(cls.kind)

    @classmethod
    def make_kind(cls, code, **values):
        # Holidays stand for documents: every database has them.
        return cls.kinds.create(
            {
                "code": code,
                "name": code.title(),
                "model": "resource.calendar.leaves",
                "entry_field": "create_date",
                "date_field": "date_from",
                "domain": "[('name', '=like', 'Paper%')]",
                **values,
            }
        )

    @classmethod
    def make_line(cls, kind, **values):
        return cls.env["hypercare.period.transaction"].create(
            {
                "period_id": cls.period.id,
                "type_id": kind.id,
                "user_id": cls.colleague.id,
                **values,
            }
        )

    def document(self, number, hour=10, of=None, company=None, name="Paper 1"):
        """Enter a document at a moment; it bears the date of a day."""
        company = company or self.company
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": name,
                "calendar_id": company.resource_calendar_id.id,
                "company_id": company.id,
                "date_from": self.at(of or number, 9),
                "date_to": self.at(of or number, 10),
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE resource_calendar_leaves SET create_date = %s WHERE id = %s",
            [self.at(number, hour), leave.id],
        )
        return leave

    def row(self, number, kind=None):
        return self.counts.search(
            [
                ("period_id", "=", self.period.id),
                ("type_id", "=", (kind or self.kind).id),
                ("date", "=", self.day(number)),
            ]
        )

    def declare(self, number, count, kind=None):
        with at_time(self.at(number + 1)):
            return self.papers.create(
                {
                    "period_id": self.period.id,
                    "type_id": (kind or self.kind).id,
                    "date": self.day(number),
                    "count": count,
                }
            )
