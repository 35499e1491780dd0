"""Clauses that do not bind a consumer: fees, set-off, silence, changes, form, venue and choice of law."""

from __future__ import annotations

from datetime import date

from quartier.law.clauses.facts import Severity
from quartier.law.clauses.reading import Scope
from quartier.law.clauses.stating import CONTRACT, ClauseRule, Towards, says, since
from quartier.values.sentences import mark as _

REFORM = date(2002, 1, 1)
AMOUNT = r"(?:\d+(?:[.,]\d+)? ?(?:€|Euro|EUR)|(?:€|Euro|EUR) ?\d|berechne\w*|erhoben|erheben|in Rechnung)"
REMINDER = r"\bMahn(?:ung|gebühr|pauschale|kosten|schreiben|entgelt)\w*"
BUSINESS_ONLY = r"Kaufmann|Kaufleute|Unternehmern?\b|juristische Person des|gewerblich"
TEXTS = r"(?:AGB|Geschäftsbedingungen|(?:Nutzungs|Vertrags)?bedingungen|Preise?|Konditionen|Änderung)\b"

RULES = (
    ClauseRule(
        key="reminder-fee-before-default",
        when=since(
            _("Reminder fee before default"), REFORM, Severity.VOID, "§ 280 Abs. 2, § 286, § 307, § 309 Nr. 5 BGB"
        ),
        why=_("A fee for a reminder is damages for default: before default nothing is owed, and the clause is void."),
        looks=says(
            rf"{REMINDER}|Mahnpauschale",
            also=rf"(?s:(?=.*{AMOUNT}))(?s:.*)(?:noch nicht (?:\w+ )?(?:im|in) Verzug"
            rf"|vor (?:Eintritt des )?Verzugs?\b|"
            r"ohne (?:dass )?(?:\w+ ){0,3}Verzugs?\b|unabhängig (?:vom|von einem) Verzug)",
        ),
        kinds=CONTRACT,
    ),
    ClauseRule(
        key="first-reminder-fee",
        when=since(_("Fee for every reminder"), REFORM, Severity.VOID, "§ 280 Abs. 2, § 286 Abs. 1, § 307 BGB"),
        why=_(
            "A fee for “every” reminder also meets the one that only brings about default. Say that it is owed after "
            "default began."
        ),
        looks=says(
            rf"(?:jede|pro|je)\b[^.]{{0,20}}Mahnung[^.]*{AMOUNT}|{AMOUNT}[^.]{{0,60}}(?:jede|pro"
            rf"|je)\b[^.]{{0,20}}Mahnung",
            unless=r"verzugsbegründend|nach (?:Eintritt des |Beginn des )?Verzug|im Verzug|ab der zweiten"
            r"|weitere Mahnung"
            r"|in Verzug (?:ist|geraten|befindet)",
        ),
        kinds=CONTRACT,
    ),
    ClauseRule(
        key="flat-damages",
        when=since(_("Flat sum without counter-proof"), REFORM, Severity.VOID, "§ 309 Nr. 5 Buchst. b BGB"),
        why=_(
            "A flat sum of damages, such as for reminders or returned debits, must say expressly that the customer may "
            "prove no or much lower damage."
        ),
        looks=says(
            rf"pauschal\w* [^.]{{0,60}}(?:Schadens?ersatz|Mahn|Bearbeitungsgebühr|Rücklast)\w*|(?:Mahn"
            rf"|Schadens)\w*pauschal\w*"
            rf"|Mahngebühr[^.]{{0,60}}{AMOUNT}|Rücklastschrift[^.]{{0,80}}\d+(?:,\d+)? ?(?:€|Euro|EUR)"
            rf"|(?:je|pro|jede) Mahnung[^.]{{0,60}}\d+(?:,\d+)? ?(?:€|Euro|EUR)",
            unless=r"(?:niedriger|geringer|kein(?:en)?)\w*(?: \w+){0,6} Schaden|Schaden(?: \w+){0,8} (?:niedriger"
            r"|geringer)"
            r"|Verzugspauschale",
        ),
        kinds=CONTRACT,
    ),
    ClauseRule(
        key="set-off",
        when=since(_("Ban on set-off"), REFORM, Severity.VOID, "§ 309 Nr. 3 BGB"),
        why=_(
            "Set-off with undisputed claims and claims that a court has confirmed cannot be excluded: name both as "
            "exceptions."
        ),
        looks=says(
            r"\bAufrechnung\b[^.]{0,140}(?:ausgeschlossen|nicht (?:zulässig|gestattet|berechtigt)|unzulässig|nur)\b"
            r"|\baufrechnen\b[^.]{0,40}\bnicht\b|\bnicht\b[^.]{0,60}\baufrechnen|\bnur[^.]{0,120}\baufrechnen"
            r"|\bAufrechnungs(?:verbot|recht)\b[^.]{0,80}\bnur",
            unless=r"(?s:(?=.*(?:unbestritten|anerkannt|unstreitig))(?=.*(?:rechtskräftig"
            r"|gerichtlich festgestellt)).)",
        ),
        kinds=CONTRACT,
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="silence-as-consent",
        when=since(
            _("Silence as consent"), REFORM, Severity.VOID, "§ 308 Nr. 5, § 307 BGB; BGH 27.04.2021, XI ZR 26/20"
        ),
        why=_(
            "Terms cannot make a consumer's silence a consent to changed terms or prices. Ask for active consent and "
            "record it."
        ),
        looks=says(
            r"\b(?:gelten|gilt|wird|werden)\b[^.]{0,90}(?:genehmigt|angenommen|vereinbart|anerkannt"
            r"|Vertragsbestandteil|"
            r"zugestimmt|Zustimmung als erteilt|akzeptiert)",
            also=r"(?s:(?=.*(?:widers[pt]r|schweig|nicht (?:\w+ ){0,6}(?:innerhalb|binnen)|unterl[aä]ss)).*)" + TEXTS,
            unless=r"ausdrückliche[rn]? Zustimmung|aktiv\w* (?:Zustimmung|zustimm)",
        ),
        kinds=CONTRACT,
    ),
    ClauseRule(
        key="change-without-bounds",
        when=since(_("Right to change without bounds"), REFORM, Severity.VOID, "§ 308 Nr. 4, § 307 Abs. 1 BGB"),
        why=_(
            "A right to change services, prices or terms binds a consumer only within bounds that the consumer can be "
            "expected to accept: name reasons and limits."
        ),
        looks=says(
            r"(?:behalten wir uns|behalten uns|behält sich|vorbehalten)\b[^.]{0,200}(?:änder\w*|anzupassen|angepasst|"
            r"anpass\w*|erhöhen|einzuschränken)|(?:berechtigt|das Recht)\b[^.]{0,120}(?:zu ändern|anzupassen"
            r"|zu erhöhen)"
            r"|können? jederzeit[^.]{0,80}(?:ändern|anpassen|angepasst|geändert)",
            also=TEXTS + r"|Leistung|Entgelt|Funktion",
            unless=r"zumutbar|unangemessen benachteilig|(?:ausdrückliche\w*|Ihrer|seiner|mit) Zustimmung|zugunsten"
            r"|Umsatzsteuer|Mehrwertsteuer",
        ),
        kinds=CONTRACT,
    ),
    ClauseRule(
        key="written-form-of-changes",
        when=since(
            _("Written form for all changes"), REFORM, Severity.VOID, "§ 305b, § 307 BGB; BGH 25.01.2017, XII ZR 69/16"
        ),
        why=_(
            "What is agreed individually, also by word of mouth, goes before the terms. A clause that denies it, or "
            "asks for writing even for giving up writing, is void."
        ),
        looks=says(
            r"(?:Änderung|Ergänzung|Nebenabrede|Vertragsänderung|Zusage)\w*\b[^.]{0,110}(?:schriftlich|Schriftform)"
            r"|(?:Aufhebung|Abbedingung|Verzicht)\b[^.]{0,70}(?:Schriftform|dieser Klausel)[^.]*"
            r"|mündliche Nebenabreden[^.]{0,40}(?:gelten nicht|nicht getroffen|bestehen nicht|unwirksam)",
            unless=r"Individual|individuelle|§ 305 ?b|Vorrang|mitgeteilt|mitteilen",
        ),
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="venue",
        when=since(
            _("Place of jurisdiction for consumers"), REFORM, Severity.VOID, "§ 38 Abs. 1 bis 3, § 40 Abs. 2 ZPO"
        ),
        why=_(
            "A place of jurisdiction cannot be agreed with consumers beforehand. Limit the clause to merchants and "
            "public bodies."
        ),
        looks=says(
            r"Gerichtsstand\b(?! für Verbraucher)[^.]{0,140}\b(?:ist|sind|wird|gilt)\b|\b(?:ist"
            r"|wird)\b[^.]{0,60}Gerichtsstand"
            r"|Gerichtsstand für[^.]{0,60}:",
            unless=BUSINESS_ONLY + r"|gesetzlich zulässig|gesetzliche[rn]? Gerichtsst|kein(?:en)? (?:allgemeinen )?"
            r"(?:Gerichtsstand|Wohnsitz)|Wohnsitz",
        ),
    ),
    ClauseRule(
        key="choice-of-law",
        when=since(
            _("Choice of law for consumers"),
            date(2009, 12, 17),
            Severity.VOID,
            "Art. 6 Abs. 2 VO (EG) Nr. 593/2008; § 307 BGB; EuGH 28.07.2016, C-191/15",
        ),
        why=_(
            "A choice of law that does not say that mandatory protection of the consumer's own country stays misleads "
            "consumers and is void."
        ),
        looks=says(
            r"\b(?:gilt|findet|unterliegt|maßgeblich|anwendbar|Anwendung)\b[^.]{0,70}(?:Recht der Bundesrepublik|"
            r"deutsche[sm]? Recht)|(?:Recht der Bundesrepublik|deutsche[sm]? Recht)[^.]{0,60}(?:gilt|Anwendung"
            r"|anwendbar)",
            unless=BUSINESS_ONLY + r"|zwingend|gewöhnlichen? Aufenthalt|Art\. 6 (?:Abs\. 2 )?Rom",
        ),
    ),
    ClauseRule(
        key="severability",
        when=since(_("Nearest valid clause"), REFORM, Severity.LOOK, "§ 306 Abs. 2 BGB"),
        why=_(
            "In the place of a void clause of terms stands the law, not what comes nearest to it: towards consumers "
            "the sentence does not bind."
        ),
        looks=says(
            r"(?:unwirksam\w*|nichtig\w*|fehlend\w*)\b[^.]{0,200}(?:am nächsten kommt|nahe ?kommt"
            r"|wirtschaftlich gewollt\w*)"
        ),
    ),
    ClauseRule(
        key="advertising-consent",
        when=since(
            _("Consent to advertising in terms"),
            date(2018, 5, 25),
            Severity.VOID,
            "Art. 7 Abs. 2 und 4 DSGVO; § 7 Abs. 2 UWG; § 307 BGB",
        ),
        why=_(
            "Consent to advertising or to the use of data does not come with the acceptance of terms: it needs a "
            "separate, unticked choice."
        ),
        looks=says(
            r"(?:stimmt|willigt|einverstanden)\b[^.]{0,160}(?:Werbung|Werbe-?E-?Mail|Newsletter|Weitergabe)",
            unless=r"gesonder|separat|widerruflich|jederzeit widerruf",
            around=Scope.SENTENCE,
        ),
        towards=Towards.ANYONE,
    ),
)
