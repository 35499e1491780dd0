"""Section 5 of the catalogue, second part: blocks, liability, commission."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.values.policy import Bound, Choice, Concern, Euro, Percent, Record, Span, parameter, part
from quartier.values.policy import mark as _


class Ground(Choice):
    """Why access may be blocked."""

    MISUSE = "misuse", _("Misuse")
    LASTING_BREACH = "lasting_breach", _("Lasting breach of the terms")
    CREDENTIALS_PASSED_ON = "credentials_passed_on", _("Credentials passed on")
    BREACH = "breach", _("Breach of duty, quality or law")
    ARREARS = "arrears", _("Arrears")
    RETURNED_PAYMENT = "returned_payment", _("Returned payment")
    EMAIL_DEAD = "email_dead", _("E-mail address unreachable")
    CAUSE = "cause", _("Right to end for good cause")
    SPAM = "spam", _("Spam or disguised sender")
    UNLAWFUL_CONTENT = "unlawful_content", _("Unlawful content")


class PriorWarning(Choice):
    """Whether a warning goes before a block."""

    NONE = "none", _("no, at once")
    EXCEPT_URGENT = "except_urgent", _("yes, except in urgent cases")
    ALWAYS = "always", _("always")


class FeesContinue(Choice):
    """Whether recurring fees run on during a block."""

    NO = "no", _("no")
    EXISTING_DUTIES = "existing_duties", _("existing debts stay")
    IF_CUSTOMER_RESPONSIBLE = "if_customer_responsible", _("if the customer is responsible")


class AutoLift(Choice):
    """When a block ends by itself."""

    NEVER = "never", _("never, staff decide")
    AT_END_DATE = "at_end_date", _("at its end date")
    GROUND_GONE = "ground_gone", _("at once when the last ground is gone")


@dataclass(frozen=True, kw_only=True)
class SuspensionPolicy(Concern):
    """When access is blocked and how the block ends."""

    concern = "suspension"
    slug = "sperre"
    title = _("Blocks")

    grounds: frozenset[Ground] = parameter(
        "suspension.grounds",
        _("Grounds"),
        frozenset({Ground.MISUSE}),
        Bound(holds=bool, text=_("a ground, blocks at will are void"), source="§ 307 Abs. 1 BGB"),
    )
    prior_warning: PriorWarning = parameter("suspension.prior_warning", _("Warning before"), PriorWarning.EXCEPT_URGENT)
    fees_continue: FeesContinue | None = parameter(
        "suspension.fees_continue",
        _("Fees run on"),
        None,
        hint=_("Never where the provider is responsible for the block (§ 326 Abs. 1 BGB)."),
    )
    auto_lift: AutoLift = parameter("suspension.auto_lift", _("Ends by itself"), AutoLift.GROUND_GONE)


@dataclass(frozen=True, kw_only=True)
class LiabilityReference(Record):
    """The figures of a liability clause, for the register of claims."""

    case_fee_months: int | None = part(_("Months of fees for a case"), None)
    case_least: Euro | None = part(_("At least for a case"), None)
    year_fee_factor: int | None = part(_("Annual fees for a year"), None)
    year_least: Euro | None = part(_("At least for a year"), None)
    free_services: Euro | None = part(_("At most for free services"), None)
    share_of_fee: Percent | None = part(_("Ceiling, share of the yearly or agreed fee"), None)
    limitation: Span | None = part(_("Limitation"), None)
    unlimited_stays: bool = part(_("Unlimited for life, body, health, intent and gross negligence"), True)


@dataclass(frozen=True, kw_only=True)
class LiabilityPolicy(Concern):
    """Reference values of the liability clause; the clause itself is text."""

    concern = "liability"
    slug = "haftung"
    title = _("Liability")

    liability_reference: LiabilityReference | None = parameter(
        "liability_reference",
        _("Reference values"),
        None,
        Bound(
            holds=lambda value: value is None or value.unlimited_stays,
            text=_("unlimited liability for life, body, health, intent and gross negligence"),
            source="§ 276 Abs. 3, § 309 Nr. 7, § 310 Abs. 1 BGB; § 14 ProdHaftG",
        ),
        Bound(
            holds=lambda v: v is None or v.limitation is None or Span(months=12).no_longer_than(v.limitation),
            text=_("a limitation of at least one year"),
            source="§ 309 Nr. 8 Buchst. b Doppelbuchst. ff BGB",
        ),
        Bound(
            holds=lambda v: v is None or v.limitation is None or Span(months=24).no_longer_than(v.limitation),
            text=_("a limitation of at least two years for consumers"),
            source="§ 476 Abs. 2, § 634a BGB",
            consumers_only=True,
            verified=False,
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Commission(Record):
    """What partners earn; the rate itself stands in dated price tables."""

    first_contract_only: bool = part(_("First paid contract only"), True)
    payout_day: int = part(_("Paid out on day of the month"), 1)
    falls_with_contract: bool = part(_("Falls away when the contract does"), True)
    misuse_objection: Span = part(_("Objection against a finding of misuse"), Span(weeks=4))


@dataclass(frozen=True, kw_only=True)
class CommissionPolicy(Concern):
    """What partners of the provider earn."""

    concern = "commission"
    slug = "provision"
    title = _("Commission")

    commission: Commission | None = parameter(
        "commission",
        _("Commission"),
        None,
        Bound(
            holds=lambda value: value is None or 1 <= value.payout_day <= 28,  # noqa: PLR2004 – every month has it
            text=_("settlement once a month, on a day that every month has"),
            source="§ 87c Abs. 1 HGB",
            verified=False,
        ),
    )
