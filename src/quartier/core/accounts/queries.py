"""What others may read about users."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartier.core.accounts.labels import ROLE_LABELS
from quartier.core.accounts.models import CustomerAccount, Device, MailLink, RolePermission, Session, User
from quartier.core.accounts.rules import STAFF_PASSWORD_FLOOR, PasswordRule, Way, way_of
from quartier.core.providers.policies import PasswordPolicy, RegistrationPolicy
from quartier.core.providers.queries import policy
from quartier.kit.access import Audience
from quartier.kit.clock import day_of
from quartier.kit.components.markup import Text
from quartier.kit.navigation import Area, openable
from quartier.kit.roles import GRANTS, StaffRole, areas_of, data_areas, permissions
from quartier.law.bgb.periods import add


def has_second_factor(user: User) -> bool:
    """Tell whether an authenticator app or a passkey is set up."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def second_factor_names(user: User) -> list[str]:
    """Return the second factors of a user in words."""
    kinds = list(Authenticator.objects.filter(user=user).order_by("pk").values_list("type", flat=True))
    passkeys = kinds.count(Authenticator.Type.WEBAUTHN)
    found = [_("Authenticator app")] if Authenticator.Type.TOTP in kinds else []
    return [*found, *([ngettext("%(n)s passkey", "%(n)s passkeys", passkeys) % {"n": passkeys}] if passkeys else [])]


def staff() -> QuerySet[User]:
    """Return all staff, by name."""
    return User.objects.filter(audience=Audience.STAFF).select_related("entity").order_by("name")


def customers() -> QuerySet[User]:
    """Return the users of customers who can log in."""
    return User.objects.filter(audience=Audience.CUSTOMER, is_active=True)


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
    """Return what somebody may open and whose data they meet, all of it in words.

    Of somebody with several roles each page says which of them open it.
    """
    pages: dict[str, list[str]] = {}
    opened = {role: {entry.url_name for entry in openable(_alone(person, role), Area.OFFICE)} for role in person.roles}
    for entry in openable(person, Area.OFFICE):
        why = role_names(role for role, names in opened.items() if entry.url_name in names)
        label = f"{entry.label} ({why})" if len(opened) > 1 and why else str(entry.label)
        pages.setdefault(str(entry.section.label), []).append(label)
    areas = area_names(person)
    return EffectiveRights(pages, areas, [str(label) for label in data_areas if str(label) not in areas])


def _alone(person: User, role: str) -> User:
    """Return the same person with one role alone, for asking what that role opens; never stored."""
    usual, decided = GRANTS[StaffRole(role)], granted_to(StaffRole(role))
    return User(
        audience=person.audience, roles=[role], areas=person.areas, entity_id=person.entity_id,
        more=sorted(decided - usual), less=sorted(usual - decided),
    )  # fmt: skip


def granted_to(role: StaffRole, *, locked: bool = False) -> frozenset[str]:
    """Return what a role may do at this provider; `locked` holds what was decided until the transaction ends."""
    rows = RolePermission.objects.select_for_update() if locked else RolePermission.objects.all()
    decided = dict(rows.filter(role=role).values_list("permission", "is_granted"))
    kept = {one for one in GRANTS[role] if decided.get(one, True)}
    return frozenset(kept | {one for one, granted in decided.items() if granted and one in permissions})


@dataclass(frozen=True, slots=True)
class PermissionLine:
    """One permission in words, and for every role whether it has it and whether the provider decided that."""

    label: Text
    roles: Sequence[tuple[bool, bool]]


def role_table() -> Sequence[PermissionLine]:
    """Return all permissions by their words, with the roles in the order of `StaffRole`."""
    decided = {(row.role, row.permission) for row in RolePermission.objects.all()}
    granted = {role: granted_to(role) for role in StaffRole}
    lines = [
        PermissionLine(permissions[key], [(key in granted[role], (role, key) in decided) for role in StaffRole])
        for key in permissions.keys()  # noqa: SIM118 – a registry is no dict
    ]
    return sorted(lines, key=lambda line: str(line.label))


