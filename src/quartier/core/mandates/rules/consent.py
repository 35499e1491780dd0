"""The words of a mandate, as the schemes prescribe them; a payer confirms or signs exactly these."""

from __future__ import annotations

from typing import Final

from quartier.core.mandates.rules.words import Scheme

VERSION: Final = "2026-11"
CORE: Final = (
    "Ich ermächtige {creditor}, Zahlungen von meinem Konto mittels Lastschrift einzuziehen. Zugleich weise ich mein "
    "Kreditinstitut an, die von {creditor} auf mein Konto gezogenen Lastschriften einzulösen.\n\n"
    "Hinweis: Ich kann innerhalb von acht Wochen, beginnend mit dem Belastungsdatum, die Erstattung des belasteten "
    "Betrages verlangen. Es gelten dabei die mit meinem Kreditinstitut vereinbarten Bedingungen."
)
B2B: Final = (
    "Wir ermächtigen {creditor}, Zahlungen von unserem Konto mittels Lastschrift einzuziehen. Zugleich weisen wir "
    "unser Kreditinstitut an, die von {creditor} auf unser Konto gezogenen Lastschriften einzulösen.\n\n"
    "Hinweis: Dieses Lastschriftmandat dient nur dem Einzug von Lastschriften, die auf Konten von Unternehmen gezogen "
    "sind. Wir sind nicht berechtigt, nach der erfolgten Einlösung eine Erstattung des belasteten Betrages zu "
    "verlangen. Wir sind berechtigt, unser Kreditinstitut bis zum Fälligkeitstag anzuweisen, Lastschriften nicht "
    "einzulösen."
)
HEAD: Final = (
    "SEPA-{kind}\n\nZahlungsempfänger: {creditor}\nGläubiger-Identifikationsnummer: {identifier}\n"
    "Zahlungsart: wiederkehrende Zahlung\nKontoinhaber: {holder}\nIBAN: {account}\n\n"
)
SHORT_NOTICE: Final = (
    "\n\nEine Lastschrift wird mir spätestens {days} vor dem Einzug angekündigt. Diese Frist ist so vereinbart: "
    "{agreed}."
)


def consent_words(
    scheme: Scheme, *, creditor: str, identifier: str, holder: str, account: str, notice_days: int, agreed_in: str
) -> str:
    """Return the text of a mandate in German; `account` is masked, the number itself is kept encrypted."""
    kind = "Firmenlastschrift-Mandat" if scheme is Scheme.B2B else "Basislastschrift-Mandat"
    head = HEAD.format(kind=kind, creditor=creditor, identifier=identifier, holder=holder, account=account)
    text = (B2B if scheme is Scheme.B2B else CORE).format(creditor=creditor)
    if agreed_in:
        days = "einen Tag" if notice_days == 1 else f"{notice_days} Tage"
        text += SHORT_NOTICE.format(days=days, agreed=agreed_in)
    return head + text
