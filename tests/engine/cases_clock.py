"""Clock readings worked out by hand from the rulings in docs/sla.md.

The notation is that of ``cases_day.py``. ``->`` in the target is a change of severity;
``closed>reopened`` pairs stand in a column of their own. ``phase`` is what lists show.
"""

# id | calendar | targets | start | pauses | now | due | phase | reason
SWITCHES = """
s01 | dhaka | 4h e -> same_day | Thu 17:00 | | Thu 17:30 | Thu 18:00 | on_track | \
half used
s02 | dhaka | 4h e -> same_day | Thu 17:00 | | Thu 20:00 | Thu 18:00 | breached | \
aimed from the report, not from the change
s03 | dhaka | same_day -> 4h e | Thu 17:00 | | Fri 10:00 | Thu 21:00 | breached | \
to 24x7
s04 | dhaka | 4h e -> 4h w | Fri 10:00 | | Sun2 10:00 | Sun2 13:00 | on_track | recovers
s05 | dhaka | 4h w -> 4h e | Fri 10:00 | | Fri 11:00 | Fri 14:00 | on_track | \
24x7 at once
s06 | dhaka | 4h w -> 4h e | Thu 15:00 | Thu 16:00>Thu 20:00 | Thu 20:30 | \
Thu 23:00 | on_track | the pause is kept, an hour was used
s07 | dhaka | 4h e -> 4h w | Thu 15:00 | Thu 16:00>Thu 20:00 | Thu 20:30 | \
Sun2 12:00 | on_track | same pause, counted in working time
s08 | dhaka | 4h e -> same_day | Thu 17:00 | Thu 17:30>Thu 18:30 | Thu 19:00 | \
Sun2 18:00 | on_track | the kept pause lies over a closing
s09 | dhaka | same_day -> 1d | Thu 15:00 | | Sun2 10:00 | Sun2 18:00 | on_track | \
4 of 12 h
s10 | dhaka | 1d -> none | Thu 15:00 | | Sun2 10:00 | never | none | to the backlog
s11 | dhaka | none -> 4h e | Thu 15:00 | | Thu 16:00 | Thu 19:00 | on_track | and back
s12 | dhaka | 4h e -> same_day -> 4h e | Thu 17:00 | | Thu 18:00 | Thu 21:00 | \
on_track | there and back is as if nothing happened
s13 | dhaka | 2h e -> 4h w | Thu 17:00 | | Sun2 11:30 | Sun2 12:00 | at_risk | \
3.5 of 4 h
s14 | dhaka | 3d -> 1d | Sun 10:00 | | Mon 18:00:01 | Mon 18:00 | breached | \
a day earlier
s15 | always | 1d -> same_day | Fri 10:00 | Fri 23:00>Sat 01:00 | Sat 02:00 | \
Sun2 00:00 | on_track | 24x7 days end at midnight
"""

# id | calendar | targets | start | pauses | closed>reopened | now | due | phase | why
REOPENED = """
r01 | dhaka | 4h w | Thu 15:00 | | Thu 17:00>Sun2 09:00 | Sun2 09:30 | Sun2 11:00 | \
on_track | two hours were left
r02 | dhaka | 4h w | Thu 15:00 | | Thu 17:00>Thu 17:30 | Thu 17:45 | Sun2 10:30 | \
on_track | half an hour won
r03 | dhaka | same_day | Thu 15:00 | | Thu 17:00>Sun2 10:00 | Sun2 10:00 | \
Sun2 18:00 | on_track | closed over a closing
r04 | dhaka | same_day | Thu 15:00 | | Thu 17:00>Thu 17:30 | Thu 17:31 | Thu 18:00 | \
at_risk | 121 of 150 minutes used
r05 | dhaka | same_day | Thu 15:00 | | Sun2 10:00>Mon2 10:00 | Mon2 10:00 | \
Thu 18:00 | breached | breached before it was closed
r06 | dhaka | 4h e | Thu 15:00 | | Thu 18:00>Fri 10:00 | Fri 10:30 | Fri 11:00 | \
at_risk | an hour was left
r07 | dhaka | 4h w | Thu 15:00 | Thu 16:00> | Sun2 10:00>Sun2 12:00 | Sun2 12:30 | \
Sun2 15:00 | on_track | closed while waiting
r08 | dhaka | 4h w | Thu 10:00 | | Thu 11:00>Thu 12:00; Thu 13:00>Thu 16:00 | \
Thu 17:30 | Thu 18:00 | at_risk | reopened twice
r09 | dhaka | 4h w | Thu 10:00 | Thu 12:00>Thu 15:00 | Thu 11:00>Thu 12:00 | \
Thu 16:00 | Thu 18:00 | on_track | reopened, then waiting
r10 | dhaka | 1d | Thu 15:00 | | Thu 16:00>Mon2 10:00 | Mon2 10:00 | Tue2 18:00 | \
on_track | Thu and Sun2 close meanwhile
r11 | dhaka | 4h w -> 4h e | Thu 15:00 | | Thu 17:00>Sun2 09:00 | Sun2 09:00 | \
Sun2 11:00 | on_track | new severity after reopening
r12 | dhaka | 4h w | Thu 15:00 | | Thu 17:00>Thu 17:00 | Thu 17:00 | Sun2 10:00 | \
on_track | reopened at once
r13 | dhaka | 4h w | Thu 15:00 | | Sun2 09:30>Mon2 09:00 | Mon2 09:30 | Mon2 09:30 | \
at_risk | half an hour was left
r14 | dhaka | none | Thu 15:00 | | Thu 17:00>Sun2 09:00 | Sun2 09:30 | never | \
none | none
r15 | always | same_day | Fri 10:00 | | Fri 12:00>Sat 12:00 | Sat 13:00 | \
Sun2 00:00 | on_track | 24x7, closed over midnight
"""

