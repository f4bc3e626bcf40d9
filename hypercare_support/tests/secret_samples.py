"""Seeded secrets in the clothes they are met in. Nothing here was ever valid: all is
made up when the tests run, so that scanners of repositories find nothing.
"""

import base64
import json
import random
import string

_ALPHABET = string.ascii_letters + string.digits
_DICE = random.Random(20260301)

TRACE = (
    "Traceback (most recent call last):\n"
    '  File "/opt/odoo/odoo/http.py", line 2227, in _transactioning\n'
    "    return service_model.retrying(func, env=self.env)\n"
)
BENGALI = "বিল পোস্ট করা যাচ্ছে না। "


def word(length=24, alphabet=_ALPHABET):
    """Return random characters, always with letters of both cases and a digit."""
    return "Ab1" + "".join(_DICE.choices(alphabet, k=length - 3))


def hexadecimal(length=40):
    return "a1f" + "".join(_DICE.choices("0123456789abcdef", k=length - 3))


def _b64(text):
    return base64.b64encode(text.encode()).decode().rstrip("=")


def _frame(line):
    return f'{TRACE}  File "/opt/x/sync.py", line 8, in pull\n    {line}\nKeyError: 7'


def _pem(kind):
    lines = [word(64) for _number in range(3)]
    text = "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----"])
    return text, lines


def _jwt():
    parts = [_b64('{"alg":"HS256","typ":"JWT"}'), _b64('{"sub":"1"}'), word(43)]
    return ".".join(parts), [parts[1], parts[2]]


def samples():
    """Return (name, text of a traceback or context, the secrets in it) by kind."""
    rows = [
        (name, pattern.replace("§", secret), [secret])
        for name, pattern, secret in _simple()
    ]
    token, parts = _jwt()
    rows.append(("JWT", f"{TRACE}jwt.exceptions.Expired: {token} is expired", parts))
    for kind in ("RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY"):
        text, parts = _pem(kind)
        rows.append((kind, f"{TRACE}ssl.SSLError: bad key\n{text}\nat line 3", parts))
    text, parts = _pem("EC PRIVATE KEY")
    rows.append(("private key in JSON", json.dumps({"pem": text, "id": 7}), parts))
    rows.append(("private key in repr", f"{TRACE}ValueError: {text!r}", parts))
    login, secret = _b64(f"admin:{word(12)}"), word(12)
    rows.append(
        ("basic auth", f"{TRACE}Authorization: Basic {login}\nHTTP 401", [login])
    )
    address = f"https://admin:{secret}@erp.example/jsonrpc"
    rows.append(("login in an address", f"{TRACE}Timeout: {address}", [secret]))
    return rows


def _simple():
    card = "4539578763621486"
    return [
        ("password, literal", _frame('login("admin", password="§")'), word(10)),
        ("password, told", _frame('raise Error("refused, password=§")'), word(10)),
        ("password with blanks", f"{TRACE}password: §\nend", "corr3ct horse battery"),
        ("smtp password", f"{TRACE}smtp_pass = '§' for mail.example", word(12)),
        (
            "smtp password, repr",
            "{'smtp_user': 'a', 'smtp_pass': '§', 'port': 25}",
            word(9),
        ),
        ("admin_passwd", "[options]\nadmin_passwd = §\ndb_name = prod", word(16)),
        ("database URL", f"{TRACE}postgresql://odoo:§@db.example:5432/prod", word(14)),
        (
            "database DSN",
            f"{TRACE}OperationalError: host=db user=odoo password=§",
            word(9),
        ),
        ("Redis URL", f"{TRACE}redis://:§@cache.example:6379/0 refused", word(20)),
        ("PGPASSWORD", "PGPASSWORD=§ psql -h db prod", word(11)),
        ("session cookie", f"{TRACE}Cookie: session_id=§; tz=Asia/Dhaka", word(84)),
        ("Odoo session", f"{TRACE}KeyError: 'sessions/ab/§'", word(84)),
        ("Set-Cookie", "HTTP/1.1 200\nSet-Cookie: sid=§; HttpOnly\nDate: x", word(32)),
        ("csrf token", '{"csrf_token": "§", "id": 7}', hexadecimal(40) + "o1772"),
        ("csrf in a form", '<input name="csrf_token" value="§"/>', hexadecimal(40)),
        ("Bearer", f"{TRACE}401 for Authorization: Bearer §", word(40)),
        ("header, repr", "{'Authorization': 'Token §', 'Host': 'x'}", hexadecimal(40)),
        ("X-API-Key", "X-API-Key: §\nHost: api.example", word(32)),
        ("query", "GET /my/orders/7?access_token=§&page=2", word(36)),
        ("query, encoded", "/web/login?redirect=%2Fx%3Ftoken%3D§%26a%3Db", word(22)),
        ("JSON in JSON", '{"body": "{\\"apiKey\\": \\"§\\", \\"id\\": 7}"}', word(24)),
        ("AWS id", f"{TRACE}botocore: § not found", "AKIA" + word(16).upper()),
        ("AWS secret", "aws_secret_access_key = §\nregion = x", word(40)),
        ("GitHub", f"{TRACE}git clone with § failed", "ghp_" + word(36)),
        ("GitLab", f"{TRACE}remote: § expired", "glpat-" + word(20)),
        ("Stripe-like", f"{TRACE}Invalid API Key: §", "sk_live_" + word(24)),
        ("webhook", f"{TRACE}signature of § differs", "whsec_" + word(32)),
        ("Slack", f"{TRACE}slack: § revoked", "xoxb-" + word(40)),
        ("Google", f"{TRACE}maps?key=§ refused", "AIza" + word(35)),
        ("SendGrid", f"{TRACE}§ unauthorized", f"SG.{word(22)}.{word(43)}"),
        ("Anthropic-like", f"{TRACE}invalid x-api-key §", "sk-ant-" + word(40)),
        ("Telegram", f"{TRACE}bot§ was blocked", "123456789:AA" + word(33)),
        ("card", f"{TRACE}declined: § 12/27", card),
        ("card, grouped", f"{TRACE}declined: § 12/27", "4539 5787 6362 1486"),
        ("IBAN", f"{TRACE}bank account § is blocked", "GB33BUKB20201555555555"),
        ("PIN in Bengali", f"{BENGALI}পাসওয়ার্ড: § কাজ করে না", word(12)),
        ("Bengali around", f"{BENGALI}token=§ {BENGALI}", word(30)),
        ("multi-line value", '{\n  "secret":\n    "§",\n  "id": 7\n}', word(28)),
        ("API key, in words", f"{TRACE}Our API key: §", word(20)),
        ("Odoo RPC", '{"service": "object", "args": ["prod", 2, "§", "x"]}', word(15)),
        ("ORM domain", f"{TRACE}[('api_key', '=', '§')]", word(26)),
        ("hash of Odoo", f"{TRACE}$pbkdf2-sha512$600000$§ wrong", word(60)),
        ("command line", f"{TRACE}curl --user admin:§ https://x.example", word(13)),
    ]
