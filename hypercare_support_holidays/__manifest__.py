{
    "name": "Hypercare Support: Time Off",
    "summary": "People on validated time off are replaced in escalations",
    "version": "19.0.0.1.0",
    "category": "Services/Hypercare",
    "author": "Hypercare Support contributors",
    "license": "LGPL-3",
    "depends": ["hypercare_support", "hr_holidays"],
    "auto_install": True,
}
