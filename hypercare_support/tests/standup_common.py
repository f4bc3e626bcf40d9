"""A stand-up of the small company, to be decided in and closed."""

from datetime import datetime, timedelta

from .common import MONDAY, HypercareCommon, at_time

#: Tuesday, 09:31 in Dhaka.
TUESDAY = datetime(2026, 3, 3, 3, 31)
DAY = timedelta(days=1)


class StandupCase(HypercareCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["hypercare.period"].search([("id", "!=", cls.period.id)])
        others.write({"state": "cancelled"})
        # As the web client calls.
        calling = {"lang": "en_US", "tz": "Asia/Dhaka"}
        cls.standups = (
            cls.env["hypercare.standup"].with_user(cls.manager).with_context(**calling)
        )

    def start(self, moment=TUESDAY, user=None):
        """Start a stand-up; return what the screen shows."""
        with at_time(moment):
            board = self.standups.with_user(user or self.manager).standup_start(
                self.period.id
            )
        self.env.flush_all()
        return board

    def standup(self, board, user=None):
        return self.standups.with_user(user or self.manager).browse(board["id"])

    def line(self, board, issue):
        return next(line for line in board["lines"] if line["issue_id"] == issue.id)

    def decide(self, board, issue, moment=TUESDAY, user=None, known=None, **changes):
        with at_time(moment):
            answer = self.standup(board, user).standup_decide(
                self.line(board, issue)["id"], changes, known
            )
        self.env.flush_all()
        return answer

    def owned(self, at=MONDAY, commit_date="2026-03-05", **values):
        """An issue that nothing is to be said of: owner, date, nothing late."""
        issue = self.make_issue("s3", at=at, **values)
        self.do(issue, self.l1, at, user_id=self.l1.id, commit_date=commit_date)
        return issue

    def sections(self, board):
        found = {}
        for line in board["lines"]:
            found.setdefault(line["section"], []).append(line["issue_id"])
        return found
