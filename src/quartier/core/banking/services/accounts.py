"""Own accounts: entered with their opening balance, changed, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext
from stdnum import bic as bics
from stdnum import iban as ibans
from stdnum.exceptions import ValidationError as NotRight

from quartier.core.audit import services as audit
from quartier.core.banking.models import OwnAccount, Statement
from quartier.core.banking.rules.ibans import masked
from quartier.core.banking.services.refusals import AccountKnown, StatementsKnown, WrongBic, WrongIban
from quartier.core.ledger import services as ledger
from quartier.core.ledger.services import AccountRole, PostingKind, Side, account_for
from quartier.values.actor import Actor
from quartier.values.period import ONE_DAY

NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountGiven:
    """What is said about an own account; `opening` is its balance at the end of the day before `opened_on`."""

    entity_id: int
    label: str
    holder: str
    iban: str
    bic: str = ""
    bank: str = ""
    place: int = 1
    opened_on: date | None = None
    opening: Decimal = NOTHING
    closed_on: date | None = None


def subject_of(row: OwnAccount) -> str:
    """Return what facts about an account are filed under."""
    return f"banking.ownaccount:{row.pk}"


@transaction.atomic
def enter_account(*, actor: Actor, at: datetime, given: AccountGiven) -> OwnAccount:
    """Enter an own account; its opening balance is brought forward in the ledger.

    Raises WrongIban, WrongBic, AccountKnown, PeriodClosed; nothing is stored then.
    """
    iban, bic = _checked(given)
    if OwnAccount.objects.filter(iban=iban).exists():
        raise AccountKnown
    row = OwnAccount.objects.create(
        entity_id=given.entity_id, label=given.label, holder=given.holder, iban=iban, bic=bic, bank=given.bank,
        place=given.place, opened_on=given.opened_on, opening=given.opening, closed_on=given.closed_on,
    )  # fmt: skip
    _bring_forward(actor, at, row)
    data = {"account": row.masked, "label": row.label, "opening": str(row.opening)}
    audit.record(actor=actor, at=at, kind="banking.account_entered", subject=subject_of(row), data=data)
    return row


@transaction.atomic
def change_account(*, actor: Actor, at: datetime, account_id: int, given: AccountGiven) -> OwnAccount:
    """Change what is known of an own account; number, company and opening balance only before the first statement.

    Raises WrongIban, WrongBic, AccountKnown, StatementsKnown; nothing is stored then.
    """
    row = OwnAccount.objects.select_for_update(no_key=True).get(pk=account_id)
    iban, bic = _checked(given)
    fixed = (iban, given.entity_id, given.opened_on, given.opening)
    moved = fixed != (row.iban, row.entity_id, row.opened_on, row.opening)
    if moved and (row.opening or Statement.objects.filter(account=row).exists()):
        raise StatementsKnown
    if OwnAccount.objects.filter(iban=iban).exclude(pk=row.pk).exists():
        raise AccountKnown
    row.iban, row.entity_id, row.opened_on, row.opening = fixed
    row.label, row.holder, row.bic, row.bank = given.label, given.holder, bic, given.bank
    row.place, row.closed_on = given.place, given.closed_on
    row.save()
    _bring_forward(actor, at, row)
    data = {"account": row.masked, "label": row.label}
    audit.record(actor=actor, at=at, kind="banking.account_changed", subject=subject_of(row), data=data)
    return row


def _checked(given: AccountGiven) -> tuple[str, str]:
    try:
        iban = str(ibans.validate(given.iban))
    except NotRight:
        raise WrongIban from None
    try:
        bic = str(bics.validate(given.bic)) if given.bic.strip() else ""
    except NotRight:
        raise WrongBic from None
    return iban, bic


def _bring_forward(actor: Actor, at: datetime, row: OwnAccount) -> None:
    if not row.opening or row.opened_on is None:
        return
    entry = ledger.Entry(
        entity_id=row.entity_id, booked_on=row.opened_on - ONE_DAY, kind=PostingKind.OPENING,
        text=gettext("Balance brought forward: %(account)s") % {"account": masked(row.iban)},
        origin=f"{subject_of(row)}:opening",
        sides=(
            Side(account_for(row.entity_id, AccountRole.BANK), row.opening),
            Side(account_for(row.entity_id, AccountRole.OPENING), -row.opening),
        ),
    )  # fmt: skip
    ledger.post(actor=actor, at=at, entry=entry)
