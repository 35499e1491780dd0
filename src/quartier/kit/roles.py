"""Roles and permissions of staff, as plain tables."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class StaffRole(StrEnum):
    """What somebody works as. One person can have several."""

    LEAD = "lead"
    CLERK = "clerk"
    BOOKKEEPER = "bookkeeper"
    EDITOR = "editor"
    PRIVACY = "privacy"
    HOTLINE = "hotline"


GRANTS: dict[StaffRole, set[str]] = {role: set() for role in StaffRole}


# Permissions whose pages keep a partner's staff to the accounts of its own legal entity (QX-01).
SCOPED: set[str] = set()


def grant(permission: str, *roles: StaffRole, scoped: bool = False) -> str:
    """Give a permission to roles; the lead has every one. Called from the apps' plugs.

    `scoped` says that the pages behind it look at the person's legal entity; a partner's staff get no other ones.
    """
    if scoped:
        SCOPED.add(permission)
    for role in (StaffRole.LEAD, *roles):
        GRANTS[role].add(permission)
    return permission


def permissions_of(roles: Iterable[StaffRole]) -> frozenset[str]:
    """Return all permissions that these roles grant together."""
    return frozenset[str]().union(*(GRANTS[role] for role in roles))
