"""Due times worked out by hand from the rulings in docs/sla.md.

One case a line: id | calendar | target | start | pauses | due | reason.
Calendars and the notation of instants are explained in ``calendars.py``: week 1 begins
on Sunday 4 January 2026, ``Sun2`` is the Sunday after it, ``*`` marks the second of two
equal wall clock times. The calendar ``dhaka`` is open Sunday to Thursday 09:00-18:00.
"""

SAME_DAY = """
a01 | dhaka | same_day | Thu 15:00 | | Thu 18:00 | before closing: today
a02 | dhaka | same_day | Thu 18:30 | | Sun2 18:00 | after closing: next business day
a03 | dhaka | same_day | Thu 18:00 | | Sun2 18:00 | closing itself is not before it
a04 | dhaka | same_day | Thu 17:59:59 | | Thu 18:00 | one second before closing
a05 | dhaka | same_day | Thu 07:00 | | Thu 18:00 | before opening is still today
a06 | dhaka | same_day | Fri 10:00 | | Sun2 18:00 | Friday is no business day
a07 | dhaka | same_day | Sat 23:59:59 | | Sun2 18:00 | last second of the weekend
a08 | dhaka | same_day | Thu 00:00 | | Thu 18:00 | first second of Thursday
a09 | lunch | same_day | Mon 13:30 | | Mon 18:00 | reported during lunch
a10 | lunch | same_day | Mon 12:00 | | Mon 18:00 | last span of the day, not noon
a11 | holiday | same_day | Tue 19:00 | | Thu 18:00 | Wednesday is a holiday
a12 | holiday | same_day | Wed 10:00 | | Thu 18:00 | reported on the holiday
a13 | holiday | same_day | Thu 18:01 | | Mon2 18:00 | Fri, Sat and holiday Sun2 shut
a14 | always | same_day | Fri 10:00 | | Sat 00:00 | a 24x7 day ends at midnight
a15 | always | same_day | Fri 00:00 | | Sat 00:00 | midnight belongs to the new day
a16 | always | same_day | Thu 23:59:59 | | Fri 00:00 | last second of Thursday
a17 | night | same_day | Tue 23:00 | | Wed 00:00 | a night shift is cut at midnight
a18 | night | same_day | Tue 05:00 | | Wed 00:00 | Tuesday's last span is 22-24
a19 | night | same_day | Fri 05:00 | | Fri 06:00 | end of Thursday's night shift
a20 | night | same_day | Fri 06:00 | | Mon2 00:00 | Friday is over, Sunday 22-24 next
a21 | berlin7 | same_day | 2026-03-29 00:30 | | 2026-03-29 17:00 | clocks go forward
a22 | berlin7 | same_day | 2026-10-25 02:30* | | 2026-10-25 17:00 | clocks go back
a23 | saopaulo | same_day | 2018-11-03 22:00 | | 2018-11-04 01:00 | \
no midnight: the jump
a24 | saopaulo | same_day | 2018-11-04 01:00 | | 2018-11-05 00:00 | \
first second after it
a25 | saopaulo | same_day | 2019-02-16 23:30 | | 2019-02-17 00:00 | a day of 25 hours
a26 | saopaulo | same_day | 2019-02-16 23:30* | | 2019-02-17 00:00 | its second 23:30
a27 | havana | same_day | 2026-10-31 12:00 | | 2026-11-01 00:00 | first of two midnights
a28 | havana | same_day | 2026-11-01 00:30 | | 2026-11-02 00:00 | \
between the two midnights
a29 | havana | same_day | 2026-11-01 00:30* | | 2026-11-02 00:00 | after the second one
"""

