"""What WhatsApp itself writes into a chat, as data, in the languages met so far.

Folded: no case, no accents, no direction marks. A language that is missing costs
little: its notices come out as messages, its left-out media as text.
"""

from __future__ import annotations

from .texts import fold, phrases


def _padded(phrase: str) -> str:
    """Fold a phrase, keeping a blank at either end: there a word has to end."""
    before = " " if phrase.startswith(" ") else ""
    after = " " if phrase.endswith(" ") else ""
    return before + fold(phrase) + after


_OMITTED = {
    "media": "media omitted|medien ausgeschlossen|medias omis|médias omis|fichier omis"
    "|multimedia omitido|archivo omitido|midia oculta|mídia omitida"
    "|arquivo de mídia oculto|ficheiro não revelado|media omessi|media weggelaten"
    "|medya dahil edilmedi|medya atlanmış|media tidak disertakan|без медиафайлов"
    "|মিডিয়া বাদ দেওয়া হয়েছে|মিডিয়া উহ্য রাখা হয়েছে|मीडिया छोड़ा गया"
    "|मीडिया के बिना"
    "|मीडिया शामिल नहीं है|تم استبعاد الوسائط|anhang weggelassen"
    "|view once message omitted"
    "|message à vue unique omis|mensaje de una sola vez omitido",
    "image": "image omitted|photo omitted|bild weggelassen|image absente|image omise"
    "|photo absente|imagen omitida|imagem ocultada|imagem omitida|immagine omessa"
    "|afbeelding weggelaten|ছবি বাদ দেওয়া হয়েছে|चित्र छोड़ा गया|तस्वीर छोड़ी गई"
    "|تم استبعاد الصورة|الصورة غير مدرجة",
    "video": "video omitted|video note omitted|video message omitted|video weggelassen"
    "|vidéo absente|vidéo omise|video omitido|vídeo omitido|vídeo ocultado|video omesso"
    "|ভিডিও বাদ দেওয়া হয়েছে|वीडियो छोड़ा गया|تم استبعاد الفيديو"
    "|videonotiz weggelassen",
    "audio": "audio omitted|voice message omitted|audio weggelassen|audio omis"
    "|audio omitido|áudio ocultado|áudio omitido|audio omesso|অডিও বাদ দেওয়া হয়েছে"
    "|ऑडियो छोड़ा गया|تم استبعاد الصوت|تم استبعاد المقطع الصوتي",
    "document": "document omitted|dokument weggelassen|document absent|document omis"
    "|documento omitido|documento ocultado|documento omesso"
    "|ডকুমেন্ট বাদ দেওয়া হয়েছে|दस्तावेज़ छोड़ा गया|تم استبعاد المستند",
    "sticker": "sticker omitted|sticker weggelassen|sticker omis|sticker omitido"
    "|figurinha omitida|sticker omesso|স্টিকার বাদ দেওয়া হয়েছে|स्टिकर छोड़ा गया"
    "|تم استبعاد الملصق",
    "gif": "gif omitted|gif weggelassen|gif omis|gif omitido|gif omesso|gif retirado",
    "contact": "contact card omitted|kontaktkarte ausgelassen|kontaktkarte weggelassen"
    "|carte de contact omise|fiche contact omise|tarjeta de contacto omitida"
    "|cartão do contato omitido|تم استبعاد جهة الاتصال",
}
#: What stands for a left-out file → its kind.
OMITTED: dict[str, str] = {
    fold(phrase): kind
    for kind, phrases in _OMITTED.items()
    for phrase in phrases.split("|")
}

#: “IMG-1.jpg (file attached)”.
ATTACHED = frozenset(
    phrases(
        "file attached|datei angehängt|archivo adjunto|archivo adjuntado"
        "|fichier joint|arquivo anexado|ficheiro anexado|file allegato"
        "|bestand bijgevoegd"
        "|ফাইল সংযুক্ত|ফাইল সংযুক্ত করা হয়েছে|ফাইল অ্যাটাচ করা হয়েছে|फ़ाइल संलग्न"
        "|फाइल संलग्न है|फ़ाइल अटैच की गई|الملف مرفق|ملف مرفق|dosya ekli"
        "|file terlampir|прикрепленный файл|файл добавлен"
    )
)

