"""Section 4 of the catalogue: changes of terms and prices, withdrawal."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.core.providers.policies.choices import Channel, PeriodEnd, Scope
from quartier.law.bgb.form import FormLevel
from quartier.values.policy import Bound, Choice, Concern, Record, Span, parameter, part
from quartier.values.policy import mark as _


@dataclass(frozen=True, kw_only=True)
class Lead(Record):
    """How long before its effect a change is announced."""

    ordinary: Span = part(_("Ordinary changes"), Span(weeks=6))
    far_reaching: Span | None = part(_("Far-reaching changes"), None)


@dataclass(frozen=True, kw_only=True)
class Objection(Record):
    """How a customer objects to a change; the period runs from receipt."""

    within: Span = part(_("Within"), Span(days=14))
    form: FormLevel = part(_("Form"), FormLevel.TEXT)


@dataclass(frozen=True, kw_only=True)
class Silence(Record):
    """For whom silence counts as consent, and when."""

    businesses: bool = part(_("Businesses"), False)
    consumers: bool = part(_("Consumers"), False)
    only_if_told: bool = part(_("Only if told so"), True)
    far_reaching_only: bool = part(_("Far-reaching changes only"), False)


@dataclass(frozen=True, kw_only=True)
class AfterObjection(Record):
    """What an objection leads to."""

    old_terms_stay: bool = part(_("Old terms stay"), True)
    provider_notice: Span | None = part(_("Provider may end with"), None)
    to: PeriodEnd = part(_("Takes effect at"), PeriodEnd.ANY_DAY)
    use_within: Span | None = part(_("To be used within"), None)


@dataclass(frozen=True, kw_only=True)
class PriceChange(Record):
    """How prices change for running contracts."""

    order_price_fixed: bool = part(_("Price of the single order stays"), False)
    by: frozenset[Channel] = part(_("Announced by"), frozenset())
    like_terms: bool = part(_("Same procedure as for terms"), False)
    special_notice: bool = part(_("Special notice by the customer"), False)
    not_for_vat_only: bool = part(_("No special notice if only VAT rises"), False)
    commission_lead: Span | None = part(_("Commission announced before"), None)
    commission_objection: Span | None = part(_("Objection to the commission within"), None)


def within_reason(lead: Lead) -> bool:
    """Tell whether nobody is surprised: two weeks at least, and far-reaching changes no sooner than others."""
    floor = Span(days=14).no_longer_than(lead.ordinary)
    return floor and (lead.far_reaching is None or lead.ordinary.no_longer_than(lead.far_reaching))


@dataclass(frozen=True, kw_only=True)
class TermsChangePolicy(Concern):
    """How terms and prices change."""

    concern = "terms_change"
    slug = "aenderungen"
    title = _("Changes of terms and prices")

    channel: frozenset[Channel] = parameter(
        "terms_change.channel",
        _("Announced by"),
        frozenset({Channel.EMAIL, Channel.LOGIN}),
        Bound(holds=bool, text=_("at least one way"), source="§ 308 Nr. 5 BGB"),
    )
    lead: Lead = parameter(
        "terms_change.lead",
        _("Announced before effect"),
        Lead(),
        Bound(holds=within_reason, text=_("at least 14 days"), source="§ 308 Nr. 5 Buchst. a BGB", verified=False),
    )
    objection: Objection | None = parameter(
        "terms_change.objection",
        _("Objection"),
        None,
        Bound(
            holds=lambda value: value is None or Span(days=14).no_longer_than(value.within),
            text=_("at least 14 days from receipt"),
            source="§ 308 Nr. 5 Buchst. a BGB",
            verified=False,
        ),
        Bound(
            holds=lambda value: value is None or FormLevel.TEXT.meets(value.form),
            text=_("no more than text form"),
            source="§ 309 Nr. 13 Buchst. b BGB",
            consumers_only=True,
        ),
        hint=_("Empty: the document grants no objection."),
    )
    silence_is_consent: Silence = parameter(
        "terms_change.silence_is_consent",
        _("Silence is consent"),
        Silence(),
        Bound(
            holds=lambda silence: not silence.consumers,
            text=_("the active consent of consumers"),
            source="BGH 27.04.2021, XI ZR 26/20; § 307 BGB",
        ),
        Bound(
            holds=lambda silence: silence.only_if_told or not silence.businesses,
            text=_("that the effect of silence is told with the announcement"),
            source="§ 308 Nr. 5 Buchst. b BGB",
        ),
    )
    after_objection: AfterObjection | None = parameter("terms_change.after_objection", _("After an objection"), None)
    price_change: PriceChange | None = parameter("price_change", _("Change of prices"), None)


@dataclass(frozen=True, kw_only=True)
class WithdrawalForm(Record):
    """How a withdrawal is declared."""

    form: FormLevel = part(_("Form"), FormLevel.CLICK)
    button: bool = part(_("Button “Vertrag widerrufen”"), True)
    dispatch_suffices: bool = part(_("Timely dispatch suffices"), True)


@dataclass(frozen=True, kw_only=True)
class WithdrawalStart(Record):
    """What must have happened before the period runs; the latest counts."""

    instruction: bool = part(_("Receipt of the instruction"), True)
    conclusion: bool = part(_("Conclusion of the contract"), True)
    duties: bool = part(_("Information duties fulfilled"), True)


class LossPoint(Choice):
    """When the right to withdraw ends early."""

    COMPLETE_PERFORMANCE = "complete_performance", _("complete performance, value of the part before")
    START = "start", _("start of performance")


@dataclass(frozen=True, kw_only=True)
class Loss(Record):
    """When the right ends early for one kind of contract."""

    scope: Scope = part(_("For"), Scope.ANY)
    point: LossPoint = part(_("With"), LossPoint.COMPLETE_PERFORMANCE)


def lost_lawfully(losses: tuple[Loss, ...]) -> bool:
    """Tell whether only digital content loses the right at the start (§ 356(5)); services at full performance (4)."""
    return all(x.scope is Scope.DIGITAL_CONTENT for x in losses if x.point is LossPoint.START)


@dataclass(frozen=True, kw_only=True)
class WithdrawalPolicy(Concern):
    """The consumer's right to withdraw. All empty where only businesses are served."""

    concern = "withdrawal"
    slug = "widerruf"
    title = _("Withdrawal")

    days: int | None = parameter(
        "withdrawal.days",
        _("Days to withdraw"),
        14,
        Bound(
            holds=lambda days: days is None or 14 <= days <= 366,  # noqa: PLR2004 – the two figures are the bound
            text=_("14 days or more"),
            source="§ 355 Abs. 2 BGB",
        ),
        Bound(
            holds=lambda days: days is not None,
            text=_("a right to withdraw for consumers"),
            source="§§ 312g, 355 BGB",
            consumers_only=True,
        ),
    )
    form: WithdrawalForm | None = parameter(
        "withdrawal.form",
        _("Declared by"),
        WithdrawalForm(),
        Bound(
            holds=lambda value: value is None or (value.form is FormLevel.CLICK and value.dispatch_suffices),
            text=_("any clear declaration, sent in time"),
            source="§ 355 Abs. 1, § 361 Abs. 2 BGB",
        ),
        Bound(
            holds=lambda value: value is None or value.button,
            text=_("the button “Vertrag widerrufen”, in force since 19 June 2026"),
            source="§ 356a BGB",
        ),
    )
    starts: WithdrawalStart | None = parameter(
        "withdrawal.starts",
        _("The period starts with"),
        WithdrawalStart(),
        Bound(
            holds=lambda value: value is None or (value.instruction and value.conclusion and value.duties),
            text=_("that all three have happened"),
            source="§ 355 Abs. 2, § 356 Abs. 3 BGB",
        ),
    )
    early_start_consent: bool | None = parameter(
        "withdrawal.early_start_consent",
        _("Early start only on express demand"),
        None,
        Bound(
            holds=lambda value: value is not False,
            text=_("the customer's express demand and knowledge of the loss"),
            source="§ 356 Abs. 4, § 357a Abs. 2 BGB",
        ),
        hint=_("Empty where no work can start early."),
    )
    loss_point: tuple[Loss, ...] = parameter(
        "withdrawal.loss_point",
        _("The right ends early with"),
        (),
        Bound(
            holds=lost_lawfully,
            text=_("complete performance; only digital content may end it at the start"),
            source="§ 356 Abs. 4 und 5, § 357a BGB",
        ),
    )
