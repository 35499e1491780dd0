"""Every sentence the rules on withdrawal can say, with its source."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from quartier.law.bgb.withdrawal_effects import Subject as Returned
from quartier.law.bgb.withdrawal_effects import Supplied, withdrawal_refund, withdrawal_value
from quartier.law.bgb.withdrawal_exclusions import Channel, Customer, Price, Subject, withdrawal_exclusions
from quartier.law.bgb.withdrawal_lapse import (
    LossPoint,
    Performance,
    Place,
    withdrawal_lapse,
    withdrawal_loss_clause,
)
from quartier.law.rule import Derived
from quartier.values.land import Land

SPRING = date(2026, 3, 20)
NOW = date(2026, 11, 22)
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def right(**facts: Any) -> Derived[Any]:
    """A consumer's online contract for money, unless some facts are changed."""
    usual: dict[str, Any] = {"concluded_on": SPRING, "customer": Customer.CONSUMER, "channel": Channel.DISTANCE}
    return withdrawal_exclusions(**{**usual, **facts})


def value(**facts: Any) -> Derived[Any]:
    """A service for 499 € with 40 % done, demanded and instructed, unless some facts are changed."""
    usual: dict[str, Any] = {"concluded_on": SPRING, "price": Decimal(499), "done": Decimal(40)}
    return withdrawal_value(**{**usual, "demanded": True, "instructed": True, **facts})


Said = tuple[Callable[[], Derived[Any]], list[tuple[str, str]]]

EFFECTS: list[Said] = [
    (
        lambda: value(market_value=Decimal(120), paid=Decimal(100)),
        [
            ("40 % of 499.00 € is 199.60 €.", ""),
            ("The price is far too high, so the market value counts: 120.00 €.", ""),
            ("Of 100.00 € paid, 0.00 € is paid back; 20.00 € is still owed.", "§ 355 Abs. 3 Satz 1 BGB"),
        ],
    ),
    (
        lambda: value(demanded=False),
        [
            ("The consumer did not expressly demand an early beginning: no value is owed.", ""),
            ("Of 499.00 € paid, 499.00 € is paid back; 0.00 € is still owed.", "§ 355 Abs. 3 Satz 1 BGB"),
        ],
    ),
    (
        lambda: value(place=Place.OFF_PREMISES),
        [
            ("Away from business premises the demand needs a durable medium: no value is owed.", ""),
            ("Of 499.00 € paid, 499.00 € is paid back; 0.00 € is still owed.", "§ 355 Abs. 3 Satz 1 BGB"),
        ],
    ),
    (
        lambda: value(instructed=False),
        [
            ("The consumer was not properly instructed: no value is owed.", ""),
            ("Of 499.00 € paid, 499.00 € is paid back; 0.00 € is still owed.", "§ 355 Abs. 3 Satz 1 BGB"),
        ],
    ),
    (
        lambda: value(supplied=Supplied.DIGITAL),
        [
            ("For digital content no value is owed.", ""),
            ("Of 499.00 € paid, 499.00 € is paid back; 0.00 € is still owed.", "§ 355 Abs. 3 Satz 1 BGB"),
        ],
    ),
    (
        lambda: withdrawal_refund(
            received_on=date(2026, 12, 11), land=Land.NW, subject=Returned.GOODS, returned_on=date(2026, 12, 30)
        ),
        [
            ("The withdrawal was received on 11 Dec 2026.", "§ 355 Abs. 3 Satz 2 BGB"),
            ("11 Dec 2026 is the day of the event and does not count.", "§ 187 Abs. 1 BGB"),
            ("14 days later ends with 25 Dec 2026.", "§ 188 Abs. 1 und 2 BGB"),
            (
                (
                    "25 Dec 2026 is a Saturday, a Sunday or a holiday in North Rhine-Westphalia; the end "
                    "moves to 28 Dec 2026."
                ),
                "§ 193 BGB",
            ),
            ("The goods are back since 30 Dec 2026.", "§ 357 Abs. 4 Satz 1 BGB"),
            ("The means of payment is the one the consumer used.", "§ 357 Abs. 3 Satz 1 BGB"),
        ],
    ),
    (
        lambda: withdrawal_refund(received_on=date(2026, 12, 11), land=Land.NW, subject=Returned.GOODS),
        [
            ("The withdrawal was received on 11 Dec 2026.", "§ 355 Abs. 3 Satz 2 BGB"),
            ("11 Dec 2026 is the day of the event and does not count.", "§ 187 Abs. 1 BGB"),
            ("14 days later ends with 25 Dec 2026.", "§ 188 Abs. 1 und 2 BGB"),
            (
                (
                    "25 Dec 2026 is a Saturday, a Sunday or a holiday in North Rhine-Westphalia; the end "
                    "moves to 28 Dec 2026."
                ),
                "§ 193 BGB",
            ),
            ("The goods are not back and their dispatch is not proved: repayment may wait.", "§ 357 Abs. 4 Satz 1 BGB"),
            ("The means of payment is the one the consumer used.", "§ 357 Abs. 3 Satz 1 BGB"),
        ],
    ),
    (
        lambda: withdrawal_refund(received_on=date(2026, 12, 14), land=Land.NW, agreed_means=True),
        [
            ("The withdrawal was received on 14 Dec 2026.", "§ 355 Abs. 3 Satz 2 BGB"),
            ("14 Dec 2026 is the day of the event and does not count.", "§ 187 Abs. 1 BGB"),
            ("14 days later ends with 28 Dec 2026.", "§ 188 Abs. 1 und 2 BGB"),
            ("The agreed means of payment may be used.", "§ 357 Abs. 3 Satz 2 BGB"),
        ],
    ),
    (
        lambda: withdrawal_lapse(
            concluded_on=SPRING,
            performance=Performance.REPAIR,
            begun_on=date(2026, 3, 23),
            completed_on=date(2026, 3, 30),
            consented_on=SPRING,
        ),
        [
            ("Met: the service has been performed in full.", ""),
            ("Met: before it began the consumer expressly agreed that it begins within the period.", ""),
            ("The right lapsed on 30 Mar 2026.", ""),
        ],
    ),
    (
        lambda: withdrawal_lapse(concluded_on=SPRING, performance=Performance.DIGITAL, begun_on=date(2026, 3, 23)),
        [
            ("Met: performance has begun.", ""),
            (("Missing: before it began the consumer expressly agreed that it begins within the period."), ""),
            (("Missing: the consumer confirmed knowing that the beginning of performance ends the right."), ""),
            ("Missing: the contract was confirmed, with consent and knowledge, under § 312f BGB.", ""),
            ("The right has not lapsed; it lasts until its period ends.", ""),
        ],
    ),
    (
        lambda: withdrawal_loss_clause(concluded_on=SPRING, performance=Performance.SERVICE, clause=LossPoint.START),
        [
            (("By law the right is lost at the earliest when performance is complete (a service for a price)."), ""),
            (
                ("The clause takes the right away earlier and is void. Before full performance only value is owed."),
                "§ 361 Abs. 2 Satz 1, § 357a Abs. 2 BGB",
            ),
        ],
    ),
    (
        lambda: withdrawal_loss_clause(concluded_on=SPRING, performance=Performance.DIGITAL, clause=LossPoint.START),
        [
            (
                (
                    "By law the right is lost at the earliest when performance begins (digital content for "
                    "a price, not on a physical medium)."
                ),
                "",
            ),
            ("The clause is no worse for the consumer. The other conditions of the law still apply.", ""),
        ],
    ),
]

