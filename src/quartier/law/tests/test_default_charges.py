"""Reminder fees, returned debits and agreed times: amounts, boundaries, and what is told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from quartier.law.bgb.charges import FeeGround, reminder_fee, returned_debit_fee
from quartier.law.bgb.default_rate import Party
from quartier.law.bgb.payment_term import FREE, PUBLIC, PUBLIC_AT_MOST, Subject, Verdict, limit, payment_term
from quartier.law.errors import Negative, NotApplicable, NotInForce
from quartier.law.rule import Derived

CONSUMER, BUSINESS = Party.CONSUMER, Party.BUSINESS
JUNE, AUGUST = date(2026, 6, 1), date(2026, 8, 31)
ONE_DAY = timedelta(days=1)


def told(derived: Derived[Any]) -> list[tuple[str, str]]:
    return [(str(step.sentence).replace("\xa0", " "), step.source) for step in derived.steps]


def _facts(**more: Any) -> dict[str, Any]:
    return more


def titles(derived: Derived[Any]) -> list[str]:
    return [one.title for one in derived.applied]


class TestReminderFee:
    DAY = date(2026, 6, 10)

    def fee(self, asked: str, cost: str = "0.76", debtor: Party = CONSUMER, **more: Any) -> tuple[str, str, FeeGround]:
        given_: dict[str, Any] = {"on": self.DAY, "since_on": date(2026, 6, 4)} | more
        found = reminder_fee(asked=Decimal(asked), material_cost=Decimal(cost), debtor=debtor, **given_).value
        return str(found.allowed), str(found.refused), found.why

    @pytest.mark.parametrize(
        ("since", "expected"),
        [
            (None, ("0.00", "0.76", FeeGround.NOT_IN_DEFAULT)),
            (date(2026, 6, 11), ("0.00", "0.76", FeeGround.NOT_IN_DEFAULT)),
            (date(2026, 6, 10), ("0.76", "0.00", FeeGround.MATERIAL_COST)),
            (date(2026, 6, 9), ("0.76", "0.00", FeeGround.MATERIAL_COST)),
        ],
    )
    @pytest.mark.parametrize("debtor", list(Party))
    def test_there_is_none_before_default(
        self, debtor: Party, since: date | None, expected: tuple[str, str, FeeGround]
    ) -> None:
        assert self.fee("0.76", debtor=debtor, since_on=since) == expected

    @pytest.mark.parametrize("debtor", list(Party))
    def test_the_reminder_that_starts_default_is_free(self, debtor: Party) -> None:
        expected = ("0.00", "5.00", FeeGround.STARTS_DEFAULT)
        assert self.fee("5.00", debtor=debtor, agreed=True, starts_default=True) == expected

    @pytest.mark.parametrize(
        ("asked", "allowed", "refused"),
        [("0.75", "0.75", "0.00"), ("0.76", "0.76", "0.00"), ("0.77", "0.76", "0.01"), ("5.00", "0.76", "4.24")],
    )
    @pytest.mark.parametrize(("debtor", "agreed"), [(CONSUMER, False), (CONSUMER, True), (BUSINESS, False)])
    def test_material_cost_is_the_bound(
        self, debtor: Party, agreed: bool, asked: str, allowed: str, refused: str
    ) -> None:
        assert self.fee(asked, debtor=debtor, agreed=agreed) == (allowed, refused, FeeGround.MATERIAL_COST)

    @pytest.mark.parametrize(
        ("asked", "allowed", "refused"),
        [("10.00", "10.00", "0.00"), ("15.00", "15.00", "0.00"), ("15.01", "15.00", "0.01")],
    )
    def test_a_business_may_owe_an_agreed_fee(self, asked: str, allowed: str, refused: str) -> None:
        assert self.fee(asked, debtor=BUSINESS, agreed=True) == (allowed, refused, FeeGround.AGREED)

    def test_what_is_told_to_a_consumer_with_a_void_clause(self) -> None:
        found = reminder_fee(
            asked=Decimal("2.50"),
            material_cost=Decimal("0.76"),
            debtor=CONSUMER,
            on=self.DAY,
            since_on=self.DAY,
            agreed=True,
        )
        assert told(found) == [
            ("The agreed flat sum exceeds the damage to be expected and is void.", "§ 309 Nr. 5 Buchst. a, § 306 BGB"),
            (
                "Owed is the material cost of 0.76 €; one's own labour is not damage.",
                "BGH 26.06.2019, VIII ZR 95/18",
            ),
        ]
        assert titles(found) == ["Reminder costs are damage by default"]
        assert not found.unverified

    def test_what_is_told_to_a_business(self) -> None:
        lump = (
            "Where the lump sum of 40 € is claimed too, it is credited against the costs of pursuing the claim.",
            "§ 288 Abs. 5 Satz 3 BGB",
        )
        case: dict[str, Any] = {"asked": Decimal(1), "material_cost": Decimal(1), "on": self.DAY, "since_on": self.DAY}
        agreed = reminder_fee(**case, debtor=BUSINESS, agreed=True)
        assert told(agreed) == [
            (
                "A fee was agreed between businesses; up to 15.00 € it may be charged.",
                "§ 307 Abs. 1, § 310 Abs. 1 BGB",
            ),
            lump,
        ]
        assert [one.title for one in agreed.unverified] == ["Highest agreed reminder fee between businesses"]
        without = reminder_fee(**case, debtor=BUSINESS)
        assert [text for text, _source in told(without)] == [
            "Owed is the material cost of 1.00 €; one's own labour is not damage.",
            lump[0],
        ]
        assert told(without)[1] == lump
        valid = reminder_fee(**case, debtor=CONSUMER, agreed=True)
        assert len(told(valid)) == 1

    def test_what_is_told_before_default(self) -> None:
        case: dict[str, Any] = {"asked": Decimal(1), "material_cost": Decimal(1), "debtor": CONSUMER, "on": self.DAY}
        assert told(reminder_fee(**case)) == [
            ("On 10 Jun 2026 there is no default yet; a reminder is free.", "§ 280 Abs. 2, § 286 BGB")
        ]
        assert told(reminder_fee(**case, since_on=self.DAY, starts_default=True)) == [
            (
                "The cost of a reminder that brings default about is not caused by default.",
                "§ 280 Abs. 2, § 286 BGB",
            )
        ]

    def test_refusals(self) -> None:
        with pytest.raises(Negative, match="asked"):
            self.fee("-1")
        with pytest.raises(Negative, match="material cost"):
            self.fee("1", "-1")
        with pytest.raises(NotApplicable, match="whole cents"):
            self.fee("0.765")
        with pytest.raises(NotInForce, match="31 Dec 2001"):
            self.fee("1", on=date(2001, 12, 31), since_on=None)


class TestReturnedDebitFee:
    def fee(self, bank: str, flat: str, debtor: Party = CONSUMER, **more: Any) -> tuple[str, str]:
        found = returned_debit_fee(
            bank_cost=Decimal(bank), flat=Decimal(flat), debtor=debtor, **(_facts(on=JUNE) | more)
        ).value
        return str(found.allowed), str(found.refused)

    @pytest.mark.parametrize(
        ("debtor", "agreed", "other", "expected"),
        [
            (BUSINESS, True, "0", ("23.50", "0.00")),
            (BUSINESS, False, "0", ("3.50", "20.00")),
            (BUSINESS, False, "0.75", ("4.25", "19.25")),
            (CONSUMER, True, "0.75", ("4.25", "19.25")),
            (CONSUMER, False, "20.00", ("23.50", "0.00")),
            (CONSUMER, False, "20.01", ("23.50", "0.00")),
            (CONSUMER, False, "19.99", ("23.49", "0.01")),
        ],
    )
    def test_a_flat_fee_stays_within_the_damage(
        self, debtor: Party, agreed: bool, other: str, expected: tuple[str, str]
    ) -> None:
        assert self.fee("3.50", "20.00", debtor, agreed=agreed, other_cost=Decimal(other)) == expected

    def test_the_bank_alone(self) -> None:
        found = returned_debit_fee(bank_cost=Decimal("3.50"), debtor=CONSUMER, on=JUNE)
        assert (found.value.allowed, found.value.refused) == (Decimal("3.50"), Decimal(0))
        assert told(found) == [
            ("The bank charged 3.50 €.", "§ 280 Abs. 1 BGB"),
            (
                "Beside it 0.00 € of material cost may be charged; one's own labour is not damage.",
                "§ 309 Nr. 5 Buchst. a BGB; BGH 17.09.2009, Xa ZR 40/08",
            ),
        ]
        assert titles(found) == ["Returned debits"]

    def test_nothing_is_agreed_unless_it_is_said(self) -> None:
        assert self.fee("3.50", "20.00", BUSINESS) == ("3.50", "20.00")

    def test_who_is_not_answerable_owes_nothing(self) -> None:
        assert self.fee("3.50", "20.00", BUSINESS, agreed=True, answerable=False) == ("0.00", "23.50")
        found = returned_debit_fee(bank_cost=Decimal(3), debtor=CONSUMER, on=JUNE, answerable=False)
        assert told(found) == [
            ("The customer is not answerable for the return and owes nothing.", "§ 280 Abs. 1 Satz 2 BGB")
        ]

    def test_an_agreed_fee_waits_for_a_check(self) -> None:
        found = returned_debit_fee(bank_cost=Decimal(3), flat=Decimal(20), debtor=BUSINESS, on=JUNE, agreed=True)
        assert [one.title for one in found.unverified] == ["Agreed flat fee for returned debits between businesses"]
        assert told(found)[1] == (
            "A flat fee of 20.00 € was agreed between businesses.",
            "§ 307 Abs. 1, § 310 Abs. 1 BGB",
        )

    def test_refusals(self) -> None:
        for bank, flat in (("-1", "1"), ("1", "-1")):
            with pytest.raises(Negative):
                self.fee(bank, flat)
        with pytest.raises(Negative, match="other cost"):
            self.fee("1", "1", other_cost=Decimal(-1))
        with pytest.raises(NotApplicable, match="bank cost"):
            self.fee("1.001", "1")
        with pytest.raises(NotInForce, match="31 Dec 2001"):
            self.fee("1", "1", on=date(2001, 12, 31))


class TestPaymentTerm:
    def term(self, days: int, **more: Any) -> Verdict:
        return payment_term(days=days, **(_facts(debtor=BUSINESS, agreed_on=date(2026, 1, 1)) | more)).value

    @pytest.mark.parametrize(
        ("days", "facts", "expected"),
        [
            (1, {}, Verdict.VALID),
            (60, {}, Verdict.VALID),
            (61, {}, Verdict.EXPRESS),
            (30, {"terms": True}, Verdict.VALID),
            (31, {"terms": True}, Verdict.DOUBTFUL),
            (61, {"terms": True}, Verdict.DOUBTFUL),
            (30, {"public": True}, Verdict.VALID),
            (31, {"public": True}, Verdict.JUSTIFIED),
            (60, {"public": True}, Verdict.JUSTIFIED),
            (61, {"public": True}, Verdict.VOID),
            (31, {"public": True, "terms": True}, Verdict.DOUBTFUL),
            (61, {"public": True, "terms": True}, Verdict.VOID),
            (30, {"subject": Subject.ACCEPTANCE}, Verdict.VALID),
            (31, {"subject": Subject.ACCEPTANCE}, Verdict.EXPRESS),
            (15, {"subject": Subject.ACCEPTANCE, "terms": True}, Verdict.VALID),
            (16, {"subject": Subject.ACCEPTANCE, "terms": True}, Verdict.DOUBTFUL),
            (31, {"subject": Subject.ACCEPTANCE, "public": True}, Verdict.EXPRESS),
        ],
    )
    def test_each_limit_by_the_day(self, days: int, facts: dict[str, Any], expected: Verdict) -> None:
        assert self.term(days, **facts) is expected

    def test_a_limit_is_a_timeline_since_2014(self) -> None:
        assert limit("Free time for inspection or acceptance", 30, "§ 271a Abs. 3 BGB") == FREE[Subject.ACCEPTANCE]
        assert [one.versions[0].value.days for one in (PUBLIC, PUBLIC_AT_MOST)] == [30, 60]

    def test_the_law_began_in_2014(self) -> None:
        assert self.term(60, agreed_on=date(2014, 7, 29)) is Verdict.VALID
        with pytest.raises(NotInForce, match="28 Jul 2014"):
            self.term(60, agreed_on=date(2014, 7, 28))
        old = date(2010, 1, 1)
        assert self.term(60, agreed_on=old, performed_on=date(2016, 7, 1)) is Verdict.VALID
        with pytest.raises(NotInForce):
            self.term(60, agreed_on=old, performed_on=date(2016, 6, 30))

    def test_refusals(self) -> None:
        with pytest.raises(NotApplicable) as consumer:
            self.term(60, debtor=CONSUMER)
        assert str(consumer.value) == "§ 271a BGB does not protect the creditors of consumers (Abs. 5 Nr. 2)."
        with pytest.raises(NotApplicable) as nothing:
            self.term(0)
        assert str(nothing.value) == "An agreed time has at least one day."

    def test_what_is_told(self) -> None:
        found = payment_term(days=61, debtor=BUSINESS, agreed_on=JUNE, terms=True)
        assert told(found) == [
            (
                f"61 days are longer than 60 days: {Verdict.EXPRESS.label}.",
                "§ 271a Abs. 1 Satz 1 BGB; Art. 229 § 34 Satz 1 EGBGB",
            ),
            (
                "61 days are longer than 30 days: in standard terms of the debtor unreasonable in case of doubt.",
                "§ 308 Nr. 1a BGB; Art. 229 § 34 Satz 1 EGBGB",
            ),
        ]
        assert told(payment_term(days=30, debtor=BUSINESS, agreed_on=JUNE)) == [
            ("30 days stay within every limit.", "§ 271a, § 308 Nr. 1a und 1b BGB")
        ]
