"""Every sentence the rules on online contracts can say, with its source."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from quartier.law.bgb.online_duties import CancellationPart, Matter, cancellation_function, withdrawal_function
from quartier.law.bgb.order_button import order_button
from quartier.law.bgb.order_page import ConfirmationPart, PageItem, order_confirmation, order_page
from quartier.law.bgb.withdrawal_exclusions import Customer
from quartier.law.rule import Derived

NOW = date(2026, 11, 22)
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

Said = tuple[Callable[[], Derived[Any]], list[tuple[str, str]]]

ONLINE: list[Said] = [
    (
        lambda: withdrawal_function(concluded_on=date(2026, 6, 18)),
        [
            ("On this day no withdrawal function is required; a form on the website is voluntary.", ""),
        ],
    ),
    (
        lambda: withdrawal_function(concluded_on=NOW, online=False),
        [
            ("The contract is not concluded online: no function is required.", "§ 356a Abs. 1 BGB"),
        ],
    ),
    (
        lambda: withdrawal_function(concluded_on=NOW, right=False),
        [
            ("Without a right of withdrawal no function is required.", "§ 356a Abs. 1 BGB"),
        ],
    ),
    (
        lambda: cancellation_function(on=date(2022, 6, 30), matter=Matter.CONTINUING),
        [
            ("On this day no cancellation function is required.", ""),
        ],
    ),
    (
        lambda: cancellation_function(on=NOW, matter=Matter.FREE),
        [
            ("The provider owes no paid service: no function is required.", "§ 312k Abs. 1 Satz 1 BGB"),
        ],
    ),
    (
        lambda: cancellation_function(on=NOW, matter=Matter.SINGLE),
        [
            ("A single service is not cancelled: no function is required.", "§ 312k Abs. 1 Satz 1 BGB"),
        ],
    ),
    (
        lambda: cancellation_function(on=NOW, matter=Matter.LEASE),
        [
            (
                ("A lease is cancelled in writing, signed by hand: offer the prepared letter, never a button."),
                "§ 312k Abs. 1 Satz 2 Nr. 1, § 568 Abs. 1, § 126 BGB",
            ),
        ],
    ),
    (
        lambda: cancellation_function(on=NOW, matter=Matter.FINANCIAL),
        [
            ("Financial services are exempt.", "§ 312k Abs. 1 Satz 2 Nr. 2 BGB"),
        ],
    ),
    (
        lambda: cancellation_function(on=NOW, matter=Matter.CONTINUING, customer=Customer.BUSINESS),
        [
            ("The duty protects consumers only.", "§ 312k Abs. 1 Satz 1 BGB"),
        ],
    ),
    (
        lambda: cancellation_function(on=NOW, matter=Matter.CONTINUING, online=False),
        [
            ("Such contracts are not concluded on the website.", "§ 312k Abs. 1 Satz 1 BGB"),
        ],
    ),
    (
        lambda: cancellation_function(on=NOW, matter=Matter.CONTINUING, given=tuple(CancellationPart)[1:]),
        [
            ("The duty applies, also to contracts concluded before 1 July 2022.", "Art. 229 § 60 Satz 3 EGBGB"),
            ("Missing: legible button “Verträge hier kündigen” or as clear.", "§ 312k Abs. 2 Satz 2 BGB"),
            (
                "There: buttons and page always available, direct and easy to reach, without a login.",
                "§ 312k Abs. 2 Satz 4 BGB",
            ),
            (
                "There: field for the kind of cancellation and, for cause, its reason.",
                "§ 312k Abs. 2 Satz 3 Nr. 1 Buchst. a BGB",
            ),
            ("There: field that identifies the consumer.", "§ 312k Abs. 2 Satz 3 Nr. 1 Buchst. b BGB"),
            ("There: field that names the contract.", "§ 312k Abs. 2 Satz 3 Nr. 1 Buchst. c BGB"),
            ("There: field for the day on which the contract is to end.", "§ 312k Abs. 2 Satz 3 Nr. 1 Buchst. d BGB"),
            ("There: field for the quick electronic confirmation.", "§ 312k Abs. 2 Satz 3 Nr. 1 Buchst. e BGB"),
            ("There: legible button “jetzt kündigen” or as clear.", "§ 312k Abs. 2 Satz 3 Nr. 2 BGB"),
            ("There: the consumer can save the declaration with date and time.", "§ 312k Abs. 3 BGB"),
            (
                ("There: confirmation at once in text form: content, date and time of receipt, day of the end."),
                "§ 312k Abs. 4 Satz 1 BGB",
            ),
            ("Until this is put right, consumers can cancel at any time without notice.", "§ 312k Abs. 6 Satz 1 BGB"),
        ],
    ),
    (
        lambda: order_button(label="zahlungspflichtig bestellen", on=NOW),
        [
            ("“zahlungspflichtig bestellen” is what the law says.", "§ 312j Abs. 3 Satz 2 BGB"),
        ],
    ),
    (
        lambda: order_button(label="Jetzt kaufen", on=NOW),
        [
            ("“Jetzt kaufen” is as clear.", ""),
        ],
    ),
    (
        lambda: order_button(label="Weiter", on=NOW),
        [
            ("“Weiter” does not say that the order must be paid.", ""),
            (
                ("With a button that is not clear the consumer is not bound to pay: no contract comes about."),
                "§ 312j Abs. 4 BGB",
            ),
        ],
    ),
    (
        lambda: order_button(label="Los", on=NOW),
        [
            ("Nobody has judged “Los” yet: have it checked, or take the law's words.", ""),
            (
                ("With a button that is not clear the consumer is not bound to pay: no contract comes about."),
                "§ 312j Abs. 4 BGB",
            ),
        ],
    ),
    (
        lambda: order_button(label="Los", on=NOW, paid=False),
        [
            ("Nothing is to be paid: any label will do.", "§ 312j Abs. 2 und 3 BGB"),
        ],
    ),
    (
        lambda: order_button(label="Los", on=NOW, customer=Customer.BUSINESS),
        [
            ("The duty protects consumers only.", "§ 312j Abs. 2 und 3 BGB"),
        ],
    ),
    (
        lambda: order_button(label="Los", on=NOW, individual=True),
        [
            ("The contract is made by individual messages only.", "§ 312j Abs. 5 Satz 1 BGB"),
        ],
    ),
    (
        lambda: order_page(on=NOW, given=(PageItem.TOTAL_PRICE,)),
        [
            ("Missing: essential characteristics of the goods or services.", "Art. 246a § 1 Abs. 1 Satz 1 Nr. 1 EGBGB"),
            ("There: total price with all taxes, or how it is worked out.", "Art. 246a § 1 Abs. 1 Satz 1 Nr. 5 EGBGB"),
            (
                (
                    "At the latest when ordering begins, say whether delivery is limited and which means "
                    "of payment are taken."
                ),
                "§ 312j Abs. 1 BGB",
            ),
        ],
    ),
    (
        lambda: order_confirmation(
            concluded_on=NOW, begins_on=NOW, confirmed_on=NOW, given=(ConfirmationPart.RECEIPT,)
        ),
        [
            ("There: electronic receipt for the order, at once.", "§ 312i Abs. 1 Satz 1 Nr. 3 BGB"),
            (
                ("Missing: confirmation with the content of the contract on a durable medium, terms included."),
                "§ 312f Abs. 2 Satz 1 BGB",
            ),
            (
                "Missing: the information of Art. 246a EGBGB with the withdrawal instruction.",
                "§ 312f Abs. 2 Satz 2 BGB",
            ),
            (
                ("Sent on 22 Nov 2026. Where that is the day of the beginning, it must have come before it."),
                "§ 312f Abs. 2 Satz 1 BGB",
            ),
        ],
    ),
    (
        lambda: order_confirmation(
            concluded_on=NOW, customer=Customer.CONSUMER, informed=True, begins_on=NOW, confirmed_on=date(2026, 11, 23)
        ),
        [
            ("Missing: electronic receipt for the order, at once.", "§ 312i Abs. 1 Satz 1 Nr. 3 BGB"),
            (
                ("Missing: confirmation with the content of the contract on a durable medium, terms included."),
                "§ 312f Abs. 2 Satz 1 BGB",
            ),
            ("Sent on 23 Nov 2026, after performance had begun: too late.", "§ 312f Abs. 2 Satz 1 BGB"),
        ],
    ),
]


@pytest.mark.parametrize(("question", "lines"), [*ONLINE])
def test_the_derivation_in_words(question: Callable[[], Derived[Any]], lines: list[tuple[str, str]]) -> None:
    steps = question().steps
    assert [(str(step.sentence).replace(NO_BREAK_SPACE, " "), step.source) for step in steps] == lines
