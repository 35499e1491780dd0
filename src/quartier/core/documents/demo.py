"""The demo: a tenant's statements of two years, one of them corrected, a contract, and a file of the tenant's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from quartier.core.accounts import queries as accounts
from quartier.core.documents import services
from quartier.core.documents.services.publishing import publish, publish_version
from quartier.core.parties import queries as parties
from quartier.kit.pdf import Press
from quartier.values.actor import SYSTEM

SHEET = Path(__file__).parent / "typst" / "paper.typ"
READINGS = "Zähler;Stand;Tag\r\nKaltwasser Küche;214,318;{day}\r\nWarmwasser Bad;96,402;{day}\r\n"
CONTRACT = (
    "Die Genossenschaft überlässt dem Mitglied die Wohnung auf Dauer zur Nutzung.",
    "Die Nutzungsgebühr ist bis zum dritten Werktag eines Monats zu zahlen.",
    "Betriebskosten werden jährlich abgerechnet.",
    "Das Mitglied kann bis zum dritten Werktag eines Monats zum Ende des übernächsten Monats kündigen.",
)
OBJECTIONS = "Belege zeigen wir Ihnen gern. Einwendungen sind zwölf Monate lang möglich (§ 556 Abs. 3 BGB)."
# What the house paid in a year, and what a flat with a twentieth of the area has paid in advance.
Costs = dict[str, Decimal]
OPERATING_BEFORE: Costs = {
    "Grundsteuer": Decimal("4180.00"),
    "Wasser und Abwasser": Decimal("6094.20"),
    "Müllabfuhr": Decimal("2796.40"),
    "Hausreinigung": Decimal("2820.00"),
    "Versicherungen": Decimal("3489.40"),
}
OPERATING: Costs = {
    "Grundsteuer": Decimal("4212.40"),
    "Wasser und Abwasser": Decimal("6318.80"),
    "Müllabfuhr": Decimal("3104.20"),
    "Hausreinigung": Decimal("2880.00"),
    "Versicherungen": Decimal("3655.20"),
}
HEATING: Costs = {
    "Brennstoff": Decimal("13218.60"),
    "Betriebsstrom": Decimal("612.40"),
    "Wartung": Decimal("840.00"),
    "Messdienst": Decimal("1129.00"),
}
SHARE, OPERATING_ADVANCE, HEATING_ADVANCE = 20, Decimal("864.00"), Decimal("780.00")


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of the tenant: what it is called, what it is about, its amounts, and when it was published."""

    kind: str
    title: str
    year: int
    published_at: datetime
    text: Sequence[str]
    rows: Sequence[tuple[str, str]] = ()
    after: Sequence[str] = ()


def seed(*, at: datetime, company: Any, email: str, staff: Any) -> None:
    """Publish for the customer with this address what a tenant finds by then, and let them store a file."""
    tenant = accounts.user_with_email(email)
    party = parties.party_of(tenant)
    before, year = at - timedelta(days=404), (at - timedelta(days=41)).year - 1
    heated, billed, corrected = (at - timedelta(days=days) for days in (75, 41, 19))
    heating = _statement("heating-statement", "Heizkostenabrechnung", year, HEATING, HEATING_ADVANCE, heated)
    for paper in (_contract(), _operating(year - 1, OPERATING_BEFORE, before), heating):
        _published(paper, company, party, staff)
    first = _published(_operating(year, OPERATING, billed), company, party, staff)
    right = _operating(year, OPERATING | {"Müllabfuhr": Decimal("2904.20")}, corrected)
    publish_version(
        actor=SYSTEM, at=corrected, owner=staff, document_id=first.pk, title=right.title, **_file(right, company)
    )
    _store(at - timedelta(days=322), tenant, party, company)


def _store(at: datetime, tenant: Any, party: Any, company: Any) -> None:
    """Let the tenant store a list of their own."""
    readings = READINGS.format(day=f"{at:%d.%m.%Y}").encode()
    upload = services.receive(at=at, owner=tenant, file_name="Zählerstände.csv", size=len(readings), blocks=[readings])
    given = services.Given(kind="own", title="Zählerstände", party=party, entity_id=company.pk, by_customer=True)
    services.file(actor=SYSTEM, at=at, upload=upload, given=given)


def _contract() -> Paper:
    return Paper(
        kind="contract", title="Nutzungsvertrag über die Wohnung", year=2019,
        published_at=datetime(2019, 3, 20, 9, tzinfo=UTC), text=CONTRACT,
    )  # fmt: skip


def _operating(year: int, costs: Costs, published_at: datetime) -> Paper:
    kind, title = "operating-statement", "Betriebskostenabrechnung"
    return _statement(kind, title, year, costs, OPERATING_ADVANCE, published_at)


def _statement(kind: str, title: str, year: int, costs: Costs, advance: Decimal, published_at: datetime) -> Paper:
    """Add up what the house paid, take the flat's share and what was paid in advance."""
    total = sum(costs.values(), Decimal())
    share = (total / SHARE).quantize(Decimal("0.01"))
    left = share - advance
    rows = [(name, _euro(amount)) for name, amount in costs.items()]
    rows += [("Summe des Hauses", _euro(total)), ("Ihr Anteil: 74,20 m² von 1.484,00 m²", _euro(share))]
    rows += [("Ihre Vorauszahlungen", _euro(-advance)), ("Nachzahlung" if left > 0 else "Guthaben", _euro(abs(left)))]
    period = f"Abgerechnet wird die Zeit vom 01.01. bis 31.12.{year}."
    return Paper(kind, f"{title} {year}", year, published_at, (period,), rows, (OBJECTIONS,))


def _euro(amount: Decimal) -> str:
    sign = "−" if amount < 0 else ""
    return f"{sign}{abs(amount):,.2f} €".translate(str.maketrans(",.", ".,"))


def _published(paper: Paper, company: Any, party: Any, staff: Any) -> Any:
    given = services.Given(kind=paper.kind, title=paper.title, year=paper.year, party=party, entity_id=company.pk)
    return publish(actor=SYSTEM, at=paper.published_at, owner=staff, given=given, **_file(paper, company))


def _file(paper: Paper, company: Any) -> dict[str, Any]:
    """Return the paper as a file to send."""
    data = {
        "company": company.name, "place": f"{company.street}, {company.postcode} {company.city}", "title": paper.title,
        "about": "Wohnung 14, Vertrag W 20 418", "text": list(paper.text), "head": ["Kosten", "Betrag"],
        "rows": [list(row) for row in paper.rows], "after": list(paper.after),
    }  # fmt: skip
    content = _press().printed(data, at=paper.published_at).content
    return {"file_name": f"{paper.title}.pdf", "size": len(content), "blocks": [content]}


@cache
def _press() -> Press:
    return Press(SHEET)
