"""An old password is told of at the login and by one mail; nobody is locked out, and a new one begins anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from quartier.core.accounts import services as accounts
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.models import Deadline
from quartier.core.inbox.models import OutgoingMail
from quartier.core.profile.services import PASSWORD_AGE
from quartier.core.profile.tests.conftest import Town
from quartier.core.providers.policies import PasswordPolicy
from quartier.core.providers.services import policy as deciding
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

CHANGED = datetime(2026, 12, 1, 9, tzinfo=UTC)
NEW, NEWER = "Kiesel-und-Farn-26", "Birke-und-Moos-27"
BANNER = "Passwort"


def change(town: Town, at: datetime, current: str, new: str) -> None:
    """Let the customer choose a new password."""
    accounts.change_password(actor=town.me, at=at, user_id=town.user.pk, current=current, password=new)


def mails() -> int:
    """How many reminders were written."""
    return OutgoingMail.objects.filter(template="profile.old_password").count()


def banner_at(town: Town, at: datetime, password: str) -> bool:
    """Log in at an instant, and tell whether the page says that the password is old."""
    client = town.world.client("emscher", "visitor")
    with time_machine.travel(at, tick=False):
        deadlines.process(at=clock.now())
        assert client.post("/anmelden/", {"login": town.user.email, "password": password}).status_code == 302
        page = client.get("/meine-daten/").content.decode()
    enter_schema("emscher")
    return "Ihr Passwort ist alt" in page


@pytest.mark.req("DWG-23")
def test_three_months_after_its_change_a_password_is_told_of_and_one_mail_goes_out(town: Town) -> None:
    entries = {"password.change_reminder": {"value": {"months": 3}, "origin": "default"}}
    common: dict[str, Any] = {"concern": PasswordPolicy, "entries": entries, "reason": "Test"}
    deciding.decide(actor=SYSTEM, at=clock.now(), valid_from=clock.today(), **common)
    change(town, CHANGED, "Quartier-Demo-2026", NEW)
    due = datetime(2027, 3, 1, 9, tzinfo=UTC)
    assert (banner_at(town, due - timedelta(days=1), NEW), mails()) == (False, 0)
    assert (banner_at(town, due + timedelta(days=1), NEW), mails()) == (True, 1)
    assert (banner_at(town, due + timedelta(days=60), NEW), mails()) == (True, 1), "exactly one"
    assert (banner_at(town, due + timedelta(days=93), NEW), mails()) == (True, 2), "then at intervals"

    change(town, due + timedelta(days=94), NEW, NEWER)
    assert not banner_at(town, due + timedelta(days=95), NEWER)
    assert mails() == 2
    assert Deadline.objects.filter(kind=PASSWORD_AGE, closed_at=None).count() == 1
