"""Texts with secrets.

Nothing here was ever valid: every secret is made up, and put together so that scanners
of repositories do not mistake it for a real one.
"""

import base64

LOGIN = base64.b64encode(b"admin:Hunt3r-two!").decode()
HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"
BLOB = "kX9v" + "T2mQ8zLr5Wc1" + "Yb7NpD4sJhG6aFeVuR3o" + "Zx0iKq"
JWT = "ey" + "JhbGciOiJIUzI1NiJ9.ey" + "JzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN"
UUID = "3f2b8c1e-5d4a-4f6b-9a7c-0e1d2c3b4a59"
SESSION = (BLOB + HEX.title() + BLOB.swapcase())[:83] + "_"
PEM = "\n".join(
    [
        "-----BEGIN RSA PRIVATE KEY-----",
        "MIIEowIBAAKCAQEAx3PnbA1cQ7vT9zRkLmWqXfYh2JdUeGoSiKpBnCtVrEwZyAaM",
        "q8Nf4uHs0gDxOjI5lT6bPv2YkRwEmXcZaQ1sW3dF7hJ9nB0vC5tG8yU2iKoLpMzA",
        "Qw3eRt5y",
        "-----END RSA PRIVATE KEY-----",
    ]
)
FRAME = (
    "Traceback (most recent call last):\n"
    '  File "/opt/odoo/odoo/http.py", line 2227, in _transactioning\n'
    "    return service_model.retrying(func, env=self.env)\n"
)


def shape(*parts):
    return "".join(parts)


