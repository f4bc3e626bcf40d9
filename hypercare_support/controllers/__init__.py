from . import health
from . import alarm
from . import safe_export
from . import sheet_template
from . import unsubscribe
from . import preset_file
from . import off_system
