"""What people call the columns of an issue log, as data.

Folded, without punctuation and without what stands in brackets. A name may stand for
one field only; `sheet_columns` decides where two columns say the same.
"""

from __future__ import annotations

from .texts import fold, phrases

_COLUMNS = {
    "number": "no|nr|num|number|id|ref|reference|issue no|issue number|issue id"
    "|issue nr"
    "|ticket|ticket no|ticket id|ticket number|key|sl|sl no|sr|sr no|s no|s n|s l"
    "|serial"
    "|serial no|case no|case id|log no|item|item no|numero|n|num ticket"
    "|numero d'incident"
    "|numero de ticket|lfd nr|laufende nr|nummer|ticketnummer|vorgang"
    "|numero de incidencia"
    "|nº|n°|ক্রমিক|ক্রমিক নং|ক্রম|নং|নম্বর|সিরিয়াল|issue ref|incident no|incident id",
    "reported_at": "date|day date|date day|reported|reported on|reported at"
    "|reported date"
    "|date reported|report date|date time|date and time|datetime|timestamp|opened"
    "|opened at"
    "|opened on|date opened|open date|created|created at|created on|creation date"
    "|date created|raised on|date raised|raised date|raised at|logged|logged on"
    "|logged at"
    "|date logged|log date|issue date|date of issue|received|received on|submitted on"
    "|reported day date|date signale|signale le|date de signalement|cree le"
    "|date creation"
    "|date de creation|ouvert le|date d'ouverture|datum|gemeldet|gemeldet am|meldedatum"
    "|erfasst am|erstellt am|eroffnet am|datum uhrzeit|tag datum|fecha|fecha y hora"
    "|fecha de reporte|fecha reporte|reportado el|fecha de creacion|fecha apertura"
    "|fecha de apertura|dia fecha|তারিখ|দিন তারিখ|রিপোর্টের তারিখ|জানানোর তারিখ"
    "|তারিখ ও সময়|incident date|reported on date|date heure|jour date",
    "reported_day": "day|day no|hypercare day|go live day|day of hypercare|jour|tag|dia"
    "|দিন",
    "reported_time": "time|reported time|time reported|time of report|hour|heure"
    "|uhrzeit"
    "|zeit|hora|সময়|সময়",
    "name": "issue|issue title|issue name|issue summary|title|summary|subject"
    "|short text"
    "|short description|headline|problem|problem summary|issue problem|topic|titre"
    "|objet"
    "|sujet|resume|incident|anomalie|probleme|titel|betreff|kurzbeschreibung|thema"
    "|fehler|titulo|asunto|resumen|incidencia|problema|শিরোনাম|বিষয়|সমস্যা|ইস্যু",
    "description": "description|issue description|description of issue|detail|details"
    "|detailed description|issue details|issue detail|problem description"
    "|full description"
    "|what happened|long text|description of problem|problem details|remarks by user"
    "|description de l'incident|description du probleme|detail du probleme|descriptif"
    "|beschreibung|problembeschreibung|fehlerbeschreibung|einzelheiten|descripcion"
    "|descripcion del problema|detalle|detalles|বিবরণ|বিস্তারিত|সমস্যার বিবরণ|বর্ণনা"
    "|description expected actual|descricao|description of the issue",
    "expected": "expected|expected result|expected behaviour|expected behavior"
    "|what should happen|resultat attendu|erwartet|erwartetes ergebnis|soll|esperado"
    "|resultado esperado|প্রত্যাশিত",
    "actual": "actual|actual result|actual behaviour|actual behavior"
    "|what happens instead|resultat obtenu|tatsachlich|ist|obtenido|resultado obtenido",
    "module": "module|odoo module|app|application|system|functional area|screen|menu"
    "|modul|anwendung|modulo|aplicacion|মডিউল|অ্যাপ|module area|area module"
    "|process area",
    "area": "area|department|dept|location|site|team|section|business unit|division"
    "|departement|service|site service|abteilung|bereich|standort|departamento"
    "|area funcional"
    "|বিভাগ|শাখা|সেকশন|plant|factory|unit",
    "category": "category|type|issue type|kind|classification|sub category"
    "|root cause type"
    "|categorie|type d'incident|kategorie|art|typ|categoria|tipo|tipo de incidencia|ধরন"
    "|ক্যাটাগরি|শ্রেণি",
    "severity": "severity|sev|severity level|criticality|gravite"
    "|severite|criticite|schweregrad|schwere|kritikalitat|severidad|gravedad|criticidad"
    "|তীব্রতা|গুরুত্ব|severity priority|priority severity|severity s1 s4",
    "priority": "priority|prio|urgency|priorite|urgence|prioritat|dringlichkeit"
    "|prioridad"
    "|urgencia|অগ্রাধিকার|প্রায়োরিটি",
    "reporter": "reported by|reporter|raised by|requested by|requester|requestor|user"
    "|user name|logged by|opened by|created by|submitted by|caller|client|customer"
    "|contact"
    "|employee|name|end user|initiator|signale par|declarant|demandeur|utilisateur"
    "|cree par|ouvert par|gemeldet von|melder|erfasst von|erstellt von|benutzer"
    "|anwender"
    "|reportado por|informado por|solicitante|usuario|creado por|রিপোর্টার|জানিয়েছেন"
    "|রিপোর্ট করেছেন|ব্যবহারকারী|যিনি জানিয়েছেন|নাম",
    "owner": "assigned to|assignee|assigned|owner|responsible|responsible person|pic"
    "|person in charge|resolver|agent|consultant|handled by|action by|action owner"
    "|support person|issue owner|assigned person|resource|fixed by|assigne a|affecte a"
    "|attribue a|responsable|traite par|zugewiesen an|zugewiesen|verantwortlich"
    "|zustandig|bearbeiter|asignado a|asignado|encargado|দায়িত্ব|দায়িত্বপ্রাপ্ত"
    "|দায়িত্বে|যাকে দেওয়া হয়েছে|অ্যাসাইন",
    "level": "tier|level|support level|support tier|tier level|level tier|line|niveau"
    "|niveau de support|stufe|support stufe|ebene|nivel|nivel de soporte|স্তর|লেভেল",
    "channel": "channel|source|via|reported via|mode|mode of report|reported through"
    "|medium|contact type|how reported|canal|source du signalement|kanal|quelle"
    "|meldeweg|via de reporte|মাধ্যম|চ্যানেল",
    "state": "status|state|current status|issue status|progress|incident state|stage"
    "|open closed|statut|etat|stand|zustand|estado|estatus|situacion|অবস্থা|স্ট্যাটাস",
    "resolution": "resolution|solution|fix|action taken|resolution details"
    "|resolution notes"
    "|resolution remarks|corrective action|answer|how resolved|action|actions taken"
    "|correctif|action corrective|action menee|losung|behebung|massnahme|resolucion"
    "|solucion|accion|accion tomada|সমাধান|গৃহীত ব্যবস্থা",
    "resolved_at": "resolved at|resolved on|resolved|date resolved|resolved date"
    "|resolution date|resolution time|fixed on|fixed date|date fixed|completed on"
    "|completion date|completed|done on|actual closure date|resolu le"
    "|date de resolution"
    "|date resolution|gelost am|behoben am|losungsdatum|erledigt am|resuelto el"
    "|fecha de resolucion|fecha resolucion|fecha solucion|fecha de solucion"
    "|সমাধানের তারিখ"
    "|resolved date time|resolved day time|resolved at day time",
    "closed_at": "closed at|closed on|closed|date closed|closed date|close date"
    "|closing date"
    "|closure date|cloture le|date de cloture|ferme le|geschlossen am|abgeschlossen am"
    "|cerrado el|fecha de cierre|fecha cierre|বন্ধের তারিখ|ক্লোজের তারিখ",
    "commit_date": "due|due date|target date|eta|committed date|commitment date"
    "|deadline"
    "|planned date|expected date|expected closure|expected closure date|target"
    "|target closure"
    "|echeance|date prevue|date cible|fallig|fallig am|zieltermin|termin|fecha limite"
    "|fecha compromiso|fecha prevista|vencimiento|শেষ তারিখ|সম্ভাব্য তারিখ|expected by",
    "plan": "plan|resolution plan|action plan|next step|next steps|next action"
    "|plan d'action|prochaine etape|massnahmenplan|nachster schritt|plan de accion"
    "|siguiente paso|পরিকল্পনা",
    "workaround": "workaround|work around|temporary solution|contournement"
    "|solution de contournement|umgehung|umgehungslosung|solucion temporal"
    "|solucion alterna"
    "|বিকল্প ব্যবস্থা|সাময়িক সমাধান",
    "comments": "comment|comments|remark|remarks|note|notes|update|updates|follow up"
    "|latest update|progress notes|commentaire|commentaires|remarque|remarques"
    "|observations|kommentar|kommentare|bemerkung|bemerkungen|anmerkung|anmerkungen"
    "|notiz"
    "|comentario|comentarios|observaciones|notas|মন্তব্য|নোট",
    "affects_all": "affects all|affects everybody|affects everyone|everybody affected"
    "|all users|all users affected|touche tout le monde|betrifft alle|afecta a todos"
    "|সবাই আক্রান্ত",
    "work_stopped": "work stopped|is work stopped|blocking|blocker|showstopper"
    "|show stopper|work is stopped|bloquant|blockierend|arbeit steht|bloqueante"
    "|কাজ বন্ধ",
    "confidential": "confidential|private|sensitive|confidentiel|vertraulich"
    "|confidencial|গোপনীয়|গোপন",
}

#: Every name → its field.
COLUMNS: dict[str, str] = {
    name: field for field, names in _COLUMNS.items() for name in phrases(names)
}
#: All fields an import can fill, in the order of the log.
FIELDS: tuple[str, ...] = tuple(_COLUMNS)

#: The first words of rows that are no issues.
FOOTERS = phrases(
    "total|totals|grand total|sub total|subtotal|sum|count|average|total issues"
    "|total open|total closed|open issues|closed issues|prepared by|checked by"
    "|approved by|reviewed by|legend|note|notes|end of log|end of list|page|signature"
    "|total general|summe|gesamt|somme|insgesamt|মোট|সর্বমোট|smt|signed|key"
)


def column_key(text: str) -> str:
    """Return a column name for comparison: “Reported on (dd/mm/yy) *” is “reported on”.

    A lone “#” is a number.
    """
    plain = fold(text).replace("’", "'")
    kept, depth = [], 0
    for sign in plain:
        if sign in "([{（":
            depth += 1
        elif sign in ")]}）":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(" " if sign in '#*:.?!/\\|_-–—,;&+"“”„' else sign)
    key = " ".join("".join(kept).split())
    if not key:
        return "no" if "#" in plain else ""
    return key
