{
    "name": "Hypercare Support: Accounting",
    "summary": "Month-end close, bank and entries are measured by the books themselves",
    "version": "19.0.0.1.0",
    "category": "Services/Hypercare",
    "author": "Hypercare Support contributors",
    "license": "LGPL-3",
    "depends": ["hypercare_support", "account"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/close_event.xml",
    ],
    "auto_install": True,
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
