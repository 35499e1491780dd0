"""Existing own accounts, files of banks, statements and entries to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from quartier.kit.clock import now
from tests.matrix.people import rows

DAY = date(2026, 3, 2)


def _entity(user_id: int) -> int:
    """The company somebody of the staff works for, else the first."""
    known = rows("accounts.User").get(pk=user_id).entity_id
    return int(known or rows("providers.LegalEntity").order_by("pk")[0].pk)


def own_account(user_id: int) -> int:
    """An own account."""
    number = rows("banking.OwnAccount").count()
    given = {"label": "Giro", "holder": "Matrix", "iban": f"DE0012030000{number:010d}", "entity_id": _entity(user_id)}
    return int(rows("banking.OwnAccount").create(**given).pk)


def statement(user_id: int) -> int:
    """A statement of such an account, in a file that is done."""
    digest = f"{rows('banking.StatementFile').count():064d}"
    known = {
        "name": "auszug.xml",
        "digest": digest,
        "format": "MT940",
        "size": 1,
        "content": b"",
        "told": ["Halt"],
        "queued": 1,
    }
    file = rows("banking.StatementFile").create(**known, received_at=now(), received_by="Matrix", touched_at=now())
    sums = {"opening": Decimal(0), "closing": Decimal(5), "from_on": DAY, "to_on": DAY, "kind": "booked"}
    return int(rows("banking.Statement").create(file=file, account_id=own_account(user_id), **sums).pk)


def bank_file(user_id: int) -> int:
    """The file of a statement."""
    return int(rows("banking.Statement").get(pk=statement(user_id)).file_id)


def entry(user_id: int) -> int:
    """An entry that waits."""
    paper = rows("banking.Statement").get(pk=statement(user_id))
    given = {"amount": Decimal(5), "booked_on": DAY, "value_on": DAY, "number": 1, "kind": "booked", "state": "open"}
    customer = rows("parties.Relationship").filter(legal_entity=paper.account.entity_id).order_by("pk")[0].party_id
    known = {
        "statement": paper, "account": paper.account, "fingerprint": f"{paper.pk:032d}", "party_id": customer,
        "proposals": [{"party": customer, "items": [], "points": 50, "reasons": []}],
    }  # fmt: skip
    return int(rows("banking.Entry").create(**given, **known, name="Matrix").pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "own_account_id": own_account,
    "bank_statement_id": statement,
    "bank_file_id": bank_file,
    "bank_entry_id": entry,
    "bank_meaning": lambda _user_id: "transfer",
    "proposal": lambda _user_id: 0,
    "returned_payment_id": lambda _user_id: 1,
}
