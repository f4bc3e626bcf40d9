"""What happens, day by day, as data: read it with a pencil.

Day 1 is Sunday, 22 March 2026; the week is Sunday to Thursday, 9 to 18. Day 10 is the
end of March, day 40 of April, day 71 of May; day 90 is Friday, 19 June. A line is a
local time, what is done, and to what. Issues have letters.
"""

#: What everybody does every week, by weekday: 1 is Sunday.
ROUTINE = {
    1: ("10:00 sell 2", "11:00 buy 1"),
    2: ("10:00 deliver 2", "11:00 receive 1"),
    3: ("10:00 invoice 2", "11:00 bill 1"),
    4: ("10:00 bank 1", "10:10 match 1", "10:20 pay 1", "12:00 sell 1"),
    5: ("10:00 deliver 1", "10:30 invoice 1"),
}
#: On Monday, Wednesday and Thursday there is a question, which Level 1 answers.
QUESTION_DAYS = (2, 4, 5)
QUESTION = ("13:00 raise %s s3", "13:10 take %s l1", "15:00 solve %s l1")

#: What departments did on paper: they declare it on the next working morning at 9:05,
#: nothing where nothing is said.
PAPER = {
    1: {"sale_order": 2, "vendor_bill": 1},
    2: {"delivery": 1},
    4: {"sale_order": 1},
    # The regression of month two: a branch goes back to paper.
    43: {"sale_order": 3},
    44: {"sale_order": 2},
    66: {"vendor_bill": 4},
}
#: Nobody declares these.
SILENT = {3, 25}

FORTNIGHT = {
    1: (
        "09:30 raise A s1",
        "09:40 take A l3",
        "11:00 solve A l3",
        "12:00 raise B s3",
        "12:10 take B l1",
        "14:00 solve B l1",
    ),
    2: ("10:00 raise C s2", "10:05 take C l2", "14:30 raise O s3", "14:40 take O l1"),
    3: (
        "09:30 raise D s4",
        "09:40 take D l1",
        "12:00 solve D l1",
        "15:00 solve O l1",
        "17:00 solve C l2",
        # Twenty minutes before midnight it is still this day.
        "23:40 sell 1",
    ),
    4: (
        "09:30 reopen D l1",
        "10:00 raise E s1",
        # A mistake: a second person, before anybody has worked on it, with a reason.
        "10:20 lower E s3 l2",
        "10:40 take E l1",
        "12:00 solve E l1",
    ),
    5: (
        # Five minutes after midnight, before the count of the night.
        "00:05 sell 1",
        "10:00 raise F s2",
        "10:10 take F l1",
        "10:30 up F l1",
        "10:40 up F l2",
        "11:00 take F l3",
        "12:00 solve D l1",
    ),
    8: (
        "10:00 solve F l3",
        "11:00 raise G s3",
        "11:10 take G l1",
        "12:00 solve G l1",
        "15:00 raise H s3",
        "15:10 take H l1",
        "16:00 bank 1",
    ),
    9: (
        # Asked three times, and nobody has written the answer.
        "09:30 raise I s3",
        "09:40 same I H l1",
        "09:50 raise J s3",
        "09:55 same J H l1",
        "11:00 solve H l1",
        # Promised for 18:00, solved five minutes later.
        "16:00 raise K s2",
        "16:10 take K l1",
        "18:05 solve K l1",
    ),
    10: (
        "10:30 draft 1",
        "11:00 raise P s3",
        "11:10 take P l1",
        "12:00 solve P l1",
        # After closing: it breaks the day that ends on Wednesday.
        "18:20 raise L s2",
        "18:30 take L l1",
    ),
    11: (
        "10:00 answer H",
        "12:00 solve L l1",
        "14:00 raise N s4",
        "14:10 take N l1",
        "14:30 deliver 2",
        "16:00 solve N l1",
    ),
    12: (
        "09:30 raise DA s2",
        "09:40 take DA l1",
        "09:50 start DA l1",
        # Lowering it after the work has begun hides nothing.
        "10:30 lower DA s4 l2",
        "12:00 solve DA l1",
        "13:00 post 1",
        "14:00 match 1",
        "15:00 close 10",
        "16:00 lock 2026-03-31",
    ),
    # The last day, a Saturday: an S1, solved within the hour and a half.
    14: (
        "11:00 raise M s1",
        "11:10 take M l3",
        "12:30 solve M l3",
        "20:00 exit refused",
    ),
}

