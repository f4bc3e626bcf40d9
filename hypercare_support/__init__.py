from . import models


def uninstall_hook(env):
    """Remove what the ORM does not, or would stumble over.

    The number sequences were made for periods at run time; the log refers to tiers
    and rules that are about to be deleted one by one.
    """
    periods = env["hypercare.period"].with_context(active_test=False).search([])
    sequences = periods.sequence_id
    periods.sequence_id = False
    sequences.unlink()
    env.flush_all()
    # Raw SQL: evidence refuses to be deleted; now its tables go altogether.
    env.cr.execute("TRUNCATE hypercare_issue CASCADE")
    env.invalidate_all(flush=False)
