from . import test_stock_judge
from . import test_stock_figures
from . import test_stock_value
from . import test_stock_shown
from . import test_stock_hard
from . import test_stock_job
from .simulation import *  # noqa: F403  Odoo wants it so
