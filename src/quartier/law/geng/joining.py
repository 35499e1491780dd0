"""§§ 15a, 15b GenG: what a declaration of accession must say, and when further shares may be admitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from quartier.law.errors import NotApplicable, not_negative
from quartier.law.geng.forms import REFORM_OF_2017, REFORM_OF_2025
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro

ONE_YEAR: Final = Span(years=1)
THREE_MONTHS: Final = Span(months=3)


class Calls(Choice):
    """What members owe beyond their shares when creditors cannot be paid."""

    NONE = "none", _("no duty to pay more")
    LIMITED = "limited", _("up to a sum that the articles name")
    UNLIMITED = "unlimited", _("without limit")


CONTENT: Timeline[bool] = Timeline(
    _("Content of the declaration of accession"),
    (
        # Whether parts of a prepared electronic declaration have to stand out.
        Version(valid_from=REFORM_OF_2017, value=False, source="§ 15a GenG a. F."),
        Version(valid_from=REFORM_OF_2025, value=True, source="§ 15a GenG; Art. 22 BEG IV"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence that the declaration must contain."""

    says: Annotated[str, _("The declaration says")]
    stands_out: Annotated[bool, _("Must stand out visually")]


PAY_SHARES: Final = _("I will make the payments on the share that the law and the articles ask for.")
PAY_WITHOUT_LIMIT: Final = _("I will make the further payments needed to satisfy the creditors, without limit.")
PAY_UP_TO: Final = _("I will make the further payments needed to satisfy the creditors, up to the sum in the articles.")
KNOW_PAYMENTS: Final = _("I take note that the articles provide for further payments.")
KNOW_NOTICE: Final = _("I take note that the period of notice is longer than one year.")


@rule(
    "declaration-of-accession",
    Area.COOPERATIVE,
    title=_("What a declaration of accession must say"),
    says=_(
        "It contains the express promise to pay in the share; duties to pay more and a notice period of more than a "
        "year must be named in it, and stand out where the declaration is prepared electronically."
    ),
    timelines=(CONTENT,),
    cases=(
        Case(
            "no further duties",
            {"on": "2026-03-02", "electronic": True},
            gives=[{"says": PAY_SHARES, "stands_out": False}],
            source="§ 15a Satz 1 GenG",
        ),
        Case(
            "a notice period of two years, online",
            {"on": "2026-03-02", "electronic": True, "notice": "2 years"},
            gives=[{"says": PAY_SHARES, "stands_out": False}, {"says": KNOW_NOTICE, "stands_out": True}],
            source="§ 15a Satz 3 und 4 GenG",
        ),
    ),
)
def declaration_of_accession(
    *,
    on: Annotated[date, _("Day of the declaration")],
    electronic: Annotated[bool, _("The declaration is prepared electronically, such as an online form")],
    notice: Annotated[Span, _("Period of notice in the articles")] = THREE_MONTHS,
    calls: Annotated[Calls, _("Duty to pay more when creditors cannot be paid")] = Calls.NONE,
    further_payments: Annotated[bool, _("The articles provide for other payments, such as an entrance fee")] = False,
) -> Derived[tuple[Statement, ...]]:
    """Return the statements in the order of the law; raises NotInForce before 22 July 2017."""
    derivation = Derivation()
    stands_out = derivation.applies(CONTENT, on) and electronic
    statements = [Statement(says=PAY_SHARES, stands_out=False)]
    derivation.step(_("The promise to pay in the share is always part of it."), "§ 15a Satz 1 GenG")
    if calls is not Calls.NONE:
        promise = PAY_UP_TO if calls is Calls.LIMITED else PAY_WITHOUT_LIMIT
        statements.append(Statement(says=promise, stands_out=stands_out))
        derivation.step(_("The articles ask for further payments: %(calls)s."), "§ 15a Satz 2 GenG", calls=calls)
    if further_payments:
        statements.append(Statement(says=KNOW_PAYMENTS, stands_out=stands_out))
        derivation.step(_("Other duties to pay are expressly taken note of."), "§ 15a Satz 3 GenG")
    if not notice.no_longer_than(ONE_YEAR):
        statements.append(Statement(says=KNOW_NOTICE, stands_out=stands_out))
        derivation.step(
            _("A notice period of %(notice)s is expressly taken note of."), "§ 15a Satz 3 GenG", notice=notice
        )
    if stands_out:
        derivation.step(
            _("All but the promise to pay in the share must stand out in an electronic form."), "§ 15a Satz 4 GenG"
        )
    return derivation.gives(tuple(statements))


FURTHER_SHARES: Timeline[str] = Timeline(
    _("Further shares"),
    (
        Version(
            valid_from=REFORM_OF_2017,
            value="all but the last paid in",
            source="§ 15b Abs. 2 GenG",
            verified=False,
            note=_(
                "“All shares but the one taken last” is read as counting the shares applied for: of all shares after "
                "admission, one may still be unpaid. Check the commentary and the articles."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherShares:
    """Whether further shares may be admitted, and what is missing."""

    may_be_admitted: Annotated[bool, _("May be admitted")]
    missing: Annotated[Euro, _("To be paid in before")]


@rule(
    "further-shares",
    Area.COOPERATIVE,
    title=_("Admission of further shares"),
    says=_(
        "Before further shares are admitted, all shares but the last must be paid in; not so where they are a duty."
    ),
    timelines=(FURTHER_SHARES,),
    cases=(
        Case(
            "a second share while the first is paid in",
            {"on": "2026-03-02", "share": "500", "shares": "1", "further": "1", "paid-in": "500"},
            gives={"may_be_admitted": True, "missing": "0.00"},
            source="§ 15b Abs. 2 GenG",
        ),
        Case(
            "two more at once while only one is paid in",
            {"on": "2026-03-02", "share": "500", "shares": "1", "further": "2", "paid-in": "500"},
            gives={"may_be_admitted": False, "missing": "500.00"},
            source="§ 15b Abs. 2 GenG",
        ),
        Case(
            "shares that the articles make a duty",
            {"on": "2026-03-02", "share": "500", "shares": "1", "further": "2", "paid-in": "0", "compulsory": True},
            gives={"may_be_admitted": True, "missing": "0.00"},
            source="§ 15b Abs. 2 GenG",
        ),
    ),
)
def further_shares(
    *,
    on: Annotated[date, _("Day of the admission")],
    share: Annotated[Euro, _("Amount of one share")],
    shares: Annotated[int, _("Shares held so far")],
    further: Annotated[int, _("Shares applied for")],
    paid_in: Annotated[Euro, _("Paid in on all shares so far")],
    compulsory: Annotated[bool, _("The articles oblige the member to take them")] = False,
) -> Derived[FurtherShares]:
    """Return whether they may be admitted; raises Negative, NotApplicable when none is held or applied for."""
    derivation = Derivation()
    derivation.applies(FURTHER_SHARES, on)
    not_negative(share=share, paid_in=paid_in)
    if shares < 1 or further < 1:
        raise NotApplicable(_("Further shares are one or more, on top of a first one."))
    needed = share * (shares + further - 1)
    missing = Decimal("0.00") if compulsory else max(Decimal("0.00"), needed - paid_in).quantize(Decimal("0.01"))
    if compulsory:
        derivation.step(_("Shares that are a duty may be admitted before the others are paid in."))
    else:
        derivation.step(
            _("Of %(count)s shares all but one must be paid in: %(needed)s; paid in are %(paid)s."),
            count=shares + further,
            needed=euro(needed),
            paid=euro(paid_in),
        )
    return derivation.gives(FurtherShares(may_be_admitted=not missing, missing=missing))
