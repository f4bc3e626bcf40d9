from . import models


def uninstall_hook(env):
    """Leave no row behind that nobody could read any more."""
    env["hypercare.kpi.value"]._settle_stock_words()
    env["hypercare.health.value"]._forget_stock_measures()
