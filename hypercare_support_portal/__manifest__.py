{
    "name": "Hypercare Support: Portal",
    "summary": "Outside consultants and sponsors work without an internal account",
    "version": "19.0.0.1.0",
    "category": "Services/Hypercare",
    "author": "Hypercare Support contributors",
    "license": "LGPL-3",
    "depends": ["hypercare_support", "portal"],
    "data": [
        "views/common.xml",
        "views/issue_list.xml",
        "views/issue_page.xml",
        "views/issue_acts.xml",
        "views/period_page.xml",
        "views/period_signing.xml",
    ],
    "demo": ["demo/portal.xml"],
    "assets": {
        "web.assets_frontend": [
            "hypercare_support_portal/static/src/**/*",
        ],
        "web.assets_tests": [
            "hypercare_support_portal/static/tests/tours/**/*",
        ],
    },
    "auto_install": True,
}
