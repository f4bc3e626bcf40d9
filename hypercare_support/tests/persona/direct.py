"""The same calls without HTTP: for the mutations, of which there are hundreds."""

from contextlib import suppress

from psycopg2 import IntegrityError

from odoo import api
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from . import calls


class _Done(Exception):
    """Undoes what a call has done."""


def ask(world, row, persona):
    """Return the outcome of a row for a persona, in a savepoint that is undone."""
    cr, outcome, stale = world.env.cr, "", False
    world.env.flush_all()
    with suppress(_Done), cr.savepoint(flush=False):
        calls.prepare(world, row, persona)
        name, method, args, kwargs = calls.request(world, row)
        world.env.flush_all()
        world.env.invalidate_all(flush=False)
        env = api.Environment(cr, world.people[persona].id, {})
        try:
            with mute_logger("odoo.sql_db"), cr.savepoint(flush=False):
                answer = call_kw(env[name], method, args, kwargs)
                env.flush_all()
            outcome = calls.meaning(row, answer)
        except IntegrityError:
            outcome = "refuse"
        except Exception as error:
            outcome = calls.meaning_of_error(type(error).__name__)
            world.last_error = error
        world.env.transaction.clear()
        stale = calls.changes_groups(world)
        raise _Done
    world.env.transaction.clear()
    if stale:
        world.env.registry.clear_cache("default", "groups")
    return outcome
