"""What payers are known by: hashes of their accounts, fed by bank details and by what was assigned."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef

from quartier.core.banking.models import Entry, HashKey, Payer
from quartier.core.banking.rules.ibans import hashed
from quartier.core.parties.events import BankAccountChanged
from quartier.kit.clock import day_of

KEY_BYTES = 32
AT_ONCE = 5_000


def key() -> bytes:
    """Return this provider's key; the first who needs it makes it."""
    row = HashKey.objects.filter(pk=1).first()
    if row is None:
        HashKey.objects.bulk_create([HashKey(pk=1, secret=secrets.token_hex(KEY_BYTES))], ignore_conflicts=True)
        row = HashKey.objects.get(pk=1)
    return bytes.fromhex(row.secret)


def know_bank_details() -> int:
    """Hash the bank details of customers that are not known yet; returns how many. Repeatable."""
    own = key()
    accounts: Any = apps.get_model("parties.BankAccount")._default_manager
    known = Payer.objects.filter(account_key=OuterRef("pk"))
    count = 0
    while rows := list(accounts.filter(~Exists(known), valid_until=None).order_by("pk")[:AT_ONCE]):
        _store(own, rows)
        count += len(rows)
    return count


def hear_of_bank_details(event: BankAccountChanged) -> None:
    """Know a customer by their new bank details; the ones before still tell whose money it is."""
    row = apps.get_model("parties.BankAccount")._default_manager.get(pk=event.account)
    _store(key(), [row])


def _store(own: bytes, accounts: Sequence[Any]) -> None:
    Payer.objects.bulk_create(
        [
            Payer(
                party_id=row.party_id, iban_hash=hashed(own, row.iban), ending=row.ending, learnt=False,
                account_key=row.pk, since=day_of(row.set_at),
            )
            for row in accounts
        ],
        update_conflicts=True, unique_fields=["party", "iban_hash"], update_fields=["account_key", "learnt"],
    )  # fmt: skip


def learn(pairs: Iterable[tuple[Entry, int]], on: date) -> None:
    """Know customers by the accounts their money came from, where the bank told it."""
    Payer.objects.bulk_create(
        [
            Payer(party_id=party, iban_hash=row.iban_hash, ending=row.ending, learnt=True, since=on)
            for row, party in pairs
            if row.iban_hash
        ],
        ignore_conflicts=True,
    )


def forget(row: Entry, party_id: int) -> None:
    """Forget an account that was learnt by mistake."""
    Payer.objects.filter(party_id=party_id, iban_hash=row.iban_hash, learnt=True).delete()
