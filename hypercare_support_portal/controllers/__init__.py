from . import issue_list
from . import issue
from . import period
from . import links
