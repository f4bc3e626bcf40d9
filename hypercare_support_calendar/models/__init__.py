from . import hypercare_checkin
from . import hypercare_period
