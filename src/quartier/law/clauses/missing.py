"""What a text or a website must have and does not: functions, statements, parts of an imprint."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from quartier.law.bgb.online_duties import CANCELLATION, FAIR_CONTRACTS, FUNCTION
from quartier.law.bgb.withdrawal import FINANCIAL_REFORM
from quartier.law.clauses.facts import Facts, ImprintPart, Severity, TextKind
from quartier.law.clauses.reading import Reading
from quartier.law.clauses.stating import NEVER, NOWHERE, ClauseRule, Hit, Towards, lacks, pattern, since
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

FUNCTION_NOTE: Final = FUNCTION.at(FINANCIAL_REFORM).note
CANCELLATION_SOURCE = CANCELLATION.at(FAIR_CONTRACTS).source
IMPRINT = frozenset({TextKind.IMPRINT})
WITHDRAWAL_WORDS = r"Widerrufsfunktion|Vertrag widerrufen|Widerrufsbutton|Widerrufsschaltfläche"
CANCELLATION_WORDS = r"Verträge hier kündigen|Kündigungs(?:schaltfläche|button|funktion|knopf)|online kündig"
r"|Funktion (?:\w+ ){0,4}kündig"
WRITTEN: dict[ImprintPart, str] = {
    ImprintPart.NAME: r"\b(?:GmbH|AG|eG|e\. ?G\.|KG|OHG|UG|e\. ?V\.|GbR|SE|Inhaber\w*|Einzelunternehm\w*)(?:\b"
    r"|(?<=\.))",
    ImprintPart.ADDRESS: r"\b\d{5} [A-ZÄÖÜ]",
    ImprintPart.REPRESENTATIVE: r"vertreten durch|Vertretungsberechtigt\w*|Vorstand|Geschäftsführ|Inhaber",
    ImprintPart.EMAIL: r"\S@\S+\.\w|E-Mail:",
    ImprintPart.CONTACT: r"Telefon|\bTel\b|\+49|Kontaktformular|Rückruf",
    ImprintPart.REGISTER: r"\b(?:HRB|HRA|GnR|VR|PR)\b ?\w*\d|(?:Handels|Genossenschafts|Vereins)register",
    ImprintPart.VAT_ID: r"\bDE ?\d{3} ?\d{3} ?\d{3}|USt-?Id|Umsatzsteuer-? ?Ident|Wirtschafts-?Ident",
}


def _imprint(reading: Reading, facts: Facts, _on: date) -> Iterator[Hit]:
    """Look for the parts that this provider has to name."""
    for part, words in WRITTEN.items():
        if part not in facts.not_needed and not pattern(words).search(reading.flat):
            yield Hit(NOWHERE, {"part": part})


RULES = (
    ClauseRule(
        key="withdrawal-function",
        when=since(
            _("Withdrawal function of the website"),
            FINANCIAL_REFORM,
            Severity.MISSING,
            "§ 356a BGB",
            note=FUNCTION_NOTE,
        ),
        why=_("Consumers conclude contracts online, and the website has no withdrawal function: switch it on."),
        looks=lacks(NEVER, if_facts=lambda facts: facts.online and facts.withdrawal_function is False),
        kinds=frozenset({TextKind.TERMS, TextKind.WITHDRAWAL}),
    ),
    ClauseRule(
        key="withdrawal-function-unsaid",
        when=since(
            _("Words about the withdrawal function"),
            FINANCIAL_REFORM,
            Severity.MISSING,
            "§ 356a BGB",
            note=FUNCTION_NOTE,
        ),
        why=_(
            "The terms speak of withdrawal, but not of the function “Vertrag widerrufen” and where to find it; the "
            "instruction must name it for contracts concluded online."
        ),
        looks=lacks(WITHDRAWAL_WORDS, if_says=r"Widerrufsrecht|Widerrufsfrist", if_facts=lambda facts: facts.online),
    ),
    ClauseRule(
        key="cancellation-function",
        when=since(_("Cancellation function of the website"), FAIR_CONTRACTS, Severity.MISSING, CANCELLATION_SOURCE),
        why=_(
            "Consumers conclude continuing contracts online, and the website has no button “Verträge hier kündigen”: "
            "until then they can give notice at any time without a period."
        ),
        looks=lacks(
            NEVER,
            if_facts=lambda facts: facts.online and facts.recurring and facts.cancellation_function is False,
        ),
    ),
    ClauseRule(
        key="cancellation-function-unsaid",
        when=since(_("Words about the cancellation function"), FAIR_CONTRACTS, Severity.LOOK, CANCELLATION_SOURCE),
        why=_(
            "The terms speak of notice, but not of the button “Verträge hier kündigen”, by which it can be given too."
        ),
        looks=lacks(CANCELLATION_WORDS, if_says=r"kündig", if_facts=lambda facts: facts.online and facts.recurring),
    ),
    ClauseRule(
        key="arbitration",
        when=since(
            _("Statement about arbitration"), date(2017, 2, 1), Severity.MISSING, "§ 36 Abs. 1 Nr. 1, Abs. 2 und 3 VSBG"
        ),
        why=_(
            "It is not said whether the provider takes part in arbitration before a consumer arbitration board. With "
            "more than ten employees this must stand on the website and in the terms."
        ),
        looks=lacks(
            r"VSBG|Verbraucherschlichtung|Schlichtungsstelle|Streitbeilegungsverfahren",
            if_facts=lambda facts: not facts.few_employees,
        ),
        kinds=frozenset({TextKind.TERMS, TextKind.IMPRINT}),
    ),
    ClauseRule(
        key="imprint",
        when=Timeline(
            _("Parts of an imprint"),
            (
                Version(valid_from=date(2007, 3, 1), value=Severity.MISSING, source="§ 5 Abs. 1 TMG"),
                Version(
                    valid_from=date(2024, 5, 14), value=Severity.MISSING, source="§ 5 Abs. 1 DDG, BGBl. 2024 I Nr. 149"
                ),
            ),
        ),
        why=_("The imprint does not name: %(part)s."),
        looks=_imprint,
        kinds=IMPRINT,
        towards=Towards.ANYONE,
    ),
)
