"""What terms say to consumers about withdrawal, term, notice and confirmation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from quartier.law.bgb.terms import TERM_BOUNDS, Customer, Renewal, term_limits
from quartier.law.bgb.withdrawal import CONSUMER_RIGHTS, Kind
from quartier.law.bgb.withdrawal_instruction import INSTRUCTION, Content, withdrawal_instruction
from quartier.law.clauses.facts import Facts, Severity, TextKind
from quartier.law.clauses.reading import Reading, Scope, Spot
from quartier.law.clauses.stating import CONTRACT, NOWHERE, ClauseRule, Hit, Looks, pattern, says, since
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

REFORM = TERM_BOUNDS.begins_on
WITHDRAWAL = frozenset({TextKind.TERMS, TextKind.WITHDRAWAL, TextKind.OTHER})
NUMBERS = {
    "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10,
    "elf": 11, "zwölf": 12, "achtzehn": 18, "vierundzwanzig": 24, "sechsunddreißig": 36,
}  # fmt: skip
UNITS = {"jahr": "years", "monat": "months", "woche": "weeks", "tag": "days"}
WORDS = "|".join(sorted((f"{word}(?:e[mnrs]?)?" if word == "ein" else word for word in NUMBERS), key=len, reverse=True))
LET = pattern(r"Miet|Dauernutzung|Wohnung|Versicherung|Mitgliedschaft|Satzung")


def _length(mark: str = "") -> str:
    """Return the pattern of a length of time; the mark keeps the names of two in one pattern apart."""
    return (
        rf"(?P<number{mark}>\b\d{{1,3}}|\b(?:{WORDS})) (?:\(\w+\) )?(?:volle[nrs]? |weitere[nrs]? |Kalender)?"
        rf"(?P<unit{mark}>Jahr|Monat|Woche|Tag)"
    )


TERM = pattern(rf"(?:Mindest\w*laufzeit|Mindest\w*dauer|Erstlaufzeit|Laufzeit|\bfest für)\b[^.]{{0,60}}?{_length()}")
RENEWAL = pattern(
    rf"(?:verlängert|Verlängerung)\b[^.]{{0,80}}?\b(?:um|auf|für)\b[^.]{{0,40}}?{_length()}"
    rf"|\bum (?:jeweils )?{_length('_before')}\w* (?:stillschweigend )?verlänger"
)
NOTICE = pattern(
    rf"Frist\b[^.]{{0,40}}?{_length()}\w*[^.]{{0,60}}(?:Ablauf|Laufzeitende|Vertragsende|Ende der)"
    rf"|{_length('_before')}\w* (?:\w+ ){{0,3}}vor (?:\w+ ){{0,2}}(?:Ablauf|Ende|Vertragsende|Laufzeitende)"
)


def _measured(words: re.Pattern[str], given: Callable[[Span], dict[str, Any]]) -> Looks:
    """Look for lengths of time that § 309 Nr. 9 BGB, in force on the day, does not let stand."""

    def looks(reading: Reading, _facts: Facts, on: date) -> Iterator[Hit]:
        for part in reading.sentences:
            found = words.search(reading.flat, part.spot.start, part.spot.end)
            if found is None or LET.search(reading.at(reading.around(found.start(), Scope.CLAUSE).spot)):
                continue
            check = term_limits(concluded_on=on, customer=Customer.CONSUMER, **given(_span(found))).value
            for fault in check.faults:
                yield Hit(Spot(*found.span()), {"fault": fault.why})

    return looks


def _span(found: re.Match[str]) -> Span:
    said = {name.removesuffix("_before"): value for name, value in found.groupdict().items() if value}
    number = said["number"].lower()
    whole = int(number) if number.isdigit() else NUMBERS.get(number, 1)
    return Span(**{UNITS[said["unit"].lower()]: max(whole, 1)})


ADDRESS = (r"\b\d{5}\b", r"@|E-Mail", r"Telefon|Tel\.|\+49|\b0\d{2,5}[ /–-]")
SAID: dict[Content, tuple[str, ...]] = {
    Content.RIGHT: (r"(?:14|vierzehn) Tage[n]?", r"ohne Angabe[n]? von Gründen"),
    Content.START: (r"Frist\w* (?:beträgt|beginnt)|ab dem Tag",),
    Content.DECLARATION: (r"Textform|eindeutige[nr]? Erklärung|E-Mail",),
    Content.ADDRESS: ADDRESS,
    Content.OLD_ADDRESS: ADDRESS[:1],
    Content.DISPATCH: (r"(?:rechtzeitige|vor Ablauf)[^.]*(?:Absendung|absenden|abgesandt|senden)",),
    Content.FORM: (r"Muster-? ?Widerrufsformular",),
    Content.REFUND: (r"(?:alle|sämtliche)\w* Zahlungen[^.]*zurück",),
    Content.FUNCTION: (r"Widerrufsfunktion|Vertrag widerrufen|Widerrufsbutton|Widerrufsschaltfläche",),
    Content.EARLY_START: (r"(?:verlangt|Verlangen)[^.]*(?:während|vor Ablauf) der Widerrufsfrist",),
    Content.LAPSE: (r"(?:erlischt|erlöschen|verlier)",),
}
HEADED = pattern(r"widerrufs(?:belehrung|recht)")


INSTRUCTED: Timeline[Severity] = Timeline(
    _("Gaps in the withdrawal instruction"),
    tuple(
        Version(
            valid_from=one.valid_from,
            value=Severity.MISSING,
            source=one.source,
            verified=one.verified,
            note=one.note,
        )
        for one in INSTRUCTION.versions
    ),
)


def _gaps(reading: Reading, facts: Facts, on: date) -> Iterator[Hit]:
    """Look for what an instruction does not say: the whole text is one, or the sections of terms headed so."""
    whole = reading.kind is TextKind.WITHDRAWAL
    for part in reading.parts(Scope.TEXT if whole else Scope.SECTION):
        if not whole and not HEADED.search(part.heading):
            continue
        words, place = reading.at(part.spot), NOWHERE if whole else reading.first_line(part.spot)
        given = tuple(one for one, wanted in SAID.items() if all(pattern(word).search(words) for word in wanted))
        check = withdrawal_instruction(
            concluded_on=on, kind=Kind.SERVICE, paid=facts.paid, online=facts.online, given=given
        ).value
        for content in check.missing:
            yield Hit(place, {"content": content})


NINE_TITLE, NINE = _("Term, renewal and notice towards consumers"), "§ 309 Nr. 9 BGB; Art. 229 § 60 EGBGB"
RULES = (
    ClauseRule(
        key="withdrawal-lost-at-start",
        when=since(
            _("Withdrawal lost when work begins"), CONSUMER_RIGHTS, Severity.VOID, "§ 356 Abs. 4, § 361 Abs. 2 BGB"
        ),
        why=_(
            "For services the right of withdrawal ends only when everything is done, after an express demand and "
            "knowledge of the loss; before that the consumer pays for what was done (§ 357a BGB)."
        ),
        looks=says(
            r"(?:Beginn|Aufnahme|Anfang|Start)\b[^.]*(?:Widerruf\w*[^.]{0,40}(?:verlier|erl[iö]sch|verloren|entfällt)"
            r"|(?:verlier|erl[iö]sch|entfällt)\w*[^.]{0,40}Widerruf)"
            r"|Widerrufsrecht\b[^.]{0,80}(?:erlischt|entfällt|endet|verlier\w*)[^.]{0,80}(?:Beginn|begonnen"
            r"|Aufnahme)",
            unless=r"vollständig\w* (?:\w+ ){0,3}(?:erbracht|erfüllt|Erbringung|Erfüllung|Vertragserfüllung)"
            r"|digital\w* Inhalt",
        ),
        kinds=WITHDRAWAL,
    ),
    ClauseRule(
        key="withdrawal-form",
        when=since(
            _("Form of the withdrawal"), CONSUMER_RIGHTS, Severity.VOID, "§ 355 Abs. 1 Satz 2 bis 4, § 361 Abs. 2 BGB"
        ),
        why=_("Any clear declaration withdraws: terms cannot ask a consumer for writing, a signature or a reason."),
        looks=says(
            r"\bWiderruf(?:s|e|en|t|serklärung|srecht)?\b[^.]{0,90}(?:schriftlich|Schriftform|unterschrieben"
            r"|eigenhändig|"
            r"Einschreiben|zu begründen)|(?:schriftlich|unterschrieben|eigenhändig)\w*[^.]{0,40}\bwiderruf",
            unless=r"Textform|E-Mail|z\. ?B\.|zum Beispiel|eindeutige|Einwilligung",
        ),
        kinds=WITHDRAWAL,
    ),
    ClauseRule(
        key="withdrawal-instruction",
        when=INSTRUCTED,
        why=_(
            "The instruction about withdrawal does not say: %(content)s. As long as it is missing, the period may not "
            "have begun."
        ),
        looks=_gaps,
        kinds=WITHDRAWAL,
    ),
    ClauseRule(
        key="term-length",
        when=since(NINE_TITLE, REFORM, Severity.VOID, NINE),
        why=_("%(fault)s Towards consumers the clause does not bind."),
        looks=_measured(TERM, lambda span: {"term": span}),
        kinds=CONTRACT,
    ),
    ClauseRule(
        key="renewal",
        when=since(NINE_TITLE, REFORM, Severity.VOID, NINE),
        why=_("%(fault)s Towards consumers the clause does not bind."),
        looks=_measured(RENEWAL, lambda span: {"renewal": Renewal.FIXED, "renewal_length": span}),
        kinds=CONTRACT,
    ),
    ClauseRule(
        key="notice-length",
        when=since(NINE_TITLE, REFORM, Severity.VOID, NINE),
        why=_("%(fault)s Towards consumers the clause does not bind."),
        looks=_measured(NOTICE, lambda span: {"term": Span(years=1), "notice": span}),
        kinds=CONTRACT,
    ),
    ClauseRule(
        key="notice-in-writing",
        when=since(
            _("Form of declarations of consumers"),
            date(2016, 10, 1),
            Severity.VOID,
            "§ 309 Nr. 13 BGB; Art. 229 § 37 EGBGB",
        ),
        why=_(
            "Terms can ask a consumer for text form at most: writing with a signature cannot be required for notices "
            "and other declarations."
        ),
        looks=says(
            r"\b(?:Kündigung|Erklärung|Anzeige|Mitteilung|Mängelrüge|Widerspruch|Beanstandung)(?:en|s)?\b[^.]{0,90}"
            r"(?:schriftlich|Schriftform|Einschreiben)|(?:schriftlich|Schriftform|Einschreiben)\b[^.]{0,50}"
            r"(?:zu )?(?:kündigen|gekündigt|Kündigung|anzuzeigen|zu widersprechen)",
            unless=LET.pattern
            + r"|Textform|§ 5\d\d|gesetzlich|Bauvertrag|Arbeitsverh|notariell|Wir \w+ (?:Ihnen )?schriftlich",
        ),
        kinds=CONTRACT,
    ),
    ClauseRule(
        key="contract-text-not-stored",
        when=since(
            _("Text of the contract is not kept"),
            CONSUMER_RIGHTS,
            Severity.LOOK,
            "§ 312f Abs. 2, § 312i Abs. 1 Nr. 4 BGB",
        ),
        why=_(
            "The consumer must get the contract with its terms on a durable medium. Saying that the text is not stored "
            "does not change that; Quartier sends and keeps it."
        ),
        looks=says(r"Vertragstext\b[^.]{0,60}\bnicht\b[^.]{0,20}gespeichert"),
    ),
)
