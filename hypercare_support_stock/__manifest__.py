{
    "name": "Hypercare Support: Inventory",
    "summary": "Stock value against the accounts, negative stock, overdue transfers",
    "version": "19.0.0.1.0",
    "category": "Services/Hypercare",
    "author": "Hypercare Support contributors",
    "license": "LGPL-3",
    "depends": ["hypercare_support", "stock_account"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/stock_value.xml",
        "data/ir_cron_stock.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
