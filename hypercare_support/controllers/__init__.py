from . import health
from . import alarm