CONTENTS: list[Said] = [
    (
        lambda: right(customer=Customer.BUSINESS),
        [
            ("Only consumers can withdraw.", "§ 312 Abs. 1, § 355 Abs. 1 Satz 1 BGB"),
        ],
    ),
    (
        lambda: right(channel=Channel.PREMISES),
        [
            ("A contract on the provider's premises cannot be withdrawn from.", "§ 312g Abs. 1 BGB"),
        ],
    ),
    (
        lambda: right(price=Price.NOTHING),
        [
            (
                (
                    "The consumer gives nothing, or only data that the contract or the law needs: the law "
                    "grants no right. The provider's own terms may grant one."
                ),
                "",
            ),
        ],
    ),
    (
        right,
        [
            ("The consumer can withdraw.", "§ 312g Abs. 1 BGB"),
        ],
    ),
    (
        lambda: right(subject=Subject.LEASE, viewed=True),
        [
            ("The tenant viewed the dwelling before.", "§ 312 Abs. 4 Satz 2 BGB"),
        ],
    ),
    (
        lambda: right(subject=Subject.RENT_INCREASE),
        [
            (
                ("Consent given at a distance to a rent increase up to the local comparative rent is final."),
                "§§ 558a, 558b BGB; BGH 17.10.2018, VIII ZR 94/17",
            ),
        ],
    ),
    (
        lambda: right(subject=Subject.RENT_INCREASE, channel=Channel.OFF_PREMISES),
        [
            ("Agreements with tenants made off premises can be withdrawn from.", "BGH 17.05.2017, VIII ZR 29/16"),
            ("The consumer can withdraw.", "§ 312g Abs. 1 BGB"),
        ],
    ),
    (
        lambda: right(subject=Subject.MADE_TO_ORDER),
        [
            (
                "There is no right for this contract: goods made to the consumer's own choice or needs.",
                "§ 312g Abs. 2 Nr. 1 BGB",
            ),
            ("This concerns goods; as a rule contracts for work are not meant.", "BGH 30.08.2018, VII ZR 243/17"),
        ],
    ),
]


@pytest.mark.parametrize(("question", "lines"), [*EFFECTS, *CONTENTS])
def test_the_derivation_in_words(question: Callable[[], Derived[Any]], lines: list[tuple[str, str]]) -> None:
    steps = question().steps
    assert [(str(step.sentence).replace(NO_BREAK_SPACE, " "), step.source) for step in steps] == lines
