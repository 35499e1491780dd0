"""§ 271a, § 308 Nr. 1a and 1b BGB: how long a business may take to pay or to accept what it received."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from quartier.law.bgb.default_rate import CONTINUING, REFORM_ON, Debtor, Party, Performed, law_of
from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

TRANSITION: Final = "Art. 229 § 34 Satz 1 EGBGB"


class Subject(Choice):
    """What the agreed time is for."""

    PAYMENT = "payment", _("payment of a consideration")
    ACCEPTANCE = "acceptance", _("inspection or acceptance of the performance")


class Verdict(Choice):
    """Whether the agreed time holds."""

    VALID = "valid", _("valid")
    EXPRESS = "express", _("valid only if agreed expressly and not grossly unfair to the creditor")
    JUSTIFIED = "justified", _("valid only if agreed expressly and justified by the nature of the contract")
    DOUBTFUL = "doubtful", _("in standard terms of the debtor unreasonable in case of doubt")
    VOID = "void", _("void")


def limit(title: str, days: int, source: str) -> Timeline[Span]:
    """Return a limit in days, in force since the law of 2014."""
    version = Version(valid_from=REFORM_ON, value=Span(days=days), source=f"{source}; {TRANSITION}")
    return Timeline(title, (version,))


FREE: Final = {
    Subject.PAYMENT: limit(_("Free time for payment"), 60, "§ 271a Abs. 1 Satz 1 BGB"),
    Subject.ACCEPTANCE: limit(_("Free time for inspection or acceptance"), 30, "§ 271a Abs. 3 BGB"),
}
PUBLIC: Final = limit(_("Free time for payment by public authorities"), 30, "§ 271a Abs. 2 Nr. 1 BGB")
PUBLIC_AT_MOST: Final = limit(_("Longest time for payment by public authorities"), 60, "§ 271a Abs. 2 Nr. 2 BGB")
IN_TERMS: Final = {
    Subject.PAYMENT: limit(_("Time for payment in the debtor's standard terms"), 30, "§ 308 Nr. 1a BGB"),
    Subject.ACCEPTANCE: limit(
        _("Time for inspection or acceptance in the debtor's standard terms"), 15, "§ 308 Nr. 1b BGB"
    ),
}


@rule(
    "payment-term",
    Area.DEFAULT,
    title=_("Agreed times for payment and acceptance"),
    says=_(
        "More than 60 days for payment or 30 for acceptance hold only if they were agreed expressly and are not "
        "grossly unfair; in the debtor's standard terms more than 30 or 15 days are doubtful. The days run from "
        "receipt of the performance, or of the invoice if it comes later. Consumers and instalments are free."
    ),
    timelines=(*FREE.values(), PUBLIC, PUBLIC_AT_MOST, *IN_TERMS.values(), CONTINUING),
    cases=(
        Case(
            "60 days, agreed singly",
            {"days": "60", "debtor": "business", "agreed": "2026-01-01"},
            "valid",
            "§ 271a BGB",
        ),
        Case("61 days", {"days": "61", "debtor": "business", "agreed": "2026-01-01"}, "express", "§ 271a Abs. 1 BGB"),
        Case(
            "31 days in the debtor's own terms",
            {"days": "31", "debtor": "business", "agreed": "2026-01-01", "terms": True},
            "doubtful",
            "§ 308 Nr. 1a BGB",
        ),
        Case(
            "16 days for acceptance in the debtor's own terms",
            {"days": "16", "debtor": "business", "agreed": "2026-01-01", "terms": True, "subject": "acceptance"},
            "doubtful",
            "§ 308 Nr. 1b BGB",
        ),
        Case(
            "31 days for a public authority",
            {"days": "31", "debtor": "business", "agreed": "2026-01-01", "public": True},
            "justified",
            "§ 271a Abs. 2 Nr. 1 BGB",
        ),
        Case(
            "61 days for a public authority",
            {"days": "61", "debtor": "business", "agreed": "2026-01-01", "public": True},
            "void",
            "§ 271a Abs. 2 Nr. 2 BGB",
        ),
    ),
)
def payment_term(
    *,
    days: Annotated[int, _("Agreed days from receipt of the performance, or of an invoice that comes later")],
    debtor: Debtor,
    agreed_on: Annotated[date, _("Day of the agreement")],
    subject: Annotated[Subject, _("What the days are for")] = Subject.PAYMENT,
    terms: Annotated[bool, _("Whether the days stand in standard terms of the debtor")] = False,
    public: Annotated[bool, _("Whether the debtor is a public contracting authority (§ 99 Nr. 1 to 3 GWB)")] = False,
    performed_on: Performed = None,
) -> Derived[Verdict]:
    """Return whether the time holds; raises NotApplicable for consumers and below one day, NotInForce before the law.

    The law of 29 July 2014 governs obligations that arose since, and what was rendered after June 2016 on older ones.
    """
    if debtor is Party.CONSUMER:
        raise NotApplicable(_("§ 271a BGB does not protect the creditors of consumers (Abs. 5 Nr. 2)."))
    if days < 1:
        raise NotApplicable(_("An agreed time has at least one day."))
    derivation = Derivation()
    law_on = law_of(derivation, agreed_on, performed_on)
    verdict = Verdict.VALID
    for bound, then in _limits(subject, terms=terms, public=public):
        allowed = derivation.applies(bound, law_on)
        if days > allowed.days:
            verdict = then
            derivation.step(
                _("%(days)s days are longer than %(allowed)s: %(verdict)s."),
                bound.at(law_on).source,
                days=days,
                allowed=allowed,
                verdict=then,
            )
    if verdict is Verdict.VALID:
        derivation.step(_("%(days)s days stay within every limit."), "§ 271a, § 308 Nr. 1a und 1b BGB", days=days)
    return derivation.gives(verdict)


def _limits(subject: Subject, *, terms: bool, public: bool) -> list[tuple[Timeline[Span], Verdict]]:
    """Return the limits that are looked at, the strictest verdict last."""
    limits = [(IN_TERMS[subject], Verdict.DOUBTFUL)] if terms else []
    if public and subject is Subject.PAYMENT:
        return [(PUBLIC, Verdict.JUSTIFIED), *limits, (PUBLIC_AT_MOST, Verdict.VOID)]
    return [(FREE[subject], Verdict.EXPRESS), *limits]
