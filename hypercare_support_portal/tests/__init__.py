from . import test_pages
from . import test_acts
from . import test_rpc
from . import test_sponsor
from . import test_told
from . import test_tours
from . import test_portal_hard
