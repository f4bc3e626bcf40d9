"""The vocabulary of hypercare, as data.

Selections, the table of permitted moves and the answers-to-severity table live
here and nowhere else: buttons, drag and drop, import, mail and RPC all read the
same constants.
"""

SEVERITIES = [
    ("s1", "S1 Critical"),
    ("s2", "S2 High"),
    ("s3", "S3 Medium"),
    ("s4", "S4 Low"),
]
URGENT_SEVERITIES = ("s1", "s2")

LEVELS = [
    ("l0", "Tier 0 Self-service"),
    ("l1", "Level 1 Super-users"),
    ("l2", "Level 2 Functional"),
    ("l3", "Level 3 Technical"),
]

#: Who of a tier gets an issue that nobody gave to anybody.
ASSIGNMENTS = [
    ("none", "Nobody: whoever takes it"),
    ("lead", "The lead, or who stands in"),
    ("round_robin", "Everybody in turn"),
    ("fewest_open", "Whoever has the fewest open issues"),
]

CHANNELS = [
    ("app", "In Odoo"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("whatsapp", "WhatsApp"),
    ("walkup", "Walk-up"),
    ("standup", "Stand-up"),
    ("import", "Imported"),
]

# -- Issue states -------------------------------------------------------------

ISSUE_STATES = [
    ("new", "New"),
    ("assigned", "Assigned"),
    ("in_progress", "In Progress"),
    ("waiting", "Waiting"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("transferred", "Transferred"),
    ("cancelled", "Cancelled"),
]

#: Work is not finished: these count as open in every list, KPI and criterion.
OPEN_STATES = ("new", "assigned", "in_progress", "waiting")
#: Nobody works on the issue any more; leaving one of these is a reopening.
ENDED_STATES = ("resolved", "closed", "transferred", "cancelled")

#: From each state, the states an issue may go to next.
MOVES = {
    "new": frozenset(
        {"assigned", "in_progress", "waiting", "resolved", "transferred", "cancelled"}
    ),
    "assigned": frozenset(
        {"new", "in_progress", "waiting", "resolved", "transferred", "cancelled"}
    ),
    "in_progress": frozenset(
        {"new", "assigned", "waiting", "resolved", "transferred", "cancelled"}
    ),
    # An issue nobody answers about closes by itself out of waiting.
    "waiting": frozenset(
        {"assigned", "in_progress", "resolved", "closed", "transferred", "cancelled"}
    ),
    "resolved": frozenset({"closed", "assigned", "in_progress"}),
    "closed": frozenset({"assigned", "in_progress"}),
    "transferred": frozenset({"assigned", "in_progress", "resolved"}),
    "cancelled": frozenset({"new", "assigned", "in_progress"}),
}

WAITING_FOR = [
    ("reporter", "Reporter"),
    ("third_party", "Third party"),
]

CANCEL_REASONS = [
    ("duplicate", "Duplicate"),
    ("not_an_issue", "Not an issue"),
    ("out_of_scope", "Out of scope"),
]

EVENT_KINDS = [
    ("state", "State"),
    ("severity", "Severity"),
    ("tier", "Tier"),
    ("owner", "Owner"),
    ("waiting", "Waiting for"),
]

# -- Reporter's answers -------------------------------------------------------

YES_NO = [("yes", "Yes"), ("no", "No")]
WORKAROUNDS = [
    ("none", "No"),
    ("costly", "Yes, but it costs time"),
    ("easy", "Yes"),
]

# -- SLA ----------------------------------------------------------------------

METRICS = [
    ("response", "First response"),
    ("resolution", "Resolution"),
    ("pickup", "Pick-up by tier"),
    ("handover", "Hand-over to next tier"),
    ("update", "Update promise"),
]
#: Clocks that stand still while the issue waits for somebody outside the team.
PAUSABLE_METRICS = ("resolution", "handover")
#: Promises made to the reporter for the issue as a whole.
ISSUE_METRICS = ("response", "resolution", "update")
#: Promises whose standing is shown as the SLA state of the issue; pick-up only while
#: nobody owns it: an S1 that one tier has is not late because another has not.
SHOWN_METRICS = ("response", "resolution", "pickup")
#: Clocks of one tier's turn on the issue rather than of the issue itself.
ENGAGEMENT_METRICS = ("pickup", "handover")

TARGET_KINDS = [
    ("elapsed", "Hours and minutes, any time (24×7)"),
    ("working", "Working hours and minutes"),
    ("same_day", "Same business day"),
    ("next_days", "Business days"),
    ("none", "No target"),
]

CLOCK_STATES = [
    ("running", "Running"),
    ("paused", "Paused"),
    ("stopped", "Stopped"),
    ("cancelled", "Cancelled"),
]
CLOCK_OUTCOMES = [("met", "Met"), ("breached", "Breached"), ("none", "None")]

SLA_STATES = [
    ("on_track", "On track"),
    ("at_risk", "At risk"),
    ("breached", "Breached"),
    ("paused", "Paused"),
    ("met", "Met"),
    ("none", "No target"),
]

# -- Period -------------------------------------------------------------------

PERIOD_STATES = [
    ("draft", "Draft"),
    ("ready", "Ready"),
    ("running", "Running"),
    ("exit_review", "Exit Review"),
    ("monitoring", "Monitoring"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
#: Periods that a new issue goes to unless one is named; a draft takes rehearsals.
LOGGING_STATES = ("ready", "running", "exit_review", "monitoring")

PERIOD_MOVES = {
    "draft": frozenset({"ready", "cancelled"}),
    "ready": frozenset({"draft", "running", "cancelled"}),
    "running": frozenset({"exit_review", "cancelled"}),
    "exit_review": frozenset({"running", "monitoring"}),
    "monitoring": frozenset({"closed"}),
    "closed": frozenset(),
    "cancelled": frozenset({"draft"}),
}

# -- Escalation ---------------------------------------------------------------

#: What a rule watches: promises, and conditions of an issue.
WATCHES = [
    ("promise", "A promise to the reporter: first response or solution"),
    ("response", "The first response"),
    ("resolution", "The solution"),
    ("pickup", "The pick-up by the tier"),
    ("handover", "The time a tier has before it hands over"),
    ("update", "The promised next update"),
    ("severity", "An issue of this severity"),
    ("no_plan", "An issue without resolution plan"),
    ("waiting", "An issue that waits for its reporter"),
    ("standup", "No owner or no committed date at the stand-up"),
    ("phase_end", "Open issues when a phase ends"),
    ("nobody", "Nobody on shift to be told"),
]
#: Conditions that a rule can watch by more than one kind of subject.
WATCHED_KINDS = {"promise": ("response", "resolution")}
PROMISE_WATCHES = ("promise", "response", "resolution", "pickup", "handover", "update")

RULE_SEVERITIES = [*SEVERITIES, ("urgent", "S1 and S2")]

TIMINGS = [
    ("percent", "when part of the time is used"),
    ("after", "some time after"),
    ("at_once", "at once"),
    ("before_end", "before the end"),
]
#: Which timings make sense for what a rule watches.
TIMINGS_OF = {
    **dict.fromkeys(PROMISE_WATCHES, ("percent", "after")),
    "severity": ("at_once", "after"),
    "no_plan": ("after",),
    "waiting": ("after",),
    "standup": ("at_once",),
    "phase_end": ("before_end",),
    "nobody": ("at_once",),
}
DELAY_UNITS = [
    ("minutes", "minutes"),
    ("hours", "hours"),
    ("working_hours", "working hours"),
    ("business_days", "business days"),
]

#: What a step does to the issue itself.
STEP_CHANGES = [
    ("none", "Nothing"),
    ("reassign", "Give it to the first person told"),
    ("next_tier", "Move it to the next tier"),
    ("ask_next_tier", "Ask whether it should move to the next tier"),
    ("tier", "Move it to a certain tier"),
    ("close", "Close it"),
]

DELIVERY_WAYS = [
    ("email", "E-mail"),
    ("activity", "Activity"),
    ("notice", "Notice in Odoo"),
]

PRIORITIES = [("0", "Normal"), ("1", "High")]

#: Whom a step tells, resolved per issue at the moment it fires.
RECIPIENT_ROLES = [
    ("assignee", "Owner of the issue"),
    ("tier_lead", "Lead of the issue's tier"),
    ("tier_members", "Members of the issue's tier"),
    ("on_call", "Who is on shift in the tiers that have to act"),
    ("tier_backup", "Backup of the issue's tier"),
    ("next_tier_lead", "Lead of the next tier"),
    ("client_pm", "Client project manager"),
    ("consultant_lead", "Consultant lead"),
    ("sponsor", "Sponsor"),
    ("department_head", "Head of the department"),
    ("reporter", "Reporter"),
]
#: Roles whose people are looked for on shift; the others are told whenever it is.
SHIFT_ROLES = (
    *("assignee", "tier_lead", "tier_members", "on_call", "tier_backup"),
    "next_tier_lead",
)

# -- Words ----------------------------------------------------------------------

#: How a date is written in a sentence: 03/04 is read in two ways.
DAY = "EEE d MMM"
DAY_OF_YEAR = "EEE d MMM y"
