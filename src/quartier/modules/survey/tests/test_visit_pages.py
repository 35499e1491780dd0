"""The whole way over the real pages: ordered on site, accepted, doors named, a date chosen, begun, noted."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from quartier.core.checkout.tests.counter import OBJECT, Buyer, open_shop
from quartier.core.orders import services as ordering
from quartier.core.orders.models import Order
from quartier.core.providers.policies import RegistrationPolicy
from quartier.core.providers.services import policy
from quartier.kit.clock import day_of
from quartier.modules.survey import demo
from quartier.modules.survey.models import Contact, Site, Visit
from quartier.modules.survey.services import visits
from quartier.modules.survey.tests import ground
from quartier.values.actor import SYSTEM
from quartier.values.zone import BERLIN

HOUSE = {**OBJECT, "entry_sort": "Mehrfamilienhaus", "entry_units": "EG, DG"}
GIVEN = {"label": "EG links", "name": "Nele Voss", "phone": "0385 5550-12", "email": "nele@posthaus.example"}


def text_of(answer: Any) -> str:
    """What a page says, with plain spaces."""
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def confirmed(buyer: Buyer, where: str, given: dict[str, str]) -> Any:
    """Send a form, and confirm the page that shows it once more."""
    page = buyer.post(where, given)
    assert page.status_code == 200, text_of(page)
    shown = re.search(r'name="_shown" value="([^"]+)"', page.content.decode())
    assert shown is not None, text_of(page)
    return buyer.post(where, {**given, "_shown": shown[1], "_step": "confirm"})


def ordered(**values: str) -> tuple[Buyer, Order]:
    """A guest who has ordered a survey on site."""
    open_shop()
    demo.offer(at=timezone.now(), key="planmass")
    buyer = Buyer()
    page = buyer.walk("aufmass", details={**HOUSE, **values})
    seen = text_of(page)
    assert seen.index("499,00") < seen.index(">Jetzt kostenpflichtig beauftragen</button>")
    boxes = dict.fromkeys(("terms", "privacy", "started_early", "loss_known"), "on")
    assert buyer.click(page, **boxes).status_code == 302
    return buyer, Order.objects.get()


@pytest.mark.req("WR-015", "WR-016")
def test_a_survey_is_ordered_over_the_pages_and_exists_only_with_our_mail(alpha: Any) -> None:
    buyer, order = ordered()
    page = buyer.get(f"/auftrag/{order.token}/")
    assert "noch nicht angenommen" in text_of(page)
    assert "Aufmaß vor Ort" in text_of(page)
    assert "Wer öffnet" not in text_of(page)
    assert buyer.get(f"/auftrag/{order.token}/zugang/").status_code == 404
    assert not Site.objects.exists()
    ordering.accept(actor=ground.CLERK, at=timezone.now(), order_id=order.pk)
    assert [one.label for one in Site.objects.get().units.all()] == ["EG", "DG"]
    assert "Es fehlt noch: EG, DG" in text_of(buyer.get(f"/auftrag/{order.token}/"))


@pytest.mark.req("WR-053")
@pytest.mark.parametrize("gone", ["label", "name", "phone", "email"])
def test_partial_access_data_are_refused_at_the_field_and_nothing_typed_is_lost(alpha: Any, gone: str) -> None:
    buyer, order = ordered()
    ordering.accept(actor=ground.CLERK, at=timezone.now(), order_id=order.pk)
    unit = Site.objects.get().units.all()[0]
    where = f"/auftrag/{order.token}/zugang/{unit.pk}/"
    answer = buyer.post(where, {**GIVEN, gone: ""})
    assert answer.status_code == 422
    assert f'id="id_{gone}_error"' in answer.content.decode() or f"#id_{gone}" in answer.content.decode()
    for name, value in GIVEN.items():
        assert name == gone or f'value="{value}"' in answer.content.decode()
    assert not Contact.objects.exists()
    person = f"/auftrag/{order.token}/zugang/person/"
    if gone != "label":
        assert buyer.post(person, {**GIVEN, gone: ""}).status_code == 422
    assert confirmed(buyer, where, GIVEN).status_code == 302
    assert Contact.objects.get().unit == unit
    assert confirmed(buyer, person, {key: GIVEN[key] for key in ("name", "phone", "email")}).status_code == 302
    assert "Es fehlt noch" not in text_of(buyer.get(f"/auftrag/{order.token}/"))


@pytest.mark.req("WR-051", "WR-052")
def test_a_guest_chooses_a_date_which_begins_the_order(alpha: Any) -> None:
    buyer, order = ordered()
    at = timezone.now()
    ordering.accept(actor=ground.CLERK, at=at, order_id=order.pk)
    site, who = Site.objects.get(), ground.surveyor()
    start = (at.astimezone(BERLIN) + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    visit = visits.propose(
        actor=ground.CLERK, at=at, site_id=site.pk, surveyor_id=who.pk, starts=[start], ways=ground.WAYS
    )[0]
    where = f"/auftrag/{order.token}/termin/"
    refused = confirmed(buyer, where, {"date": str(visit.pk), "words": ""})
    assert refused.status_code == 409
    assert "wenn für jede Einheit bekannt ist, wer die Tür öffnet" in text_of(refused)
    assert Order.objects.get().begun_at is None
    assert buyer.post(where, {"date": "none", "words": ""}).status_code == 422
    person = {key: GIVEN[key] for key in ("name", "phone", "email")}
    assert confirmed(buyer, f"/auftrag/{order.token}/zugang/person/", person).status_code == 302
    assert confirmed(buyer, where, {"date": str(visit.pk), "words": ""}).status_code == 302
    assert Order.objects.get().begun_at is not None
    assert "Vereinbarter Termin" in text_of(buyer.get(f"/auftrag/{order.token}/"))
    assert buyer.get(where).status_code == 404
    assert buyer.get(f"/auftrag/{'x' * 43}/zugang/").status_code == 404


def office(who: Any, settings: Any) -> Buyer:
    """The browser of somebody who measures, at a provider that asks for no second factor."""
    at = timezone.now()
    without = {"staff_second_factor": {"value": False, "origin": "default"}}
    policy.decide(
        actor=SYSTEM, at=at, valid_from=day_of(at), concern=RegistrationPolicy, entries=without, reason="Test"
    )
    staff = Buyer()
    staff.client.force_login(who, settings.AUTHENTICATION_BACKENDS[0])
    return staff


def test_the_office_looks_for_free_times_and_proposes_some(alpha: Any, settings: Any) -> None:
    _buyer, order = ordered()
    ordering.accept(actor=ground.CLERK, at=timezone.now(), order_id=order.pk)
    site, who = Site.objects.get(), ground.surveyor()
    staff, where = office(who, settings), f"/buero/termine/objekt/{site.pk}/vorschlagen/"
    first = text_of(staff.get(where))
    assert "Freie Zeiten suchen" in first
    assert "EG, DG" in first
    given = {"surveyor": str(who.pk), "minutes": "90", "there": "30", "back": "30"}
    page = staff.client.get(where, given, HTTP_HOST="planmass.localhost", secure=True)
    starts = re.findall(r'value="(20[0-9][0-9]-[^"]+T[^"]+)"', page.content.decode())
    assert len(starts) > 3
    week = {f"{name}_0": at for name, at in (("from", "08:00"), ("until", "16:00"))}
    assert staff.post("/buero/termine/zeiten/", {**week, "there": "20", "back": "20"}).status_code == 302
    assert staff.post(where, given).status_code == 422, "no date is no proposal"
    mondays = re.findall(r'value="(20[0-9][0-9]-[^"]+T[^"]+)"', staff.post(where, given).content.decode())
    assert staff.post(where, {**given, "starts": mondays[:3]}).status_code == 302
    assert Visit.objects.filter(state="proposed").count() == 3
    seen = text_of(staff.get(f"/buero/termine/objekt/{site.pk}/"))
    assert "Der Kundschaft vorgeschlagen" in seen
    assert "Kastanien" not in seen
    seen = text_of(staff.get("/buero/termine/"))
    assert "Jule Prell" in seen


@pytest.mark.req("WR-057")
def test_the_price_of_a_trip_is_shown_with_its_reasons_before_it_is_noted(alpha: Any, settings: Any) -> None:
    buyer, order = ordered(entry_sort="Wohnung", entry_units="")
    at = timezone.now()
    ordering.accept(actor=ground.CLERK, at=at, order_id=order.pk)
    site, who = ground.opened(Site.objects.get()), ground.surveyor()
    soon = at + timedelta(minutes=20)
    made = visits.propose(actor=ground.CLERK, at=at, site_id=site.pk, surveyor_id=who.pk, starts=[soon],
                          ways=ground.WAYS)  # fmt: skip
    visits.agree(actor=ground.CLERK, at=at, visit_id=made[0].pk)
    staff = office(who, settings)
    where, unit = f"/vor-ort/{made[0].pk}/ergebnis/", site.units.get()
    given = {f"unit_{unit.pk}": "no_access", f"why_{unit.pk}": "Niemand da", "cause": "", "because": "", "words": ""}
    assert staff.post(where, given).status_code == 422, "a trip has a cause"
    assert staff.post(where, {**given, "cause": "survey", f"why_{unit.pk}": ""}).status_code == 422
    page = text_of(staff.post(where, {**given, "cause": "survey"}))
    assert "Einzelobjekt: enthaltene Anfahrten 1." in page
    assert "Diese Anfahrt ist kostenlos." in page
    assert Visit.objects.get().state == "agreed"
    assert staff.post(where, {**given, "cause": "survey", "_step": "confirm"}).status_code == 302
    assert Visit.objects.get().outcome == "no_access"
    assert buyer.get(where).status_code == 302, "a stranger is sent to the login"
