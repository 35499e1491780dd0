"""Who has closed the access registers again with a new number; the tenancy never noticed (DWG-34)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quartier.core.accounts.models import User
from quartier.core.deadlines.models import Deadline
from quartier.core.inbox.models import OutgoingMail
from quartier.core.leaving import services
from quartier.core.parties.models import Relationship
from quartier.core.profile.services import PASSWORD_AGE
from quartier.core.registration.tests.ways import PASSWORD, Visitor, code_for, customer, open_portal, token_to
from quartier.kit.clock import now, today
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

EMAIL = "emine@posthaus.example"


def logs_in() -> bool:
    """Try to log in with address and password."""
    answer = Visitor("rheinufer").post("/anmelden/", {"login": EMAIL, "password": PASSWORD})
    return answer[0] == 302


def register(party: Any) -> None:
    """Take the number from a letter to an account that works."""
    visitor = Visitor("rheinufer")
    assert visitor.register(code=code_for(party, now()), email=EMAIL)[0] == 200
    assert visitor.post(f"/registrieren/weiter/{token_to(EMAIL)}/", {})[0] == 302


@pytest.mark.req("DWG-34")
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("db")
def test_after_closing_the_login_is_refused_the_tenancy_runs_and_a_new_number_opens_a_new_access(
    settings: Any, tmp_path: Path
) -> None:
    settings.ERASURE_LEDGER = tmp_path / "erasures"
    open_portal("rheinufer")
    party = customer()
    register(party)
    assert logs_in()
    assert Deadline.objects.filter(kind=PASSWORD_AGE, closed_at=None).count() == 1
    tenancy = Relationship.objects.filter(party=party, kind="tenancy")
    before = list(tenancy.values())

    services.close(actor=SYSTEM, at=now(), party_id=party.pk, shown={})
    assert not logs_in()
    enter_schema("rheinufer")
    assert not User.objects.filter(email=EMAIL).exists()
    assert OutgoingMail.objects.filter(template="leaving.closed", to_address=EMAIL).exists()
    assert list(tenancy.values()) == before
    assert Relationship.objects.get(party=party, kind="portal").ended_on == today()

    register(party)
    assert logs_in()
    enter_schema("rheinufer")
    assert list(tenancy.values()) == before
    assert Relationship.objects.filter(party=party, kind="portal", ended_on=None).count() == 1
