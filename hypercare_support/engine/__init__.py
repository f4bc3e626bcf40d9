"""The SLA engine: working time, targets and clocks.

Pure Python: no Odoo, no database, no reading of the computer's clock. "Now" is always
an argument, instants are whole seconds since the Unix epoch in UTC, and every answer is
a frozen value. What the figures mean is written in docs/sla.md.
"""

from .clock import (
    AT_RISK,
    Aim,
    Clock,
    Reading,
    aim_many,
    at,
    read,
    reopened,
    retargeted,
)
from .targets import (
    Explanation,
    Kind,
    Pause,
    PausePart,
    Target,
    comparable,
    counted,
    due,
    due_many,
    explain,
    in_order,
    normalised,
)
from .timeline import HorizonExceeded, NeverOpens, Span, Timeline, TimelineError

__all__ = [
    "AT_RISK",
    "Aim",
    "Clock",
    "Explanation",
    "HorizonExceeded",
    "Kind",
    "NeverOpens",
    "Pause",
    "PausePart",
    "Reading",
    "Span",
    "Target",
    "Timeline",
    "TimelineError",
    "aim_many",
    "at",
    "comparable",
    "counted",
    "due",
    "due_many",
    "explain",
    "in_order",
    "normalised",
    "read",
    "reopened",
    "retargeted",
]
