"""Which words are looked for, and the columns in which they may be taken out."""

import re

from ..models.safe_rows import TEXTS

#: Model → columns that people fill with prose, or with names and addresses. Numbers,
#: codes, keys and the names of what is set up are never rewritten: a column that is
#: added later is shown, and stays until it is named here.
PROSE = {
    "hypercare.after.contact": "name phone email what_for when_to_use",
    "hypercare.change.request": "name reason risk decision_note freeze_exception",
    "hypercare.chat.message": "sender",
    "hypercare.checklist.item": "name text measure_text note skip_reason",
    "hypercare.checklist.notice": "problem",
    "hypercare.cover.request": "summary reason",
    "hypercare.deflection": "text",
    "hypercare.escalation": "done problem",
    "hypercare.exit.condition": "name",
    "hypercare.exit.criterion": "attested_note waived_reason",
    "hypercare.exit.history": "text reason file_name",
    "hypercare.exit.relapse": "text",
    "hypercare.health.value": "note",
    "hypercare.held.mail": "name sender_name email_from text discard_reason "
    "refused_files",
    "hypercare.integration.day": "note reason earlier",
    "hypercare.issue": "name description expected actual change_reason plan workaround "
    "resolution email_from sender_name public_update scope_note scope_answer impact "
    "deployed_where",
    "hypercare.issue.context": "url record_name error_message traceback failed_call",
    "hypercare.issue.event": "old new reason",
    "hypercare.knowledge.transfer": "topics reviewed_note shadowed_note alone_note",
    "hypercare.kpi.alert": "intervention",
    "hypercare.kpi.attestation": "name file_name",
    "hypercare.period": "scope_in scope_out scope_process escalation_stop_reason "
    "forced_reason exit_criteria mail_problem mail_warning",
    "hypercare.period.extension": "reason",
    "hypercare.period.notice": "subject",
    "hypercare.responsibility": "name description process_url",
    "hypercare.shift.swap": "note",
    "hypercare.standup": "notes close_reason minutes_problem",
    "hypercare.standup.line": "note",
    "hypercare.status.report": "comment problem",
    "hypercare.taken.out": "name reason",
    "hypercare.team.member": "duty",
    "hypercare.told.mail": "subject",
    "hypercare.transaction.count": "problem",
    "mail.message": "subject body email_from reply_to incoming_email_to "
    "incoming_email_cc outgoing_email_to",
}
#: Of every queue of mails.
QUEUED = ("failed_reason", "instead_reason")
#: Shorter or longer, or with other characters, is no phone number.
PHONE_DIGITS, PHONE_LENGTH = 7, 30
_PHONE = re.compile(r"[+0-9 ()\-./]+")


def text_columns(model, with_json=False) -> list[str]:
    """Return the stored columns of a model that hold words."""
    kinds = (*TEXTS, "json") if with_json else TEXTS
    return [
        name
        for name, field in model._fields.items()
        if field.store
        and field.column_type
        and field.type in kinds
        and not field.translate
        and not field.related
    ]


def prose_columns(model) -> list[str]:
    """Return the columns of a model that may be rewritten."""
    prose = {*PROSE.get(model._name, "").split(), *QUEUED}
    return [name for name in text_columns(model) if name in prose]


def phone_of(text) -> str:
    """Return a phone number without blanks around it, or nothing if it is none."""
    text = (text or "").strip()
    digits = re.sub(r"\D", "", text[: PHONE_LENGTH + 1])
    fits = len(text) <= PHONE_LENGTH and len(digits) >= PHONE_DIGITS
    return text if fits and _PHONE.fullmatch(text) else ""


def pattern_of_contact(emails, phones) -> str:
    """Return the regular expression of PostgreSQL for whole addresses and numbers.

    A number is found however its digits are set apart. ``ann@x.com`` is not part of
    ``jo.ann@x.com``, nor of ``ann@x.com.bd``.
    """
    known = [
        f"(?<![[:alnum:]._%+~-]){_escaped(email)}(?![@_]|[.-]?[[:alnum:]])"
        for email in emails
    ]
    for phone in phones:
        digits = r"[\s()./-]{0,2}".join(re.findall("[0-9]", phone))
        known.append(rf"(?<![[:alnum:]])\+?{digits}(?![[:alnum:]])")
    return "|".join(known)


def pattern_of_names(names) -> str:
    """Return the regular expression of PostgreSQL for names.

    A name of one word is too common to be looked for in texts.
    """
    known = {" ".join(name.split()) for name in names if len((name or "").split()) > 1}
    return "|".join(
        rf"(?<![[:alnum:]]){_escaped(name)}(?![[:alnum:]])".replace(" ", r"\s+")
        for name in sorted(known, key=len, reverse=True)
    )


def _escaped(word) -> str:
    """Take the meaning from ASCII punctuation; other characters have none."""
    return re.sub(r"[!-/:-@\[-^`{-~]", lambda found: f"\\{found[0]}", word)
