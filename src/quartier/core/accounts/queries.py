"""What others may read about users."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from quartier.core.accounts.labels import ROLE_LABELS
from quartier.core.accounts.models import CustomerAccount, User
from quartier.kit.access import Audience
from quartier.kit.navigation import Area, openable
from quartier.kit.roles import StaffRole, areas_of, data_areas


def has_second_factor(user: User) -> bool:
    """Tell whether an authenticator app is set up."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def staff() -> QuerySet[User]:
    """Return all staff, by name."""
    return User.objects.filter(audience=Audience.STAFF).select_related("entity").order_by("name")


def staff_in(area: str) -> QuerySet[User]:
    """Return the staff who work in a data area, by name: those to whom the lead gave it, and the lead; "" is all."""
    return staff().filter(Q(areas__contains=[area]) | Q(roles__contains=[StaffRole.LEAD])) if area else staff()


def role_names(roles: Iterable[str]) -> str:
    """Return roles in words, as people read them."""
    return ", ".join(str(ROLE_LABELS[role]) for role in roles)


def area_names(person: User) -> list[str]:
    """Return the data areas of a member of staff in words; the lead's are all."""
    own = areas_of(person)
    return [str(data_areas[key]) for key in data_areas.keys() if key in own]  # noqa: SIM118 – a registry is no dict


@dataclass(frozen=True, slots=True)
class EffectiveRights:
    """What roles and areas come to for one person: pages by section of the menu, areas met and areas closed."""

    pages: Mapping[str, Sequence[str]]
    areas: Sequence[str]
    closed: Sequence[str]


def effective_rights(person: User) -> EffectiveRights:
    """Return what somebody may open and whose data they meet, all of it in words."""
    pages: dict[str, list[str]] = {}
    for entry in openable(person, Area.OFFICE):
        pages.setdefault(str(entry.section), []).append(str(entry.label))
    areas = area_names(person)
    return EffectiveRights(pages, areas, [str(label) for label in data_areas if str(label) not in areas])


def without_area() -> int:
    """Return how many active members of staff have no data area yet and so meet nobody's data."""
    rows = User.objects.filter(audience=Audience.STAFF, is_active=True, areas=[])
    return rows.exclude(roles__contains=[StaffRole.LEAD]).count()


def user_numbered(user_id: int) -> User:
    """Return a user by the key; raises User.DoesNotExist for an unknown one."""
    return User.objects.get(pk=user_id)


def user_with_email(email: str) -> User | None:
    """Return who logs in with an address, whatever its case: staff, operators, customers without a shared account."""
    return User.objects.filter(email__iexact=email.strip(), account__isnull=True).first()


def user_with_login(login: str) -> User | None:
    """Return the user of a login as `rules` make it."""
    return User.objects.filter(login=login).first()


def users_of(account_id: int) -> QuerySet[User]:
    """Return the users of a customer's account, by name."""
    return User.objects.filter(account_id=account_id).order_by("name", "pk")


def account_named(name: str) -> CustomerAccount | None:
    """Return the customer's account of a name, whatever its case."""
    return CustomerAccount.objects.filter(name__iexact=name.strip()).first()
