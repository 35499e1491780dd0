"""Whose money it is: what is enough to book, what is a question, and what is no reason at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from quartier.core.banking.rules.codes import Sort, sort_of
from quartier.core.banking.rules.matching import Claim, Money, Reason, guesses
from quartier.core.banking.rules.naming import Likeness, likeness, sort_names
from quartier.core.banking.rules.references import digit_runs, digits_of, names

D = Decimal
IDA, OTTO = 1, 2
NAMES = {IDA: "Ida Blum", OTTO: "Otto Kern"}
FIRST = Claim(key=11, party=IDA, document="RE-2026-000123", open=D("119.00"))
SECOND = Claim(key=12, party=IDA, document="RE-2026-000124", open=D("50.00"))
PAID = Claim(key=13, party=IDA, document="RE-2026-000125", open=D("0.00"))
CLAIMS = [FIRST, SECOND, PAID]


@pytest.mark.parametrize(
    "text",
    ["RE-2026-000123", "Rechnung Nr. RE 2026 000123", "re2026000123 danke", "RENR2026000123", "Rg 2026/000123 Blum"],
)
def test_a_number_is_found_in_any_notation(text: str) -> None:
    assert digits_of(FIRST.document) in digit_runs(text)


def test_a_creditor_reference_is_found_when_its_check_digits_are_right() -> None:
    assert "539007547034" in digit_runs("RF18 5390 0754 7034")
    assert "539007547034" not in digit_runs("RF19539007547034X")
    assert names("Rg re 2026-000123", "RE-2026-000123")
    assert not names("Miete", "RE-2026-000123")


@pytest.mark.parametrize(
    ("money", "points", "reasons", "named"),
    [
        # The number and the exact amount are enough, whoever pays.
        (Money(amount=D(119), name="Opa", by_number=frozenset({11})), 100, {Reason.NUMBER, Reason.SUM_NAMED}, (11,)),
        # Both invoices in one sum.
        (Money(amount=D(169), by_number=frozenset({11, 12})), 100, {Reason.NUMBER, Reason.SUM_NAMED}, (11, 12)),
        # Two percent less is not the amount: nobody has agreed on a discount.
        (Money(amount=D("116.62"), by_number=frozenset({11})), 60, {Reason.NUMBER, Reason.LESS}, (11,)),
        # A known account and an amount that is open.
        (Money(amount=D(50), payers=frozenset({IDA})), 90, {Reason.ACCOUNT, Reason.SUM_ONE}, (12,)),
        (Money(amount=D(169), payers=frozenset({IDA})), 90, {Reason.ACCOUNT, Reason.SUM_DUE}, (11, 12)),
        # A known account alone says whose, not what for.
        (
            Money(amount=D(70), payers=frozenset({IDA}), name="Ida Blum"),
            85, {Reason.ACCOUNT, Reason.NAME, Reason.LESS}, (),
        ),
        # A name and an amount are a guess.
        (Money(amount=D(50), name="BLUM IDA"), 55, {Reason.NAME, Reason.SUM_ONE}, (12,)),
        # Paid already: somebody looks.
        (
            Money(amount=D(20), by_number=frozenset({13}), payers=frozenset({IDA})),
            100, {Reason.NUMBER, Reason.ACCOUNT, Reason.PAID}, (),
        ),
    ],
)  # fmt: skip
def test_what_speaks_for_a_customer(money: Money, points: int, reasons: set[Reason], named: tuple[int, ...]) -> None:
    best = guesses(money, NAMES, CLAIMS)[0]
    assert (best.party, best.points, set(best.reasons), best.named) == (IDA, points, reasons, named)
    assert best.is_sure is (points >= 90 and Reason.PAID not in reasons)


def test_a_rival_makes_it_a_question() -> None:
    money = Money(amount=D(119), by_digits=frozenset({11, 21}))
    rival = Claim(key=21, party=OTTO, document="GU-2026-000123", open=D("119.00"))
    best, other = guesses(money, NAMES, [*CLAIMS, rival])
    assert Reason.RIVAL in best.reasons
    assert not best.is_sure
    assert {best.party, other.party} == {IDA, OTTO}


def test_no_reason_is_no_guess() -> None:
    assert guesses(Money(amount=D(50), name="Unbekannt"), NAMES, CLAIMS) == []


def test_names_are_compared_as_banks_write_them() -> None:
    assert likeness("MUELLER, DR. ILSE", "Ilse Müller") is Likeness.SAME
    assert likeness("Otto und Ida Blum", "Ida Blum") is Likeness.SAME
    assert likeness("Otto Blum", "Ida Blum") is Likeness.SIMILAR
    assert likeness("", "Ida Blum") is likeness("Kern", "Ida Blum") is Likeness.NONE
    assert "blum, ida" in sort_names("Ida Blum")


@pytest.mark.parametrize(
    ("amount", "code", "reason", "sort"),
    [
        ("-23.50", "PMNT-IDDT-UPDD NDDT+109", "", Sort.RETURNED),
        ("-23.50", "PMNT-RDDT-ESDD", "MD01", Sort.RETURNED),
        ("20", "NTRF+159", "AC04", Sort.CAME_BACK),
        ("900", "PMNT-IDDT-ESDD", "", Sort.COLLECTION),
        ("900", "NDDT+192", "", Sort.COLLECTION),
        ("-4.90", "ACMT-MDOP-CHRG", "", Sort.FEE),
        ("-4.90", "NCHG+808", "", Sort.FEE),
        ("-4.90", "", "", Sort.OUTGOING),
        ("4.90", "PMNT-RCDT-ESCT", "", Sort.INCOMING),
    ],
)
def test_what_the_bank_calls_an_entry(amount: str, code: str, reason: str, sort: Sort) -> None:
    assert sort_of(D(amount), code, reason) is sort
