"""Readers of what people bring along: chats, spreadsheets, traces of errors.

Pure Python: no Odoo, no database, no files, no reading of the computer's clock. Text
and rows come in, frozen values go out, with every doubt said in a `Note`. A person
looks at a preview before anything is stored; so the readers are plain, not clever.
"""
