"""§§ 312, 312b, 312c, 312g BGB: which contracts have a right of withdrawal, and which have none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.withdrawal import CONSUMER_RIGHTS, FINANCIAL_REFORM
from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

DATA_AS_PRICE = date(2022, 1, 1)


class Customer(Choice):
    """Who concludes the contract with the provider."""

    CONSUMER = "consumer", _("consumer")
    BUSINESS = "business", _("business")


class Channel(Choice):
    """How the contract came about."""

    DISTANCE = "distance", _("only by means of distance communication, such as online")
    OFF_PREMISES = "off-premises", _("away from the provider's business premises")
    PREMISES = "premises", _("on the provider's business premises")


class Price(Choice):
    """What the consumer gives."""

    MONEY = "money", _("money")
    DATA = "data", _("personal data that the provider also uses for other purposes")
    NOTHING = "nothing", _("nothing, or only data that the contract or the law needs")


class Subject(Choice):
    """What the contract is about, as far as the law treats it apart."""

    OTHER = "other", _("none of the others")
    LEASE = "residential-lease", _("letting of a dwelling")
    RENT_INCREASE = "rent-increase-consent", _("consent to a rent increase up to the local comparative rent")
    MADE_TO_ORDER = "made-to-order", _("goods made to the consumer's own choice or needs")
    PERISHABLE = "perishable", _("goods that spoil or expire quickly")
    UNSEALED_HYGIENE = "unsealed-hygiene", _("goods sealed for hygiene, once the seal is removed")
    MIXED = "mixed", _("goods that have been inseparably mixed after delivery")
    UNSEALED_MEDIA = "unsealed-media", _("recordings or software in a sealed package, once the seal is removed")
    PRESS = "press", _("newspapers and magazines outside a subscription")
    MARKET_PRICE = "market-price", _("a price that follows the financial market during the period")
    LEISURE = "leisure", _("lodging not for living, catering, transport of goods, car hire or leisure at a fixed time")
    AUCTION = "auction", _("a public auction")
    URGENT_REPAIR = "urgent-repair", _("urgent repairs for which the consumer expressly asked for a visit")
    LOTTERY = "lottery", _("betting or lottery, concluded neither by telephone nor off premises")
    NOTARISED = "notarised", _("a notarised contract")
    LAND = "land", _("ownership of or other rights in land")
    CONSUMER_BUILDING = "consumer-building", _("a consumer building contract, which has its own right")
    PASSENGERS = "passengers", _("carriage of passengers")
    SMALL_OFF_PREMISES = "small-off-premises", _("off premises, performed and paid at once, no more than 40 €")


EXCLUDED = {
    Subject.MADE_TO_ORDER: "§ 312g Abs. 2 Nr. 1 BGB",
    Subject.PERISHABLE: "§ 312g Abs. 2 Nr. 2 BGB",
    Subject.UNSEALED_HYGIENE: "§ 312g Abs. 2 Nr. 3 BGB",
    Subject.MIXED: "§ 312g Abs. 2 Nr. 4 BGB",
    Subject.UNSEALED_MEDIA: "§ 312g Abs. 2 Nr. 6 BGB",
    Subject.PRESS: "§ 312g Abs. 2 Nr. 7 BGB",
    Subject.MARKET_PRICE: "§ 312g Abs. 2 Nr. 8 BGB",
    Subject.LEISURE: "§ 312g Abs. 2 Nr. 9 BGB",
    Subject.AUCTION: "§ 312g Abs. 2 Nr. 10 BGB",
    Subject.URGENT_REPAIR: "§ 312g Abs. 2 Nr. 11 BGB",
    Subject.LOTTERY: "§ 312g Abs. 2 Nr. 12 BGB",
    Subject.NOTARISED: "§ 312g Abs. 2 Nr. 13 BGB",
    Subject.LAND: "§ 312 Abs. 2 Nr. 2 BGB",
    Subject.CONSUMER_BUILDING: "§ 312 Abs. 2 Nr. 3, § 650l BGB",
    Subject.PASSENGERS: "§ 312 Abs. 8 BGB",
    Subject.SMALL_OFF_PREMISES: "§ 312 Abs. 2 Nr. 12 BGB",
}

RIGHT: Timeline[frozenset[Channel]] = Timeline(
    _("Contracts with a right of withdrawal"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=frozenset({Channel.DISTANCE, Channel.OFF_PREMISES}),
            source="§ 312g Abs. 1, §§ 312b, 312c BGB; Art. 229 § 32 Abs. 1 EGBGB",
        ),
    ),
)
EXCLUSIONS: Timeline[frozenset[Subject]] = Timeline(
    _("Contracts without a right of withdrawal"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=frozenset(EXCLUDED),
            source="§ 312 Abs. 2 und 8, § 312g Abs. 2 BGB",
        ),
        Version(
            valid_from=FINANCIAL_REFORM,
            value=frozenset(EXCLUDED),
            source="§ 312 Abs. 2 und 8, § 312g Abs. 2 BGB (BGBl. 2026 I Nr. 28)",
            verified=False,
            note=_(
                "§ 312 Abs. 2 BGB was rewritten on 19 June 2026 (numbers 1, 4, 5 and 12 to 14). Read the text in force."
            ),
        ),
    ),
)
PAYMENT: Timeline[frozenset[Price]] = Timeline(
    _("What counts as payment by a consumer"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=frozenset({Price.MONEY}),
            source="§ 312 Abs. 1 BGB a. F.",
            verified=False,
            note=_("Compare with the text in force before 1 January 2022; it is not among the texts checked here."),
        ),
        Version(
            valid_from=DATA_AS_PRICE,
            value=frozenset({Price.MONEY, Price.DATA}),
            source="§ 312 Abs. 1 und 1a BGB",
        ),
    ),
)
LEASES: Timeline[str] = Timeline(
    _("Right of withdrawal from a lease of a dwelling"),
    (
        Version(valid_from=CONSUMER_RIGHTS, value="unless viewed before", source="§ 312 Abs. 4 BGB"),
        Version(
            valid_from=FINANCIAL_REFORM,
            value="unless viewed before",
            source="§ 312 Abs. 2 Nr. 5 BGB (BGBl. 2026 I Nr. 28)",
            verified=False,
            note=_(
                "Since 19 June 2026 leases of dwellings stand in § 312 Abs. 2 Nr. 5 BGB, and most of the chapter does "
                "not apply to the contracts named there. Read whether any right of withdrawal is left; until then the "
                "older answer is the careful one: instruct the tenant."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """Whether the consumer can withdraw."""

    exists: Annotated[bool, _("Right of withdrawal")]


@rule(
    "withdrawal-exclusions",
    Area.WITHDRAWAL,
    title=_("Whether there is a right of withdrawal"),
    says=_(
        "Consumers can withdraw from contracts concluded at a distance or off premises for money or data, except for "
        "the contracts the law lists. Businesses cannot; nor can tenants who viewed the dwelling before they signed."
    ),
    timelines=(RIGHT, PAYMENT, EXCLUSIONS, LEASES),
    cases=(
        Case(
            "a floor plan ordered online by a consumer",
            {"concluded": "2026-03-20", "customer": "consumer", "channel": "distance"},
            gives={"exists": True},
            source=f"{ROWS} WR-071",
        ),
        Case(
            "the same by a business",
            {"concluded": "2026-03-20", "customer": "business", "channel": "distance"},
            gives={"exists": False},
            source=f"{ROWS} WR-071",
        ),
        Case(
            "a lease after a viewing",
            {
                "concluded": "2026-03-20",
                "customer": "consumer",
                "channel": "distance",
                "subject": "residential-lease",
                "viewed": True,
            },
            gives={"exists": False},
            source="§ 312 Abs. 4 Satz 2 BGB",
        ),
        Case(
            "a lease signed online without a viewing",
            {
                "concluded": "2026-03-20",
                "customer": "consumer",
                "channel": "distance",
                "subject": "residential-lease",
            },
            gives={"exists": True},
            source="§ 312 Abs. 4 BGB",
        ),
        Case(
            "a guest flat for two nights",
            {"concluded": "2026-03-20", "customer": "consumer", "channel": "distance", "subject": "leisure"},
            gives={"exists": False},
            source="§ 312g Abs. 2 Nr. 9 BGB",
        ),
        Case(
            "a free portal that uses data only for its service",
            {"concluded": "2026-03-20", "customer": "consumer", "channel": "distance", "price": "nothing"},
            gives={"exists": False},
            source="§ 312 Abs. 1a Satz 2 BGB",
        ),
        Case(
            "consent by letter to a rent increase",
            {
                "concluded": "2020-01-15",
                "customer": "consumer",
                "channel": "distance",
                "subject": "rent-increase-consent",
            },
            gives={"exists": False},
            source="BGH 17.10.2018, VIII ZR 94/17",
        ),
    ),
)
def withdrawal_exclusions(
    *,
    concluded_on: Annotated[date, _("Day on which the contract was concluded")],
    customer: Annotated[Customer, _("Who concludes the contract")],
    channel: Annotated[Channel, _("How the contract came about")],
    subject: Annotated[Subject, _("What the contract is about")] = Subject.OTHER,
    price: Annotated[Price, _("What the consumer gives")] = Price.MONEY,
    viewed: Annotated[bool, _("Whether the tenant viewed the dwelling before")] = False,
) -> Derived[Right]:
    """Return whether the right exists; raises NotInForce for contracts before 13 June 2014, NotApplicable for a mix."""
    derivation = Derivation()
    channels = derivation.applies(RIGHT, concluded_on)
    prices = derivation.applies(PAYMENT, concluded_on)
    if customer is Customer.BUSINESS:
        derivation.step(_("Only consumers can withdraw."), "§ 312 Abs. 1, § 355 Abs. 1 Satz 1 BGB")
    elif channel not in channels:
        derivation.step(_("A contract on the provider's premises cannot be withdrawn from."), "§ 312g Abs. 1 BGB")
    elif price not in prices:
        derivation.step(
            _("The consumer gives %(price)s: the law grants no right. The provider's own terms may grant one."),
            price=price,
        )
    elif _applies(derivation, concluded_on, channel, subject, viewed):
        derivation.step(_("The consumer can withdraw."), "§ 312g Abs. 1 BGB")
        return derivation.gives(Right(exists=True))
    return derivation.gives(Right(exists=False))


def _applies(derivation: Derivation, concluded_on: date, channel: Channel, subject: Subject, viewed: bool) -> bool:
    """Tell whether the subject leaves the right in place, and say why not."""
    if subject in {Subject.LEASE, Subject.RENT_INCREASE}:
        derivation.applies(LEASES, concluded_on)
        return _lease(derivation, viewed) if subject is Subject.LEASE else _rent_increase(derivation, channel)
    if subject is Subject.SMALL_OFF_PREMISES and channel is not Channel.OFF_PREMISES:
        raise NotApplicable(_("“%(subject)s” is about contracts off premises only."), subject=subject)
    if subject in derivation.applies(EXCLUSIONS, concluded_on):
        derivation.step(_("There is no right for this contract: %(subject)s."), EXCLUDED[subject], subject=subject)
        if subject is Subject.MADE_TO_ORDER:
            derivation.step(
                _("This concerns goods; as a rule contracts for work are not meant."), "BGH 30.08.2018, VII ZR 243/17"
            )
        return False
    return True


def _lease(derivation: Derivation, viewed: bool) -> bool:
    if viewed:
        derivation.step(_("The tenant viewed the dwelling before."), "§ 312 Abs. 4 Satz 2 BGB")
    return not viewed


def _rent_increase(derivation: Derivation, channel: Channel) -> bool:
    if channel is Channel.DISTANCE:
        derivation.step(
            _("Consent given at a distance to a rent increase up to the local comparative rent is final."),
            "§§ 558a, 558b BGB; BGH 17.10.2018, VIII ZR 94/17",
        )
        return False
    derivation.step(
        _("Agreements with tenants made off premises can be withdrawn from."), "BGH 17.05.2017, VIII ZR 29/16"
    )
    return True