def without_area() -> int:
    """Return how many active members of staff have no data area yet and so meet nobody's data."""
    rows = User.objects.filter(audience=Audience.STAFF, is_active=True, areas=[])
    return rows.exclude(roles__contains=[StaffRole.LEAD]).count()


def user_numbered(user_id: int) -> User:
    """Return a user by the key; raises User.DoesNotExist for an unknown one."""
    return User.objects.get(pk=user_id)


def users_numbered(numbers: Iterable[int]) -> QuerySet[User]:
    """Return the users of these numbers, as far as they exist."""
    return User.objects.filter(pk__in=list(numbers))


def user_with_email(email: str) -> User | None:
    """Return who logs in with an address, whatever its case: staff, operators, customers without a shared account."""
    return User.objects.filter(email__iexact=email.strip(), account__isnull=True).first()


def first_user_at(email: str) -> User | None:
    """Return the user of an address who was here first, of shared accounts too: an address may be that of several."""
    return User.objects.filter(email__iexact=email.strip()).order_by("pk").first()


def user_with_login(login: str) -> User | None:
    """Return the user of a login as `rules` make it."""
    return User.objects.filter(login=login).first()


def users_of(account_id: int) -> QuerySet[User]:
    """Return the users of a customer's account, by name."""
    return User.objects.filter(account_id=account_id).order_by("name", "pk")


def account_named(name: str) -> CustomerAccount | None:
    """Return the customer's account of a name, whatever its case."""
    return CustomerAccount.objects.filter(name__iexact=name.strip()).first()


def login_way(on: date) -> Way:
    """Return what a customer's login is made of in this schema."""
    return way_of([field.value for field in policy.in_force(RegistrationPolicy, on).login_identifiers])


def password_rule(audience: str, on: date) -> PasswordRule:
    """Return what a password must have: the provider's rule for customers, the common floor for who works here."""
    if audience != Audience.CUSTOMER:
        return PasswordRule(STAFF_PASSWORD_FLOOR)
    asked = policy.in_force(PasswordPolicy, on)
    return PasswordRule(asked.min_length, asked.upper_lower, asked.digit, asked.special)


def password_due_on(user: User, asked: PasswordPolicy) -> date | None:
    """Return the day on which somebody is to be reminded to change the password (DWG-23); None where nobody is."""
    if asked.change_reminder is None or user.audience != Audience.CUSTOMER or user.password_changed_at is None:
        return None
    return add(day_of(user.password_changed_at), asked.change_reminder)


def is_password_due(user: User, on: date) -> bool:
    """Tell whether the password is so old that its owner is reminded; nobody is locked out for it."""
    due_on = password_due_on(user, policy.in_force(PasswordPolicy, on))
    return due_on is not None and due_on <= on


def name_of(session: Session) -> str:
    """Return the name under which pages show a session; its key is the session itself and never shown."""
    return salted_hmac("quartier.accounts.session", session.session_key).hexdigest()[:24]


def sessions_of(user: User, at: datetime) -> list[Session]:
    """Return where a user is logged in now, the latest first."""
    return list(Session.objects.filter(user=user, expire_date__gt=at).order_by("-seen_at"))


def trusted_devices(user: User, at: datetime) -> QuerySet[Device]:
    """Return the browsers that need no second factor of a user now."""
    return Device.objects.filter(user=user, trusted_until__gt=at).order_by("-seen_at")


def open_link(key_hash: str, at: datetime) -> MailLink | None:
    """Return the mailed link of a key if it still works: not used, not expired, of somebody who may log in."""
    found = MailLink.objects.filter(key_hash=key_hash, used_at=None, expires_at__gt=at, user__is_active=True)
    return found.select_related("user").first() if key_hash else None
