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


def grant(permission: str, *roles: StaffRole) -> str:
    """Give a permission to roles; the lead has every one. Called from the apps' plugs."""
    for role in (StaffRole.LEAD, *roles):
        GRANTS[role].add(permission)
    return permission


def permissions_of(roles: Iterable[StaffRole]) -> frozenset[str]:
    """Return all permissions that these roles grant together."""
    return frozenset[str]().union(*(GRANTS[role] for role in roles))
