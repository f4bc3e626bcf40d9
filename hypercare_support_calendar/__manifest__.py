{
    "name": "Hypercare Support: Calendar",
    "summary": "Check-ins of hypercare are meetings in people's calendars",
    "version": "19.0.0.1.0",
    "category": "Services/Hypercare",
    "author": "Hypercare Support contributors",
    "license": "LGPL-3",
    "depends": ["hypercare_support", "calendar"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
    ],
    "auto_install": True,
    "uninstall_hook": "uninstall_hook",
}
