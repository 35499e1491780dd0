"""Section 5 of the catalogue, first part: prices, payment, default, reminders."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from quartier.values.policy import (
    Bound,
    Choice,
    Concern,
    Euro,
    Points,
    Record,
    Span,
    at_most,
    parameter,
    part,
)
from quartier.values.policy import mark as _

NOTHING = Decimal(0)


class PriceKind(Choice):
    """How prices are shown."""

    FREE = "free", _("free of charge")
    GROSS = "gross", _("final price with VAT")
    NET = "net", _("net, plus VAT")
    RENT = "rent", _("rents, no VAT")


class VatBasis(Choice):
    """The day whose VAT rate counts."""

    SUPPLY = "supply", _("day of supply")
    INVOICE = "invoice", _("day of the invoice")


class PaymentMethod(Choice):
    """How customers pay."""

    AS_IN_TENANCY = "as_in_tenancy", _("as agreed in the tenancy")
    SEPA_DEBIT = "sepa_debit", _("SEPA direct debit")
    TRANSFER = "transfer", _("Bank transfer")
    INVOICE = "invoice", _("Invoice")
    CARD = "card", _("Payment card")
    CREDIT_CARD = "credit_card", _("Credit card")
    PAYPAL = "paypal", _("PayPal")
    APP_STORE = "app_store", _("App store, in the app")
    CHEQUE = "cheque", _("Cheque, by agreement")


class DueFrom(Choice):
    """The event from which a payment is due."""

    CONTRACT = "contract", _("as the contract says")
    INVOICE = "invoice", _("receipt of the invoice")
    ORDER = "order", _("order, with receipt of the invoice")
    ACCEPTANCE = "acceptance", _("acceptance, without one the receipt of the invoice")


@dataclass(frozen=True, kw_only=True)
class Due(Record):
    """A part of the price and when it is due; no `after`: at once."""

    share: Fraction = part(_("Part"), Fraction(1))
    of: DueFrom = part(_("With"), DueFrom.INVOICE)
    after: Span | None = part(_("After"), None)


class InvoiceDelivery(Choice):
    """How invoices arrive."""

    PORTAL = "portal", _("Portal")
    EMAIL = "email", _("E-mail")
    POST = "post", _("Post")


class SetOff(Choice):
    """With which claims customers may set off."""

    FREE = "free", _("all claims")
    UNDISPUTED = "undisputed", _("undisputed or final claims")
    ACKNOWLEDGED = "acknowledged", _("acknowledged and due, or final claims")


class SupportFee(Choice):
    """What support costs."""

    NONE = "none", _("nothing")
    LATER_CHANGES = "later_changes", _("flat fee for later changes")
    PRICE_LIST = "price_list", _("by price list")
    EFFORT = "effort", _("by effort")


@dataclass(frozen=True, kw_only=True)
class BillingPolicy(Concern):
    """Prices, payment and set-off."""

    concern = "billing"
    slug = "rechnung-und-zahlung"
    title = _("Invoices and payment")

    prices: PriceKind = parameter(
        "prices",
        _("Prices"),
        PriceKind.GROSS,
        Bound(
            holds=lambda kind: kind is not PriceKind.NET,
            text=_("final prices towards consumers"),
            source="§ 3 Abs. 1 PAngV",
            consumers_only=True,
        ),
    )
    vat_rate_basis: VatBasis | None = parameter(
        "vat_rate_basis",
        _("VAT rate of the"),
        VatBasis.SUPPLY,
        hint=_("Tax law looks at the day of supply (§ 27 Abs. 1 UStG); staff are warned where the rates differ."),
    )
    payment_methods: frozenset[PaymentMethod] = parameter(
        "payment_methods",
        _("Payment methods"),
        frozenset({PaymentMethod.TRANSFER}),
        Bound(holds=bool, text=_("at least one usual method without extra cost"), source="§ 270a, § 312a Abs. 4 BGB"),
    )
    due: tuple[Due, ...] = parameter(
        "due",
        _("Due"),
        (Due(after=Span(days=14)),),
        Bound(
            holds=lambda parts: not parts or sum((p.share for p in parts), Fraction(0)) == 1,
            text=_("parts that add up to the whole price"),
            source="§ 271 BGB",
        ),
        hint=_("Empty where nothing is charged."),
    )
    invoice_delivery: frozenset[InvoiceDelivery] = parameter(
        "invoice_delivery", _("Invoices arrive by"), frozenset({InvoiceDelivery.PORTAL})
    )
    set_off: SetOff = parameter(
        "set_off",
        _("Set-off"),
        SetOff.FREE,
        Bound(
            holds=lambda value: value is SetOff.FREE,
            text=_("set-off with all claims for consumers"),
            source="§ 309 Nr. 3, § 361 Abs. 2 BGB; BGH 20.03.2018, XI ZR 309/16",
            consumers_only=True,
        ),
    )
    instalment_lapse: Span | None = parameter(
        "instalment_lapse",
        _("An instalment plan lapses when a rate is late by more than"),
        None,
        Bound(
            holds=lambda value: value is None,
            text=_("no lapse by the mere delay of one rate"),
            source="§§ 498, 307 BGB",
            consumers_only=True,
            verified=False,
        ),
        hint=_("Empty: it does not lapse by itself."),
    )
    support_fee: SupportFee = parameter(
        "support_fee",
        _("Support costs"),
        SupportFee.NONE,
        hint=_("A phone number for questions about a contract costs no more than the basic rate (§ 312a Abs. 5 BGB)."),
    )


class DefaultRunsFrom(Choice):
    """From when the days until default are counted."""

    DUE_AND_RECEIPT = "due_and_receipt", _("due date and receipt of the invoice")
    RECEIPT = "receipt", _("receipt of the invoice")
    DUE = "due", _("due date")


@dataclass(frozen=True, kw_only=True)
class DefaultStart(Record):
    """When default begins without a reminder; a reminder after the due date brings it about earlier (§ 286(1))."""

    after: Span = part(_("After"), Span(days=30))
    of: DefaultRunsFrom = part(_("Counted from"), DefaultRunsFrom.DUE_AND_RECEIPT)
    consumers_if_told: bool = part(_("Consumers only if the invoice says so"), True)


@dataclass(frozen=True, kw_only=True)
class DefaultInterest(Record):
    """Percentage points above the base rate."""

    consumer: Points = part(_("Consumers"), Decimal(5))
    business: Points = part(_("Businesses"), Decimal(9))


@dataclass(frozen=True, kw_only=True)
class DunningFee(Record):
    """What a reminder costs, for whom, and from which reminder on."""

    consumer: Euro = part(_("Consumers"), NOTHING)
    business: Euro = part(_("Businesses"), NOTHING)
    from_reminder: int = part(_("From reminder no."), 1)
    before_default: bool = part(_("Even before default"), False)
    lower_damage_provable: bool = part(_("Customer may prove lower damage"), True)


@dataclass(frozen=True, kw_only=True)
class ReturnedPaymentFee(Record):
    """What a returned payment costs the customer."""

    flat: Euro = part(_("Flat fee"), NOTHING)
    bank_cost: bool = part(_("Cost of the bank"), True)
    lower_damage_provable: bool = part(_("Customer may prove lower damage"), True)


class ListFee(Choice):
    """Whether a fee may be charged."""

    NONE = "none", _("no fee")
    PRICE_LIST = "price_list", _("only if the price list has one")


DAMAGES = "§ 309 Nr. 5 BGB"
LOWER_DAMAGE = _("that the customer may prove lower damage")


@dataclass(frozen=True, kw_only=True)
class DunningPolicy(Concern):
    """What a late payment leads to."""

    concern = "dunning"
    slug = "mahnung"
    title = _("Default and reminders")

    default_start: DefaultStart = parameter(
        "default_start",
        _("Default begins"),
        DefaultStart(),
        Bound(
            holds=lambda start: Span(days=30).no_longer_than(start.after),
            text=_("no default without a reminder in less than 30 days"),
            source="§ 286 Abs. 3, § 309 Nr. 4 BGB",
        ),
        Bound(
            holds=lambda start: start.consumers_if_told,
            text=_("that consumers are told so on the invoice"),
            source="§ 286 Abs. 3 Satz 1 BGB",
        ),
    )
    default_interest: DefaultInterest = parameter(
        "default_interest",
        _("Default interest above the base rate"),
        DefaultInterest(),
        Bound(
            holds=lambda points: NOTHING <= points.consumer <= Decimal(5),
            text=_("at most 5 points above the base rate for consumers"),
            source="§ 288 Abs. 1 BGB, § 309 Nr. 5 BGB",
        ),
        Bound(
            holds=lambda points: NOTHING <= points.business <= Decimal(9),
            text=_("at most 9 points above the base rate between businesses"),
            source="§ 288 Abs. 2 BGB, § 309 Nr. 5 BGB",
        ),
    )
    flat_default_charge: Euro = parameter(
        "flat_default_charge",
        _("Flat charge for default, businesses only"),
        NOTHING,
        Bound(
            holds=lambda amount: amount >= NOTHING,
            text=_("no negative amount"),
            source="§ 288 Abs. 5 BGB",
        ),
        at_most(Decimal(40), _("at most 40.00 €, never from consumers"), "§ 288 Abs. 5 BGB"),
        hint=_("Once for each claim; counts towards legal costs."),
    )
    dunning_fee: DunningFee = parameter(
        "dunning_fee",
        _("Fee for a reminder"),
        DunningFee(),
        Bound(
            holds=lambda fee: not fee.before_default,
            text=_("no fee before default"),
            source="§§ 280 Abs. 2, 286 BGB; § 309 Nr. 5 BGB",
        ),
        Bound(
            holds=lambda fee: fee.lower_damage_provable or fee.consumer == fee.business == 0,
            text=LOWER_DAMAGE,
            source="§ 309 Nr. 5 Buchst. b BGB",
        ),
        Bound(
            holds=lambda fee: NOTHING <= fee.consumer <= Decimal("2.50"),
            text=_("no more than paper and postage from consumers, 2.50 € at most"),
            source="§ 309 Nr. 5 Buchst. a BGB; BGH 26.06.2019, VIII ZR 95/18",
            verified=False,
        ),
        Bound(
            holds=lambda fee: NOTHING <= fee.business <= Decimal(15) and fee.from_reminder >= 1,
            text=_("0.00 to 15.00 € from businesses"),
            source="§§ 307, 310 Abs. 1 BGB",
            verified=False,
        ),
    )
    returned_payment_fee: ReturnedPaymentFee = parameter(
        "returned_payment_fee",
        _("Fee for a returned payment"),
        ReturnedPaymentFee(),
        Bound(
            holds=lambda fee: fee.flat >= 0 and (fee.lower_damage_provable or fee.flat == 0),
            text=LOWER_DAMAGE,
            source="§ 309 Nr. 5 Buchst. b BGB",
        ),
        Bound(
            holds=lambda fee: fee.flat == 0,
            text=_("no more than the cost of the bank from consumers"),
            source="§ 309 Nr. 5 Buchst. a BGB; BGH 17.09.2009, Xa ZR 40/08",
            consumers_only=True,
        ),
    )
    block_fee: ListFee | None = parameter("block_fee", _("Fee for a block"), None)
    stale_data_fee: ListFee | None = parameter(
        "stale_data_fee",
        _("Fee for data not kept current"),
        None,
        Bound(
            holds=lambda fee: fee in (None, ListFee.NONE),
            text=_("no fee for a mere breach of a side duty"),
            source=DAMAGES,
            consumers_only=True,
            verified=False,
        ),
    )
