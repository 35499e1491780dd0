"""The name of an account where others see it: a neutral label takes its place, or it comes back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from quartier.core.accounts import services as accounts
from quartier.core.threads.models import Author, Message
from quartier.values.actor import Actor


@transaction.atomic
def conceal_name(*, actor: Actor, at: datetime, number: int, reason: str) -> None:
    """Put a neutral label in the place of an account's name, also over what it has written."""
    with translation.override("de"):
        _rename(actor, at, number, gettext("Account %(number)s") % {"number": number})


@transaction.atomic
def reveal_name(*, actor: Actor, at: datetime, number: int, shown: str) -> None:
    """Bring the name of an account back."""
    _rename(actor, at, number, shown)


def _rename(actor: Actor, at: datetime, number: int, name: str) -> None:
    accounts.rename(actor=actor, at=at, user_id=number, name=name)
    written = Message.objects.filter(author_key=f"{number}", author__in=(Author.CUSTOMER, Author.STAFF))
    written.update(author_name=name)
