"""What roles may do at this provider: the product's table, changed by the lead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.models import RolePermission, User
from quartier.core.accounts.queries import granted_to
from quartier.core.audit import services as audit
from quartier.kit.access import Audience
from quartier.kit.errors import Refused
from quartier.kit.roles import GRANTS, StaffRole, permissions, permissions_of
from quartier.values.actor import Actor

# Whoever has this could give themselves everything.
LEADS_ALONE = frozenset({"accounts.staff"})


class LeadStays(Refused):
    """The lead's role cannot be changed: somebody must be able to undo every change."""

    message = _("The lead may do everything. That cannot be changed.")


class NotToGive(Refused):
    """A permission that is unknown, or that the lead keeps."""

    message = _("This permission cannot be given to a role.")


@transaction.atomic
def change_role(*, actor: Actor, at: datetime, role: StaffRole, may: Collection[str], reason: str) -> bool:
    """Decide what a role may do from now on, with the next request of everybody who has it.

    Returns False when that is what it may already. Raises LeadStays and NotToGive; nothing is changed then.
    """
    if role is StaffRole.LEAD:
        raise LeadStays
    if not set(may) <= set(permissions.keys()) - LEADS_ALONE:
        raise NotToGive
    before = granted_to(role, locked=True)
    if before == set(may):
        return False
    RolePermission.objects.filter(role=role).delete()
    RolePermission.objects.bulk_create(
        RolePermission(role=role, permission=one, is_granted=one in may, decided_at=at)
        for one in sorted(GRANTS[role] ^ set(may))
    )
    for person in User.objects.select_for_update().filter(audience=Audience.STAFF, roles__contains=[role]):
        settle(person)
        person.save(update_fields=["more", "less"])
    data = {"role": role.value, "more": sorted(set(may) - before), "less": sorted(before - set(may)), "reason": reason}
    audit.record(actor=actor, at=at, kind="account.role_changed", subject=f"accounts.role:{role}", data=data)
    return True


def settle(user: User) -> None:
    """Work out by what somebody's permissions differ from what their roles come with; not saved."""
    roles = [StaffRole(one) for one in user.roles]
    usual = permissions_of(roles)
    decided = frozenset[str]().union(*(granted_to(one) for one in roles))
    user.more, user.less = sorted(decided - usual), sorted(usual - decided)
