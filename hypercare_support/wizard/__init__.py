from . import mail_readiness
from . import escalation_stop
