"""Master data that a program sends and asks for: the same records, rules and sentences as in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.parties.models import Party, Relationship, Verdict
from quartier.core.parties.services.intake.comparing import CONTRACT_COLUMNS, PARTY_COLUMNS, Outcome
from quartier.core.parties.services.intake.records import permitted
from quartier.core.parties.services.intake.taking import take
from quartier.core.parties.services.intake.whitelist import CONTRACT, PARTY
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class SomeDoNotFit(Refused):
    """All records or none: `outcomes` say which ones do not fit."""

    message = _("Some records do not fit. Nothing has been stored.")
    status = 422

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes = outcomes
        super().__init__()


@transaction.atomic
def transfer(
    *, actor: Actor, at: datetime, records: Sequence[Mapping[str, object]], whole: bool, trial: bool
) -> list[Outcome]:
    """Take records over, numbered from one, or only say what would happen. Raises SomeDoNotFit where all must fit."""
    rows = [(number, permitted(record)) for number, record in enumerate(records, 1)]
    outcomes = take(actor=actor, at=at, rows=rows, trial=trial)
    refused = [outcome for outcome in outcomes if outcome.verdict == Verdict.REFUSED]
    if whole and refused:
        raise SomeDoNotFit(refused)
    if not trial:
        counts = {"rows": len(rows), "refused": len(refused)}
        audit.record(actor=actor, at=at, kind="intake.taken_over", subject="parties.intake:*", data=counts)
    return outcomes


def records_of(customer_number: str) -> list[dict[str, Any]]:
    """Return what is stored of a customer in permitted fields, one record for each contract; none for nobody."""
    party = Party.objects.filter(number=customer_number).first()
    if party is None:
        return []
    common = {field.name: getattr(party, PARTY_COLUMNS.get(field.name, field.name)) for field in PARTY}
    contracts = party.relationships.select_related("legal_entity").order_by("started_on", "pk")
    return [common | _contract(contract) for contract in contracts] or [common]


def _contract(contract: Relationship) -> dict[str, Any]:
    found = {field.name: getattr(contract, CONTRACT_COLUMNS.get(field.name, field.name)) for field in CONTRACT}
    return found | {"entity": contract.legal_entity.key}
