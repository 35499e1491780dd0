"""Two colleagues in the account of the customer whose login is printed: one at work, one just invited."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from quartier.core.accounts import services as accounts
from quartier.core.users import services
from quartier.kit.access import Audience
from quartier.values.actor import Actor, ActorKind


def seed(*, at: datetime, boss: Any, password: str) -> Any:
    """Give an account a user with rights and an invited one; returns the one with rights."""
    actor = Actor(ActorKind.CUSTOMER, str(boss.pk), boss.name)
    colleague = accounts.open_account(
        actor=actor, at=at - timedelta(days=40), audience=Audience.CUSTOMER, email="j.falk@kontor.example",
        name="Jan Falk", password=password, account=boss.account, user_name="jan", rights=["write", "charges"],
    )  # fmt: skip
    services.invite(
        actor=actor, at=at, account=boss.account, name="Nora Lind", user_name="nora", email="n.lind@kontor.example",
        rights=["write"],
    )  # fmt: skip
    return colleague
