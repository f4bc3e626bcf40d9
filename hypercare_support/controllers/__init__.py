from . import health
from . import alarm
from . import unsubscribe
