from . import models


def uninstall_hook(env):
    """Take the meetings that are still to come out of people's calendars.

    Those that have taken place are people's own history.
    """
    env["hypercare.checkin"].search([])._cancel_coming()
