"""A new provider's first lead is let in by a command, and nobody else by the way."""

from __future__ import annotations

from typing import Any

import pytest

from quartier.config import cli
from quartier.core.accounts.models import User
from quartier.core.accounts.services import AddressTaken
from quartier.core.inbox.models import OutgoingMail
from quartier.core.providers.services import NoSuchProvider
from quartier.kit.schemas import enter_schema


def asked(key: str, email: str) -> Any:
    return cli._parser().parse_args(["provider", "lead", key, email, "--name", "Malin Brandt"])


def test_the_first_lead_gets_a_link_and_has_no_password_before(world: Any, capsys: Any) -> None:
    assert cli._lead(asked("emscher", "malin@emscher.example")) == 0
    assert "gets a link for the first password" in capsys.readouterr().out
    enter_schema("emscher")
    person = User.objects.get(email="malin@emscher.example")
    assert (person.audience, person.roles, person.has_usable_password()) == ("staff", ["lead"], False)
    mail = OutgoingMail.objects.get(to_address="malin@emscher.example")
    assert "/passwort/neu/" in mail.text


def test_an_unknown_provider_and_a_known_address_are_refused_and_nothing_is_changed(world: Any) -> None:
    enter_schema("emscher")
    before = User.objects.count()
    with pytest.raises(NoSuchProvider):
        cli._lead(asked("niemand", "malin@emscher.example"))
    with pytest.raises(AddressTaken):
        cli._lead(asked("emscher", "leitung@emscher.example"))
    enter_schema("emscher")
    assert User.objects.count() == before
