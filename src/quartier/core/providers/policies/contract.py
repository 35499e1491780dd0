"""Section 3 of the catalogue, first half: how contracts come about, how long they run, how they end."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.core.providers.policies.choices import PeriodEnd, Scope, ScopedForm
from quartier.law.bgb.form import FormLevel
from quartier.values.policy import Bound, Choice, Concern, Record, Span, parameter, part
from quartier.values.policy import mark as _

# Contracts that only businesses conclude: consumer bounds do not reach them.
BUSINESS_SCOPES = frozenset({Scope.PARTNER})
# Contracts whose notice the law itself puts into writing.
STATUTORY_SCOPES = frozenset({Scope.TENANCY, Scope.MEMBERSHIP, Scope.SAVINGS})
ORDER_WORDS = ("zahlungspflichtig", "kostenpflichtig", "kaufen")


class Moment(Choice):
    """The event with which a contract exists. A mere receipt mail never is one."""

    REGISTRATION = "registration", _("Registration")
    ACTIVATION = "activation", _("Activation of the account")
    CONFIRMATION_MAIL = "confirmation_mail", _("Order confirmation by e-mail")
    ACCEPTANCE_MAIL = "acceptance_mail", _("Express acceptance by e-mail")
    ORDER_CONFIRMATION = "order_confirmation", _("Express order confirmation")
    CREDENTIALS = "credentials", _("Receipt of the credentials")
    START_OF_WORK = "start_of_work", _("Start of work")
    DELIVERY = "delivery", _("Delivery of the result")
    ACCEPTANCE = "acceptance", _("Acceptance")


@dataclass(frozen=True, kw_only=True)
class Formation(Record):
    """Which events conclude one kind of contract; the first of them counts."""

    scope: Scope = part(_("For"), Scope.ANY)
    moments: frozenset[Moment] = part(_("With"), frozenset())


@dataclass(frozen=True, kw_only=True)
class OrderButton(Record):
    """The words on the button that binds the customer."""

    scope: Scope = part(_("For"), Scope.ANY)
    label: str = part(_("Label"), "")


@dataclass(frozen=True, kw_only=True)
class FormationPolicy(Concern):
    """How a contract comes about."""

    concern = "formation"
    slug = "vertragsschluss"
    title = _("Conclusion of contracts")

    contract_formed_at: tuple[Formation, ...] = parameter(
        "contract_formed_at",
        _("A contract exists with"),
        (Formation(moments=frozenset({Moment.ORDER_CONFIRMATION})),),
        Bound(
            holds=lambda rules: bool(rules) and all(rule.moments for rule in rules),
            text=_("an event for each kind of contract"),
            source="§§ 145–151 BGB",
        ),
        hint=_("The first of the events counts. A mere receipt mail is no acceptance."),
    )
    order_button: tuple[OrderButton, ...] = parameter(
        "order_button",
        _("Words on the order button"),
        (),
        Bound(
            holds=lambda buttons: all(any(word in b.label.lower() for word in ORDER_WORDS) for b in buttons),
            text=_("“zahlungspflichtig bestellen” or words as clear"),
            source="§ 312j Abs. 3 BGB",
        ),
        hint=_("Empty where nothing is sold. The word stays German in every language of the interface."),
    )
    decline_without_reason: bool = parameter(
        "decline_without_reason",
        _("Orders may be declined without a reason"),
        True,
        hint=_("Never for reasons that the AGG forbids."),
    )


class TermKind(Choice):
    """How long a contract runs."""

    INDEFINITE = "indefinite", _("indefinite")
    FIXED = "fixed", _("minimum term")
    SINGLE = "single", _("ends with the single performance")
    RELATIONSHIP = "relationship", _("as long as the relationship lasts")


@dataclass(frozen=True, kw_only=True)
class Term(Record):
    """How long one kind of contract runs."""

    scope: Scope = part(_("For"), Scope.ANY)
    kind: TermKind = part(_("Term"), TermKind.INDEFINITE)
    minimum: Span | None = part(_("At least"), None)
    ends_after: Span | None = part(_("Ends after the relationship by"), None)


class NoticeTrigger(Choice):
    """What a notice presupposes."""

    NONE = "none", _("nothing")
    CHANGE = "change", _("announced change of price or service")
    OBJECTION = "objection", _("objection to a change")
    UNREASONABLE = "unreasonable", _("going on is unreasonable or uneconomic")
    CAUSE = "cause", _("good cause")


@dataclass(frozen=True, kw_only=True)
class Notice(Record):
    """One way to end one kind of contract.

    No `period`: at once. `after_invoice` is a cut-off counted from the date of the current invoice instead;
    `use_within` is how long the right lives after its trigger.
    """

    scope: Scope = part(_("For"), Scope.ANY)
    period: Span | None = part(_("Period"), None)
    to: PeriodEnd = part(_("Takes effect at"), PeriodEnd.ANY_DAY)
    after_invoice: Span | None = part(_("Until, counted from the invoice of the year"), None)
    trigger: NoticeTrigger = part(_("Needs"), NoticeTrigger.NONE)
    use_within: Span | None = part(_("To be used within"), None)
    form: FormLevel = part(_("Form"), FormLevel.CLICK)


def consumer_term(terms: tuple[Term, ...]) -> bool:
    """Tell whether no consumer contract binds for more than two years (§ 309 no. 9 a BGB)."""
    bound = (t.minimum for t in terms if t.scope not in BUSINESS_SCOPES and t.minimum is not None)
    return all(minimum.no_longer_than(Span(months=24)) for minimum in bound)


def consumer_notice(notices: tuple[Notice, ...]) -> bool:
    """Tell whether a consumer may leave within a month (§ 309 no. 9 c BGB), without a cut-off long before."""
    theirs = [n for n in notices if n.scope not in BUSINESS_SCOPES | STATUTORY_SCOPES]
    short = all(n.period is None or n.period.no_longer_than(Span(months=1)) for n in theirs)
    return short and all(n.after_invoice is None for n in theirs)


def consumer_form(forms: tuple[ScopedForm, ...]) -> bool:
    """Tell whether no more than text form is asked of consumers (§ 309 no. 13 b BGB)."""
    outside = BUSINESS_SCOPES | STATUTORY_SCOPES
    return all(FormLevel.TEXT.meets(f.form) for f in forms if f.scope not in outside)


def tenancy_in_writing(forms: tuple[ScopedForm, ...]) -> bool:
    """Tell whether a tenancy, where listed, ends in statutory writing only (§ 568 BGB)."""
    return all(f.form is FormLevel.WRITTEN_STATUTORY for f in forms if f.scope is Scope.TENANCY)


@dataclass(frozen=True, kw_only=True)
class TermPolicy(Concern):
    """How long contracts run and how both sides end them."""

    concern = "term"
    slug = "laufzeit-und-kuendigung"
    title = _("Term and notice")

    term: tuple[Term, ...] = parameter(
        "term",
        _("Term"),
        (Term(),),
        Bound(
            holds=consumer_term,
            text=_("a minimum term of at most 24 months"),
            source="§ 309 Nr. 9 Buchst. a BGB",
            consumers_only=True,
        ),
    )
    renewal: Span | None = parameter(
        "renewal",
        _("Renewed by"),
        None,
        Bound(
            holds=lambda span: span is None,
            text=_("that a contract goes on for an indefinite time only"),
            source="§ 309 Nr. 9 Buchst. b BGB",
            consumers_only=True,
        ),
        hint=_("Empty: no renewal by a fixed time."),
    )
    notice_customer: tuple[Notice, ...] = parameter(
        "notice_customer",
        _("Notice by the customer"),
        (Notice(),),
        Bound(
            holds=consumer_notice,
            text=_("a notice period of at most one month"),
            source="§ 309 Nr. 9 Buchst. c BGB",
            consumers_only=True,
        ),
    )
    notice_provider: tuple[Notice, ...] = parameter("notice_provider", _("Notice by the provider"), ())
    notice_form: tuple[ScopedForm, ...] = parameter(
        "notice_form",
        _("Form of the notice"),
        (ScopedForm(),),
        Bound(
            holds=tenancy_in_writing,
            text=_("ink on paper for the notice of a tenancy"),
            source="§ 568 Abs. 1 BGB",
        ),
        Bound(
            holds=consumer_form,
            text=_("no more than text form"),
            source="§ 309 Nr. 13 Buchst. b BGB",
            consumers_only=True,
        ),
    )