#: name, text, the secrets in it, what has to be left of the text
SECRETS = [
    (
        "literal in a source line",
        FRAME + '  File "/opt/x/sync.py", line 8, in pull\n'
        '    session.login(user, password="Hunt3r two!")\nValueError: no',
        ["Hunt3r two!"],
        ["sync.py", "line 8", "session.login(user", "ValueError: no"],
    ),
    (
        "told within a literal",
        FRAME + '  File "/opt/x/sync.py", line 8, in pull\n'
        '    raise ValueError(f"refused, password=hunter-two, as={user}")\nKeyError: 7',
        ["hunter-two"],
        ['ValueError(f"refused, password=', ', as={user}")', "KeyError: 7"],
    ),
    (
        "told within a literal, after a colon",
        FRAME + '  File "/opt/x/sync.py", line 8, in pull\n'
        "    log.error('no luck, api key: Hunt3rTwo, trying again')\nKeyError: 7",
        ["Hunt3rTwo"],
        ["log.error('no luck, api key: ", ", trying again')"],
    ),
    (
        "address within a literal",
        FRAME + '  File "/opt/x/sync.py", line 8, in pull\n'
        '    get("https://x.example/a?access_token=hunter&page=2")\nKeyError: 7',
        ["hunter"],
        ["https://x.example/a?access_token=", '&page=2")'],
    ),
    (
        "header within a literal",
        FRAME + '  File "/opt/x/sync.py", line 8, in pull\n'
        '    send("Cookie: tz=UTC; frontend_lang=hunter", data)\nKeyError: 7',
        ["frontend_lang", "hunter"],
        ['send("Cookie: ', '", data)'],
    ),
    (
        "repr of a dict in an exception",
        FRAME + "KeyError: {'login': 'admin', 'passwd': 'it\\'s me', 'id': 7}",
        ["it\\'s me", "s me"],
        ["'login': 'admin'", "'id': 7"],
    ),
    (
        "json-rpc params",
        '{"params": {"db": "prod", "login": "admin", "password": "a\\"b,c}d"},'
        ' "id": 9}',
        ['a\\"b', "b,c}d"],
        ['"login": "admin"', '"id": 9'],
    ),
    (
        "json in json",
        '{"body": "{\\"apiKey\\": \\"zz-9Q plural\\", \\"model\\": \\"res.users\\"}"}',
        ["zz-9Q", "plural"],
        ["res.users"],
    ),
    (
        "pretty json, cut off",
        '{\n  "model": "mail.server",\n  "smtp_pass":\n    "Hunt3r tw',
        ["Hunt3r"],
        ["mail.server"],
    ),
    (
        "nested value",
        '{"tokens": {"a": "q1w2", "b": ["e3r4"]}, "model": "x.y"}',
        ["q1w2", "e3r4"],
        ['"model": "x.y"'],
    ),
    (
        "query string",
        f"GET /my/invoices/7?access_token={UUID}&report_type=pdf HTTP/1.1",
        [UUID],
        ["/my/invoices/7", "report_type=pdf"],
    ),
    (
        "encoded query",
        "next=%2Fweb%3Ftoken%3Dq1W2e3%26debug%3D1",
        ["q1W2e3"],
        ["debug%3D1"],
    ),
    (
        "encoded json",
        "x=%7B%22password%22%3A%22Hunt3r%21%22%2C%22id%22%3A7%7D",
        ["Hunt3r"],
        ["%22id%22%3A7"],
    ),
    (
        "html-escaped repr",
        "<pre>{&#39;clientSecret&#39;: &#39;Hunt3r&#39;, &#39;id&#39;: 7}</pre>",
        ["Hunt3r"],
        ["&#39;id&#39;: 7"],
    ),
    (
        "html-escaped json",
        "&quot;refresh_token&quot;: &quot;q1-w2&quot;, &quot;id&quot;: 7",
        ["q1-w2"],
        ["&quot;id&quot;: 7"],
    ),
    (
        "headers",
        f"Host: erp.example\r\nCookie: session_id={SESSION}; tz=Asia/Dhaka\r\n"
        "Accept: */*",
        [SESSION],
        ["Host: erp.example", "Accept: */*"],
    ),
    (
        "repr of headers",
        f"Headers([('Authorization', 'Basic {LOGIN}'), ('Host', 'erp.example')])",
        [LOGIN],
        ["'Host', 'erp.example'"],
    ),
    ("basic", f"sent Basic {LOGIN} to host", [LOGIN], ["to host"]),
    ("bearer", f"curl -H 'X: Bearer {BLOB}' https://h/x", [BLOB], ["https://h/x"]),
    ("curl", "curl --user admin:Hunt3r! https://h/x", ["Hunt3r"], ["https://h/x"]),
    (
        "environment",
        "HOME=/root\nPGPASSWORD=two words; and more\nAWS_SECRET_ACCESS_KEY=q/1w+2\nA=b",
        ["two words", "and more", "q/1w"],
        ["HOME=/root", "A=b"],
    ),
    (
        "wsgi environment",
        "{'HTTP_X_CSRFTOKEN': 'q1w2', 'HTTP_COOKIE': 'sid=abc', 'PATH_INFO': '/web'}",
        ["q1w2", "abc"],
        ["'PATH_INFO': '/web'"],
    ),
    (
        "sql",
        "UPDATE res_users SET password='it''s me', active=true WHERE id = 7",
        ["it''s me", "s me"],
        ["active=true WHERE id = 7"],
    ),
    (
        "sql insert",
        "INSERT INTO res_users (login, password)"
        " VALUES ('admin', 'Hunt3r'), ('b', 'pw2x')",
        ["Hunt3r", "pw2x"],
        ["'admin'", "'b'"],
    ),
    (
        "sql parameters",
        'UPDATE "res_users" SET "login" = %s, "password" = %s WHERE id = %s'
        " with ['admin', 'Hunt3r', 7]",
        ["Hunt3r"],
        ["'admin'", ", 7]"],
    ),
    (
        "sql detail",
        "DETAIL:  Key (login, access_token)=(admin, q1w2e3) already exists.",
        ["q1w2e3"],
        ["(admin, ", "already exists."],
    ),
    (
        "alter role",
        "ALTER ROLE odoo WITH PASSWORD 'Hunt3r'",
        ["Hunt3r"],
        ["ALTER ROLE odoo"],
    ),
    (
        "address",
        "could not connect: postgresql://odoo:p@ss/w:rd@db.example:5432/prod?a=1",
        ["p@ss", "w:rd"],
        ["db.example:5432/prod"],
    ),
    (
        "libpq",
        "OperationalError: dsn 'host=db password=Hunt3r! dbname=prod'",
        ["Hunt3r"],
        ["host=db", "dbname=prod"],
    ),
    (
        "ado",
        "Server=db;User Id=sa;Password=Hu;nt&er;Database=prod",
        ["Hu;nt", "er;"],
        ["Server=db", "Database=prod"],
    ),
    (
        "ini",
        "[options]\nadmin_passwd = long pass phrase\ndb_host = db\n",
        ["long pass phrase", "phrase"],
        ["[options]", "db_host = db"],
    ),
    (
        "yaml block",
        "smtp:\n  password: |\n    Hunt3r\n    two\n  host: mail\n",
        ["Hunt3r", "two"],
        ["host: mail"],
    ),
    ("option", "odoo-bin --db_password Hunt3r -d prod", ["Hunt3r"], ["-d prod"]),
    ("short option", "odoo-bin -r odoo -w Hunt3r -d prod", ["Hunt3r"], ["-d prod"]),
    (
        "remote call",
        '{"service": "object", "method": "execute_kw",'
        ' "args": ["prod", 2, "Hunt3r", "res.partner", "read", [[7]]]}',
        ["Hunt3r"],
        ["res.partner", "[[7]]"],
    ),
    (
        "xml-rpc",
        "<methodName>authenticate</methodName><params><param><value><string>prod"
        "</string></value></param><param><value><string>admin</string></value></param>"
        "<param><value><string>Hunt3r</string></value></param></params>",
        ["Hunt3r"],
        ["<string>prod</string>", "<string>admin</string>"],
    ),
    (
        "xml",
        "<member><name>password</name><value><string>Hunt3r</string></value></member>"
        '<field name="api_key">q1w2</field><secret>e3r4</secret>',
        ["Hunt3r", "q1w2", "e3r4"],
        ["<member>"],
    ),
    (
        "form",
        '<input type="hidden" value="q1w2e3" name="csrf_token"/>'
        '<input name="a" value="b">',
        ["q1w2e3"],
        ['name="a" value="b"'],
    ),
    (
        "form values",
        '[{"name": "old_pwd", "value": "Hunt3r"}, {"name": "lang", "value": "bn_BD"}]',
        ["Hunt3r"],
        ["bn_BD"],
    ),
    ("domain", "[('password', '=', 'Hunt3r'), ('id', '=', 7)]", ["Hunt3r"], ["('id'"]),
    ("login pair", "get(url, auth=('admin', 'Hunt3r'), x=1)", ["Hunt3r"], ["x=1"]),
    ("prose", "my password is Hunt3r!, please help", ["Hunt3r"], ["please help"]),
    ("prose with colon", "Password: Hunt3r!\nIt fails.", ["Hunt3r"], ["It fails."]),
    ("Bengali", "পাসওয়ার্ড: Hunt3r\nকাজ করে না", ["Hunt3r"], ["কাজ করে না"]),
    ("token in prose", f"the token {HEX} is refused", [HEX], ["is refused"]),
    ("blob in prose", f"API key {BLOB} is refused", [BLOB], ["is refused"]),
    ("pem", f"key:\n{PEM}\nafter", PEM.split("\n")[1:4], ["after"]),
    (
        "pem in json, cut off",
        '{"a": 1, "private_key": "' + PEM[:130].replace("\n", "\\n"),
        PEM[:130].split("\n")[1:3],
        ['"a": 1'],
    ),
    ("pem cut off", "x\n" + PEM[:120], [PEM[40:90]], ["x\n"]),
    ("jwt", f"got {JWT} from", [JWT, JWT[30:]], ["got ", " from"]),
    ("jwt cut off", f"got {JWT[:25]}", [JWT[:25]], ["got "]),
    ("session file", f"ENOENT /d/sessions/aB/{SESSION}", [SESSION], ["/d/sessions/"]),
    ("session id alone", f"lost {SESSION} again", [SESSION], ["lost", "again"]),
    ("aws", shape("id AK", "IAIOSFODNN7EXAMPLE x"), ["IOSFODNN7"], [" x"]),
    ("github", shape("use gh", "p_16C7e42F292c6912E7 x"), ["16C7e42F"], [" x"]),
    ("stripe", shape("use sk", "_live_4eC39HqLyjWD x"), ["4eC39HqLy"], [" x"]),
    ("slack", shape("use xo", "xb-123456-abcdefGH x"), ["abcdefGH"], [" x"]),
    ("google", shape("?key=AI", "zaSyA1234567890abcdefgh&v=3"), ["A12345"], ["v=3"]),
    ("odoo hash", "hash $pbkdf2-sha512$600000$ab.cd/ef$Zz9 x", ["ab.cd/ef"], [" x"]),
    ("card", "paid with 4111 1111 1111 1111 today", ["4111 1111"], ["today"]),
    ("card, solid", "card 378282246310005.", ["378282246310005"], ["card "]),
    ("iban", "IBAN DE89 3704 0044 0532 0130 00 is new", ["3704 0044"], ["is new"]),
]
