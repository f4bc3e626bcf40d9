"""What people write into severity, status and the like, as data. All folded."""

from __future__ import annotations

from collections.abc import Mapping

from .texts import phrases


def _table(entries: Mapping[str, str]) -> dict[str, str]:
    return {word: key for key, words in entries.items() for word in phrases(words)}


#: Words of a severity or priority, without the number they may carry.
SEVERITY_WORDS = _table(
    {
        "s1": "critical|blocker|blocking|showstopper|show stopper|emergency|urgent"
        "|very high"
        "|highest|severe|fatal|extreme|critique|bloquant|tres haute|tres elevee"
        "|kritisch"
        "|blockierend|sehr hoch|notfall|dringend|critico|critica|bloqueante|muy alta"
        "|urgente|জরুরি|জরুরী|অতি জরুরি|সংকটপূর্ণ|মারাত্মক|ক্রিটিক্যাল|crit",
        "s2": "high|major|important|serious|significant|haute|eleve|elevee|majeur"
        "|majeure"
        "|hoch|wichtig|schwer|alta|alto|mayor|grave|উচ্চ|বেশি|হাই",
        "s3": "medium|moderate|normal|average|standard|minor|med|mid|moyen|moyenne"
        "|moderee|modere|mineur|mineure|mittel|media|medio|moderada|menor|মাঝারি|মধ্যম"
        "|মিডিয়াম",
        "s4": "low|lowest|cosmetic|trivial|very low|question|enhancement|nice to have"
        "|suggestion|planning|basse|faible|cosmetique|niedrig|gering|kosmetisch"
        "|baja|bajo"
        "|cosmetica|cosmetico|নিম্ন|কম|সামান্য|লো",
    }
)
#: Before or behind a number: “Sev 1”, “Priority 2”, “P3”.
SEVERITY_PREFIXES = frozenset(
    phrases(
        "s|sev|severity|p|prio|priority|level|impact|prioritat|schweregrad|gravite"
        "|priorite|prioridad|severidad"
    )
)

#: Status → state; behind a colon, what else it says.
STATES = _table(
    {
        "new": "new|open|opened|logged|reported|raised|registered|not started|to do"
        "|todo"
        "|backlog|unassigned|pending|submitted|received|nouveau|nouvelle|ouvert|ouverte"
        "|a faire|non traite|neu|offen|erfasst|gemeldet|zu erledigen|nuevo|nueva"
        "|abierto"
        "|abierta|pendiente|sin asignar|novo|aberto|নতুন|খোলা|ওপেন|চলমান নয়|অপেক্ষমাণ",
        "assigned": "assigned|reassigned|allocated|accepted|acknowledged|reopened"
        "|re opened"
        "|re-open|reopen|affecte|assigne|attribue|rouvert|zugewiesen|zugeteilt"
        "|wiedereroffnet|asignado|asignada|reabierto|অ্যাসাইন করা|দায়িত্ব দেওয়া"
        "|পুনরায় খোলা",
        "in_progress": "in progress|in-progress|inprogress|wip|work in progress"
        "|working|active"
        "|ongoing|on going|started|under investigation|investigating|in process"
        "|processing"
        "|under process|in development|in review|testing|in testing|under testing|uat"
        "|ready for test|ready for testing|ready for uat"
        "|analysis|under analysis|fix in progress|en cours|en cours de traitement"
        "|en test"
        "|in arbeit|in bearbeitung|in prufung|wird bearbeitet|en curso|en proceso"
        "|en progreso|em andamento|চলছে|চলমান|কাজ চলছে|প্রক্রিয়াধীন",
        "waiting:reporter": "waiting|pending user|pending client|pending customer"
        "|pending reporter|waiting for user|waiting for client|waiting for customer"
        "|waiting for reporter|waiting on user|waiting on customer|waiting user"
        "|awaiting user|awaiting user info|awaiting user information|awaiting customer"
        "|awaiting client|awaiting reply|awaiting response|awaiting information"
        "|awaiting info"
        "|need info|needs info|need more info|more info needed"
        "|more information required"
        "|info required|feedback|pending feedback|user feedback|pending confirmation"
        "|waiting for confirmation|pending uat|user to confirm|with user|on hold|hold"
        "|onhold|paused|deferred|parked|en attente|en attente utilisateur"
        "|en attente client"
        "|en pause|suspendu|wartet|wartend|warten auf benutzer|wartet auf benutzer"
        "|wartet auf kunde|warten auf kunde|ruckfrage|zuruckgestellt|angehalten"
        "|en espera"
        "|esperando usuario|pendiente usuario|pendiente cliente|pendiente de usuario"
        "|en pausa|ব্যবহারকারীর অপেক্ষায়|অপেক্ষায়|স্থগিত",
        "waiting:third_party": "waiting for vendor|waiting on vendor|pending vendor"
        "|awaiting vendor|vendor|with vendor|waiting for third party"
        "|pending third party"
        "|third party|awaiting third party|waiting for supplier|awaiting problem"
        "|awaiting change|awaiting evidence|pending odoo|waiting for odoo"
        "|pending partner"
        "|with partner|pending bank|pending approval|waiting for approval"
        "|en attente fournisseur|en attente tiers|wartet auf lieferant"
        "|warten auf lieferant|wartet auf hersteller|pendiente proveedor"
        "|esperando proveedor|ভেন্ডরের অপেক্ষায়",
        "resolved": "resolved|done|fixed|solved|completed|complete|finished|answered"
        "|implemented|deployed|ok|resolu"
        "|resolue|fait|corrige|termine|traite|gelost|erledigt|behoben|fertig"
        "|beantwortet"
        "|resuelto|resuelta|hecho|solucionado|solucionada|terminado|completado"
        "|resolvido"
        "|সমাধান|সমাধান হয়েছে|সমাধানকৃত|সম্পন্ন|হয়ে গেছে|সমাধান করা হয়েছে|শেষ",
        "closed": "closed|close|confirmed|verified|signed off|accepted by user"
        "|ferme|fermee"
        "|cloture|cloturee|clos|geschlossen|abgeschlossen|zu|cerrado|cerrada|fechado"
        "|বন্ধ|ক্লোজ|ক্লোজড",
        "transferred": "transferred|moved|handed over|moved to backlog|moved to support"
        "|moved to phase 2|phase 2|transfere|ubertragen|ubergeben|transferido"
        "|traspasado|স্থানান্তরিত",
        "cancelled": "cancelled|canceled|cancel|withdrawn|dropped|void|obsolete|annule"
        "|annulee|abandonne|storniert|abgebrochen|zuruckgezogen|cancelado|cancelada"
        "|anulado|বাতিল",
        "cancelled:duplicate": "duplicate|duplicated|dup|doublon|duplikat|dublette"
        "|doppelt"
        "|duplicado|duplicada|ডুপ্লিকেট|পুনরাবৃত্ত",
        "cancelled:not_an_issue": "not an issue|no issue|not a bug|invalid|rejected"
        "|reject"
        "|works as designed|as designed|working as designed|user error|no fault found"
        "|cannot reproduce|not reproducible|pas un incident|rejete|kein fehler"
        "|abgelehnt"
        "|ungultig|no es un error|rechazado|invalido|সমস্যা নয়",
        "cancelled:out_of_scope": "out of scope|out-of-scope|change request|cr"
        "|enhancement"
        "|new requirement|not in scope|wont fix|won't fix|hors perimetre"
        "|ausserhalb des umfangs|nicht im umfang|fuera de alcance|আওতার বাইরে",
    }
)

