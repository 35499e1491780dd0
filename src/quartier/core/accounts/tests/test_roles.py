"""What roles may do is the provider's to decide; the lead's role and what leads alone have stay as they are."""

from __future__ import annotations

from typing import Any

import pytest

from quartier.core.accounts import queries, services
from quartier.core.accounts.models import RolePermission, User
from quartier.kit.clock import now
from quartier.kit.roles import GRANTS, StaffRole
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

EDITOR = "/buero/personal/rollen/editor/"
QUEUE = "/buero/nachrichten/"


def person(world: Any, role: str) -> User:
    """Somebody of the staff, read anew."""
    return User.objects.get(pk=world.people["emscher"][role])


def decide(role: StaffRole, *, more: str = "", less: str = "") -> bool:
    """Give a role one permission more or less."""
    may = (queries.granted_to(role) | {more} - {""}) - {less}
    return services.change_role(actor=SYSTEM, at=now(), role=role, may=may, reason="Vertretung")


def test_a_permission_more_opens_its_pages_with_the_next_request_and_taking_it_back_closes_them(world: Any) -> None:
    enter_schema("emscher")
    editor = world.client("emscher", "editor")
    assert editor.get(QUEUE).status_code == 403
    assert decide(StaffRole.EDITOR, more="threads.view")
    assert editor.get(QUEUE).status_code == 200
    assert decide(StaffRole.EDITOR, less="threads.view")
    assert editor.get(QUEUE).status_code == 403
    assert not RolePermission.objects.exists()
    assert (person(world, "editor").more, person(world, "editor").less) == ([], [])


def test_a_permission_less_stays_where_another_role_brings_it(world: Any) -> None:
    enter_schema("emscher")
    decide(StaffRole.CLERK, less="documents.view")
    clerk = person(world, "clerk")
    assert "documents.view" not in clerk.permissions
    services.assign(actor=SYSTEM, at=now(), user_id=clerk.pk, roles=[StaffRole.CLERK, StaffRole.PRIVACY], areas=[])
    assert "documents.view" in person(world, "clerk").permissions
    assert "documents.view" in person(world, "bookkeeper").permissions


def test_who_comes_later_has_what_the_role_has_by_then(world: Any) -> None:
    enter_schema("emscher")
    decide(StaffRole.EDITOR, more="threads.view")
    given: dict[str, Any] = {"name": "Kim", "email": "kim@emscher.example", "roles": [StaffRole.EDITOR], "areas": []}
    assert "threads.view" in services.add_staff(actor=SYSTEM, at=now(), **given).permissions


def test_a_partners_staff_never_get_what_does_not_keep_to_their_customers(world: Any) -> None:
    enter_schema("raumhafen")
    partner = User.objects.get(pk=world.people["raumhafen"]["partner"])
    role = StaffRole(partner.roles[0])
    if role is StaffRole.LEAD:
        partner.roles, role = ["clerk"], StaffRole.CLERK
        partner.save(update_fields=["roles"])
    decide(role, more="audit.view")
    assert "audit.view" not in User.objects.get(pk=partner.pk).permissions


@pytest.mark.parametrize(
    ("role", "may", "refusal"),
    [
        (StaffRole.LEAD, set[str](), services.LeadStays),
        (StaffRole.EDITOR, {"accounts.staff"}, services.NotToGive),
        (StaffRole.EDITOR, {"made.up"}, services.NotToGive),
    ],
)
def test_refusals_change_nothing(world: Any, role: StaffRole, may: set[str], refusal: type[Exception]) -> None:
    enter_schema("emscher")
    with pytest.raises(refusal):
        services.change_role(actor=SYSTEM, at=now(), role=role, may=may, reason="Test")
    assert not RolePermission.objects.exists()


def test_the_lead_decides_on_a_page_with_a_reason_that_the_history_keeps(world: Any) -> None:
    lead = world.client("emscher", "lead")
    may = sorted(GRANTS[StaffRole.EDITOR] | {"threads.view"})
    assert lead.post(EDITOR, {"may": may}).status_code == 422
    assert lead.post(EDITOR, {"may": may, "reason": "Vertretung im Sommer"}).status_code == 302
    page = lead.get(EDITOR).content.decode()
    assert "Vertretung im Sommer" in page
    assert "Anfragen sehen" in page
    assert "geändert" in lead.get("/buero/personal/rollen/").content.decode()
    assert lead.get("/buero/personal/rollen/lead/").status_code == 404
    told = lead.get(f"/buero/personal/{world.people['emscher']['editor']}/").content.decode()
    assert "Anfragen" in told


def test_every_permission_is_said_in_words(world: Any) -> None:
    enter_schema("emscher")
    labels = [str(line.label) for line in queries.role_table()]
    assert len(labels) == len(set(labels)) > 50
