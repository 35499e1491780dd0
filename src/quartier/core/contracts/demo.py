"""Contracts of the customer of the printed login: the portal, and in some portals a paid service with its terms."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from quartier.core.accounts import queries as accounts
from quartier.core.contracts import services
from quartier.core.parties import queries as parties
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.terms import queries as terms
from quartier.law.bgb.periods import add
from quartier.values.actor import SYSTEM, Actor, ActorKind
from quartier.values.span import Span
from quartier.values.zone import BERLIN

A_YEAR = Span(years=1)
# What each portal sells in the demo besides the free account: kind of contract, number, what it is.
PAID = {
    "werkstatt": ((Scope.RECURRING, "C 4 711", "Cloud-Server S"), (Scope.RECURRING_PRINT, "D 0 815", "Mieterzeitung")),
    "raumhafen": ((Scope.PAID, "R 2 040", "Raumverwaltung Plus"),),
}


def seed(*, at: datetime, key: str) -> None:
    """Conclude the contracts, note invoices of their years, give one notice and leave one ground to decide."""
    guest = accounts.user_with_email(f"kunde@{key}.example")
    party = parties.party_of(guest) if guest else None
    if party is None:
        return
    entity_id = parties.relationships_of(party)[0].legal_entity_id
    clerk = Actor(ActorKind.STAFF, "", "Sinan Kühn")
    scope = Scope.APP if key == "planmass" else Scope.PORTAL
    _concluded(at - timedelta(days=400), party, entity_id, scope, "P 1", "Kundenportal", kind="portal")
    for place, (paid, number, what) in enumerate(PAID.get(key, ())):
        began = at - timedelta(days=500 + 40 * place)
        row = _concluded(began, party, entity_id, paid, number, what)
        if paid is Scope.RECURRING:
            _billed(clerk, at, row)
        if paid is Scope.RECURRING_PRINT:
            services.draft_amendment(
                actor=clerk,
                at=at,
                contract_id=row.pk,
                title="Vier statt sechs Ausgaben",
                words="Ab Januar vier im Jahr.",
            )
            services.note_candidate(
                actor=clerk, at=at, contract_id=row.pk, ground=services.Ground.FUNDAMENTAL,
                note="Die Druckerei schließt zum Jahresende; ein Ersatz kostet das Doppelte.",
            )  # fmt: skip


def _concluded(
    at: datetime, party: Any, entity_id: int, scope: Scope, number: str, what: str, kind: str = "service"
) -> Any:
    noon = datetime.combine(at.date(), time(12), BERLIN)
    texts = [terms.version(one.version_id) for one in terms.current_documents(("terms",))]
    # Whoever buys a cloud or an account for rooms here does so for a business.
    is_paid = kind != "portal"
    given = services.Conclusion(
        scope=scope, standing="business" if is_paid else party.standing, is_paid=is_paid,
        formed_by=Moment.ACTIVATION, party=party, entity_id=entity_id, kind=kind, number=number, subject=what,
        versions=texts, instructed_at=noon,
    )  # fmt: skip
    return services.conclude(actor=SYSTEM, at=noon, given=given)


def _billed(clerk: Actor, at: datetime, row: Any) -> None:
    """Note the invoice of every contract year that has begun, some days after its begin."""
    year: date = row.relationship.started_on
    while year + timedelta(days=6) <= at.date():
        services.note_invoice(
            actor=clerk, at=at, contract_id=row.pk, invoiced_on=year + timedelta(days=6), number=f"R {year:%y}-118"
        )
        year = add(year, A_YEAR)