NEXT_DAYS = """
b01 | dhaka | 1d | Thu 15:00 | | Sun2 18:00 | the next business day
b02 | dhaka | 1d | Thu 18:30 | | Sun2 18:00 | own day is not counted, also after closing
b03 | dhaka | 1d | Thu 07:00 | | Sun2 18:00 | \
own day is not counted, also before opening
b04 | dhaka | 1d | Fri 10:00 | | Sun2 18:00 | from a weekend: the first business day
b05 | dhaka | 1d | Sat 23:59:59 | | Sun2 18:00 | last second of Saturday
b06 | dhaka | 1d | Sun2 00:00 | | Mon2 18:00 | first second of Sunday: Sunday is own day
b07 | dhaka | 3d | Sun 10:00 | | Wed 18:00 | Mon, Tue, Wed
b08 | dhaka | 3d | Wed 10:00 | | Mon2 18:00 | Thu, Sun, Mon
b09 | holiday | 1d | Tue 10:00 | | Thu 18:00 | the holiday is no business day
b10 | holiday | 1d | Wed 10:00 | | Thu 18:00 | reported on the holiday
b11 | holiday | 2d | Tue 10:00 | | Mon2 18:00 | Thu, then Mon2 (Sun2 is a holiday)
b12 | always | 1d | Fri 10:00 | | Sun2 00:00 | end of Saturday
b13 | always | 1d | Fri 00:00 | | Sun2 00:00 | Friday is own day from its first second
b14 | always | 3d | Fri 10:00 | | Tue2 00:00 | Sat, Sun, Mon
b15 | lunch | 1d | Wed 12:30 | | Thu 18:00 | the end of the day, not its first span
b16 | berlin7 | 1d | 2026-03-28 20:00 | | 2026-03-29 17:00 | a day of 23 hours
b17 | night | 1d | Thu 23:00 | | Fri 06:00 | the rest of that night is Friday's
b18 | night | 1d | Fri 01:00 | | Mon2 00:00 | Sunday 22-24 is the next one
b19 | dhaka | 5d | Thu 15:00 | | Thu2 18:00 | a whole business week
b20 | dhaka | 1d | Sun 00:30 | | Mon 18:00 | Saturday by UTC, Sunday by the calendar
b21 | saopaulo | 1d | 2018-11-02 12:00 | | 2018-11-04 01:00 | ends where midnight is not
b22 | havana | 1d | 2026-10-30 12:00 | | 2026-11-01 00:00 | ends at the first midnight
"""

PAUSED_DAYS = """
c01 | dhaka | same_day | Thu 15:00 | Thu 17:59>Thu 18:01 | Sun2 18:00 | over a closing
c02 | dhaka | same_day | Thu 15:00 | Thu 16:00>Thu 17:00 | Thu 18:00 | over no closing
c03 | dhaka | same_day | Thu 15:00 | Thu 16:00>Thu 18:00 | Sun2 18:00 | \
end = closing counts
c04 | dhaka | same_day | Thu 15:00 | Thu 18:00>Sun2 10:00 | Thu 18:00 | \
begins at due: late
c05 | dhaka | same_day | Thu 15:00 | Thu 16:00>Mon2 10:00 | Mon2 18:00 | \
Thu and Sun2 close
c06 | dhaka | same_day | Thu 15:00 | Thu 16:00>Thu 18:30; Sun2 17:00>Sun2 19:00 | \
Mon2 18:00 | the second pause crosses the moved due
c07 | dhaka | same_day | Thu 18:30 | Fri 10:00>Sat 10:00 | Sun2 18:00 | nothing closes
c08 | dhaka | same_day | Thu 18:30 | Thu 18:30>Sun2 08:00 | Sun2 18:00 | \
Thu closed before
c09 | dhaka | same_day | Thu 15:00 | Thu 10:00>Thu 16:00 | Thu 18:00 | starts in a pause
c10 | dhaka | same_day | Thu 15:00 | Wed 10:00>Thu 16:00 | Thu 18:00 | \
Wed is before start
c11 | dhaka | same_day | Thu 15:00 | Thu 17:59>Thu 18:00; Thu 18:00>Thu 18:01 | \
Sun2 18:00 | c01 in two pieces
c12 | dhaka | same_day | Thu 15:00 | Thu 16:00>Thu 19:00; Thu 17:00>Thu 18:30 | \
Sun2 18:00 | overlapping pauses count a closing once
c13 | dhaka | same_day | Thu 15:00 | Sun2 10:00>Mon2 10:00 | Thu 18:00 | breached before
c14 | holiday | same_day | Tue 15:00 | Tue 17:00>Thu 10:00 | Thu 18:00 | \
holiday: no closing
c15 | always | same_day | Fri 10:00 | Fri 23:00>Sat 01:00 | Sun2 00:00 | over midnight
c16 | always | same_day | Fri 10:00 | Fri 20:00>Sat 00:00 | Sun2 00:00 | until midnight
c17 | always | same_day | Fri 10:00 | Sat 00:00>Sat 12:00 | Sat 00:00 | begins at due
c18 | dhaka | same_day | Thu 15:00 | Thu 17:00>Thu 17:00 | Thu 18:00 | \
paused for nothing
c19 | lunch | same_day | Mon 10:00 | Mon 12:00>Mon 15:00 | Mon 18:00 | \
noon is no closing
c20 | night | same_day | Tue 23:00 | Tue 23:30>Wed 00:30 | Thu 00:00 | \
midnight is closing
d01 | dhaka | 1d | Thu 10:00 | Thu 17:00>Thu 19:00 | Mon2 18:00 | \
own day closes in the pause
d02 | dhaka | 1d | Thu 10:00 | Thu 11:00>Thu 12:00 | Sun2 18:00 | over no closing
d03 | dhaka | 3d | Sun 10:00 | Mon 10:00>Tue 10:00 | Thu 18:00 | Monday closes
d04 | dhaka | 3d | Sun 10:00 | Mon 10:00>Wed 10:00 | Sun2 18:00 | Mon and Tue: Thu, Sun2
d05 | dhaka | 3d | Sun 10:00 | Wed 17:00>Sun2 09:00 | Sun2 18:00 | \
Wed and Thu: Thu, Sun2
d06 | holiday | 2d | Mon 10:00 | Tue 12:00>Thu 12:00 | Mon2 18:00 | \
Thu 18:00 plus one day
d07 | dhaka | 1d | Fri 10:00 | Fri 10:00>Sun2 18:00 | Mon2 18:00 | paused until closing
d08 | dhaka | 1d | Fri 10:00 | Fri 10:00>Sun2 17:59:59 | Sun2 18:00 | a second less
d09 | dhaka | 1d | Thu 10:00 | Thu 11:00>Thu3 11:00 | Sun4 18:00 | \
ten closings, ten days
d10 | dhaka | 1d | Thu 10:00 | Sun2 18:00>Tue2 10:00 | Sun2 18:00 | begins at due: late
d11 | dhaka | 1d | Thu 10:00 | Thu 17:00>Thu 19:00; Sun2 17:00>Sun2 19:00 | \
Tue2 18:00 | two closings, two days
"""

