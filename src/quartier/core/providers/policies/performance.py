"""Section 3 of the catalogue, second half: what happens while an order is worked on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from quartier.core.providers.policies.choices import Scope
from quartier.values.policy import Bound, Choice, Concern, Percent, Record, Span, parameter, part
from quartier.values.policy import mark as _


@dataclass(frozen=True, kw_only=True)
class InactiveOrder(Record):
    """What the provider may do when a customer does not cooperate."""

    emails: int = part(_("E-mails first"), 0)
    calls: int = part(_("Phone attempts first"), 0)
    wait: Span | None = part(_("Without an answer for"), None)
    may_end: bool = part(_("Provider may end the order"), False)
    reactivation: Span | None = part(_("Reactivation or upgrade within"), None)
    full_credit: bool = part(_("Full credit then"), False)
    refund_if_untouched: bool = part(_("Refund if nothing was performed"), False)
    suspends_dates: bool = part(_("Dates are suspended"), False)
    damages: Fraction | None = part(_("Flat damages, share of the total fee"), None)
    lower_damage_provable: bool = part(_("Customer may prove lower damage"), True)


@dataclass(frozen=True, kw_only=True)
class AcceptanceFiction(Record):
    """After how long silence counts as acceptance or release."""

    scope: Scope = part(_("For"), Scope.ANY)
    after: Span | None = part(_("Silence for"), None)
    productive_use: bool = part(_("Productive use counts at once"), False)
    told_before: bool = part(_("Customer is told so before"), True)


class Refund(Choice):
    """What is paid back."""

    UNREGULATED = "unregulated", _("not regulated")
    NONE = "none", _("nothing")
    ON_WISH = "on_wish", _("the price, on wish")
    PRO_RATA = "pro_rata", _("the rest of the paid time")


@dataclass(frozen=True, kw_only=True)
class RefundRule(Record):
    """What is paid back in which case; statutory withdrawal and § 648 BGB are untouched."""

    before_start: Refund = part(_("Before the start of performance"), Refund.UNREGULATED)
    after_start: Refund = part(_("After the start of performance"), Refund.UNREGULATED)
    customer_notice: Refund = part(_("Notice by the customer"), Refund.UNREGULATED)
    provider_stop: Refund = part(_("Stop by the provider"), Refund.UNREGULATED)
    by_transfer_only: bool = part(_("By bank transfer only"), False)


@dataclass(frozen=True, kw_only=True)
class DelayCompensation(Record):
    """What the provider pays for a culpable delay, in percent of the price of the delayed part."""

    a_week: Percent = part(_("For each full week"), Decimal("0.5"))
    at_most: Percent = part(_("At most"), Decimal(5))


@dataclass(frozen=True, kw_only=True)
class ExtraTrips(Record):
    """How many trips to the place are included when the customer causes more."""

    single_property: int = part(_("Single property"), 1)
    multi_family: int = part(_("Multi-family house"), 2)


LOWER_DAMAGE = _("that the customer may prove lower damage")


@dataclass(frozen=True, kw_only=True)
class PerformancePolicy(Concern):
    """Silence, delay, extra work and refunds while an order runs."""

    concern = "performance"
    slug = "durchfuehrung"
    title = _("Performance of orders")

    inactive_order_rule: InactiveOrder | None = parameter(
        "inactive_order_rule",
        _("Customer does not cooperate"),
        None,
        Bound(
            holds=lambda rule: rule is None or rule.damages is None or rule.lower_damage_provable,
            text=LOWER_DAMAGE,
            source="§ 309 Nr. 5 Buchst. b BGB",
        ),
    )
    acceptance_fiction: tuple[AcceptanceFiction, ...] = parameter(
        "acceptance_fiction",
        _("Silence counts as acceptance"),
        (),
        Bound(
            holds=lambda rules: all(rule.told_before and rule.after is not None for rule in rules),
            text=_("a period and that the customer is told before"),
            source="§ 308 Nr. 5, § 640 Abs. 2 BGB",
        ),
    )
    refund_rule: RefundRule | None = parameter(
        "refund_rule",
        _("Refunds"),
        None,
        hint=_("Statutory withdrawal and § 648 BGB are untouched by this."),
    )
    delay_compensation: DelayCompensation | None = parameter(
        "delay_compensation",
        _("Compensation for delay"),
        None,
        Bound(
            holds=lambda value: value is None,
            text=_("no cap on damages for delay"),
            source="§ 309 Nr. 7 Buchst. b, Nr. 8 Buchst. a BGB",
            consumers_only=True,
            verified=False,
        ),
    )
    surcharge_night_holiday_min: Percent | None = parameter(
        "surcharge_night_holiday_min",
        _("Smallest surcharge at night and on holidays"),
        None,
        Bound(
            holds=lambda value: value is None or Decimal(0) <= value <= Decimal(100),
            text=_("0 to 100 %"),
            source="§ 138 BGB",
            verified=False,
        ),
    )
    extra_trips_free: ExtraTrips | None = parameter(
        "extra_trips_free",
        _("Trips included"),
        None,
        Bound(
            holds=lambda trips: trips is None or (trips.single_property >= 1 and trips.multi_family >= 1),
            text=_("at least the first trip, it is the service itself"),
            source="§ 307 Abs. 2 BGB",
            verified=False,
        ),
        hint=_("Trips caused by the provider never count."),
    )
