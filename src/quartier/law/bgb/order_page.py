"""§§ 312f, 312i, 312j Abs. 2 BGB: what stands right before the order button, and what follows the order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.withdrawal import CONSUMER_RIGHTS
from quartier.law.bgb.withdrawal_exclusions import Customer
from quartier.law.bgb.withdrawal_lapse import MODERNISATION
from quartier.law.errors import WrongOrder
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

GREEN_TRANSITION = date(2026, 9, 27)


class PageItem(Choice):
    """What stands on the page right before the order is placed."""

    CHARACTERISTICS = "characteristics", _("essential characteristics of the goods or services")
    TOTAL_PRICE = "total-price", _("total price with all taxes, or how it is worked out")
    PERSONALISED = "personalised", _("note that the price was personalised by automated decision")
    EXTRA_COSTS = "extra-costs", _("all further costs, such as delivery")
    PERIODIC_PRICE = "periodic-price", _("total price for each billing period of a subscription or open-ended contract")
    TERM = "term", _("term of the contract, or how an open-ended or renewing one is cancelled")
    MINIMUM = "minimum", _("minimum length of the consumer's obligations")
    DURABILITY = "durability", _("label of the producer's guarantee of durability for goods")


PAGE_SOURCES = {
    PageItem.CHARACTERISTICS: "Art. 246a § 1 Abs. 1 Satz 1 Nr. 1 EGBGB",
    PageItem.TOTAL_PRICE: "Art. 246a § 1 Abs. 1 Satz 1 Nr. 5 EGBGB",
    PageItem.PERSONALISED: "Art. 246a § 1 Abs. 1 Satz 1 Nr. 6 EGBGB",
    PageItem.EXTRA_COSTS: "Art. 246a § 1 Abs. 1 Satz 1 Nr. 7 EGBGB",
    PageItem.PERIODIC_PRICE: "Art. 246a § 1 Abs. 1 Satz 1 Nr. 8 EGBGB",
    PageItem.TERM: "Art. 246a § 1 Abs. 1 Satz 1 Nr. 14 EGBGB",
    PageItem.MINIMUM: "Art. 246a § 1 Abs. 1 Satz 1 Nr. 15 EGBGB",
    PageItem.DURABILITY: "Art. 8 Abs. 2, Art. 6 Abs. 1 Buchst. la RL 2011/83/EU",
}

PAGE: Timeline[frozenset[PageItem]] = Timeline(
    _("Right before the order"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=frozenset(PageItem) - {PageItem.PERSONALISED, PageItem.DURABILITY},
            source="§ 312j Abs. 2 BGB a. F. (Art. 246a § 1 Abs. 1 Satz 1 Nr. 1, 4, 5, 11 und 12 EGBGB a. F.)",
            verified=False,
            note=_("Compare with the text in force before 28 May 2022; it is not among the texts checked here."),
        ),
        Version(
            valid_from=MODERNISATION,
            value=frozenset(PageItem) - {PageItem.DURABILITY},
            source="§ 312j Abs. 2 BGB (Art. 246a § 1 Abs. 1 Satz 1 Nr. 1, 5 bis 7, 8, 14 und 15 EGBGB)",
        ),
        Version(
            valid_from=GREEN_TRANSITION,
            value=frozenset(PageItem),
            source="§ 312j Abs. 2 BGB (BGBl. 2026 I Nr. 28); Art. 8 Abs. 2 RL 2011/83/EU",
            verified=False,
            note=_(
                "Since 27 September 2026 the list has grown by the label of the producer's guarantee of durability. "
                "Read § 312j Abs. 2 BGB and the new numbers of Art. 246a § 1 EGBGB."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """What must stand right before the order button in this case, and what is missing."""

    complete: Annotated[bool, _("Complete")]
    missing: Annotated[tuple[PageItem, ...], _("Missing")]
    items: Annotated[tuple[PageItem, ...], _("What it needs")]


@rule(
    "order-page",
    Area.WITHDRAWAL,
    title=_("What stands right before the order button"),
    says=_(
        "Right before a consumer places a paid order, characteristics, prices, term and minimum length stand there, "
        "clear and emphasised, as far as they exist in the case."
    ),
    timelines=(PAGE,),
    cases=(
        Case(
            "a single survey with its price on the page (WR-015, WR-022)",
            {"on": "2026-03-20", "given": ["characteristics", "total-price"]},
            gives={"complete": True, "items": ["characteristics", "total-price"]},
            source=f"{ROWS} WR-015, WR-022",
        ),
        Case(
            "a subscription whose minimum length is missing",
            {
                "on": "2026-03-20",
                "subscription": True,
                "minimum": True,
                "given": ["characteristics", "total-price", "periodic-price", "term"],
            },
            gives={"complete": False, "missing": ["minimum"]},
            source="§ 312j Abs. 2 BGB",
        ),
    ),
)
def order_page(
    *,
    on: Annotated[date, _("Day of the order")],
    subscription: Annotated[bool, _("Whether it is a subscription or an open-ended contract")] = False,
    minimum: Annotated[bool, _("Whether the consumer is bound for a minimum length")] = False,
    extra_costs: Annotated[bool, _("Whether further costs come on top")] = False,
    personalised: Annotated[bool, _("Whether the price was personalised by automated decision")] = False,
    durability: Annotated[
        bool, _("Whether the producer of the goods guarantees durability for over two years")
    ] = False,
    given: Annotated[tuple[PageItem, ...], _("What stands there; once for each item")] = (),
) -> Derived[OrderPage]:
    """Return items and gaps; raises NotInForce before 13 June 2014."""
    derivation = Derivation()
    possible = derivation.applies(PAGE, on)
    facts = {
        PageItem.CHARACTERISTICS: True,
        PageItem.TOTAL_PRICE: True,
        PageItem.PERSONALISED: personalised,
        PageItem.EXTRA_COSTS: extra_costs,
        PageItem.PERIODIC_PRICE: subscription,
        PageItem.TERM: subscription,
        PageItem.MINIMUM: minimum,
        PageItem.DURABILITY: durability,
    }
    items = tuple(one for one, fact in facts.items() if fact and one in possible)
    missing = tuple(one for one in items if one not in given)
    for item in items:
        template = _("Missing: %(item)s.") if item in missing else _("There: %(item)s.")
        derivation.step(template, PAGE_SOURCES[item], item=item)
    derivation.step(
        _("At the latest when ordering begins, say whether delivery is limited and which means of payment are taken."),
        "§ 312j Abs. 1 BGB",
    )
    return derivation.gives(OrderPage(complete=not missing, missing=missing, items=items))


class ConfirmationPart(Choice):
    """What the customer gets after the order."""

    RECEIPT = "receipt", _("electronic receipt for the order, at once")
    CONTENT = "content", _("confirmation with the content of the contract on a durable medium, terms included")
    INFORMATION = "information", _("the information of Art. 246a EGBGB with the withdrawal instruction")
    WAIVER = "waiver", _("the consumer's consent to an early beginning and knowledge of the loss")


CONFIRMATION_SOURCES = {
    ConfirmationPart.RECEIPT: "§ 312i Abs. 1 Satz 1 Nr. 3 BGB",
    ConfirmationPart.CONTENT: "§ 312f Abs. 2 Satz 1 BGB",
    ConfirmationPart.INFORMATION: "§ 312f Abs. 2 Satz 2 BGB",
    ConfirmationPart.WAIVER: "§ 312f Abs. 3 BGB",
}
CONFIRMATION: Timeline[tuple[ConfirmationPart, ...]] = Timeline(
    _("Confirmation of an online order"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=tuple(ConfirmationPart),
            source="§ 312f Abs. 2 und 3, § 312i Abs. 1 Satz 1 Nr. 3 BGB",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderConfirmation:
    """What the customer must get, until when, and what is missing."""

    complete: Annotated[bool, _("Complete")]
    in_time: Annotated[bool | None, _("In time")]
    latest_on: Annotated[date | None, _("On a durable medium by")]
    missing: Annotated[tuple[ConfirmationPart, ...], _("Missing")]
    parts: Annotated[tuple[ConfirmationPart, ...], _("What it needs")]


@rule(
    "order-confirmation",
    Area.WITHDRAWAL,
    title=_("The confirmation of an online order"),
    says=_(
        "Every online order is acknowledged at once. Consumers also get the contract on a durable medium within a "
        "reasonable time, at the latest with the goods or before the service begins."
    ),
    timelines=(CONFIRMATION,),
    cases=(
        Case(
            "a portal activated with all its documents by e-mail (DWG-19)",
            {
                "concluded": "2026-03-20",
                "begins": "2026-03-20",
                "confirmed": "2026-03-20",
                "given": ["receipt", "content", "information"],
            },
            gives={"complete": True, "in_time": True, "latest_on": "2026-03-20"},
            source=f"{ROWS} DWG-19",
        ),
        Case(
            "the contract text is neither sent nor stored (C7)",
            {"concluded": "2026-03-20", "begins": "2026-03-23", "given": ["receipt"]},
            gives={"complete": False, "in_time": None, "missing": ["content", "information"]},
            source=f"{ROWS} WR-007, C7",
        ),
        Case(
            "confirmed a day after the work began",
            {"concluded": "2026-03-20", "begins": "2026-03-23", "confirmed": "2026-03-24"},
            gives={"in_time": False, "latest_on": "2026-03-23"},
            source="§ 312f Abs. 2 Satz 1 BGB",
        ),
    ),
)
def order_confirmation(
    *,
    concluded_on: Annotated[date, _("Day on which the contract was concluded")],
    customer: Annotated[Customer, _("Who ordered")] = Customer.CONSUMER,
    begins_on: Annotated[date | None, _("Day on which the goods arrive or the service begins")] = None,
    confirmed_on: Annotated[date | None, _("Day on which the confirmation was sent")] = None,
    informed: Annotated[bool, _("Whether all information came on a durable medium before the order")] = False,
    digital_content: Annotated[bool, _("Whether digital content is provided within the withdrawal period")] = False,
    given: Annotated[tuple[ConfirmationPart, ...], _("What the customer got; once for each part")] = (),
) -> Derived[OrderConfirmation]:
    """Return parts, gaps and the last day; raises WrongOrder when the service begins before the contract."""
    derivation = Derivation()
    possible = derivation.applies(CONFIRMATION, concluded_on)
    if begins_on is not None and begins_on < concluded_on:
        raise WrongOrder(
            _("Performance cannot begin (%(begins)s) before the contract was concluded (%(concluded)s)."),
            begins=begins_on,
            concluded=concluded_on,
        )
    consumer = customer is Customer.CONSUMER
    facts = {
        ConfirmationPart.RECEIPT: True,
        ConfirmationPart.CONTENT: consumer,
        ConfirmationPart.INFORMATION: consumer and not informed,
        ConfirmationPart.WAIVER: consumer and digital_content,
    }
    parts = tuple(one for one in possible if facts[one])
    missing = tuple(one for one in parts if one not in given)
    for part in parts:
        template = _("Missing: %(part)s.") if part in missing else _("There: %(part)s.")
        derivation.step(template, CONFIRMATION_SOURCES[part], part=part)
    latest_on = begins_on if consumer else None
    in_time = _in_time(derivation, latest_on, confirmed_on)
    return derivation.gives(
        OrderConfirmation(complete=not missing, in_time=in_time, latest_on=latest_on, missing=missing, parts=parts)
    )


def _in_time(derivation: Derivation, latest_on: date | None, confirmed_on: date | None) -> bool | None:
    """Tell whether the confirmation came in time; None as long as one of the days is not known."""
    source = "§ 312f Abs. 2 Satz 1 BGB"
    if latest_on is None or confirmed_on is None:
        return None
    if confirmed_on > latest_on:
        derivation.step(_("Sent on %(day)s, after performance had begun: too late."), source, day=confirmed_on)
        return False
    template = _("Sent on %(day)s. Where that is the day of the beginning, it must have come before it.")
    derivation.step(template, source, day=confirmed_on)
    return True
