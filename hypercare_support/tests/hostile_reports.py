"""Reports that nobody in good faith sends; seeded, so that failures come again."""

import base64
import random

NASTY = [
    *(None, True, False, -1, 0, 3.5, 2**31, 10**30, float("1e308")),
    *("", " ", "\x00", "a\x00b", "x" * 200_000, "\ud800", "\udfff\ud800", "‮evil"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]><!--"),
    *("=HYPERLINK(\"http://x\")", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3"),
    *("'; DROP TABLE hypercare_issue; --", "%s %(x)s {0} {x.__class__}", "${7*7}"),
    *("🙂" * 50, "বিল পোস্ট করা যাচ্ছে না", "שלום", "é", "\r\n\r\n", "\u2028"),
    *("../../etc/passwd", "javascript:alert(1)", "data:text/html,x", "//evil.example"),
    *([], [1], [None], {}, {"a": 1}, [["x"]], [[0, 0, {}]], [{"name": 5, "data": 5}]),
]  # fmt: skip
NAMES = [
    *("name", "period_id", "description", "expected", "actual", "work_stopped"),
    *("workaround_known", "only_person", "context", "attachments", "with_context"),
    *("confidential", "client_key", "category_id", "state", "user_id", "severity"),
    *("reporter_id", "company_id", "tier_id", "id", "create_uid", "number"),
    *("message_follower_ids", "context_ids", "report_key", "__class__"),
]
CONTEXT_NAMES = [
    *("app", "app_id", "menu", "model", "res_id", "record_name", "view_type", "url"),
    *("browser", "screen", "error_name", "error_message", "traceback", "failed_call"),
]
#: What a client can put into the context of a call, besides what it says. What is no
#: key of a dict as ``tz`` or ``lang`` Odoo itself cannot take, whoever is called.
CLIENT_CONTEXTS = [
    {},
    {"default_state": "closed", "default_severity": "s4", "default_user_id": 1},
    {"default_reporter_id": 1, "default_company_id": 1, "default_context_ids": []},
    {"default_name": {}, "default_tier_id": "x", "default_number": "HC-1"},
    {"lang": "xx_XX"},
    {"lang": 5},
    {"tz": "Nowhere/None"},
    {"active_test": False, "tracking_disable": True, "mail_notrack": True},
    {"allowed_company_ids": []},
    {"allowed_company_ids": [10**9]},
    {"allowed_company_ids": "x"},
    {"uid": 1, "su": True, "force_company": 1, "install_mode": True},
    {"bin_size": True, "prefetch_fields": False, "module": "base"},
]
FILES = [
    ("a.png", b"\x89PNG\r\n\x1a\n broken"),
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("a.html", b"<script>alert(1)</script>"),
    ("a.zip", b"PK\x03\x04" + b"\x00" * 200),
    ("a.exe", b"MZ\x90\x00"),
    ("\x00.png", b""),
    ("../../x.pdf", b"%PDF-1.4\n"),
    ("=cmd.csv", b"=cmd|' /C calc'!A0\n"),
    ("n" * 5000 + ".txt", b"text"),
]


def nested(depth):
    """Return a value as deep as asked for: lists and dicts in turn."""
    value = "x"
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


class Hostile:
    """Draws reports.

    :param good: values of a report that would be accepted
    :param records: (model, id) pairs that the reporter may not read, or that are none
    :param periods: ids of periods that the reporter may not report to
    """

    def __init__(self, seed, good, records, periods):
        self.dice = random.Random(seed)
        self.good = good
        self.records = records
        self.periods = periods

    def value(self):
        dice = self.dice
        if dice.random() < 0.05:
            return nested(dice.choice([3, 40, 300]))
        if dice.random() < 0.05:
            return "".join(chr(dice.randrange(1, 0x11000)) for _number in range(80))
        return dice.choice(NASTY)

    def context(self):
        """Return what is said to have been on the screen."""
        dice = self.dice
        if dice.random() < 0.1:
            return self.value()
        context = {
            name: self.value()
            for name in dice.sample(CONTEXT_NAMES, dice.randint(1, len(CONTEXT_NAMES)))
        }
        if dice.random() < 0.5:
            context["model"], context["res_id"] = dice.choice(self.records)
        if dice.random() < 0.1:
            context[dice.choice(CONTEXT_NAMES)] = nested(60)
        return context

    def attachments(self):
        dice = self.dice
        if dice.random() < 0.3:
            return self.value()
        files = []
        for name, data in dice.choices(FILES, k=dice.randint(1, 3)):
            file = {"name": name, "mimetype": "image/png"}
            file["data"] = base64.b64encode(data).decode()
            if dice.random() < 0.3:
                file[dice.choice(["name", "mimetype", "data"])] = self.value()
            files.append(file)
        return files

    def report(self):
        """Return the argument of one report."""
        dice = self.dice
        if dice.random() < 0.03:
            return self.value()
        values = dict(self.good)
        for name in dice.sample(NAMES, dice.randint(0, 4)):
            values[name] = self.value()
        if dice.random() < 0.6:
            values["context"] = self.context()
        if dice.random() < 0.15:
            values["attachments"] = self.attachments()
        if dice.random() < 0.15:
            values["period_id"] = dice.choice(self.periods)
        for name in dice.sample(list(values), dice.randint(0, 1)):
            if dice.random() < 0.3:
                del values[name]
        return values

    def call(self):
        """Return (method, arguments, context of the client)."""
        dice = self.dice
        context = dice.choice(CLIENT_CONTEXTS) if dice.random() < 0.3 else {}
        kind = dice.random()
        if kind < 0.8:
            return "report_submit", [self.report()], context
        if kind < 0.87:
            return "report_start", [self.context()], context
        period = dice.choice([*self.periods, False, self.value()])
        if kind < 0.94:
            return "report_similar", [self.value(), period], context
        record = dice.choice(self.records)[1]
        if kind < 0.97:
            return "report_join", [dice.choice([record, self.value()])], context
        ids = [dice.choice([record, False, self.value()]) for _number in range(2)]
        return "report_answered", [*ids, self.value(), period], context
