from . import models


def uninstall_hook(env):
    """Remove what the ORM does not: the number sequences made for periods."""
    periods = env["hypercare.period"].with_context(active_test=False).search([])
    sequences = periods.sequence_id
    periods.sequence_id = False
    sequences.unlink()
