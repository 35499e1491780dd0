"""A disk of its own for each test, and somebody who owns documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quartier.core.accounts import services as accounts
from quartier.core.documents.tests.files import AT
from quartier.core.parties import services as parties
from quartier.kit.access import Audience
from quartier.values.actor import SYSTEM


@pytest.fixture(autouse=True)
def own_disk(settings: Any, tmp_path: Path) -> Path:
    """Files of this test lie here."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def customer(alpha: Any) -> Any:
    """An account of a customer at alpha, who is reached by mail."""
    user = accounts.open_account(
        actor=SYSTEM, at=AT, audience=Audience.CUSTOMER, email="ada@posthaus.example", name="Ada Lorenz",
        password="Kiebitz-2026-Hof!",
    )  # fmt: skip
    party = parties.add_party(actor=SYSTEM, at=AT, kind="person", name="Lorenz", given_name="Ada", email=user.email)
    type(party).objects.filter(pk=party.pk).update(user=user)
    return user
