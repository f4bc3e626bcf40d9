from . import test_clocks
from . import test_escalation
from . import test_guards
from . import test_issue_create
from . import test_moves
from . import test_period
from . import test_security
from . import test_sla_state