# id | target | start | pauses | stop | not after | now | due | phase | reason
STATES = """
t01 | 4h w | Sun 09:00 | | | | Sun 11:59:59 | Sun 13:00 | on_track | \
a second before 75 %
t02 | 4h w | Sun 09:00 | | | | Sun 12:00 | Sun 13:00 | at_risk | from 75 % on
t03 | 4h w | Sun 09:00 | | | | Sun 13:00 | Sun 13:00 | at_risk | \
due itself is still in time
t04 | 4h w | Sun 09:00 | | | | Sun 13:00:01 | Sun 13:00 | breached | a second later
t05 | 4h w | Sun 09:00 | | Sun 13:00 | | Mon 09:00 | Sun 13:00 | met | stopped at due
t06 | 4h w | Sun 09:00 | | Sun 13:00:01 | | Mon 09:00 | Sun 13:00 | breached | \
a second late
t07 | 4h w | Sun 09:00 | Sun 10:00> | | | Sun 12:00 | Sun 15:00 | paused | \
due moves along
t08 | 4h w | Sun 09:00 | Sun 12:30> | | | Sun 18:30 | Mon 09:30 | paused | \
at risk, paused
t09 | 4h w | Sun 09:00 | Sun 14:00> | | | Sun 15:00 | Sun 13:00 | breached | \
paused too late
t10 | 4h w | Sun 09:00 | Sun 10:00> | Sun 20:00 | | Mon 09:00 | Mon 12:00 | met | \
stopped while waiting
t11 | 4h w | Thu 15:00 | | | Thu 18:00 | Thu 17:14:59 | Thu 18:00 | on_track | \
clamped: 3 h
t12 | 4h w | Thu 15:00 | | | Thu 18:00 | Thu 17:15 | Thu 18:00 | at_risk | 75 % of these
t13 | 4h w | Thu 15:00 | | | Thu 18:00 | Thu 18:00:01 | Thu 18:00 | breached | \
at the clamp
t14 | 4h w | Thu 10:00 | | | Thu 18:00 | Thu 10:00 | Thu 14:00 | on_track | \
clamp is later
t15 | same_day | Thu 09:00 | | | | Thu 15:44:59 | Thu 18:00 | on_track | \
75 % of 9 h: 15:45
t16 | same_day | Thu 09:00 | | | | Thu 15:45 | Thu 18:00 | at_risk | 75 % of nine hours
t17 | same_day | Thu 09:00 | Thu 12:00>Thu 13:00 | | | Thu 15:59:59 | Thu 18:00 | \
on_track | 75 % of eight unpaused hours: 16:00
t18 | same_day | Thu 09:00 | Thu 12:00>Thu 13:00 | | | Thu 16:00 | Thu 18:00 | \
at_risk | same
t19 | 1d | Thu 15:00 | | | | Sun2 14:59:59 | Sun2 18:00 | on_track | \
75 % of 12 h: Sun2 15:00
t20 | 1d | Thu 15:00 | | | | Sun2 15:00 | Sun2 18:00 | at_risk | over the weekend
t21 | same_day | Thu 15:00 | Thu 17:00> | | | Thu 17:30 | Thu 18:00 | paused | \
not yet over it
t22 | same_day | Thu 15:00 | Thu 17:00> | | | Thu 18:00 | Sun2 18:00 | paused | \
closing passed
t23 | same_day | Thu 15:00 | Thu 17:00> | | | Mon2 09:00 | Mon2 18:00 | paused | \
two passed
t24 | none | Thu 15:00 | | | | Sun2 15:00 | never | none | backlog
t25 | none | Thu 15:00 | | Thu 16:00 | | Sun2 15:00 | never | none | \
nothing was promised
t26 | 4h w | Sun 09:00 | | Sun 12:00 | | Sun 10:00 | Sun 13:00 | on_track | as of 10:00
t27 | 4h w | Sun 09:00 | Sun 10:00>Sun 12:00 | | | Sun 11:00 | Sun 14:00 | paused | \
as of 11:00
"""
