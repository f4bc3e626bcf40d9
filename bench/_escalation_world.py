"""What the escalation benches work on: issues by SQL, copies of a real one."""

from __future__ import annotations

from datetime import datetime, timedelta

from bench._escalation_measure import tell, vacuum
from bench._escalation_people import (
    PERIOD,
    PROMISED,
    RULE,
    issue_values,
    make_period,
    make_rule,
    make_users,
)

#: Distinct owners: 1,000 issues due at once are five for each, which is no digest.
OWNERS = 200
CHUNK = 100_000
#: Copies begin at moments scattered over so many seconds: their resolution is due
#: from tomorrow on.
SCATTER = (PROMISED["resolution"] - 24) * 3600
TABLES = ("hypercare_issue", "hypercare_issue_engagement", "hypercare_sla_clock")


class World:
    """A running period whose issues are copies of one that was really reported."""

    def __init__(self, env, period):
        self.env = env
        self.period = period
        self.owners = period.tier_ids.filtered(lambda t: t.level == "l1").user_ids
        issues = env["hypercare.issue"]
        self.first = issues.search([("period_id", "=", period.id)], order="id", limit=1)
        self.count = issues.search_count([("period_id", "=", period.id)])
        self.rule = env["hypercare.escalation.rule"].search([("name", "=", RULE)])
        env.cr.commit()

    @classmethod
    def made(cls, env) -> World:
        """Make a period, its people, the rule in force and a first issue."""
        owners = make_users(env, "owner", OWNERS)
        manager, lead2, lead3 = make_users(env, "head", 3)
        make_rule(env, "resolution", ["assignee"])
        world = cls(env, make_period(env, owners, (lead2, lead3), manager))
        world.first, world.count = world._report(), 1
        metrics = {clock.metric for clock in world.first.clock_ids}
        assert metrics == set(PROMISED), metrics
        assert world.first.next_action_at == world.first.resolution_due
        env.cr.commit()
        return world

    @classmethod
    def opened(cls, env) -> World:
        """Return the world that another process has made."""
        return cls(env, env["hypercare.period"].search([("name", "=", PERIOD)]))

    def _report(self):
        """Return an issue that somebody has taken: answered, not yet resolved."""
        issue = self.env["hypercare.issue"].create(
            issue_values(
                self.period,
                "Something",
                commit_date=datetime.now().date() + timedelta(days=30),
            )
        )
        issue.user_id = self.owners[0]
        self.env.flush_all()
        return issue

    # -- How many --------------------------------------------------------------------

    def grow(self, count: int) -> None:
        """Copy the first issue with its turn and clocks until there are *count*."""
        many = count - self.count > CHUNK
        cr = self.env.cr
        while self.count < count:
            last = min(self.count + CHUNK, count)
            _skip_checks(cr)
            self._copy(self.count, last - 1)
            self.count = last
            cr.commit()
            if many:
                tell(f"  {last:,} of {count:,} issues")
        vacuum(self.env, *TABLES)
        self.env.invalidate_all()

    def _copy(self, begin: int, end: int) -> None:
        cr, source = self.env.cr, self.first
        cr.execute("SELECT max(id) FROM hypercare_issue")
        [(last_id,)] = cr.fetchall()
        _insert_copies(
            cr,
            "hypercare_issue",
            f"hypercare_issue t, generate_series({begin}, {end}) n"
            f" WHERE t.id = {source.id}",
            f"- interval '1 second' * (n::bigint * 7919 % {SCATTER})",
            number="'X-' || n",
            name="'Something ' || n",
            user_id=f"(ARRAY{self.owners.ids})[1 + n % {len(self.owners)}]",
        )
        others = f"i.id > {last_id} AND t.issue_id = {source.id}"
        later = f"+ (i.reported_at - timestamp '{source.reported_at}')"
        _insert_copies(
            cr,
            "hypercare_issue_engagement",
            f"hypercare_issue_engagement t, hypercare_issue i WHERE {others}",
            later,
            issue_id="i.id",
            user_id="i.user_id",
        )
        _insert_copies(
            cr,
            "hypercare_sla_clock",
            "hypercare_sla_clock t, hypercare_issue i"
            f" JOIN hypercare_issue_engagement e ON e.issue_id = i.id WHERE {others}",
            later,
            issue_id="i.id",
            engagement_id="CASE WHEN t.engagement_id IS NOT NULL THEN e.id END",
        )

    # -- What is due -----------------------------------------------------------------

    def pick(self, count: int) -> list[int]:
        """Return so many issues that never escalated, scattered over the table."""
        cr = self.env.cr
        cr.execute(
            """
            SELECT id FROM (
                SELECT id, row_number() OVER (ORDER BY id) AS number,
                       count(*) OVER () / %s AS step
                  FROM hypercare_issue i
                 WHERE period_id = %s AND NOT EXISTS (
                       SELECT FROM hypercare_escalation e WHERE e.issue_id = i.id)
            ) numbered WHERE step > 0 AND number %% step = 0 ORDER BY id LIMIT %s
            """,
            [count, self.period.id, count],
        )
        ids = [issue_id for (issue_id,) in cr.fetchall()]
        assert len(ids) == count, f"{len(ids)} of {count}"
        cr.commit()
        return ids

    def make_due(self, ids: list[int], owners: int = OWNERS) -> None:
        """Move these issues into the past, so that their promise broke just now.

        :param owners: so many people have them, each as many as the others
        """
        cr = self.env.cr
        cr.execute(
            """
            CREATE TEMP TABLE bench_shift ON COMMIT DROP AS
            SELECT id, number, date_trunc('second', now() AT TIME ZONE 'UTC')
                   - interval '1 second' * (60 + number %% 600) - resolution_due shift
              FROM (SELECT id, resolution_due, row_number() OVER (ORDER BY id) number
                      FROM hypercare_issue WHERE id = ANY(%s)) numbered
            """,
            [ids],
        )
        for table in TABLES:
            key = "id" if table == "hypercare_issue" else "issue_id"
            names = _moments(cr, table)
            moved = ", ".join(f"{name} = t.{name} + s.shift" for name in names)
            cr.execute(
                f"UPDATE {table} t SET {moved} FROM bench_shift s WHERE s.id = t.{key}"
            )
        cr.execute(
            "UPDATE hypercare_issue i SET user_id = (%s)[1 + s.number %% %s],"
            " next_action_at = resolution_due FROM bench_shift s WHERE s.id = i.id",
            [self.owners.ids, owners],
        )
        assert cr.rowcount == len(ids)
        cr.commit()
        self.env.invalidate_all()


def _skip_checks(cr) -> None:
    """Let references go unchecked until the commit, if the user may ask for it.

    Copies of a row with good references have good ones; to look at each again would
    take three quarters of the time.
    """
    cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cr.fetchone()[0]:
        cr.execute("SET LOCAL session_replication_role = replica")


def _insert_copies(cr, table: str, source: str, later: str, **changed: str) -> None:
    """Insert the rows of *source*, whose ``t`` is *table*, with columns changed.

    :param later: SQL to add to every moment
    """
    changed = {name: f"t.{name} {later}" for name in _moments(cr, table)} | changed
    names = [name for name, _kind in _columns(cr, table) if name != "id"]
    values = ", ".join(changed.get(name, f't."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    # The parts are constants of this file, numbers, and names of columns.
    cr.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {source}")


def _moments(cr, table: str) -> list[str]:
    """Return the columns that tell when something happened or has to."""
    return [
        name
        for name, kind in _columns(cr, table)
        if kind.startswith("timestamp") and name not in ("create_date", "write_date")
    ]


def _columns(cr, table: str) -> list[tuple[str, str]]:
    cr.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = %s",
        [table],
    )
    return cr.fetchall()
