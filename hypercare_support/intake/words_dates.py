"""Names of months and days, parts of the day, and what stands before a time, as data.

All keys are folded: no case, no accents; dots are left out.
"""

from __future__ import annotations

from .texts import fold, phrases

_MONTHS = (
    # English, French, German, Spanish, Portuguese, Bengali, Hindi; short and long
    "jan january janvier janv januar janner jaenner enero ene janeiro জানুয়ারি জানু"
    " জানুয়ারী जनवरी जन॰ जन",
    "feb february fevrier fevr februar febrero fevereiro fev ফেব্রুয়ারি ফেব"
    " ফেব্রুয়ারী फरवरी फर॰ फ़रवरी फ़र॰",
    "mar march mars marz maerz mrz marzo março marco মার্চ मार्च",
    "apr april avril avr abril abr এপ্রিল अप्रैल अप्रै॰",
    "may mai mayo maio মে मई",
    "jun june juin juni junio junho জুন जून",
    "jul july juillet juil juli julio julho জুলাই जुलाई जुल॰",
    "aug august aout agosto ago আগস্ট আগ अगस्त अग॰",
    "sep sept september septembre septiembre setembro set সেপ্টেম্বর সেপ सितंबर सित॰"
    " सितम्बर",
    "oct october octobre oktober okt octubre outubro out অক্টোবর অক্টো अक्टूबर अक्टू॰",
    "nov november novembre noviembre novembro নভেম্বর নভে नवंबर नव॰ नवम्बर",
    "dec december decembre dezember dez diciembre dic dezembro ডিসেম্বর ডিসে दिसंबर"
    " दिस॰ दिसम्बर",
)

WEEKDAYS = frozenset(
    phrases(
        "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday"
        " friday saturday sunday lundi mardi mercredi jeudi vendredi samedi"
        " dimanche lun"
        " mer jeu ven sam dim montag dienstag mittwoch donnerstag freitag samstag"
        " sonntag mo di"
        " mi do fr sa so lunes martes miercoles jueves viernes sabado domingo mie"
        " jue vie"
        " sab dom সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রবিবার সোম"
        " মঙ্গল বুধ"
        " বৃহঃ বৃহস্পতি শুক্র শনি রবি",
        None,
    )
)

#: Words for a day of hypercare: “Day 2”.
DAY_WORDS = (
    "day|days|tag|jour|dia|giorno|दिन|দিন|ডে|hypercare day|go-live day|golive day"
)

#: Morning: 12 is midnight.
_AM = (
    "am vorm vormittags matin dumatin manha damanha ص صباحا ق ظ قظ পূর্বাহ্ণ পূর্বাহ্ন"
    " সকাল সকালে ভোর ভোরে पूर्वाह्न सुबह 上午 오전 πμ öö oo пп sa pg पूर्व"
)
#: Afternoon and evening: 12 is noon.
_PM = (
    "pm nachm nachmittags abends apresmidi soir dusoir tarde datarde م مساء بظ অপরাহ্ণ"
    " অপরাহ্ন দুপুর দুপুরে বিকাল বিকালে বিকেল বিকেলে সন্ধ্যা সন্ধ্যায় সন্ধে अपराह्न"
    " दोपहर शाम 下午 中午 오후 μμ os ös мп ch ptg"
)
#: Night: 12 to 5 are after midnight, the others before.
_NIGHT = "রাত রাতে noche danoite noite nachts nuit रात 晚上 凌晨"

#: What stands between date and time, and says nothing.
_BETWEEN = (
    "à a alas las la alle ore um às as at klo kl kell om u uhr de da ob v в о das"
    " den le el তারিখ সময় को"
)


_IGNORED = " .,،、·’'\"“”״"


def _table(words: tuple[str, ...]) -> dict[str, int]:
    return {
        fold(word): number
        for number, names in enumerate(words, 1)
        for word in names.split()
    }


def key_of(word: str) -> str:
    """Return a word as the tables of parts of the day have it."""
    return "".join(sign for sign in fold(word) if sign not in _IGNORED)


MONTHS: dict[str, int] = _table(_MONTHS)
MERIDIEMS: dict[str, str] = {
    key_of(word): part
    for part, words in (("am", _AM), ("pm", _PM), ("night", _NIGHT))
    for word in words.split()
}
BETWEEN = frozenset(key_of(word) for word in _BETWEEN.split())
#: What may stand behind a time without saying which half of the day it is.
CLOCK_WORDS = frozenset(map(key_of, ("uhr", "h", "hr", "hrs", "hours", "টা", "টায়")))
