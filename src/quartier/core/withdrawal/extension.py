"""What can be withdrawn from: contracts bring themselves, orders register here; and who hears what is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from quartier.core.withdrawal.models import Withdrawal
from quartier.core.withdrawal.rules import Facts
from quartier.kit.registry import Registry
from quartier.values.actor import Actor
from quartier.values.sentences import Sentence

__all__ = [
    "EARLY_START",
    "KNOWN_LOSS",
    "Facts",
    "Settled",
    "Withdrawable",
    "WithdrawalSubject",
    "settled",
    "withdrawal_subjects",
]

from quartier.core.withdrawal.rules import EARLY_START, KNOWN_LOSS


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawable:
    """A contract or order as a withdrawal sees it. `subject` is its key as facts name it ("orders.order:7").

    `price` is the total with VAT and None where there is none; `paid` what has come in, None while nobody knows.
    `done` is the share performed in percent, None where work has begun and nobody has said how far it is.
    """

    subject: str
    number: str
    label: str
    party_id: int
    entity_id: int
    facts: Facts
    contract_id: int | None = None
    price: Decimal | None = None
    paid: Decimal | None = None
    done: Decimal | None = Decimal(0)
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalSubject:
    """How to find and undo one kind of thing.

    `meant` finds what may be meant by a text and an e-mail address, `of_party` all of a customer; neither shows what
    cannot be withdrawn from at all. `look` returns one by its key, locked. `withdraw` undoes it: nothing more is
    performed; it is called once, in the transaction that keeps the withdrawal, and returns what else to say about it.
    """

    meant: Callable[[str, str], Sequence[Withdrawable]]
    of_party: Callable[[int], Sequence[Withdrawable]]
    look: Callable[[int], Withdrawable]
    withdraw: Callable[[Actor, datetime, int], Sequence[Sentence]]
    href: Callable[[int], str] | None = None


# By the model's label in small letters, such as "orders.order".
withdrawal_subjects: Registry[WithdrawalSubject] = Registry("what can be withdrawn from")

# Called with a withdrawal of which it is known what is kept of the price, in the transaction that settles it: whether
# anything was paid or not, what was billed beyond that is credited.
Settled = Callable[[Actor, datetime, Withdrawal], None]
settled: Registry[Settled] = Registry("who hears of settled withdrawals")
