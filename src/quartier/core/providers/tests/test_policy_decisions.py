"""Decisions about policy: dated, audited, never backwards; the database keeps them as they were."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django_tenants.utils import schema_context

from quartier.core.audit import queries as audit
from quartier.core.providers.models import PolicyVersion, Provider
from quartier.core.providers.policies import BillingPolicy, DunningPolicy, IdentityPolicy, PasswordPolicy, load_preset
from quartier.core.providers.queries import find_address, portal_for
from quartier.core.providers.queries import policy as queries
from quartier.core.providers.services.policy import (
    Backdated,
    NotAllowed,
    NothingChanged,
    ReasonMissing,
    adopt,
    decide,
)
from quartier.values.actor import SYSTEM, Actor, ActorKind
from quartier.values.policy import Concern, Origin

CLERK = Actor(ActorKind.STAFF, key="7", name="Marlene Voss")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NEW_YEAR = date(2027, 1, 1)


def stated(value: Any) -> dict[str, Any]:
    """Return an entry that the provider states."""
    return {"value": value, "origin": "stated"}


def set_password(valid_from: date = TODAY, at: datetime = NOW, reason: str = "Beschluss 14", **values: Any) -> Any:
    """Decide about passwords."""
    entries = {f"password.{name}": stated(value) for name, value in values.items()}
    return decide(actor=CLERK, at=at, valid_from=valid_from, concern=PasswordPolicy, entries=entries, reason=reason)


def refuse(error: type[Exception], call: Callable[[], Any]) -> Any:
    """Run a call that must be refused, and check that nothing has changed: no decision, no fact, no revision."""
    before = _state()
    with pytest.raises(error) as caught, transaction.atomic():
        call()
    assert _state() == before
    return caught.value


def _state() -> tuple[Any, ...]:
    schema: str = connection.schema_name  # type: ignore[attr-defined]
    revision = Provider.objects.get(schema_name=schema).revision
    return list(PolicyVersion.objects.values_list("pk", flat=True)), audit.facts().count(), revision


def test_without_any_decision_the_defaults_are_in_force(alpha: Any) -> None:
    assert queries.in_force(PasswordPolicy, TODAY) == PasswordPolicy()
    assert queries.held(PasswordPolicy, TODAY).mark("password.digit").origin is Origin.DEFAULT


def test_a_decision_takes_effect_on_its_day_and_not_before(alpha: Any) -> None:
    set_password(valid_from=NEW_YEAR, min_length=14)
    assert queries.in_force(PasswordPolicy, date(2026, 12, 31)).min_length == 10
    assert queries.in_force(PasswordPolicy, NEW_YEAR).min_length == 14
    assert queries.planned(TODAY) == {PasswordPolicy: 1}
    assert queries.planned(NEW_YEAR) == {}


def test_a_decision_for_today_is_in_force_today(alpha: Any) -> None:
    set_password(digit=True)
    held = queries.held(PasswordPolicy, TODAY)
    assert held.values.digit is True
    assert held.mark("password.digit").origin is Origin.STATED
    assert held.mark("password.special").origin is Origin.DEFAULT


def test_a_later_plan_keeps_its_effect_when_something_else_is_decided_before_it(alpha: Any) -> None:
    set_password(valid_from=NEW_YEAR, min_length=14)
    set_password(valid_from=date(2026, 12, 1), at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC), digit=True)
    december = queries.in_force(PasswordPolicy, date(2026, 12, 1))
    january = queries.in_force(PasswordPolicy, NEW_YEAR)
    assert (december.min_length, december.digit) == (10, True)
    assert (january.min_length, january.digit) == (14, True)


def test_of_two_decisions_for_the_same_day_the_later_one_counts(alpha: Any) -> None:
    set_password(valid_from=NEW_YEAR, min_length=14)
    set_password(valid_from=NEW_YEAR, at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC), min_length=12)
    assert queries.in_force(PasswordPolicy, NEW_YEAR).min_length == 12


def test_a_decision_is_a_fact_with_old_and_new_value_and_reason(alpha: Any) -> None:
    set_password(min_length=12, reason=" Empfehlung des BSI ")
    fact = audit.about("providers.policy:password")[0]
    assert (fact.kind, fact.actor_key, fact.actor_name, fact.at) == ("policy.changed", "7", "Marlene Voss", NOW)
    assert fact.data == {
        "valid_from": "2026-11-23",
        "reason": "Empfehlung des BSI",
        "changed": {"password.min_length": [{"value": 10, "origin": "default"}, {"value": 12, "origin": "stated"}]},
    }


def test_a_decision_moves_the_revision_so_that_every_process_reads_anew(alpha: Any) -> None:
    before = Provider.objects.get(schema_name="alpha").revision
    set_password(min_length=12)
    assert Provider.objects.get(schema_name="alpha").revision == before + 1


def test_confirming_a_default_is_a_decision_of_its_own(alpha: Any) -> None:
    set_password(min_length=10)
    assert queries.held(PasswordPolicy, TODAY).mark("password.min_length").origin is Origin.STATED
    assert queries.history(PasswordPolicy)[0].entries == {"password.min_length": {"value": 10, "origin": "stated"}}


def test_only_what_differs_is_decided(alpha: Any) -> None:
    set_password(min_length=12)
    row = set_password(min_length=12, digit=True)
    assert row.data == {"password.digit": {"value": True, "origin": "stated"}}


def test_a_decision_that_changes_nothing_is_refused(alpha: Any) -> None:
    set_password(min_length=12)
    refuse(NothingChanged, lambda: set_password(min_length=12))


def test_a_decision_for_yesterday_is_refused(alpha: Any) -> None:
    refusal = refuse(Backdated, lambda: set_password(valid_from=date(2026, 11, 22), min_length=12))
    assert refusal.field == "valid_from"


def test_today_is_the_day_in_germany(alpha: Any) -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # 24 November, 00:30 in Germany
    refuse(Backdated, lambda: set_password(valid_from=date(2026, 11, 23), at=late, min_length=12))
    set_password(valid_from=date(2026, 11, 24), at=late, min_length=12)


def test_the_system_may_bring_in_the_past(alpha: Any) -> None:
    policies = load_preset("rheinufer").policies
    adopt(actor=SYSTEM, at=NOW, valid_from=date(2021, 1, 1), policies=policies, reason="Übernahme")
    assert queries.in_force(PasswordPolicy, date(2020, 12, 31)).min_length == 10
    assert queries.in_force(PasswordPolicy, date(2021, 1, 1)).min_length == 8


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_decision_without_a_readable_reason_is_refused(alpha: Any, reason: str) -> None:
    refusal = refuse(ReasonMissing, lambda: set_password(min_length=12, reason=reason))
    assert refusal.field == "reason"


def test_a_value_outside_the_law_is_refused_at_its_key(alpha: Any) -> None:
    refusal = refuse(NotAllowed, lambda: set_password(min_length=7))
    assert refusal.field == "password.min_length"
    assert list(refusal.sentences) == ["password.min_length"]
    assert "NIST SP 800-63B-4" in refusal.sentences["password.min_length"]


def test_an_unknown_key_and_a_wrong_type_are_refused_together(alpha: Any) -> None:
    refusal = refuse(NotAllowed, lambda: set_password(colour="red", digit="maybe"))
    assert set(refusal.sentences) == {"password.colour", "password.digit"}


def test_a_value_without_an_origin_is_refused(alpha: Any) -> None:
    refuse(
        NotAllowed,
        lambda: decide(
            actor=CLERK,
            at=NOW,
            valid_from=TODAY,
            concern=PasswordPolicy,
            entries={"password.digit": {"value": True}},
            reason="Beschluss",
        ),
    )


def test_a_decision_that_breaks_a_later_plan_is_refused(alpha: Any) -> None:
    only_businesses = {"customer_types": stated(["business"])}
    change(IdentityPolicy, only_businesses, valid_from=TODAY)
    change(IdentityPolicy, {"customer_types": stated(["business", "consumer"])}, valid_from=NEW_YEAR)
    net = {"prices": stated("net")}
    refusal = refuse(NotAllowed, lambda: change(BillingPolicy, net, valid_from=date(2026, 12, 1)))
    assert list(refusal.sentences) == ["prices"]


def test_businesses_may_agree_on_what_consumers_may_not(alpha: Any) -> None:
    net = {"prices": stated("net")}
    refuse(NotAllowed, lambda: change(BillingPolicy, net))
    change(IdentityPolicy, {"customer_types": stated(["business"])})
    change(BillingPolicy, net)
    assert queries.in_force(BillingPolicy, TODAY).prices == "net"


def change(concern: type[Concern], entries: dict[str, Any], valid_from: date = TODAY) -> PolicyVersion:
    """Decide about a concern."""
    return decide(actor=CLERK, at=NOW, valid_from=valid_from, concern=concern, entries=entries, reason="Beschluss")


@pytest.mark.parametrize("key", ["rheinufer", "planmass", "raumhafen", "werkstatt", "emscher"])
def test_a_preset_is_adopted_as_it_is(alpha: Any, key: str) -> None:
    policies = load_preset(key).policies
    adopt(actor=SYSTEM, at=NOW, policies=policies, reason="Voreinstellung")
    assert queries.whole(TODAY).dump() == policies.dump()
    refuse(NothingChanged, lambda: adopt(actor=SYSTEM, at=NOW, policies=policies, reason="Noch einmal"))


def test_a_provider_can_change_from_businesses_to_consumers_as_a_whole(alpha: Any) -> None:
    for key in ("werkstatt", "planmass"):
        adopt(actor=SYSTEM, at=NOW, policies=load_preset(key).policies, reason="Voreinstellung")
    assert queries.in_force(DunningPolicy, TODAY).flat_default_charge == 40


def test_one_provider_does_not_see_the_decisions_of_another(provider: Callable[[str], Any]) -> None:
    provider("alpha")
    set_password(min_length=12)
    provider("beta")
    assert queries.in_force(PasswordPolicy, TODAY).min_length == 10
    assert queries.history(PasswordPolicy) == []


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_a_decision(alpha: Any, act: str) -> None:
    row = set_password(min_length=12)
    found = PolicyVersion.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        found.update(reason="anders") if act == "update" else found.delete()
    assert found.get().reason == "Beschluss 14"


@pytest.mark.parametrize("broken", [{"reason": ""}, {"data": {}}])
def test_the_database_refuses_empty_decisions(alpha: Any, broken: dict[str, Any]) -> None:
    whole = {
        "concern": "password",
        "valid_from": TODAY,
        "data": {"password.digit": stated(True)},
        "decided_by": "x",
        "decided_at": NOW,
        "reason": "y",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(**{**whole, **broken})


def test_the_whole_policy_is_read_in_one_statement(alpha: Any, django_assert_num_queries: Any) -> None:
    adopt(actor=SYSTEM, at=NOW, policies=load_preset("emscher").policies, reason="Voreinstellung")
    with django_assert_num_queries(1):
        queries.whole(TODAY)
    with django_assert_num_queries(1):
        queries.in_force(PasswordPolicy, TODAY)


def test_the_history_tells_each_decision_with_its_reason(alpha: Any) -> None:
    set_password(min_length=12, reason="erst")
    set_password(valid_from=NEW_YEAR, min_length=14, reason="dann")
    assert [(d.valid_from, d.reason, d.decided_by) for d in queries.history(PasswordPolicy)] == [
        (NEW_YEAR, "dann", "Marlene Voss"),
        (TODAY, "erst", "Marlene Voss"),
    ]


def test_a_portal_knows_its_policy_without_asking_again(alpha: Any, django_assert_num_queries: Any) -> None:
    set_password(valid_from=NEW_YEAR, min_length=14)
    address = find_address("alpha.localhost")
    assert address is not None
    portal = portal_for(address)
    with django_assert_num_queries(0):
        assert portal.policy(PasswordPolicy, TODAY).min_length == 10
        assert portal.policy(PasswordPolicy, NEW_YEAR).min_length == 14


def test_a_portal_follows_a_decision_with_its_next_request(alpha: Any) -> None:
    for least in (12, 13):
        set_password(min_length=least)
        address = find_address("alpha.localhost")
        assert address is not None
        assert portal_for(address).policy(PasswordPolicy, TODAY).min_length == least


def test_two_decisions_at_the_same_moment_cannot_break_the_law_together(committed_db: None) -> None:
    with schema_context("alpha"):
        change(IdentityPolicy, {"customer_types": stated(["business"])})
    begin = Barrier(2)

    def run(concern: type[Concern], entries: dict[str, Any]) -> str:
        try:
            with schema_context("alpha"):
                begin.wait(10)
                change(concern, entries)
            return "decided"
        except NotAllowed:
            return "refused"
        finally:
            connection.close()

    asked = [(BillingPolicy, {"prices": stated("net")}), (IdentityPolicy, {"customer_types": stated(["consumer"])})]
    with ThreadPoolExecutor(2) as threads:
        ends = list(threads.map(lambda one: run(*one), asked))
    assert sorted(ends) == ["decided", "refused"]
    with schema_context("alpha"):
        assert queries.whole(TODAY).held
