"""Functions, stops and notices: what is decided takes effect at its instant, here and nowhere else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from quartier.core.audit import queries as audit
from quartier.core.providers import services
from quartier.core.providers.models import FeatureSwitch, Notice, Stop
from quartier.kit import clock
from quartier.kit.jobs.declare import Paused, scope
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM
from quartier.values.zone import BERLIN

WHO: dict[str, Any] = {"actor": SYSTEM}
PASSWORD = "Quartier-Demo-2026"


def visitor(host: str = "emscher") -> Client:
    """Somebody without a login."""
    return Client(HTTP_HOST=f"{host}.localhost")


@pytest.mark.req("DWG-10")
def test_a_function_that_is_switched_off_leaves_the_menu_and_refuses_here_only_and_is_audited(world: Any) -> None:
    customer, lead = world.client("emscher", "customer"), world.client("emscher", "lead")
    assert 'href="/meine-daten/"' in customer.get("/uebersicht/").content.decode()
    form = {"on": "0", "effective_at": "", "reason": "Umbau"}
    assert lead.post("/buero/einstellungen/funktionen/my_data/", form).status_code == 302

    menu = customer.get("/uebersicht/").content.decode().split("<main")[0]
    assert 'href="/meine-daten/"' not in menu
    refused = customer.get("/meine-daten/")
    assert refused.status_code == 404
    assert "im Moment ausgeschaltet" in refused.content.decode()
    assert customer.post("/meine-daten/", {"street": "X 1"}).status_code == 404
    assert world.client("raumhafen", "customer").get("/meine-daten/").status_code == 200
    enter_schema("emscher")
    fact = audit.about("providers.feature:my_data")[0]
    assert fact.kind == "feature.switched"
    assert fact.data["on"] is False
    assert fact.data["reason"] == "Umbau"
    assert fact.actor_kind == "staff"


def test_a_function_switched_for_later_works_until_then(world: Any) -> None:
    enter_schema("emscher")
    now = clock.now()
    services.switch_feature(**WHO, at=now, feature="lettings", on=False, effective_at=now + timedelta(hours=2))
    assert visitor().get("/wohnungen/").status_code == 200
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        assert visitor().get("/wohnungen/").status_code == 404
    enter_schema("emscher")
    services.switch_feature(**WHO, at=now, feature="lettings", on=True, effective_at=now + timedelta(hours=3))
    with time_machine.travel(now + timedelta(hours=3), tick=False):
        assert visitor().get("/wohnungen/").status_code == 200


def test_switching_an_unknown_function_or_into_the_past_is_refused_and_changes_nothing(world: Any) -> None:
    enter_schema("emscher")
    now = clock.now()
    before = FeatureSwitch.objects.count()
    for feature, at in (("gibtsnicht", now), ("lettings", now - timedelta(minutes=1))):
        with pytest.raises(services.Refused):
            services.switch_feature(**WHO, at=now, feature=feature, on=False, effective_at=at)
    assert FeatureSwitch.objects.count() == before


@pytest.mark.req("DWG-14")
def test_a_planned_stop_closes_the_portal_at_its_instant_staff_keep_access_and_lifting_restores(world: Any) -> None:
    now = clock.now()
    begin = now + timedelta(minutes=30)  # sooner than the sessions of staff end
    lead = world.client("emscher", "lead")
    form = {"feature": "", "starts_at": f"{begin.astimezone(BERLIN):%d.%m.%Y, %H:%M}", "message": "Geschlossen."}
    assert lead.post("/buero/betrieb/", form).status_code == 302
    enter_schema("emscher")
    stop = Stop.objects.get()

    login = {"login": "kunde@emscher.example", "password": PASSWORD}
    with time_machine.travel(stop.starts_at - timedelta(seconds=1), tick=False):
        assert visitor().post("/anmelden/", login).status_code == 302
    with time_machine.travel(stop.starts_at, tick=False):
        for client, path in ((visitor(), "/"), (world.client("emscher", "customer"), "/uebersicht/")):
            answer = client.get(path)
            assert answer.status_code == 503
            assert "Geschlossen." in answer.content.decode()
            assert answer["Retry-After"]
        refused = visitor()
        assert refused.post("/anmelden/", login).status_code == 503
        assert "_auth_user_id" not in refused.session
        assert visitor().get("/impressum/").status_code == 200
        assert world.client("emscher", "clerk").get("/buero/").status_code == 200
        assert visitor("raumhafen").get("/").status_code == 200
        assert lead.post(f"/buero/betrieb/{stop.pk}/aufheben/").status_code == 302
        assert visitor().get("/").status_code == 200
        assert visitor().post("/anmelden/", login).status_code == 302


@pytest.mark.req("DWG-14")
def test_jobs_wait_while_the_portal_is_stopped_and_go_on_when_it_is_lifted(world: Any) -> None:
    enter_schema("emscher")
    now = clock.now()
    stop = services.stop_portal(**WHO, at=now, starts_at=now)
    with pytest.raises(Paused), scope("emscher"):
        pass
    with scope("emscher", when_stopped=True), scope("raumhafen"):
        pass
    enter_schema("emscher")
    services.lift_stop(**WHO, at=clock.now(), stop_id=stop.pk)
    with scope("emscher"):
        pass
    services.stop_portal(**WHO, at=clock.now(), starts_at=clock.now(), feature="lettings")
    with scope("emscher"):
        pass


@pytest.mark.req("DWG-14")
def test_one_function_can_be_stopped_for_a_time_while_the_rest_goes_on(world: Any) -> None:
    enter_schema("emscher")
    now = clock.now()
    services.stop_portal(**WHO, at=now, starts_at=now, ends_at=now + timedelta(hours=1), feature="lettings")
    assert visitor().get("/wohnungen/").status_code == 404
    assert visitor().get("/").status_code == 200
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        assert visitor().get("/wohnungen/").status_code == 200


def test_an_impossible_stop_is_refused_at_its_field_and_nothing_is_stored(world: Any) -> None:
    lead = world.client("emscher", "lead")
    for form in (
        {"feature": "", "starts_at": "01.01.2020, 10:00"},
        {"feature": "", "starts_at": "gestern"},
        {"feature": "gibtsnicht"},
        {"feature": "", "ends_at": "01.01.2020, 10:00"},
    ):
        answer = lead.post("/buero/betrieb/", form)
        assert answer.status_code == 422
        assert "Fehler" in answer.content.decode()
    enter_schema("emscher")
    assert Stop.objects.count() == 0


def test_a_stop_is_lifted_once(world: Any) -> None:
    enter_schema("emscher")
    now = clock.now()
    stop = services.stop_portal(**WHO, at=now, starts_at=now)
    services.lift_stop(**WHO, at=now, stop_id=stop.pk)
    with pytest.raises(services.Refused):
        services.lift_stop(**WHO, at=now, stop_id=stop.pk)


@pytest.mark.req("DWG-27")
def test_availability_is_not_promised_and_a_notice_shows_before_login_only_in_its_time(world: Any) -> None:
    from quartier.core.providers.policies import AvailabilityPolicy, load_preset  # noqa: PLC0415 – used once

    availability = next(h.values for h in load_preset("rheinufer").policies if isinstance(h.values, AvailabilityPolicy))
    assert availability.target is None
    start = (clock.now() + timedelta(days=3)).replace(hour=1, minute=0, second=0, microsecond=0)
    form = {
        "kind": "maintenance",
        "title": "Wartung heute Nacht",
        "body": "Von 2 bis 4 Uhr.",
        "starts_at": f"{start.astimezone(BERLIN):%d.%m.%Y, %H:%M}",
        "ends_at": f"{(start + timedelta(hours=2)).astimezone(BERLIN):%d.%m.%Y, %H:%M}",
    }
    assert world.client("emscher", "lead").post("/buero/hinweise/", form).status_code == 302
    for offset, seen in ((-1, False), (0, True), (2 * 3600 - 1, True), (2 * 3600, False)):
        with time_machine.travel(start + timedelta(seconds=offset), tick=False):
            for path in ("/anmelden/", "/"):
                assert ("Wartung heute Nacht" in visitor().get(path).content.decode()) is seen, (offset, path)
            customer = visitor()
            customer.post("/anmelden/", {"login": "kunde@emscher.example", "password": PASSWORD})
            inside = customer.get("/uebersicht/").content.decode()
            assert ("Wartung heute Nacht" in inside) is seen
            assert "Wartung heute Nacht" not in visitor("raumhafen").get("/anmelden/").content.decode()
    for client in (visitor(), world.client("emscher", "customer")):
        assert "Verfügbarkeit" not in client.get("/").content.decode()


def test_a_withdrawn_notice_is_gone_at_once(world: Any) -> None:
    enter_schema("emscher")
    now = clock.now()
    notice = services.announce(**WHO, at=now, kind="fault", title="Störung", body="", starts_at=now)
    assert "Störung" in visitor().get("/").content.decode()
    assert world.client("emscher", "lead").post(f"/buero/hinweise/{notice.pk}/zurueckziehen/").status_code == 302
    assert "Störung" not in visitor().get("/").content.decode()
    enter_schema("emscher")
    assert Notice.objects.get(pk=notice.pk).withdrawn_at is not None


def test_only_the_lead_may_stop_and_switch(world: Any) -> None:
    for path in ("/buero/betrieb/", "/buero/hinweise/", "/buero/einstellungen/funktionen/"):
        assert world.client("emscher", "lead").get(path).status_code == 200
        for role in ("clerk", "editor", "customer"):
            assert world.client("emscher", role).get(path).status_code == 403, (path, role)
