import logging
from datetime import date

from psycopg2 import OperationalError

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.account.models.company import LOCK_DATE_FIELDS

from ..closing import GLOBAL, HARD

_logger = logging.getLogger(__name__)

#: Where a transaction keeps up to which day a company was locked before it.
LOCKED_BEFORE = "hypercare_locked_before"


class HypercareCloseEvent(models.Model):
    """Writing down what is done to lock dates, in the moment in which it is done."""

    _inherit = "hypercare.close.event"

    @api.model
    def _note(self, vals_list):
        """Add lines, and have checklists looked at soon.

        :param vals_list: some columns each; time and user are added if they are lacking
        """
        if not vals_list:
            return
        # With its microseconds: a second is long enough to open and close a month.
        now = self.env.cr.now()
        usual = dict.fromkeys(
            ("lock_field", "old_date", "new_date", "entries", "exception_ref")
            + ("ends_at", "for_whom", "reason")
        )
        by = {"user_id": self.env.uid, "who": self.env.user.name}
        usual |= {"at": now, "source": "done", **by}
        self._insert_rows([usual | vals for vals in vals_list])
        cron = self.env.ref(
            "hypercare_support.ir_cron_checklist", raise_if_not_found=False
        )
        if cron:
            # sudo: waking the job needs no right.
            cron.sudo()._trigger()

    @api.model
    def _note_safely(self, note, *args):
        """Note something, and keep nobody from his work if that fails.

        What was done to lock dates is found in the night, see `_observe`. That entries
        were changed is only in the log then.
        """
        # What Odoo itself has against what was written is not ours to hold back.
        self.env.cr.flush()
        try:
            with self.env.cr.savepoint():
                note(*args)
        except OperationalError:
            # Two at a time: Odoo tries again.
            raise
        except Exception:
            _logger.exception("What was done in the books could not be noted")

    @api.model
    def _note_exceptions(self, exceptions, kind):
        self._note([exception._close_values(kind) for exception in exceptions])

    @api.model
    def _note_locks(self, companies, **values):
        """Note each lock date that is not what was last known of it.

        :param values: other columns, such as where it is known from
        """
        companies.flush_recordset(LOCK_DATE_FIELDS)
        known = self._known_locks(companies)
        rows = []
        # sudo: lock dates concern everybody who books, whoever has changed them.
        for company in companies.sudo():
            for name in LOCK_DATE_FIELDS:
                before, day = known.get((company.id, name)), company[name] or None
                if day == before:
                    continue
                back = before and (not day or day < before)
                if back and name in (GLOBAL, HARD):
                    self._remember_locked(company, before)
                rows.append(
                    {
                        "company_id": company.id,
                        "kind": "unlock" if back else "lock",
                        "lock_field": name,
                        "old_date": before,
                        "new_date": day,
                        **values,
                    }
                )
        self._note(rows)

    @api.model
    def _remember_locked(self, company, day):
        """Remember, for this transaction, up to which day a company was locked."""
        known = self.env.cr.cache.setdefault(LOCKED_BEFORE, {})
        key = (company.id, self.env.cr.now())
        known[key] = max(day, known.get(key, date.min))

    @api.model
    def _locked_days(self, companies) -> list:
        """Return up to which days companies are locked, or were in this transaction."""
        known = self.env.cr.cache.get(LOCKED_BEFORE, {})
        now = self.env.cr.now()
        days = companies.mapped(GLOBAL) + companies.mapped(HARD)
        days += [known.get((company.id, now)) for company in companies]
        return [day for day in days if day]

    @api.model
    def _known_locks(self, companies) -> dict:
        """Return (company id, lock date) → up to which day, as it was last noted."""
        if not companies:
            return {}
        # Raw SQL: the last row of each, whatever their number.
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ON (company_id, lock_field)"
                " company_id, lock_field, new_date FROM hypercare_close_event"
                " WHERE company_id IN %s AND kind IN ('lock', 'unlock')"
                " ORDER BY company_id, lock_field, id DESC",
                tuple(companies.ids),
            )
        )
        return {(company, name): day for company, name, day in rows}

    @api.model
    def _observe(self, companies):
        """Note what was changed without Odoo, or could not be noted when it was.

        Who changed a lock date is not known then; who granted an exception is.
        """
        self._note_locks(companies, source="found", user_id=None, who=None)
        self.env["account.lock_exception"].flush_model()
        # Raw SQL: exceptions of anybody, also those that are over.
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT granted.id, granted.create_date, granted.create_uid,"
                " partner.name AS who FROM account_lock_exception granted"
                " LEFT JOIN res_users by ON by.id = granted.create_uid"
                " LEFT JOIN res_partner partner ON partner.id = by.partner_id"
                " WHERE granted.company_id IN %s AND NOT EXISTS (SELECT"
                " FROM hypercare_close_event event WHERE event.kind = 'exception'"
                " AND event.company_id = granted.company_id"
                " AND event.exception_ref = granted.id) ORDER BY granted.id",
                tuple(companies.ids) or (0,),
            )
        )
        # sudo: as above.
        exceptions = self.env["account.lock_exception"].sudo()
        self._note(
            [
                exceptions.browse(row["id"])._close_values("exception")
                | {"at": row["create_date"], "user_id": row["create_uid"]}
                | {"who": row["who"], "source": "found"}
                for row in rows
            ]
        )

    @api.model
    def _note_history(self, companies):
        """Note what was done before the addon was there, as far as it was tracked."""
        companies.flush_recordset()
        self.env.flush_all()
        # Raw SQL: tracking values are read as they are, also of fields that a reader
        # may not see.
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT message.res_id AS company_id, message.date AS at,
                       message.create_uid AS user_id, partner.name AS who,
                       field.name AS lock_field,
                       CASE WHEN value.new_value_datetime >= COALESCE(
                            value.old_value_datetime, '-infinity')
                       THEN 'lock' ELSE 'unlock' END AS kind,
                       value.old_value_datetime::date AS old_date,
                       value.new_value_datetime::date AS new_date,
                       NULL::int AS exception_ref, NULL::timestamp AS ends_at,
                       NULL AS for_whom, NULL AS reason
                  FROM mail_tracking_value value
                  JOIN ir_model_fields field ON field.id = value.field_id
                  JOIN mail_message message ON message.id = value.mail_message_id
             LEFT JOIN res_users by ON by.id = message.create_uid
             LEFT JOIN res_partner partner ON partner.id = by.partner_id
                 WHERE field.model = 'res.company' AND field.name IN %(names)s
                   AND message.model = 'res.company' AND message.res_id IN %(ids)s
             UNION ALL
                SELECT granted.company_id, granted.create_date, granted.create_uid,
                       partner.name, granted.lock_date_field, 'exception',
                       granted.company_lock_date, granted.lock_date, granted.id,
                       granted.end_datetime, guest.name, granted.reason
                  FROM account_lock_exception granted
             LEFT JOIN res_users by ON by.id = granted.create_uid
             LEFT JOIN res_partner partner ON partner.id = by.partner_id
             LEFT JOIN res_users whom ON whom.id = granted.user_id
             LEFT JOIN res_partner guest ON guest.id = whom.partner_id
                 WHERE granted.company_id IN %(ids)s
              ORDER BY at
                """,
                names=tuple(LOCK_DATE_FIELDS),
                ids=tuple(companies.ids) or (0,),
            )
        )
        self._note([row | {"source": "history"} for row in rows])
        self._observe(companies)
