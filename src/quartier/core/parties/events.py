"""What has happened to parties, for apps above that go on from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from quartier.kit.registry import Registry
from quartier.values.actor import Actor


@dataclass(frozen=True, slots=True)
class BankAccountChanged:
    """A party has other bank details from now on; `former` is None for the first ones.

    `account` and `former` are keys of `parties.BankAccount`: an IBAN stands in no event.
    """

    party: int
    account: int
    former: int | None
    at: datetime
    actor: Actor


# Called in the transaction of the change; whoever refuses here undoes it.
on_bank_account_changed: Registry[Callable[[BankAccountChanged], None]] = Registry("bank account changed")


def bank_account_changed(event: BankAccountChanged) -> None:
    """Tell everybody who listens."""
    for listen in on_bank_account_changed:
        listen(event)
