"""The office's pages: holds and restrictions set, told, lifted; refusals keep what was typed."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from quartier.core.parties.models import Party
from quartier.core.retention import queries, services
from quartier.core.retention.models import LegalHold, Restriction
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

OFFICER = Actor(ActorKind.STAFF, "9", "Tilda Sommer")


def party_of(world: Any) -> Party:
    """The customer with the login."""
    enter_schema("emscher")
    return Party.everything.get(user_id=world.people["emscher"]["customer"])


def told(page: Any) -> str:
    return unescape(page.content.decode())


def test_a_hold_is_set_kept_and_lifted(world: Any) -> None:
    party, officer = party_of(world), world.client("emscher", "privacy")
    where = reverse("retention:hold", args=[party.pk])
    wrong = officer.post(where, {"case": "4 C 112/26", "reason": "Klage", "review_on": "01.01.2020"})
    assert wrong.status_code == 422
    assert "nach heute" in told(wrong)
    assert 'value="4 C 112/26"' in told(wrong)
    right = {"case": "4 C 112/26", "reason": "Klage", "review_on": "01.09.2099"}
    assert officer.post(where, right).status_code == 302
    enter_schema("emscher")
    row = LegalHold.objects.get()
    page = told(officer.get("/buero/aufbewahrung/"))
    assert "4 C 112/26" in page
    assert str(party) in page
    look = reverse("retention:look_again", args=[row.pk])
    assert "Klage" in told(officer.get(look))
    assert officer.post(look, {"review_on": "01.10.2099"}).status_code == 302
    lift = reverse("retention:lift_hold", args=[row.pk])
    assert "Löschsperre „4 C 112/26“ aufheben?" in told(officer.get(lift))
    assert officer.post(lift, {"reason": "Vergleich"}).status_code == 302
    enter_schema("emscher")
    assert not queries.holds_in_force().exists()
    assert officer.get(look).status_code == 404


def test_a_restriction_is_set_told_and_lifted(world: Any) -> None:
    party, officer = party_of(world), world.client("emscher", "privacy")
    answer = officer.post(reverse("retention:restrict", args=[party.pk]), {"ground": "disputed", "reason": "falsch"})
    assert answer.status_code == 302
    clerk = world.client("emscher", "clerk")
    assert clerk.get(reverse("parties:customer", args=[party.pk])).status_code == 404
    assert world.client("emscher", "customer").get(reverse("profile:my_data")).status_code == 200
    enter_schema("emscher")
    row = Restriction.objects.get()
    lift, tell = reverse("retention:lift", args=[row.pk]), reverse("retention:tell", args=[row.pk])
    early = officer.post(lift)
    assert early.status_code == 409
    assert "Unterrichten Sie zuerst die Person" in told(early)
    assert officer.post(tell, {"reason": "Die Anschrift stimmt."}).status_code == 302
    assert lift in told(officer.get(tell))
    assert officer.post(lift).status_code == 302
    enter_schema("emscher")
    assert not queries.is_restricted(party.pk)
    assert clerk.get(reverse("parties:customer", args=[party.pk])).status_code == 200


def test_the_protocol_is_read_run_by_run(world: Any) -> None:
    enter_schema("emscher")
    run = services.run(at=clock.now())
    assert run is not None
    page = told(world.client("emscher", "privacy").get(reverse("retention:run", args=[run.pk])))
    assert "Lauf vom" in page


@pytest.mark.parametrize(("role", "status"), [("clerk", 403), ("customer", 403), ("visitor", 302)])
def test_nobody_else_gets_in(world: Any, role: str, status: int) -> None:
    assert world.client("emscher", role).get("/buero/aufbewahrung/").status_code == status
