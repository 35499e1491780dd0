"""Existing entries, accounts and items to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import uuid4

from quartier.core.ledger import services
from quartier.core.ledger.services import AccountRole, Entry, Nature, Owing, PostingKind, Side, account_for
from quartier.kit.clock import day_of, now
from quartier.values.actor import Actor, ActorKind
from tests.matrix.people import party, rows

SOMEBODY = Actor(ActorKind.STAFF, "0", "Matrix")


def _tie(user_id: int) -> Any:
    """A tie of that customer; for staff one that they can see."""
    entity = rows("accounts.User").get(pk=user_id).entity_id
    ties = rows("parties.Relationship").filter(**{"legal_entity": entity} if entity else {"party_id": party(user_id)})
    return ties.order_by("pk")[0]


def _book(user_id: int, amount: str) -> Any:
    """A claim above zero or money below, on the account of a customer; returns its item."""
    tie, today, sum_ = _tie(user_id), day_of(now()), Decimal(amount)
    owing = Owing(party_id=tie.party_id, nature=Nature.PRINCIPAL if sum_ > 0 else Nature.CREDIT, due_on=today)
    entry = Entry(
        entity_id=tie.legal_entity_id, booked_on=today, kind=PostingKind.INVOICE, text="Matrix", origin=uuid4().hex,
        sides=(
            Side(account_for(tie.legal_entity_id, AccountRole.RECEIVABLE), sum_, owing),
            Side(account_for(tie.legal_entity_id, AccountRole.REVENUE, Decimal(0)), -sum_),
        ),
    )  # fmt: skip
    posted = services.post(actor=SOMEBODY, at=now(), entry=entry)
    return posted.lines.get(item__isnull=False).item


def posting(user_id: int) -> int:
    """An entry of the journal that was not reversed."""
    return int(_book(user_id, "12.00").line.posting_id)


def account(user_id: int) -> int:
    """An account of a company whose books somebody may see."""
    return account_for(_tie(user_id).legal_entity_id, AccountRole.CASH).pk


def debtor(user_id: int) -> int:
    """A customer with a claim and money that could settle it."""
    _book(user_id, "-5.00")
    return int(_book(user_id, "5.00").party_id)


def allocation(user_id: int) -> int:
    """A settlement that can be undone."""
    claim, credit, at = _book(user_id, "7.00"), _book(user_id, "-7.00"), now()
    given = {"credit_id": credit.pk, "claim_id": claim.pk, "amount": Decimal(7), "because": "Matrix"}
    return services.allocate(actor=SOMEBODY, at=at, on=day_of(at), **given).pk


def company(user_id: int) -> int:
    """A company whose books somebody may see, closed through a day long gone."""
    at, entity_id = now(), _tie(user_id).legal_entity_id
    services.close(actor=SOMEBODY, at=at, entity_id=entity_id, until_on=day_of(at).replace(year=2001))
    return int(entity_id)


def mirror(user_id: int) -> int:
    """An account that another system keeps."""
    at = now()
    row, _new = rows("ledger.Mirror").get_or_create(
        relationship=_tie(user_id), defaults={"as_of": day_of(at), "imported_at": at}
    )
    return int(row.pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "posting_id": posting,
    "ledger_account_id": account,
    "debtor_id": debtor,
    "allocation_id": allocation,
    "books_of_id": company,
    "mirror_id": mirror,
}
