"""Which reminder comes when, how, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class Way(Choice):
    """How a reminder is sent."""

    MAIL = "mail", _("e-mail, a letter where there is none")
    LETTER = "letter", _("letter")
    BOTH = "both", _("e-mail and letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage: so many days after the due date or after the day the last one asked for, in which words.

    `title` and `text` are German: customers read them. `pay_in` is how many days it gives.
    """

    title: str
    days: int
    way: Way
    with_fee: bool
    with_interest: bool
    pay_in: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """All stages of a provider, the smallest sum that is reminded, and how long a payment may be under way."""

    stages: tuple[Stage, ...]
    least: Decimal
    bank_days: int

    def __post_init__(self) -> None:
        if not self.stages or any(one.days < 1 or one.pay_in < 1 or not one.title.strip() for one in self.stages):
            raise ValueError("A plan has stages, each with a title, days and time to pay.")
        if self.least < 0 or self.bank_days < 0:
            raise ValueError("Sums and days are not below zero.")

    def numbered(self, number: int) -> Stage:
        """Return a stage by its number, from one; the last for any beyond."""
        return self.stages[min(number, len(self.stages)) - 1]


USUAL: Final = Stages(
    stages=(
        Stage(
            title="Zahlungserinnerung", days=7, way=Way.MAIL, with_fee=False, with_interest=False, pay_in=10,
            text="sicher ist es Ihrer Aufmerksamkeit entgangen: Zu den folgenden Forderungen haben wir noch keine "
            "Zahlung feststellen können. Bitte überweisen Sie den offenen Betrag.",
        ),
        Stage(
            title="1. Mahnung", days=5, way=Way.MAIL, with_fee=True, with_interest=True, pay_in=10,
            text="trotz unserer Zahlungserinnerung sind die folgenden Forderungen noch offen. Wir mahnen den Betrag "
            "hiermit an.",
        ),
        Stage(
            title="2. Mahnung", days=5, way=Way.BOTH, with_fee=True, with_interest=True, pay_in=10,
            text="auch auf unsere Mahnung haben Sie nicht gezahlt. Bitte begleichen Sie den offenen Betrag jetzt.",
        ),
        Stage(
            title="Letzte Mahnung", days=5, way=Way.LETTER, with_fee=True, with_interest=True, pay_in=14,
            text="die folgenden Forderungen sind trotz mehrfacher Mahnung offen. Zahlen Sie nicht innerhalb der "
            "gesetzten Frist, geben wir die Sache ohne weitere Ankündigung zur gerichtlichen Geltendmachung.",
        ),
    ),
    least=Decimal("2.50"),
    bank_days=3,
)  # fmt: skip


def packed_stages(stages: Stages) -> dict[str, Any]:
    """Return stages as data for JSON."""
    rows = [{**asdict(one), "way": one.way.value} for one in stages.stages]
    return {"stages": rows, "least": str(stages.least), "bank_days": stages.bank_days}


def unpacked_stages(data: Mapping[str, Any]) -> Stages:
    """Return the stages that were packed; raises ValueError and TypeError for what is none."""
    rows = tuple(Stage(**{**one, "way": Way(one["way"])}) for one in data["stages"])
    return Stages(stages=rows, least=Decimal(data["least"]), bank_days=int(data["bank_days"]))


def due_days(stages: Stages) -> Sequence[int]:
    """Return after how many days each stage comes: the first after the due date, others after the time to pay."""
    return [one.days for one in stages.stages]


def pay_by(stage: Stage, on: date) -> date:
    """Return until when a reminder of a day gives time."""
    return on + timedelta(days=stage.pay_in)
