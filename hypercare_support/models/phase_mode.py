from odoo import api, fields, models
from odoo.tools.i18n import format_list

from ..engine.modes import FULL, SEVERITIES, Mode, Slice

#: What the team may do in a phase, from most to least.
PARTS = [
    ("resolve", "Resolves"),
    ("advise", "Advises only"),
    ("escalation", "On escalation only"),
]
CHECKINS = [
    ("daily", "Every business day"),
    ("alternate", "Every other business day"),
    ("weekly", "Once a week"),
    ("none", "None"),
]
TAKES = {f"take_{severity}": severity for severity in SEVERITIES}


class HypercarePhase(models.Model):
    """What the project team takes while a phase runs, and the part it plays."""

    _inherit = "hypercare.phase"

    take_s1 = fields.Boolean(
        "S1", default=True, help="The project team (Level 3) takes critical issues."
    )
    take_s2 = fields.Boolean(
        "S2", default=True, help="The project team (Level 3) takes high issues."
    )
    take_s3 = fields.Boolean(
        "S3", default=True, help="The project team (Level 3) takes medium issues."
    )
    take_s4 = fields.Boolean(
        "S4", default=True, help="The project team (Level 3) takes low issues."
    )
    part = fields.Selection(
        PARTS,
        "Project team",
        default="resolve",
        required=True,
        help="Resolves: issues of the severities it takes go to it. Advises only: it "
        "may comment and is asked, and owns nothing. On escalation only: it takes them "
        "after Level 2 has had them, with a reason.",
    )
    checkin_rhythm = fields.Selection(
        CHECKINS,
        "Check-ins",
        default="none",
        required=True,
        help="How often the heads of departments, the client project manager and the "
        "consultant lead check in.",
    )
    duty = fields.Text(
        "What is done",
        translate=True,
        help="For example: fix blockers at once, collect feedback, write answers.",
    )
    mode_text = fields.Char("In words", compute="_compute_mode_text")

    @api.depends_context("lang")
    @api.depends(*TAKES, "part")
    def _compute_mode_text(self):
        for phase in self:
            phase.mode_text = mode_sentence(self.env, phase._mode())

    def _mode(self) -> Mode:
        """Return what this phase says of the project team."""
        self.ensure_one()
        takes = frozenset(key for name, key in TAKES.items() if self[name])
        return Mode(takes, self.part or FULL.part)

    def _slice(self) -> Slice:
        """Return this phase as a part of a plan."""
        return Slice(self.date_from, self.date_to, self._mode())


def _named(env, severities) -> str:
    """Return severities as people list them: “S1 and S2”."""
    return format_list(env, [severity.upper() for severity in sorted(severities)])


def mode_sentence(env, mode) -> str:
    """Return, as one sentence, what the project team takes and what stays."""
    takes, left = mode.takes, set(SEVERITIES) - mode.takes
    if not takes:
        return env._("The project team takes no issues; Levels 1 and 2 have them all.")
    if mode.part == "advise":
        if not left:
            return env._(
                "The project team advises; every issue stays with Levels 1 and 2."
            )
        return env._(
            "The project team advises on %s; every issue stays with Levels 1 and 2.",
            _named(env, takes),
        )
    if mode.part == "escalation":
        if not left:
            return env._("The project team takes issues only after Level 2.")
        return env._(
            "The project team takes %(takes)s only after Level 2; %(left)s stay with "
            "Levels 1 and 2.",
            takes=_named(env, takes),
            left=_named(env, left),
        )
    if not left:
        return env._("The project team takes issues of every severity.")
    return env._(
        "The project team takes %(takes)s; %(left)s stay with Levels 1 and 2.",
        takes=_named(env, takes),
        left=_named(env, left),
    )


def mode_short(env, mode) -> str:
    """Return a mode in two or three words, empty where nothing is narrowed down."""
    if mode.is_full:
        return ""
    if not mode.takes:
        return env._("business only")
    if mode.part == "advise":
        return env._("advice only")
    if mode.part == "escalation":
        return env._("on escalation only")
    words = {
        frozenset({"s1"}): env._("critical only"),
        frozenset({"s1", "s2"}): env._("critical and high only"),
    }
    return words.get(mode.takes) or env._("%s only", _named(env, mode.takes))
