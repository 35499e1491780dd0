"""What others may read about users."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from quartier.core.accounts.labels import ROLE_LABELS
from quartier.core.accounts.models import User
from quartier.kit.access import Audience


def has_second_factor(user: User) -> bool:
    """Tell whether an authenticator app is set up."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def staff() -> QuerySet[User]:
    """Return all staff, by name."""
    return User.objects.filter(audience=Audience.STAFF).select_related("entity").order_by("name")


def role_names(roles: Iterable[str]) -> str:
    """Return roles in words, as people read them."""
    return ", ".join(str(ROLE_LABELS[role]) for role in roles)


def user_with_email(email: str) -> User | None:
    """Return the user of an address, whatever its case."""
    return User.objects.filter(email__iexact=email).first()
