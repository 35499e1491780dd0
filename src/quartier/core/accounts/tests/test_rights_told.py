"""What roles come to for one person, and which of them opens what."""

from __future__ import annotations

from typing import Any

from quartier.core.accounts import queries
from quartier.core.accounts.models import User
from quartier.kit.roles import StaffRole
from quartier.kit.schemas import enter_schema


def told(person: User) -> list[str]:
    return [page for pages in queries.effective_rights(person).pages.values() for page in pages]


def test_of_several_roles_each_page_says_which_of_them_open_it(world: Any) -> None:
    enter_schema("emscher")
    person = User.objects.get(pk=world.people["emscher"]["clerk"])
    alone = told(person)
    assert "Kundschaft" in alone
    assert not any("(" in page for page in alone)
    person.roles = [StaffRole.CLERK, StaffRole.PRIVACY]
    vars(person).pop("permissions")
    both = told(person)
    assert "Kundschaft (Sachbearbeitung, Datenschutz)" in both
    assert "Protokoll (Datenschutz)" in both
    assert "Anfragen (Sachbearbeitung)" in both
    User.objects.filter(pk=person.pk).update(roles=person.roles)
    page = world.client("emscher", "lead").get(f"/buero/personal/{person.pk}/").content.decode()
    assert "Protokoll (Datenschutz)" in page
