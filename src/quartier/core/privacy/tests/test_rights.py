"""Information and erasure, controller by controller (SBV-21)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps

from quartier.core.audit.models import Fact
from quartier.core.privacy import queries, services
from quartier.core.privacy.queries import Controller
from quartier.values.actor import Actor, ActorKind

AT = datetime(2026, 3, 24, 12, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Jost Pape")


def row(label: str, **values: Any) -> Any:
    return apps.get_model(label)._default_manager.create(**values)


@pytest.fixture
def group(alpha: Any) -> dict[str, Controller]:
    """An eG that runs the portal, a GmbH that is an own controller, and a partner that is none."""
    common = {"legal_form": "GmbH", "name": "Alpha"}
    row("providers.LegalEntity", key="eg", role="principal", order=0, **common | {"name": "Alpha Wohnen eG"})
    row("providers.LegalEntity", key="gmbh", role="group", order=1, **common | {"name": "Alpha Betreuung GmbH"})
    row("providers.LegalEntity", key="partner", role="partner", is_controller=False, order=2, **common)
    return {c.key: c for c in queries.controllers()}


def contract(party: Any, key: str, number: str, ended_on: date | None = None) -> Any:
    entity = apps.get_model("providers.LegalEntity")._default_manager.get(key=key)
    return row(
        "parties.Relationship", party=party, legal_entity=entity, kind="tenancy", number=number,
        started_on=date(2010, 1, 1), ended_on=ended_on,
    )  # fmt: skip


@pytest.fixture
def somebody(group: Any) -> Any:
    """A person with an account."""
    user = row("accounts.User", email="ida@posthaus.example", name="Ida Blum", audience="customer", created_at=AT)
    user.set_password("geheimes Wort")
    user.save()
    return row(
        "parties.Party", given_name="Ida", name="Blum", sort_name="blum ida", email="ida@posthaus.example",
        street="Ahornweg 3", created_at=AT, user=user,
    )  # fmt: skip


def told(party: Any, controller: Controller) -> str:
    subject = queries.subject_numbered(party.pk)
    assert subject is not None
    return services.inform(actor=CLERK, at=AT, subject=subject, controller=controller).as_json()


def test_a_company_that_is_no_own_controller_belongs_to_the_one_that_runs_the_portal(
    group: dict[str, Controller],
) -> None:
    assert list(group) == ["eg", "gmbh"]
    assert (len(group["eg"].entities), len(group["gmbh"].entities)) == (2, 1)


@pytest.mark.req("SBV-21")
def test_the_report_of_the_gmbh_excludes_what_the_eg_knows_and_the_other_way_round(
    group: dict[str, Controller], somebody: Any
) -> None:
    contract(somebody, "eg", "W 1 001")
    contract(somebody, "gmbh", "B 2 002")
    contract(somebody, "partner", "P 3 003")
    gmbh, eg = told(somebody, group["gmbh"]), told(somebody, group["eg"])
    assert "B 2 002" in gmbh
    assert "Ahornweg 3" in gmbh
    for of_the_eg in ("W 1 001", "P 3 003", "Alpha Wohnen eG"):
        assert of_the_eg not in gmbh
        if of_the_eg != "Alpha Wohnen eG":
            assert of_the_eg in eg
    assert "B 2 002" not in eg
    kinds = {entry["kind"] for entry in json.loads(gmbh)["data"]}
    assert len(kinds) == 2, "person and contract; the account and the facts are the portal's"


@pytest.mark.req("SBV-21")
def test_a_controller_does_not_learn_who_is_another_one_s_customer(group: dict[str, Controller], somebody: Any) -> None:
    contract(somebody, "eg", "W 1 001")
    subject = queries.subject_numbered(somebody.pk)
    assert subject is not None
    with pytest.raises(services.NothingKnown):
        services.inform(actor=CLERK, at=AT, subject=subject, controller=group["gmbh"])
    assert not Fact.objects.filter(kind="personal_data.told").exists()


@pytest.mark.req("SBV-21")
def test_acting_for_another_controller_is_written_down_as_processing_on_its_behalf(
    group: dict[str, Controller], somebody: Any
) -> None:
    contract(somebody, "eg", "W 1 001")
    contract(somebody, "gmbh", "B 2 002")
    told(somebody, group["eg"])
    told(somebody, group["gmbh"])
    facts = Fact.objects.filter(kind="personal_data.told").order_by("pk")
    assert [f.data for f in facts] == [
        {"controller": "eg", "as_processor": False},
        {"controller": "gmbh", "as_processor": True},
    ]
    assert {(f.subject, f.actor_name) for f in facts} == {(f"parties.party:{somebody.pk}", "Jost Pape")}


@pytest.mark.req("SBV-21")
def test_staff_of_a_group_company_act_for_it_alone(group: dict[str, Controller]) -> None:
    gmbh = apps.get_model("providers.LegalEntity")._default_manager.get(key="gmbh")
    staff = apps.get_model("accounts.User")(audience="staff", entity=gmbh)
    assert [c.key for c in queries.controllers_for(staff)] == ["gmbh"]
    staff.entity_id = None
    assert [c.key for c in queries.controllers_for(staff)] == ["eg", "gmbh"]


def test_a_report_tells_no_password_and_no_key(group: dict[str, Controller], somebody: Any) -> None:
    contract(somebody, "eg", "W 1 001")
    report = told(somebody, group["eg"])
    assert "ida@posthaus.example" in report
    assert somebody.user.password not in report


def test_nothing_is_erased_while_the_law_requires_that_it_is_kept(group: dict[str, Controller], somebody: Any) -> None:
    contract(somebody, "eg", "W 1 001", ended_on=date(2018, 5, 31))
    subject = queries.subject_numbered(somebody.pk)
    assert subject is not None
    last_day = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
    with pytest.raises(services.StillKept, match=r"01\.01\.2027"):
        services.erase(actor=CLERK, at=last_day, subject=subject, controller=group["eg"])
    assert "W 1 001" in told(somebody, group["eg"])
    first_day = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    assert services.erase(actor=CLERK, at=first_day, subject=subject, controller=group["eg"]).erased == 4
    assert queries.subject_numbered(somebody.pk) is None
    assert not apps.get_model("accounts.User")._default_manager.filter(email="ida@posthaus.example").exists()
    fact = Fact.objects.get(kind="personal_data.erased")
    assert fact.data == {"controller": "eg", "as_processor": False, "rows": 4}
    told_before = Fact.objects.get(kind="personal_data.told")
    assert (told_before.data, told_before.actor_name) == ({}, ""), "the entry stays, who and what it names is gone"


def test_a_running_contract_keeps_everything(group: dict[str, Controller], somebody: Any) -> None:
    contract(somebody, "eg", "W 1 001")
    subject = queries.subject_numbered(somebody.pk)
    assert subject is not None
    with pytest.raises(services.StillKept):
        services.erase(actor=CLERK, at=datetime(2099, 1, 1, tzinfo=UTC), subject=subject, controller=group["eg"])


def test_erasing_for_one_controller_leaves_what_another_one_knows(group: dict[str, Controller], somebody: Any) -> None:
    contract(somebody, "eg", "W 1 001")
    contract(somebody, "gmbh", "B 2 002", ended_on=date(2010, 5, 31))
    subject = queries.subject_numbered(somebody.pk)
    assert subject is not None
    assert services.erase(actor=CLERK, at=AT, subject=subject, controller=group["gmbh"]).erased == 1
    assert "W 1 001" in told(somebody, group["eg"])
    assert "Ahornweg 3" in told(somebody, group["eg"])
    assert not queries.knows(subject, group["gmbh"])


def test_erasing_for_the_only_controller_erases_the_person_too(group: dict[str, Controller], somebody: Any) -> None:
    contract(somebody, "gmbh", "B 2 002", ended_on=date(2010, 5, 31))
    subject = queries.subject_numbered(somebody.pk)
    assert subject is not None
    assert services.erase(actor=CLERK, at=AT, subject=subject, controller=group["gmbh"]).erased == 2
    assert queries.subject_numbered(somebody.pk) is None


def test_the_request_log_stays_out_of_every_copy_of_a_provider(alpha: Any) -> None:
    from quartier.core.providers.services.blueprint import NOT_IN_COPIES  # noqa: PLC0415 – models load late

    assert "privacy_requestrecord" in NOT_IN_COPIES
    assert "accounts_session" in NOT_IN_COPIES