LEVELS = _table(
    {
        "l0": "l0|tier 0|t0|self service|selfservice|self-service|0",
        "l1": "l1|level 1|tier 1|t1|1|super user|super users|superuser|super-user"
        "|key user"
        "|key users|key-user|first line|1st line|1st level|helpdesk|service desk"
        "|niveau 1"
        "|stufe 1|nivel 1|লেভেল ১|স্তর ১",
        "l2": "l2|level 2|tier 2|t2|2|functional|functional consultant|second line"
        "|2nd line"
        "|2nd level|consultant|niveau 2|stufe 2|nivel 2|লেভেল ২|স্তর ২",
        "l3": "l3|level 3|tier 3|t3|3|technical|technical consultant|developer"
        "|development"
        "|third line|3rd line|3rd level|niveau 3|stufe 3|nivel 3|লেভেল ৩|স্তর ৩",
    }
)

CHANNELS = _table(
    {
        "app": "app|in odoo|odoo|in app|in-app|system|portal|self-service|web|form",
        "email": "email|e-mail|mail|e mail|courriel|correo|correo electronico|ইমেইল"
        "|ইমেল",
        "phone": "phone|telephone|call|phone call|tel|mobile|telefon|anruf|appel"
        "|telefono"
        "|llamada|ফোন|কল",
        "whatsapp": "whatsapp|whats app|wa|whatsapp group|chat|messenger|হোয়াটসঅ্যাপ",
        "walkup": "walk-up|walkup|walk up|walk in|walk-in|in person|face to face|verbal"
        "|verbally|desk|floor|oral|personlich|mundlich|en personne|en persona"
        "|সরাসরি|মৌখিক",
        "standup": "stand-up|standup|stand up|meeting|daily|daily meeting"
        "|review meeting"
        "|reunion|besprechung|সভা|মিটিং",
        "import": "import|imported|excel|spreadsheet|sheet",
    }
)

YES_NO = _table(
    {
        "yes": "yes|y|true|1|x|✓|✔|☑|oui|o|vrai|ja|j|wahr|si|s|sim|verdadero|হ্যাঁ"
        "|হা|জি"
        "|yes!|ok|हाँ|हां",
        "no": "no|n|false|0|-|✗|✘|☐|non|faux|nein|falsch|nao|falso|না|नहीं|none|n/a|na",
    }
)

#: Errors a spreadsheet shows instead of a value.
BROKEN = frozenset(
    phrases("#n/a|#na|#ref!|#value!|#name?|#div/0!|#null!|#num!|#nv|#error!|#bezug!")
)
#: A cell that says that there is nothing to say.
NOTHING = frozenset(phrases("-|--|---|–|—|n/a|na|nil|none|tbd|tba|.|?|n.a.|null"))
