"""Whatever happens to money, in whatever order: the books balance, nothing is billed, sent or reminded twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from quartier.core.approvals import services as approvals
from quartier.core.deadlines import services as deadlines
from quartier.core.dunning import services as dunning
from quartier.core.invoices import services as invoices
from quartier.core.invoices.services import Bill, BillLine
from quartier.core.ledger import queries as books
from quartier.core.ledger.tests.books import KEEPER, company, customer, noon, rows
from quartier.core.payments import services as payments
from quartier.core.payments.rules.set_off import Counterclaim
from quartier.core.payments.services import Received
from quartier.kit.errors import Refused
from quartier.values.actor import Actor, ActorKind

SECOND = Actor(ActorKind.STAFF, "9", "Jette Brandis")
IBAN = "DE89370400440532013000"


class Town:
    """A company with two customers – a consumer and a business – and a day that only moves on."""

    def __init__(self) -> None:
        self.entity = company("werkstatt")
        self.parties = [customer(), customer("business", "kontor@firma.example", "Kontor")]
        self.on = date(2026, 1, 5)
        self.count = 0

    def key(self) -> str:
        """A key of its own for whatever happens next."""
        self.count += 1
        return f"walk:{self.count}"

    @property
    def at(self) -> Any:
        """The noon of the day."""
        return noon(self.on)


def some(label: str, number: int, **wanted: Any) -> Any:
    """One of the rows that fit, by a number; None where there is none."""
    found = list(rows(label).filter(**wanted).order_by("pk"))
    return found[number % len(found)] if found else None


def bill(town: Town, number: int) -> None:
    """Issue an invoice to one of the two."""
    line = BillLine(title="Aufmaß", unit_net=Decimal(10 + number * 7 % 900), quantity=Decimal(1 + number % 3))
    party = town.parties[number % 2]
    given = Bill(entity_id=town.entity.pk, party_id=party.pk, key=town.key(), lines=(line,), issued_on=town.on)
    made = invoices.bill(actor=KEEPER, at=town.at, bill=given)
    way = some("invoices.Delivery", 0, invoice=made)
    if way is not None and way.state != "waiting":
        invoices.note_receipt(actor=KEEPER, at=town.at, delivery_id=way.pk, received_on=town.on, evidence="Rückschein")


def pay(town: Town, number: int) -> None:
    """Let money come in from one of the two, or from nobody known."""
    party = None if number % 7 == 0 else town.parties[number % 2]
    received = Received(
        entity_id=town.entity.pk, party_id=party and party.pk, amount=Decimal(1 + number * 13 % 700), kind="transfer",
        received_on=town.on, origin=town.key(),
    )  # fmt: skip
    payments.receive(actor=KEEPER, at=town.at, received=received)


def assign(town: Town, number: int) -> None:
    """Say whose unclear money is."""
    if row := some("payments.Payment", number, state="unclear"):
        payments.assign(actor=KEEPER, at=town.at, payment_id=row.pk, party_id=town.parties[number % 2].pk)


def take_back(town: Town, number: int) -> None:
    """Let a bank take a payment back, with its costs."""
    if row := some("payments.Payment", number, state="booked"):
        costs = Decimal("3.50") * (number % 2)
        payments.take_back(actor=KEEPER, at=town.at, payment_id=row.pk, on=town.on, costs=costs, reason="AC04")


def cancel(town: Town, number: int) -> None:
    """Cancel an invoice."""
    if row := some("invoices.Invoice", number, kind="invoice"):
        invoices.cancel(actor=KEEPER, at=town.at, invoice_id=row.pk, because="Irrtum")


def credit(town: Town, number: int) -> None:
    """Credit an invoice as far as it was not."""
    if row := some("invoices.Invoice", number, kind="invoice"):
        invoices.credit(actor=KEEPER, at=town.at, invoice_id=row.pk, because="Kulanz")


def refund(town: Town, number: int) -> None:
    """Owe back what a customer has too much, and move that debt of ours some steps on: account, approval, bank."""
    party = town.parties[number % 2]
    who: Any = {"actor": KEEPER, "at": town.at}
    credit = -sum((row.open for row in books.open_items(party.pk) if row.open < 0), Decimal(0))
    row = payments.owe_back(
        **who, entity_id=town.entity.pk, party_id=party.pk, amount=min(credit, Decimal(1 + number % 90)),
        because="Guthaben", subject=town.key(),
    )  # fmt: skip
    steps: dict[str, Callable[[], object]] = {
        "waiting_for_account": lambda: payments.name_account(**who, refund_id=row.pk, holder="Ida Blum", iban=IBAN),
        "ready": lambda: payments.approve(**who, refund_id=row.pk),
        "approved": lambda: payments.sent(**who, refund_ids=[row.pk]),
        "sent": lambda: payments.paid_back(**who, refund_id=row.pk, on=town.on),
    }
    for _step in range(number % 6):
        row.refresh_from_db()
        steps.get(row.state, lambda: None)()


def set_off(town: Town, number: int) -> None:
    """Let a customer set off, and decide about it."""
    party = town.parties[number % 2]
    row = payments.declare_set_off(
        actor=KEEPER, at=town.at, entity_id=town.entity.pk, party_id=party.pk, amount=Decimal(5 + number % 60),
        words="Gegenforderung",
    )  # fmt: skip
    standing = Counterclaim.ESTABLISHED
    if number % 3:
        payments.accept_set_off(actor=KEEPER, at=town.at, set_off_id=row.pk, standing=standing)
    else:
        payments.refuse_set_off(actor=KEEPER, at=town.at, set_off_id=row.pk, reason="bestritten")


def remind(town: Town, number: int) -> None:
    """Run the reminders of the day, confirmed by a second person."""
    row = dunning.dry_run(actor=KEEPER, at=town.at, entity_id=town.entity.pk)
    dunning.propose(actor=KEEPER, at=town.at, run_id=row.pk)
    waiting = some("approvals.Approval", 0, subject=f"dunning.run:{row.pk}", state="pending")
    if waiting is not None:
        approvals.confirm(actor=SECOND, at=town.at, approval_id=waiting.pk)
    while dunning.advance(at=town.at, run_id=row.pk):
        pass


def wait(town: Town, number: int) -> None:
    """Let days pass, with all that falls due on them."""
    town.on += timedelta(days=1 + number % 40)
    deadlines.process(at=town.at)


STEPS = (bill, bill, pay, pay, assign, take_back, cancel, credit, refund, refund, set_off, remind, wait, wait)


def faults() -> dict[str, Any]:
    """What does not agree, anywhere."""
    found: dict[str, Any] = dict(books.faults())
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(amount), 0) FROM ledger_line")
        if total := cursor.fetchone()[0]:
            found["the ledger does not sum to zero"] = total
        cursor.execute("SELECT max(substr(number, 9)::int) - count(*) FROM invoices_invoice")
        if gap := cursor.fetchone()[0]:
            found["invoice numbers"] = gap
    for row in rows("invoices.Invoice").filter(kind="invoice"):
        back = sum((one.gross for one in rows("invoices.Invoice").filter(corrects=row)), Decimal(0))
        if abs(back) > row.gross:
            found[f"more taken back than billed: {row}"] = back
    sent = Counter(rows("invoices.Delivery").values_list("invoice_id", "channel"))
    found |= {f"sent twice: {key}": many for key, many in sent.items() if many > 1}
    lines = rows("dunning.RunLine").filter(reminder__isnull=False).values_list("claim_id", "stage")
    found |= {f"reminded twice: {key}": many for key, many in Counter(lines).items() if many > 1}
    return found


@pytest.mark.parametrize("seed", range(4))
def test_no_order_of_events_unbalances_the_books(alpha: Any, seed: int) -> None:
    chance = Random(seed)
    town, done = Town(), Counter[str]()
    for _place in range(60):
        step = chance.choice(STEPS)
        try:
            with transaction.atomic():
                step(town, chance.randrange(1000))
        except Refused:
            continue
        done[step.__name__] += 1
        assert faults() == {}, f"{step.__name__} after {dict(done)}"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert min(done[name] for name in ("bill", "pay", "wait", "refund")) > 0
