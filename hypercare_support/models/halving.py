from psycopg2.errorcodes import DEADLOCK_DETECTED, SERIALIZATION_FAILURE

from odoo import fields
from odoo.tools import split_every

#: A batch that met a concurrent change is started again.
RETRY_CODES = (SERIALIZATION_FAILURE, DEADLOCK_DETECTED)
#: Minutes until a record that made a batch fail is looked at again.
RETRY_MINUTES = 15


def retry_at(now):
    """Return when a record that failed at *now* (naive UTC) is tried again."""
    return fields.Datetime.add(now, minutes=RETRY_MINUTES)


def put_aside(now):
    """Return what to do with a record that failed: it keeps the reason itself."""
    return lambda record, error: record._store_problem(error, now)


def halve(records, act, give_up):
    """Do something with records at once; if it fails, halve until the culprit is alone.

    One savepoint per batch: one per record would cost three times as much.

    :param act: function of some of the records
    :param give_up: function of one record and the error it causes
    :raise OperationalError: for a concurrent change; the batch has to start again
    """
    try:
        with records.env.cr.savepoint():
            act(records)
    except Exception as error:
        if getattr(error, "pgcode", None) in RETRY_CODES:
            raise
        # Savepoints undo the database; the cache has to follow.
        records.env.invalidate_all(flush=False)
        if len(records) == 1:
            give_up(records, error)
            return
        middle = max(len(records) // 2, 1)
        for half in split_every(middle, records.ids, records.browse):
            halve(half, act, give_up)
