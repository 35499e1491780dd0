"""Reference values of a claim by the provider's liability clause, and where the law does not let the clause stand.

They are shown beside the law and never applied by a program (QX-53, CC-66).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from quartier.core.providers.policies.consequences import LiabilityReference
from quartier.law.bgb.limitation import Claim, LimitationEnd, limitation_end
from quartier.law.bgb.periods import add
from quartier.law.bgb.terms import Customer
from quartier.law.rule import Step
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.money import half_up
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.units import euro

YEAR = 12
WHOLE = Decimal(100)


class Counted(Choice):
    """From what the limitation by the clause is counted."""

    DELIVERY = "delivery", _("from delivery")
    ACCEPTANCE = "acceptance", _("from acceptance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """What the customer pays: a monthly fee, or a fee agreed once; neither for a free service."""

    monthly: Decimal | None = None
    agreed: Decimal | None = None

    @property
    def is_free(self) -> bool:
        """Tell whether nothing is paid."""
        return not self.monthly and not self.agreed


@dataclass(frozen=True, slots=True)
class Value:
    """One reference value, and how it was found."""

    amount: Decimal
    how: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The values of the clause. What it does not name is None; `unlimited` says why none of them holds."""

    case: Value | None = None
    year: Value | None = None
    ceiling: Value | None = None
    cautions: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limitation:
    """The last day to claim, by the clause and by law; `counts_on` is the one that staff go by."""

    clause_on: date | None
    law_on: date
    counts_on: date
    steps: tuple[Step, ...]


def reference(clause: LiabilityReference | None, fees: Fees, customer: Customer, *, is_unlimited: bool) -> Reference:
    """Return the reference values of a claim (QX-53, CC-66), with what the law says against them."""
    if clause is None:
        return Reference(cautions=(Step(Sentence(_("The terms name no reference values: the law alone counts."))),))
    cautions = _cautions(customer, is_unlimited=is_unlimited)
    if fees.is_free:
        ceiling = _named(clause.free_services, _("at most for a free service"))
        return Reference(ceiling=ceiling, cautions=cautions)
    return Reference(
        case=_case(clause, fees), year=_year(clause, fees), ceiling=_ceiling(clause, fees), cautions=cautions
    )


def limitation(
    clause: LiabilityReference | None, customer: Customer, *, counted_from: date, land: Land, is_unlimited: bool
) -> Limitation:
    """Return the last day to claim: by the clause one year from delivery or acceptance, and by law."""
    lawful = limitation_end(claim=Claim.DAMAGES, arose_on=counted_from, land=land)
    # Only what is not due, or not known to anybody, has no end.
    law_on = cast("LimitationEnd", lawful.value).ends_on
    span = clause.limitation if clause else None
    clause_on = add(counted_from, span) if span else None
    holds = clause_on is not None and customer is Customer.BUSINESS and not is_unlimited
    steps = [*lawful.steps]
    if span is not None and clause_on is not None:
        steps.insert(0, _by_clause(counted_from, span, clause_on))
        if not holds:
            steps.append(
                Step(
                    Sentence(_("A shorter period does not hold here: the law counts.")),
                    "§ 202, § 276 Abs. 3, § 309 Nr. 7 BGB",
                )
            )
    counts_on = clause_on if holds and clause_on is not None else law_on
    return Limitation(clause_on=clause_on, law_on=law_on, counts_on=counts_on, steps=tuple(steps))


def _by_clause(counted_from: date, span: Span, clause_on: date) -> Step:
    words = _("By the terms %(span)s from %(day)s: until %(last)s.")
    return Step(Sentence(words, {"span": span, "day": counted_from, "last": clause_on}))


def _cautions(customer: Customer, *, is_unlimited: bool) -> tuple[Step, ...]:
    found = [
        Step(
            Sentence(_("Reference values only: a person decides about every claim.")),
            "§ 276 Abs. 3, § 307 Abs. 2 Nr. 2 BGB",
        )
    ]
    if is_unlimited:
        words = _("No value limits this claim: life, body, health, intent, gross negligence or product liability.")
        found.append(Step(Sentence(words), "§ 309 Nr. 7 BGB, § 14 ProdHaftG"))
    if customer is Customer.CONSUMER:
        words = _("Towards consumers a cap on essential duties is mostly void.")
        found.append(Step(Sentence(words), "§ 307 Abs. 2 Nr. 2, § 309 Nr. 7 BGB"))
    return tuple(found)


def _case(clause: LiabilityReference, fees: Fees) -> Value | None:
    if clause.case_fee_months is None or fees.monthly is None:
        return _named(clause.case_least, _("least value for a case"))
    fee = half_up(fees.monthly * clause.case_fee_months)
    how = Sentence(
        _("fees of the last %(months)s months: %(fee)s"), {"months": clause.case_fee_months, "fee": euro(fee)}
    )
    return _at_least(fee, clause.case_least, how)


def _year(clause: LiabilityReference, fees: Fees) -> Value | None:
    if clause.year_fee_factor is None or fees.monthly is None:
        return _named(clause.year_least, _("least value for a contract year"))
    fee = half_up(fees.monthly * YEAR * clause.year_fee_factor)
    how = Sentence(_("%(factor)s annual fees: %(fee)s"), {"factor": clause.year_fee_factor, "fee": euro(fee)})
    return _at_least(fee, clause.year_least, how)


def _ceiling(clause: LiabilityReference, fees: Fees) -> Value | None:
    if clause.share_of_fee is None:
        return None
    yearly = fees.monthly * YEAR if fees.monthly else None
    base = yearly or fees.agreed or Decimal(0)
    words = _("%(share)s %% of the yearly fee %(fee)s") if yearly else _("%(share)s %% of the agreed fee %(fee)s")
    amount = half_up(base * clause.share_of_fee / WHOLE)
    return Value(amount, Sentence(words, {"share": clause.share_of_fee, "fee": euro(half_up(base))}))


def _at_least(fee: Decimal, least: Decimal | None, how: Sentence) -> Value:
    if least is None or fee >= least:
        return Value(fee, how)
    return Value(least, Sentence(_("%(how)s; at least %(least)s"), {"how": how, "least": euro(least)}))


def _named(amount: Decimal | None, words: str) -> Value | None:
    return None if amount is None else Value(amount, Sentence(words))