TIMED = """
e01 | dhaka | 4h w | Thu 15:00 | | Sun2 10:00 | three hours on Thursday, one on Sunday
e02 | dhaka | 4h w | Thu 18:30 | | Sun2 13:00 | counts from the next opening
e03 | dhaka | 4h w | Thu 14:00 | | Thu 18:00 | ends at closing, not at the next opening
e04 | dhaka | 4h w | Thu 14:00 | Thu 17:59>Thu 18:01 | Sun2 09:01 | one minute was left
e05 | dhaka | 4h w | Thu 15:00 | Thu 18:00>Sun2 09:00 | Sun2 10:00 | closed time is free
e06 | dhaka | 4h w | Thu 15:00 | Thu 19:00>Sat 12:00 | Sun2 10:00 | inside the weekend
e07 | dhaka | 4h w | Thu 15:00 | Thu 16:00>Sun2 11:00 | Sun2 14:00 | \
three hours were left
e08 | dhaka | 2h e | Thu 17:00 | | Thu 19:00 | elapsed time knows no closing
e09 | dhaka | 2h e | Thu 17:00 | Thu 18:00>Sun2 09:00 | Sun2 10:00 | one hour was left
e10 | berlin7 | 24h e | 2026-03-28 12:00 | | 2026-03-29 13:00 | a night of 23 hours
e11 | dhaka | 4h w | Thu 14:00 | Thu 18:00>Sun2 10:00 | Thu 18:00 | budget spent before
e12 | dhaka | 4h w | Thu 14:00 | Thu 13:00>Thu 15:00 | Sun2 10:00 | starts in a pause
e13 | lunch | 2h w | Mon 12:00 | | Mon 15:00 | lunch is not working time
e14 | holiday | 4h w | Tue 16:00 | | Thu 11:00 | over the holiday
e15 | night | 4h w | Thu 23:00 | | Fri 03:00 | midnight does not interrupt working time
e16 | always | 24h w | Thu 15:00 | | Fri 15:00 | 24x7: working equals elapsed
e17 | berlin7 | 8h w | 2026-10-25 09:00 | | 2026-10-25 17:00 | the hour was won at night
e18 | dhaka | none | Thu 15:00 | Thu 16:00>Thu 17:00 | never | \
a backlog label has no due
e19 | dhaka | 4h w | Thu 15:00 | Thu 15:30>Thu 16:00; Thu 17:00>Thu 17:30 | \
Sun2 11:00 | an hour of pauses
e20 | lunch | 2h w | Mon 12:00 | Mon 12:30>Mon 14:30 | Mon 16:00 | \
lunch in a pause is free
"""
