from . import test_fortnight
from . import test_quarter
