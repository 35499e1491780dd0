"""When default begins, what interest it brings, and that nothing is charged twice or for days that were paid."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.core.dunning import queries, services
from quartier.core.dunning.models import Case, Fee, InterestCharge
from quartier.core.dunning.rules.interest import Paid, interest_of, running_sums
from quartier.core.dunning.rules.start import Facts, default_of
from quartier.core.dunning.tests.scene import BODO, case, claim, costs, pay, scene, until
from quartier.core.ledger import queries as ledger
from quartier.core.ledger.tests.books import noon, rows
from quartier.core.providers.policies.billing import DunningPolicy
from quartier.core.providers.policies.preset import load_preset
from quartier.law.bgb.base_rate import BASE_RATES
from quartier.law.bgb.default_interest import DayCount, default_interest
from quartier.law.bgb.default_rate import Party
from quartier.values.land import Land

D = Decimal
ACT = DayCount.ACT_ACT


def policy_of(preset: str) -> DunningPolicy:
    return load_preset(preset).policies.of(DunningPolicy)


@pytest.mark.req("QX-34")
def test_interest_runs_from_the_thirtieth_day_after_the_due_date_and_is_split_where_rates_change(
    alpha: Any,
) -> None:
    entity, party = scene("raumhafen")
    in_time = claim(entity, party, "1000", on=date(2025, 2, 15), due=date(2025, 3, 1), key="a")
    pay(entity, party, "1000", on=date(2025, 3, 30), key="pa")
    until(date(2025, 4, 1))
    assert InterestCharge.objects.filter(claim=in_time).count() == 0
    late = claim(entity, party, "1000", on=date(2025, 2, 15), due=date(2025, 3, 1), key="b")
    until(date(2025, 4, 2))
    assert case(late).interest_from == date(2025, 3, 31)
    pay(entity, party, "1000", on=date(2025, 4, 20), key="pb")
    charge = InterestCharge.objects.get(claim=late)
    law = default_interest(
        amount=D(1000), from_on=date(2025, 3, 31), to_on=date(2025, 4, 20), debtor=Party.BUSINESS,
        arose_on=date(2025, 2, 15),
    ).value  # fmt: skip
    assert ([part.days for part in law.parts], charge.amount) == ([21], law.interest)
    assert charge.amount == D("6.48")
    split = default_interest(
        amount=D(1000), from_on=date(2025, 6, 20), to_on=date(2025, 7, 10), debtor=Party.BUSINESS,
        arose_on=date(2025, 5, 1),
    ).value  # fmt: skip
    third = claim(entity, party, "1000", on=date(2025, 5, 1), due=date(2025, 5, 21), key="c")
    until(date(2025, 7, 10))
    kept = services.charge_interest(
        actor=BODO, at=noon(date(2025, 7, 10)), claim_id=third.pk, through=date(2025, 7, 10), because="Prüfung"
    )
    assert kept is not None
    assert (case(third).interest_from, kept.amount, len(split.parts)) == (date(2025, 6, 20), split.interest, 2)
    assert ledger.faults() == {}


@pytest.mark.req("CC-73")
def test_default_begins_thirty_days_after_receipt_without_reminder_and_without_receipt_staff_are_asked(
    alpha: Any,
) -> None:
    entity, party = scene("werkstatt")
    known = claim(entity, party, "500", on=date(2025, 3, 1), key="a")
    unknown = claim(entity, party, "500", on=date(2025, 3, 1), key="b", received_on=None)
    until(date(2025, 3, 31))
    assert case(known).default_since is None
    assert [row.claim_id for row in queries.without_receipt(date(2025, 3, 31))] == [unknown.pk]
    until(date(2025, 4, 1))
    assert (case(known).default_since, case(known).interest_from) == (date(2025, 4, 1), date(2025, 4, 1))
    until(date(2025, 6, 1))
    assert case(unknown).default_since is None
    assert rows("audit.Fact").filter(kind="dunning.receipt_missing").count() == 1
    with pytest.raises(services.InFuture):
        services.note_receipt(actor=BODO, at=noon(date(2025, 6, 1)), claim_id=unknown.pk, received_on=date(2025, 6, 2))
    services.note_receipt(actor=BODO, at=noon(date(2025, 6, 1)), claim_id=unknown.pk, received_on=date(2025, 3, 5))
    assert case(unknown).default_since == date(2025, 4, 5)
    assert not queries.without_receipt(date(2025, 6, 1)).exists()


@pytest.mark.parametrize(
    ("told", "reminded", "since"),
    [
        (False, None, None),
        (True, None, date(2026, 6, 16)),
        (False, date(2026, 6, 3), date(2026, 6, 3)),
        (False, date(2026, 5, 15), None),
    ],
)
def test_a_consumer_is_in_default_if_told_on_the_invoice_or_reminded_after_the_due_date(
    told: bool, reminded: date | None, since: date | None
) -> None:
    facts = Facts(
        debtor=Party.CONSUMER, due_on=date(2026, 5, 15), arose_on=date(2026, 5, 1), received_on=date(2026, 5, 1),
        told=told, reminded_on=reminded,
    )  # fmt: skip
    found = default_of(facts, policy_of("planmass"), Land.NW).value
    assert (found.starts_on if found else None) == since


@pytest.mark.parametrize(("preset", "first"), [("raumhafen", date(2026, 6, 15)), ("planmass", date(2026, 6, 18))])
def test_day_by_day_default_begins_on_the_day_the_terms_and_the_law_allow(preset: str, first: date) -> None:
    facts = Facts(
        debtor=Party.BUSINESS, due_on=date(2026, 5, 16), arose_on=date(2026, 5, 1), received_on=date(2026, 5, 16)
    )
    found = default_of(facts, policy_of(preset), Land.NW).value
    assert found is not None
    assert found.interest_from_on == first


@pytest.mark.req("WR-077")
def test_consumers_owe_five_points_day_by_day_over_the_first_of_july(alpha: Any) -> None:
    entity, party = scene("planmass", "consumer")
    item = claim(entity, party, "1083.70", on=date(2026, 5, 4), due=date(2026, 5, 4))
    until(date(2026, 6, 5))
    row = case(item)
    assert (row.interest_from, row.points) == (date(2026, 6, 4), D(5))
    bases = queries.bases_on(date(2026, 8, 31))
    assert queries.grown(row, date(2026, 8, 31), bases).new_interest == D("17.03")
    assert queries.grown(row, date(2026, 6, 3), bases).new_interest == 0


@pytest.mark.req("WR-078", "WR-079")
def test_businesses_owe_nine_points_and_forty_euro_once_and_consumers_never_the_forty(alpha: Any) -> None:
    entity, party = scene("planmass")
    item = claim(entity, party, "5950", on=date(2025, 12, 1), due=date(2025, 12, 1))
    at = noon(date(2026, 7, 15))
    with pytest.raises(services.NotInDefault):
        services.charge_lump_sum(actor=BODO, at=noon(date(2025, 12, 20)), claim_id=item.pk)
    until(date(2026, 7, 15))
    assert case(item).interest_from == date(2026, 1, 1)
    kept = services.charge_interest(actor=BODO, at=at, claim_id=item.pk, through=date(2026, 7, 15), because="Stand")
    assert kept is not None
    assert kept.amount == D("328.74")
    fee = services.charge_lump_sum(actor=BODO, at=at, claim_id=item.pk)
    assert (fee.amount, fee.item.nature, fee.item.cause_id) == (D("40.00"), "costs", item.pk)
    with pytest.raises(services.ChargedAlready):
        services.charge_lump_sum(actor=BODO, at=at, claim_id=item.pk)
    rows("parties.Party").filter(pk=party.pk).update(standing="consumer")
    party.refresh_from_db()
    other = claim(entity, party, "100", on=date(2026, 1, 5), due=date(2026, 1, 5), key="k")
    until(date(2026, 7, 15))
    before = rows("ledger.Posting").count()
    with pytest.raises(services.ConsumerOwesNone):
        services.charge_lump_sum(actor=BODO, at=at, claim_id=other.pk)
    assert (costs(item), costs(other), rows("ledger.Posting").count()) == (D(40), D(0), before)
    assert ledger.faults() == {}


@pytest.mark.req("WR-080")
def test_further_damage_is_a_line_by_hand_with_what_shows_it(alpha: Any) -> None:
    entity, party = scene("planmass")
    item = claim(entity, party, "800", on=date(2026, 1, 5), due=date(2026, 1, 5))
    given: dict[str, Any] = {"claim_id": item.pk, "amount": D("92.50"), "what": "Auskunft aus dem Melderegister"}
    with pytest.raises(services.NotInDefault):
        services.charge_damage(actor=BODO, at=noon(date(2026, 1, 6)), evidence="Gebührenbescheid", **given)
    until(date(2026, 3, 1))
    with pytest.raises(services.EvidenceMissing):
        services.charge_damage(actor=BODO, at=noon(date(2026, 3, 1)), evidence=" ", **given)
    assert Fee.objects.count() == 0
    fee = services.charge_damage(actor=BODO, at=noon(date(2026, 3, 1)), evidence="Bescheid vom 20.02.2026", **given)
    assert (fee.item.amount, fee.item.cause_id, fee.evidence) == (D("92.50"), item.pk, "Bescheid vom 20.02.2026")
    assert ledger.faults() == {}


def test_interest_survives_payment_and_is_never_booked_twice_for_a_day(alpha: Any) -> None:
    entity, party = scene("planmass")
    item = claim(entity, party, "5950", on=date(2025, 12, 1), due=date(2025, 12, 1))
    until(date(2026, 1, 2))
    charge: dict[str, Any] = {"actor": BODO, "claim_id": item.pk, "because": "Stand"}
    first = services.charge_interest(at=noon(date(2026, 2, 1)), through=date(2026, 1, 31), **charge)
    assert services.charge_interest(at=noon(date(2026, 2, 1)), through=date(2026, 1, 31), **charge) is None
    assert services.charge_interest(at=noon(date(2026, 2, 1)), through=date(2026, 1, 20), **charge) is None
    with pytest.raises(services.InFuture):
        services.charge_interest(at=noon(date(2026, 2, 1)), through=date(2026, 2, 2), **charge)
    assert first is not None
    pay(entity, party, str(D(5950) + first.amount), on=date(2026, 7, 15))
    total = sum(one.amount for one in InterestCharge.objects.filter(claim=item))
    assert total == D("328.74")
    item.refresh_from_db()
    assert (item.open, ledger.balance_of(party.pk)) == (0, total - first.amount)
    services.release(actor=BODO, at=noon(date(2026, 9, 1)), party_id=party.pk)
    assert sum(one.amount for one in InterestCharge.objects.filter(claim=item)) == total
    assert ledger.faults() == {}


def test_a_missing_base_rate_is_an_error_until_staff_enter_it(alpha: Any) -> None:
    entity, party = scene("planmass")
    item = claim(entity, party, "1000", on=date(2026, 10, 1), due=date(2026, 10, 1))
    until(date(2027, 1, 20))
    given: dict[str, Any] = {"claim_id": item.pk, "through": date(2027, 1, 15), "because": "Stand"}
    at = noon(date(2027, 1, 20))
    with pytest.raises(services.RateMissing):
        services.charge_interest(actor=BODO, at=at, **given)
    with pytest.raises(services.RateMissing):
        services.dry_run(actor=BODO, at=at, entity_id=entity.pk)
    for day in (date(2027, 7, 1), date(2026, 7, 1), date(2027, 2, 1)):
        with pytest.raises(services.WrongRate):
            services.enter_base_rate(actor=BODO, at=at, starts_on=day, rate=D("1.77"), source="BAnz")
    services.enter_base_rate(actor=BODO, at=at, starts_on=date(2027, 1, 1), rate=D("1.77"), source="BAnz 02.01.2027")
    assert services.charge_interest(actor=BODO, at=at, **given) is not None


@settings(max_examples=60, deadline=None)
@given(
    amount=st.integers(100, 5_000_000),
    first=st.dates(date(2014, 8, 1), date(2026, 6, 1)),
    length=st.integers(0, 900),
    points=st.sampled_from(["5", "9", "2.5"]),
    method=st.sampled_from(list(DayCount)),
    parts=st.lists(st.tuples(st.integers(-40, 900), st.integers(1, 100)), max_size=4),
)
def test_running_sums_give_the_cents_of_the_law(
    amount: int, first: date, length: int, points: str, method: DayCount, parts: list[tuple[int, int]]
) -> None:
    last = min(first + timedelta(days=length), date(2026, 12, 31))
    total, left, paid = D(amount) / 100, D(amount) / 100, []
    for offset, share in parts:
        part = (left * share / 100).quantize(D("0.01"))
        left -= part
        paid.append(Paid(first + timedelta(days=offset), part))
    law = interest_of(
        amount=total, paid=paid, first=first, last=last, points=D(points), method=method, rates=BASE_RATES
    ).value
    sums = {one.day: one for one in running_sums(BASE_RATES, date(2014, 1, 1), last)}

    def numerators(sum_: Decimal, since: date) -> tuple[Decimal, Decimal]:
        a, b = sums[last], sums[since]
        return (
            sum_ * ((a.base - b.base) + D(points) * (a.days - b.days)),
            sum_ * ((a.leap_base - b.leap_base) + D(points) * (a.leap_days - b.leap_days)),
        )

    plain, leap = numerators(total, first - timedelta(days=1))
    for one in paid:
        if one.on < last:
            less = numerators(one.amount, max(one.on, first - timedelta(days=1)))
            plain, leap = plain - less[0], leap - less[1]
    by = 36600 if method is DayCount.ACT_365 else 36500
    assert ((plain * 36600 + leap * by) / D(1335900000)).quantize(D("0.01"), "ROUND_HALF_UP") == law


def test_a_case_is_taken_up_once_and_only_for_claims(alpha: Any) -> None:
    entity, party = scene("planmass")
    item = claim(entity, party, "10", on=date(2026, 1, 5))
    again = services.take_up(actor=BODO, at=noon(date(2026, 1, 6)), claims=[services.Claim(claim_id=item.pk)])
    credit = pay(entity, party, "30", on=date(2026, 1, 7))
    with pytest.raises(services.NotAClaim):
        services.ensure(actor=BODO, at=noon(date(2026, 1, 7)), claim_id=credit.pk)
    assert (again, Case.objects.count()) == (0, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM deadlines_deadline WHERE kind = 'dunning.default'")
        assert cursor.fetchone() == (1,)
