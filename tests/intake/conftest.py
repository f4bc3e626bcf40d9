"""The readers are imported as ``intake``: no Odoo is needed for these tests."""

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE.parents[1] / "hypercare_support"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

# How many drawn cases fit a property depends on what else is imported: Hypothesis takes
# constants from every module it finds.
QUIET = [
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
]
COMMON = settings(deadline=None, database=None, suppress_health_check=QUIET)
settings.register_profile("ci", COMMON, max_examples=100, derandomize=True)
settings.register_profile("long", COMMON, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
