"""Agreements with customers who are controllers themselves, and the instruction of staff (QX-40)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.core.accounts import queries as accounts
from quartier.core.processing.models import Agreement, Instruction, LegalText
from quartier.core.processing.rules import Part
from quartier.kit.clock import day_of
from quartier.values.zone import BERLIN

# Claims from an agreement are barred three years after the end of its year (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3


def current_text(kind: Part) -> LegalText | None:
    """Return the version in force of the agreement or of its annex."""
    return LegalText.objects.filter(kind=kind).first()


def offered_with(contract: Any) -> str:
    """Return where a customer who is a controller concludes the agreement for a contract, "" where none is offered."""
    is_offered = contract.standing == "business" and current_text(Part.AGREEMENT) and current_text(Part.MEASURES)
    return reverse("processing:agreement") if is_offered else ""


def versions(kind: Part) -> Sequence[LegalText]:
    """Return all versions, the newest first."""
    return list(LegalText.objects.filter(kind=kind))


def agreements_of(party_id: int) -> Sequence[Agreement]:
    """Return what a customer has concluded, newest first."""
    return list(Agreement.objects.filter(party_id=party_id).select_related("text", "annex", "document"))


def agreements() -> QuerySet[Agreement]:
    """Return all agreements, newest first."""
    return Agreement.objects.select_related("party", "text", "annex")


def agreement_told(row: Agreement) -> Mapping[Any, Any]:
    """Return what a report to the person says about an agreement."""
    return {
        _("When"): row.concluded_at,
        _("Agreement"): _("version %(number)s") % {"number": row.text.version},
        _("Annex of measures"): _("version %(number)s") % {"number": row.annex.version},
        _("Concluded by"): row.signatory,
    }


@dataclass(frozen=True, slots=True)
class Instructed:
    """Somebody of the staff, with the instruction that lasts longest."""

    user: Any
    roles: str
    last: Instruction | None
    is_current: bool


def staff_instructed(at: datetime) -> Sequence[Instructed]:
    """Return all active staff with their instruction, those without a current one first (QX-40)."""
    on = day_of(at)
    last: dict[int, Instruction] = {}
    for row in Instruction.objects.order_by("current_until", "pk"):
        last[row.user_id] = row
    people = [
        Instructed(user, accounts.role_names(user.roles), last.get(user.pk), _is_current(last.get(user.pk), on))
        for user in accounts.staff()
        if user.is_active
    ]
    return sorted(people, key=lambda one: one.is_current)


def _is_current(row: Instruction | None, on: date) -> bool:
    return row is not None and row.instructed_on <= on <= row.current_until


def uninstructed(at: datetime) -> QuerySet[Any]:
    """Return the active staff who have no current instruction."""
    on = day_of(at)
    staff = accounts.staff().filter(is_active=True)
    current = Instruction.objects.filter(instructed_on__lte=on, current_until__gte=on)
    return staff.exclude(pk__in=current.values("user_id"))


def instructions_of(user_id: int) -> Sequence[Instruction]:
    """Return somebody's instructions, newest first."""
    return list(Instruction.objects.filter(user_id=user_id))


def instruction_kept_until(row: Instruction) -> datetime:
    """Return until when an instruction is kept as evidence."""
    return datetime(row.current_until.year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)
