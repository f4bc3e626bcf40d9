from . import test_checkins