#: “<This message was edited>” at the end of a message.
EDITED = frozenset(
    phrases(
        "this message was edited|diese nachricht wurde bearbeitet"
        "|ce message a été modifié|se editó este mensaje|este mensaje fue editado"
        "|este mensaje se editó|mensagem editada|esta mensagem foi editada"
        "|questo messaggio è stato modificato|এই মেসেজটি এডিট করা হয়েছে"
        "|এই বার্তাটি সম্পাদনা করা হয়েছে|यह मैसेज एडिट किया गया"
        "|इस मैसेज को एडिट किया गया"
        "|इस संदेश को संपादित किया गया|تم تعديل هذه الرسالة|تم تعديل الرسالة"
    )
)

#: Whole messages that stand for a deleted one, a call, and the like.
FIXED = frozenset(
    phrases(
        "this message was deleted|you deleted this message|message deleted"
        "|this message was deleted by an admin|diese nachricht wurde gelöscht"
        "|du hast diese nachricht gelöscht|ce message a été supprimé"
        "|vous avez supprimé ce message|se eliminó este mensaje|eliminaste este mensaje"
        "|este mensaje fue eliminado|mensagem apagada|esta mensagem foi apagada"
        "|você apagou esta mensagem|essa mensagem foi apagada|mensagem eliminada"
        "|questo messaggio è stato eliminato|এই মেসেজটি মুছে ফেলা হয়েছে"
        "|এই মেসেজটি ডিলিট করা হয়েছে|এই বার্তাটি মুছে ফেলা হয়েছে"
        "|আপনি এই মেসেজটি ডিলিট করেছেন|আপনি এই মেসেজটি মুছে ফেলেছেন"
        "|यह संदेश हटा दिया गया|यह मैसेज डिलीट किया गया|यह मैसेज हटा दिया गया"
        "|आपने यह मैसेज डिलीट किया|आपने यह संदेश हटा दिया|تم حذف هذه الرسالة"
        "|حذفت هذه الرسالة"
        "|لقد حذفت هذه الرسالة|missed voice call|missed video call"
        "|missed group voice call"
        "|missed group video call|verpasster sprachanruf|verpasster videoanruf"
        "|appel vocal manqué|appel vidéo manqué|llamada perdida|llamada de voz perdida"
        "|videollamada perdida|chamada de voz perdida|chamada de vídeo perdida"
        "|মিসড ভয়েস কল|মিসড ভিডিও কল|مكالمة صوتية فائتة|مكالمة فيديو فائتة"
        "|waiting for this message. this may take a while"
        "|waiting for this message|this message can't be displayed"
    )
)

#: Beginnings of the notice about encryption, which carries a sender on iPhones.
ENCRYPTED = phrases(
    "messages and calls are end-to-end"
    "|messages to this chat and calls are"
    "|messages you send to this|nachrichten und anrufe sind ende-zu-ende"
    "|nachrichten in diesem chat sowie anrufe|les messages et les appels sont chiffrés"
    "|les messages et appels sont chiffrés|les messages envoyés dans ce groupe"
    "|los mensajes y las llamadas están cifrados|los mensajes y llamadas están cifrados"
    "|as mensagens e as chamadas são protegidas|as mensagens e ligações são protegidas"
    "|as mensagens e chamadas são|i messaggi e le chiamate sono"
    "|মেসেজ এবং কল এন্ড-টু-এন্ড|মেসেজ ও কল এন্ড-টু-এন্ড|বার্তা এবং কল"
    "|संदेश और कॉल एंड-टू-एंड|मैसेज और कॉल एंड-टू-एंड|الرسائل والمكالمات مشفرة"
    "|الرسائل والمكالمات مشفّرة"
)

#: What notices without sender contain; a colon after these ends no name.
_NOTICES = (
    " created group| created this group| added | removed "
    "| joined using| joined from| changed the subject| changed the group"
    "| changed this group| changed their phone| changed to | security code"
    "| pinned a message| turned on | turned off | is a contact|you're now an admin"
    "|you’re now an admin|your security code| updated the message timer"
    "| hat die gruppe | hat den betreff | wurde hinzugefügt| hat dich hinzugefügt"
    "| ist der gruppe | hat das gruppenbild| a créé le groupe|avez créé le groupe"
    "| a ajouté | a changé | a rejoint | creó el grupo|creaste el grupo| añadió "
    "| cambió el | se unió | criou o grupo|criou este grupo| adicionou | alterou "
    "| entrou usando| গ্রুপ তৈরি করেছেন| যোগ করেছেন| পরিবর্তন করেছেন| যোগ দিয়েছেন"
    "| ने ग्रुप | ने समूह | को जोड़ा| أنشأ المجموعة| أضاف | غير الموضوع"
)
NOTICES = tuple(_padded(phrase) for phrase in _NOTICES.split("|")) + ENCRYPTED
