"""Words that show what a chat message is about, as data.

Compared with folded text (no case, no accents). Whole words, unless an entry ends with
``*``: then words that begin so. An entry of several words has to occur as it stands.
"""

from __future__ import annotations

from .texts import phrases

#: Something is wrong, missing or impossible.
PROBLEM_WORDS: tuple[str, ...] = (
    # English
    *("error*", "problem*", "issue*", "fail*", "wrong", "incorrect", "broken", "bug"),
    *("stuck", "crash*", "missing", "mismatch", "blocked", "urgent", "asap", "denied"),
    *("cannot", "can not", "can't", "cant", "can’t", "couldn't", "unable", "doesn't"),
    *("does not", "doesnt", "don't see", "isn't", "not working", "not able"),
    *("not showing", "not found", "not coming", "not possible", "not allowed", "down"),
    *("won't", "wont", "hangs", "hanging", "too slow", "very slow", "duplicate*"),
    *("double entry", "access right*", "no access", "please help", "need help"),
    # Bengali, and Bengali in Latin letters
    *("সমস্যা*", "ভুল*", "এরর*", "হচ্ছে না", "হচ্ছেনা", "পারছি না", "পারছিনা"),
    *("পারি না", "যাচ্ছে না", "যাচ্ছেনা", "আসছে না", "আসছেনা", "দেখাচ্ছে না"),
    *("কাজ করছে না", "বন্ধ", "আটকে", "জরুরি", "জরুরী", "সাহায্য"),
    *("somossa*", "shomossha*", "somosha", "hocche na", "hochhe na", "hosse na"),
    *("parchi na", "parsi na", "asche na", "ashche na", "kaj korche na", "vul", "bhul"),
    # French
    *("erreur*", "probleme*", "impossible", "bloque*", "plante*", "manque*", "panne"),
    *("ne marche", "ne fonctionne", "n'arrive pas", "n’arrive pas", "ne peux pas"),
    *("ne s'affiche", "ne s’affiche", "besoin d'aide", "besoin d’aide"),
    # German
    *("fehler*", "fehlt", "fehlen", "falsch*", "geht nicht", "funktioniert nicht"),
    *("klappt nicht", "kann nicht", "kann nichts", "konnen nicht", "haengt", "hangt"),
    *("absturz", "abgesturzt", "gesperrt", "dringend", "stimmt nicht"),
    # Spanish and Portuguese
    *("no funciona", "no puedo", "no podemos", "no aparece", "no deja", "no sale"),
    *("fallo", "falla", "incorrecto", "bloqueado", "urgente", "ayuda", "erro", "erros"),
    *("nao funciona", "nao consigo", "nao aparece", "travou", "travado", "bloqueado"),
    # Hindi, and Hindi in Latin letters
    *("समस्या", "गलत", "त्रुटि", "एरर", "नहीं हो रहा", "नहीं हो रही", "नहीं आ रहा"),
    *("काम नहीं", "nahi ho raha", "nahi ho rahi", "nahi aa raha", "kaam nahi"),
    # Arabic
    *("مشكلة", "خطأ", "لا يعمل", "لا أستطيع", "لا استطيع", "لا يظهر", "عاجل"),
)

#: Another person says that the same happens to them: no problem of its own.
ME_TOO: tuple[str, ...] = (
    *("same here", "same problem", "same issue", "same error", "me too", "mine too"),
    *("us too", "here too", "আমারও", "আমাদেরও", "একই সমস্যা", "amaro", "amader o"),
    *("moi aussi", "pareil", "meme probleme", "ich auch", "bei mir auch"),
    *("bei uns auch",),
    *("a mi tambien", "yo tambien", "lo mismo", "eu tambem", "mujhe bhi", "मुझे भी"),
    *("أنا أيضا", "نفس المشكلة"),
)

#: The person who reported it says that it is over: no problem of its own.
SOLVED: tuple[str, ...] = (
    *("solved", "fixed", "resolved", "works now", "working now", "ok now"),
    *("no problem",),
    *("no issue", "no more", "ঠিক হয়েছে", "হয়ে গেছে", "সমাধান হয়েছে", "thik hoyeche"),
    *("hoye geche", "regle", "resolu", "erledigt", "behoben", "gelost", "geht wieder"),
    *("solucionado", "resuelto", "resolvido", "ho gaya", "हो गया", "تم الحل"),
)

QUESTION_MARKS = "?？؟"

#: First words of a sentence that only greets.
GREETINGS = frozenset(
    phrases(
        "hi hello hey dear salam assalamu assalamualaikum asalamualaikum slm aoa"
        " good gm"
        " morning sir bhai vai apu madam team bonjour bonsoir salut hallo moin"
        " guten liebe"
        " lieber liebes hola buenos buenas estimado estimada ola bom boa namaste"
        " namaskar"
        " নমস্কার আসসালামু সালাম ভাই আপু স্যার नमस्ते नमस्कार السلام مرحبا",
        None,
    )
)

#: Words people write before a colon; they are not the rest of somebody's name.
LABELS = frozenset(
    phrases(
        "issue problem error bug note update info fyi question urgent re fwd"
        " subject module"
        " status fix solution answer reply attn remark date time link url http"
        " https po so"
        " task todo done request invoice bill screen menu step expected actual details"
        " সমস্যা প্রশ্ন probleme erreur fehler frage problema pregunta erro",
        None,
    )
)
