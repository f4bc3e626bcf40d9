{
    "name": "Hypercare faults",
    "summary": "Ends the server at points that a test names; never install it",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Hypercare Support contributors",
    "license": "LGPL-3",
    "depends": ["hypercare_support"],
    "data": [],
    "installable": True,
}
