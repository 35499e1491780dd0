"""The demo: dates of one contract, one of them binding and one passed, and something we wait for."""

from __future__ import annotations

from datetime import datetime, timedelta

from quartier.core.accounts import queries as accounts
from quartier.core.contracts import queries as contracts
from quartier.core.parties import queries as parties
from quartier.core.performance import services
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM

# What, in how many days, whether it binds.
DATES = (
    ("Entwurf zur Ansicht", -4, False),
    ("Lieferung der fertigen Unterlagen", 12, False),
    ("Übergabe vor Ort", 30, True),
)


def seed(*, at: datetime, email: str) -> None:
    """Promise a customer some dates; a customer without a running contract gets none."""
    user = accounts.user_with_email(email)
    party = parties.party_of(user) if user else None
    rows = contracts.contracts_of(party) if party is not None else ()
    row = next((one for one in rows if one.relationship.kind == "service" and one.state == "running"), None)
    if row is None:
        return
    for what, days, is_binding in DATES:
        due_on = day_of(at) + timedelta(days=days)
        made = services.promise(actor=SYSTEM, at=at, contract_id=row.pk, what=what, due_on=due_on)
        if is_binding:
            services.bind(actor=SYSTEM, at=at, promise_id=made.pk)
    services.ask_first(
        actor=SYSTEM, at=at, contract_id=row.pk, what="Texte und Bilder senden", since_on=day_of(at) - timedelta(days=9)
    )
