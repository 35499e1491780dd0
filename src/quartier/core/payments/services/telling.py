"""Telling customers about money that goes back and about set-off, in the name of the company that owes it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import override

from quartier.core.inbox import services as inbox
from quartier.core.payments.mails import AccountWantedMail, PaidBackMail, SetOffMail
from quartier.core.payments.models import Refund, SetOff, SetOffState
from quartier.core.payments.queries.ordered import order_of_refund
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.mail import Mail
from quartier.values.actor import Actor


def ask_for_account(*, actor: Actor, at: datetime, row: Refund) -> None:
    """Ask to which account a refund goes."""
    with override("de"):
        mail = AccountWantedMail(
            amount=formats.money(row.amount), because=row.because, failed=bool(row.failure),
            path=page_for_account(row),
        )  # fmt: skip
        _post(actor, at, row, mail)


def page_for_account(row: Refund) -> str:
    """Return where the customer of a refund names an account: a guest at the secret address of the order."""
    order = order_of_refund(row)
    if order is not None and order.user_id is None and order.token:
        return reverse("payments:guest_account", args=[order.token])
    return reverse("payments:account", args=[row.pk])


def tell_paid_back(*, actor: Actor, at: datetime, row: Refund) -> None:
    """Say that the money has left."""
    with override("de"):
        way = row.masked or str(row.get_way_display())
        mail = PaidBackMail(
            amount=formats.money(row.amount), because=row.because, way=way, paid_on=row.paid_on or day_of(at)
        )
        _post(actor, at, row, mail)


def tell_set_off(*, actor: Actor, at: datetime, row: SetOff) -> None:
    """Say what became of a set-off."""
    with override("de"):
        mail = SetOffMail(
            amount=formats.money(row.amount), declared_on=day_of(row.declared_at),
            is_booked=row.state == SetOffState.BOOKED, reason=row.reason,
        )  # fmt: skip
        _post(actor, at, row, mail)


def _post(actor: Actor, at: datetime, row: Refund | SetOff, mail: Mail) -> None:
    if row.party.email:
        inbox.post(
            actor=actor, at=at, mail=mail, to=row.party.email, to_name=str(row.party),
            about=f"parties.party:{row.party_id}", entity=row.entity,
        )  # fmt: skip
