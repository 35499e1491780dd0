"""Claims that are not paid: what tests of dunning begin with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from quartier.core.approvals import services as approvals
from quartier.core.deadlines import services as deadlines
from quartier.core.dunning import services
from quartier.core.dunning.models import Case, Reminder, Run
from quartier.core.ledger import services as books
from quartier.core.ledger.tests import books as ledger
from quartier.core.ledger.tests.books import noon
from quartier.values.actor import Actor, ActorKind

D = Decimal
BODO: Final = Actor(ActorKind.STAFF, "8", "Bodo Knitter")
JETTE: Final = Actor(ActorKind.STAFF, "9", "Jette Brandis")


def scene(preset: str, standing: str = "business") -> tuple[Any, Any]:
    """A company that follows one of the five documents, and a customer of it."""
    entity = ledger.company(preset)
    party = ledger.customer(standing)
    return entity, party


def claim(
    entity: Any, party: Any, amount: str, *, on: date, due: date | None = None, key: str = "1", **paper: Any
) -> Any:
    """A claim that is taken up, received on the day it was booked unless said otherwise."""
    item = ledger.claim(entity, party, amount, on=on, due=due, key=key)
    given = {"received_on": on, "told": True, **paper}
    services.take_up(actor=BODO, at=noon(on), claims=[services.Claim(claim_id=item.pk, **given)])
    return item


def pay(entity: Any, party: Any, amount: str, *, on: date, key: str = "p1") -> Any:
    """Money of a customer that settles what the law says; what it pays is released."""
    credit = ledger.money(entity, party, amount, on=on, key=key)
    books.settle_credits(
        actor=BODO,
        at=noon(on),
        on=on,
        party_id=party.pk,
        entity_id=entity.pk,
        because="Zahlung",
        credit_ids=[credit.pk],
    )
    services.release(actor=BODO, at=noon(on), party_id=party.pk)
    return credit


def until(on: date) -> None:
    """Let the time pass until the noon of a day."""
    deadlines.process(at=noon(on))


def case(item: Any) -> Case:
    """The case of a claim as it is now."""
    return Case.objects.select_related("claim").get(claim=item.pk)


def run(entity: Any, on: date) -> Run:
    """A dry run of a day, proposed by one and confirmed by another, and sent."""
    row = services.dry_run(actor=BODO, at=noon(on), entity_id=entity.pk)
    send(row, on)
    row.refresh_from_db()
    return row


def send(row: Run, on: date) -> None:
    """Propose, confirm and send a dry run."""
    services.propose(actor=BODO, at=noon(on), run_id=row.pk)
    waiting = ledger.rows("approvals.Approval").get(subject=f"dunning.run:{row.pk}", state="pending")
    approvals.confirm(actor=JETTE, at=noon(on), approval_id=waiting.pk)
    while services.advance(at=noon(on), run_id=row.pk):
        pass


def reminders(party: Any) -> list[Reminder]:
    """The reminders of a customer in their order."""
    return list(Reminder.objects.filter(party=party).order_by("pk"))


def costs(item: Any) -> Decimal:
    """All costs charged for a claim."""
    return sum((one.amount for one in item.fees.all()), D(0))
