"""The company's side: it stops services with a reason, and people decide about grounds that programs find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from quartier.core.contracts import services
from quartier.core.contracts.extension import Due, dues
from quartier.core.contracts.models import Candidate
from quartier.core.contracts.rules import Ground, grounds
from quartier.core.contracts.tests.scene import CLERK, contract, fresh, furnish, noon, rows
from quartier.core.inbox.models import OutgoingMail
from quartier.core.providers.policies.choices import Scope

BEGAN, FEE = date(2025, 1, 1), Decimal("100.00")
NOON = noon(date(2026, 3, 10))


def due(month: int, open_: str, **more: Any) -> Due:
    """What is due on the first of a month of 2026, in default since the 15th."""
    known: dict[str, Any] = {"default_since": date(2026, month, 15), "monthly": FEE, **more}
    return Due(due_on=date(2026, month, 1), open=Decimal(open_), **known)


def found(*some: Due, on: date = date(2026, 5, 20)) -> set[Ground]:
    return {one.ground for one in grounds(some, on)}


def owe(monkeypatch: pytest.MonkeyPatch, by_key: Mapping[int, Sequence[Due]]) -> None:
    """Let contracts owe something."""
    monkeypatch.setitem(
        dues._entries, "test", lambda some: {row.pk: by_key[row.pk] for row in some if row.pk in by_key}
    )


@pytest.mark.req("QX-49")
def test_a_free_service_stops_at_once_and_a_paid_one_only_with_a_reason_that_stays(alpha: Any) -> None:
    entity = furnish("raumhafen")
    free = contract(entity, Scope.FREE, BEGAN, is_paid=False)
    paid = contract(entity, Scope.PAID, BEGAN, number="V 2", party=free.party)
    services.stop(actor=CLERK, at=NOON, contract_id=free.pk)
    assert (fresh(free).state, fresh(free).ended_at) == ("ended", NOON)
    with pytest.raises(services.ReasonMissing):
        services.stop(actor=CLERK, at=NOON, contract_id=paid.pk, reason=" ")
    assert (fresh(paid).state, rows("contracts.Ending").count()) == ("running", 1)
    kept = services.stop(actor=CLERK, at=NOON, contract_id=paid.pk, reason="Der Dienst trägt sich nicht mehr.")
    assert (fresh(paid).state, kept.reason, kept.refund_hint) == ("ended", "Der Dienst trägt sich nicht mehr.", True)
    mail = OutgoingMail.objects.order_by("-pk")[0]
    assert (mail.template, "trägt sich nicht mehr" in mail.text) == ("contracts.provider_notice", True)


def test_where_the_terms_name_no_stop_there_is_none(alpha: Any) -> None:
    row = contract(furnish("werkstatt"), Scope.RECURRING, date(2024, 1, 1))
    with pytest.raises(services.NoSuchEnd):
        services.stop(actor=CLERK, at=NOON, contract_id=row.pk, reason="Zu teuer")
    assert fresh(row).state == "running"


@pytest.mark.req("CC-83")
def test_candidates_come_exactly_from_the_threshold(alpha: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(due(4, "50.00"), due(5, "50.00")) == set(), "a month's fee, not more"
    assert found(due(4, "50.00"), due(5, "50.01")) == {Ground.TWO_MONTHS}
    assert found(due(3, "60.00"), due(5, "60.00"), on=date(2026, 5, 1)) == set(), "not consecutive, not two months old"
    assert found(due(5, "99.99"), on=date(2026, 12, 1)) == set()
    assert found(due(4, "100.00"), on=date(2026, 6, 1)) == set(), "two months, not more"
    assert found(due(4, "100.00"), on=date(2026, 6, 2)) == {Ground.MONTHLY_FEE}
    assert found(due(4, "500.00", default_since=None), on=date(2026, 6, 2)) == set(), "late, but not in default"
    assert found(due(6, "10.00", is_advance=True), on=date(2026, 6, 14)) == set()
    assert found(due(6, "10.00", is_advance=True), on=date(2026, 6, 15)) == {Ground.ADVANCE}
    row = contract(furnish("werkstatt"), Scope.RECURRING, date(2024, 1, 1))
    at = noon(date(2026, 5, 20))
    owe(monkeypatch, {row.pk: [due(4, "50.00"), due(5, "50.00")]})
    assert services.look_into_dues(at=at) == 0
    owe(monkeypatch, {row.pk: [due(4, "50.00"), due(5, "50.01")]})
    assert [services.look_into_dues(at=at) for _time in range(3)] == [1, 0, 0]
    assert Candidate.objects.get().state == "open"
    assert fresh(row).state == "running", "staff decide"
    owe(monkeypatch, {row.pk: []})
    services.look_into_dues(at=at)
    assert Candidate.objects.get().state == "gone"
    for ground in (Ground.INSOLVENCY, Ground.INFRINGEMENT, Ground.FUNDAMENTAL):
        services.note_candidate(actor=CLERK, at=at, contract_id=row.pk, ground=ground, note="Amtsgericht")
    with pytest.raises(services.AlreadyFound):
        services.note_candidate(actor=CLERK, at=at, contract_id=row.pk, ground=Ground.INSOLVENCY, note="Noch einmal")


@pytest.mark.req("CC-76")
def test_default_with_the_very_first_payment_gives_staff_the_option_and_the_second_does_not(
    alpha: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = contract(furnish("werkstatt"), Scope.RECURRING, date(2026, 2, 1))
    at = noon(date(2026, 3, 20))
    owe(monkeypatch, {row.pk: [due(2, "0.00", is_first=True), due(3, "40.00")]})
    assert services.look_into_dues(at=at) == 0
    owe(monkeypatch, {row.pk: [due(2, "40.00", is_first=True)]})
    assert services.look_into_dues(at=at) == 1
    one = Candidate.objects.get()
    assert one.ground == Ground.FIRST_PAYMENT
    with pytest.raises(services.ReasonMissing):
        services.use(actor=CLERK, at=at, candidate_id=one.pk, received_on=date(2026, 3, 20), reason="")
    assert fresh(row).state == "running"
    services.use(
        actor=CLERK, at=at, candidate_id=one.pk, received_on=date(2026, 3, 20), reason="Erste Rate nicht bezahlt"
    )
    assert (fresh(row).state, fresh(row).end_reason) == ("ended", "cause")
    with pytest.raises(services.AlreadyDecided):
        services.dismiss(actor=CLERK, at=at, candidate_id=one.pk, reason="Doch nicht")


def test_what_staff_have_dismissed_is_not_asked_again_for_the_same_dues(
    alpha: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = contract(furnish("werkstatt"), Scope.RECURRING, date(2026, 2, 1))
    at = noon(date(2026, 3, 20))
    owe(monkeypatch, {row.pk: [due(2, "40.00", is_first=True)]})
    services.look_into_dues(at=at)
    services.dismiss(actor=CLERK, at=at, candidate_id=Candidate.objects.get().pk, reason="Bank hat sich geirrt")
    assert services.look_into_dues(at=at) == 0
    assert Candidate.objects.get().state == "dismissed"