QUARTER = {
    **FORTNIGHT,
    15: ("09:30 extend 28", "10:30 learn 1"),
    # Somebody moves the lock date back.
    16: ("10:00 lock 2026-02-28", "10:30 learn 1", "14:00 bill 1 of 15"),
    17: ("10:00 lock 2026-03-31", "10:30 learn 1", "14:00 bill 1 of 12"),
    18: ("10:00 duties 1",),
    19: ("10:00 roster 1",),
    22: (
        "10:00 attest payroll",
        "10:10 attest integrations",
        "10:20 attest attest",
        "12:00 exit begin",
    ),
    23: ("10:00 exit signed",),
    29: ("09:30 raise Q s2", "09:40 take Q l1", "12:00 solve Q l1"),
    31: ("09:30 raise R s2", "09:40 take R l1", "12:00 solve R l1"),
    32: ("09:30 raise S s2", "09:40 take S l1", "12:00 solve S l1"),
    33: ("09:30 raise T s2", "09:40 take T l1", "12:00 solve T l1"),
    36: (
        "10:00 raise U s2",
        "10:10 take U l1",
        # It waits over the end of a day: the promise moves to the next one.
        "11:00 wait U l1",
    ),
    37: ("09:30 go U l1", "16:00 solve U l1"),
    39: ("09:30 raise V s2", "09:40 take V l1", "12:00 solve V l1"),
    # Late by a night: fifteen promises are not all kept any more.
    40: ("16:00 raise W s2", "16:10 take W l2"),
    43: ("09:30 solve W l2", "11:00 close 40", "15:00 review 1"),
    # Odoo's closing entry leaves out what moved on that very day: one piece, by hand.
    44: ("10:00 adjust 40 -5", "16:00 lock 2026-04-30"),
    45: ("16:00 intervene in_odoo",),
    # An S1 after the exit, taken by the consultant, open over midnight.
    50: ("16:00 raise X s1", "16:10 take X l3"),
    51: ("11:00 solve X l3",),
    # Opened again: another occurrence, told once more.
    52: ("10:00 reopen X l3", "12:00 solve X l3"),
    60: ("10:00 raise Y s2", "10:10 take Y l1", "12:00 solve Y l1"),
    66: ("10:00 raise Z s2", "10:10 take Z l1", "12:00 solve Z l1"),
    67: (
        "10:00 raise ZA s2",
        "10:10 take ZA l1",
        "10:20 start ZA l1",
        "10:30 lower ZA s4 l2",
        "12:00 solve ZA l1",
    ),
    72: ("11:00 close 71", "15:00 review 1"),
    73: ("16:00 lock 2026-05-31",),
    74: ("10:00 used 1",),
}

#: The same days in another company: it must not be seen from the first one.
NEIGHBOUR = {
    2: ("10:30 sell 4", "11:30 raise A s1", "11:40 take A l3"),
    3: ("10:30 deliver 2", "10:45 invoice 2", "11:00 bank 2"),
    4: ("11:00 solve A l3",),
    9: ("10:30 sell 2", "12:30 draft 1"),
    # Odoo itself refuses to lock over bank lines, drafts and transfers that wait. It is
    # locked on the last day of the month, which counts from the first day after it.
    10: (
        "12:40 deliver 4",
        "12:45 match 2",
        "12:50 post 1",
        "14:30 lock 2026-03-31",
    ),
}


def events(days, last, *, routine=True):
    """Return (day, time, words) of a script up to a day, in order."""
    found = []
    for day in range(1, last + 1):
        lines = list(days.get(day, ()))
        weekday = (day - 1) % 7 + 1
        if routine:
            lines += ROUTINE.get(weekday, ())
            if weekday in QUESTION_DAYS:
                lines += [line % f"day{day}" for line in QUESTION]
            declared = _working_day_before(day) if weekday <= 5 else 0
            if declared and declared not in SILENT:
                lines.append(f"09:05 declare {declared}")
        for line in sorted(lines):
            time, *words = line.split()
            found.append((day, time, words))
    return found


def _working_day_before(day):
    day -= 1
    while day and (day - 1) % 7 > 4:
        day -= 1
    return day
