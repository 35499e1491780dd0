"""What can be withdrawn from, what was, and what is to be paid back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet

from quartier.core.declarations.extension import Candidate
from quartier.core.parties import queries as parties
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.core.providers.policies import IdentityPolicy, WithdrawalPolicy
from quartier.core.withdrawal.extension import Withdrawable, withdrawal_subjects
from quartier.core.withdrawal.models import RefundState, Withdrawal
from quartier.core.withdrawal.rules import duties
from quartier.core.withdrawal.rules.marks import Marks, same_name
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.law.hgb.books import DocumentClass

PART: Final = "part"


def subject_of(row: Withdrawal) -> str:
    """Return how deadlines name a withdrawal."""
    return f"withdrawal.withdrawal:{row.pk}"


def own_things(party_id: int) -> Sequence[Withdrawable]:
    """Return what a customer can still mean when they withdraw: contracts and orders that are not over."""
    found = [one for kind in withdrawal_subjects for one in kind.of_party(party_id)]
    return [one for one in found if not one.is_over]


def candidates(row: Any) -> Sequence[Candidate]:
    """Return what a withdrawal may be about; one is sure where number, or name and address, leave no doubt."""
    email = row.contact if row.by_mail else ""
    text = f"{row.about}\n{row.words}"
    found = {one.subject: one for kind in withdrawal_subjects for one in kind.meant(text, email)}
    if row.party_id:
        found |= {one.subject: one for kind in withdrawal_subjects for one in kind.of_party(row.party_id)}
    marks = {key: _marks(row, one, text) for key, one in found.items()}
    sure = {key for key, mark in marks.items() if mark.by_number}
    sure = sure or {key for key, mark in marks.items() if mark.by_person and not found[key].is_over}
    # A part of a contract is for people to understand.
    if len(sure) > 1 or row.wishes.get("extent") == PART:
        sure = set()
    return [
        Candidate(subject=key, label=one.label, party_id=one.party_id, entity_id=one.entity_id, sure=key in sure)
        for key, one in found.items()
    ]


def _marks(row: Any, one: Withdrawable, text: str) -> Marks:
    party = parties.party_numbered(one.party_id)
    names = [str(party), f"{party.name} {party.given_name}".strip()]
    # Whoever was logged in, or was known to the one who recorded it, needs no further mark.
    known = row.party_id == one.party_id
    return Marks(
        number=one.number.casefold() in text.casefold(),
        name=known or same_name(row.name, names),
        address=known or row.contact.lower() in parties.addresses_of(party),
    )


def withdrawal_of(declaration_id: int) -> Withdrawal | None:
    """Return what a declaration came to, None where it was not judged."""
    return Withdrawal.objects.filter(declaration=declaration_id).first()


def withdrawal_numbered(withdrawal_id: int) -> Withdrawal | None:
    """Return a withdrawal, None where there is none."""
    return Withdrawal.everything.filter(pk=withdrawal_id).first()


def withdrawn_from(subject: str) -> Withdrawal | None:
    """Return the withdrawal that has effect on a contract or order."""
    return Withdrawal.everything.filter(subject=subject, in_time=True, whole=True).first()


def refunds_due(until: date | None = None) -> QuerySet[Withdrawal]:
    """Return what is to be paid back, the earliest first; billing takes it from here (WR-072, § 357 Abs. 1 BGB)."""
    rows = Withdrawal.objects.filter(refund_state=RefundState.DUE).order_by("refund_due_on", "pk")
    return rows.filter(refund_due_on__lte=until) if until else rows


def unsettled() -> QuerySet[Withdrawal]:
    """Return withdrawals whose share of the work somebody has to say."""
    return Withdrawal.objects.filter(refund_state=RefundState.WORK_OPEN).order_by("refund_due_on", "pk")


def href(subject: str) -> str:
    """Return where the office shows what was withdrawn from, "" where nobody says."""
    label, _colon, number = subject.partition(":")
    kind = withdrawal_subjects.get(label)
    return kind.href(int(number)) if kind is not None and kind.href is not None else ""


def money_open(staff: Any) -> QuerySet[Withdrawal]:
    """Return the withdrawals of which somebody has to work out or pay back a sum."""
    return visible(staff).filter(refund_state__in=(RefundState.DUE, RefundState.WORK_OPEN))


def visible(staff: Any) -> QuerySet[Withdrawal]:
    """Return the withdrawals that a member of staff may see."""
    rows = Withdrawal.objects.select_related("declaration", "party", "entity")
    rows = rows.filter(party__in=parties.visible_parties(staff).values("pk"))
    return rows if staff.entity_id is None else rows.filter(entity=staff.entity_id)


def withdrawal_shown(request: Request) -> bool:
    """Tell whether the footer leads to the withdrawal function."""
    on = day_of(request.now)
    portal: Any = request.portal
    return duties.offers_withdrawal(portal.policy(IdentityPolicy, on), portal.policy(WithdrawalPolicy, on), on)


def cancellation_shown(request: Request) -> bool:
    """Tell whether the footer leads to the cancellation function."""
    portal: Any = request.portal
    return duties.offers_cancellation(portal.policy(IdentityPolicy, day_of(request.now)))


def kept_until(row: Withdrawal) -> datetime | None:
    """Return until when one is kept as what a refund rests on; None while a refund is open."""
    if row.refund_state in (RefundState.DUE, RefundState.WORK_OPEN):
        return None
    return let_go_at(DocumentClass.VOUCHERS, day_of(row.judged_at))


def past_due(rows: QuerySet[Withdrawal], at: datetime) -> QuerySet[Withdrawal]:
    """Narrow to those that the law lets go: `kept_until` has come."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    closed = rows.exclude(refund_state__in=(RefundState.DUE, RefundState.WORK_OPEN))
    return closed.filter(judged_at__lt=before) if before else rows.none()
