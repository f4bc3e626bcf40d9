"""Texts in which nothing is secret, though much looks like it."""

from cases_redact import FRAME, UUID

INNOCENT = [
    FRAME
    + '  File "/opt/odoo/addons/auth_totp/models/res_users.py", line 51, in check\n'
    "    password = kwargs.get(\"password\")\nKeyError: 'password'",
    FRAME + '  File "/opt/x/auth.py", line 5, in f\n    token = self._token(user)\n'
    "    ^^^^^^^^^^^^^^^^^^^^\nTypeError: f() missing 1 argument: 'token'",
    FRAME + '  File "/opt/x/a.py", line 5, in f\n    if not check(login, password):\n'
    '  File "/opt/x/a.py", line 9, in check\n'
    "    def check(login, password=None, secret=SECRET):\n",
    FRAME + '  File "/opt/x/a.py", line 5, in f\n'
    '    raise UserError(_("Wrong password: please try again"))\n',
    FRAME + '  File "/opt/x/a.py", line 5, in f\n'
    '    raise ValueError(f"refused, password={self.password!r}, token: %s" % token)\n',
    FRAME + '  File "/opt/x/a.py", line 5, in f\n'
    '    url = base + "/my?access_token=" + order._token()\n',
    FRAME + '  File "/opt/x/a.py", line 5, in f\n'
    '    ask(label="Password:", help="It is secret")  # don\'t: password = ask()\n',
    FRAME + '  File "/opt/x/a.py", line 5, in f\n'
    '    cr.execute("UPDATE res_users SET password = crypt(%s) WHERE id = 7", [pw])\n',
    FRAME + "ValueError: Invalid field 'password' on model 'res.users'",
    FRAME + "psycopg2.errors.NotNullViolation: null value in column"
    ' "access_token" of relation "sale_order" violates not-null constraint',
    "SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
    "SyntaxError: Unexpected token: punc (})",
    "TypeError: Cannot read properties of undefined (reading 'token')\n"
    "    at SaleList.setup (https://erp.example/web/assets/1/web.min.js:7:45)",
    "AccessError: You may not access 'API Keys' (res.users.apikeys) records.",
    "I forgot my password",
    "The password is wrong, although I changed it twice.",
    "Password: it is never accepted",
    "password reset mail does not arrive; the token is expired",
    "Please reset my password and my PIN. Thanks!",
    "The secret of the new tax report: nobody can print it.",
    "Total 4,111.11 BDT, price 1 250.00, 12 x 99.90 = 1,198.80",
    "Call me: +880 1712-345678 or 02-9876543 or (030) 1234 5678",
    "Barcode 4006381333931, order SO2026/00123, invoice INV/2026/01/0007",
    "at 1767600000000 ms, 2026-01-05 09:12:11,123, pi 3.141592653589793",
    "ValueError: External ID not found in the system: auth_totp.view_totp_form",
    "base.group_user, hypercare_support.issue_action, mail.mt_comment",
    f"record {UUID} of model documents.document is missing",
    "commit 3f786850e387550fdab836ed7e6dc881de23001b breaks the build",
    "filestore/prod/3f/3f786850e387550fdab836ed7e6dc881de23001b not found",
    '{"password": null, "token": false, "api_key": "", "max_tokens": 512}',
    '{"token_type": "bearer", "token_count": 3, "password_policy": "minimum 8"}',
    'db.execute("SELECT id FROM res_users WHERE password = %s")',
    '<field name="password" password="True" string="Password"/>',
    "@http.route('/web/x', type='json', auth=\"user\")",
    "Failed to load https://erp.example:8069/web?mail=a@b.example",
    "ssh://git@git.example/x.git, mailto:someone@company.example",
    "key = 'account.move', monkey: business, keyword = taxes, primary_key: id",
    "The bypass and the compass: 3 passengers passed, 2 inside, side = left",
    "পাসওয়ার্ড ভুলে গেছি, লগইন করতে পারছি না। দাম ১২৫০ টাকা।",
    "মোট বকেয়া: ৫,০০০ টাকা – বিল নং ৭৭",
    "Basic authentication required; the bearer of this letter may pass",
    "odoo.addons.auth_totp.models.totp: 2 of 5 attempts used",
    "credentials: 'same-origin', headers: {'Accept': 'application/json'}",
    "password=***** token=<token> secret=${SECRET} api_key=None",
    "IBAN is missing; account DE00 1234 is not one, nor 4111 1111 1111 1112",
    "",
]
