"""Bank details: by customers with their password, by staff with a second person, always told to the old channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum import iban as standard
from stdnum.exceptions import ValidationError as NotAnIban

from quartier.core.approvals import services as approvals
from quartier.core.approvals.extension import Decided
from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.parties.events import BankAccountChanged, bank_account_changed
from quartier.core.parties.mails import BankAccountChangedMail
from quartier.core.parties.models import BankAccount, BankProposal, NoticeState, Party
from quartier.core.parties.queries import subject_of
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

FORM = "parties.bank"
APPROVAL = "parties.bank"


class WrongIban(Refused):
    """Length, structure and check digits of an IBAN fit its country (ISO 13616)."""

    message = _("This IBAN is not right. Please compare it sign by sign with your card or statement.")
    field = "iban"


class SameAccount(Refused):
    """The account in force is no change."""

    message = _("These are the bank details that we have already.")
    field = "iban"


class HolderMissing(Refused):
    """An account belongs to somebody."""

    message = _("Write whom the account belongs to.")
    field = "holder"


class EvidenceNeeded(Refused):
    """Staff type in what a customer has told them in a way that can be shown."""

    message = _("Write how the customer told us, for example the letter and where it is filed.")
    field = "evidence"


class NoLetterDue(Refused):
    """The owner was told already."""

    message = _("No letter has to be written about these bank details any more.")


def checked_iban(text: str) -> str:
    """Return an IBAN in capitals without spaces. Raises WrongIban."""
    try:
        return str(standard.validate(text))
    except NotAnIban:
        raise WrongIban from None


@transaction.atomic
def change_bank_account(
    *, actor: Actor, at: datetime, party_id: int, holder: str, iban: str, shown: Mapping[str, str]
) -> BankAccount:
    """Put a customer's new bank details in force, as they have seen and confirmed them (DWG-46, SBV-81).

    The addresses that were valid before are told at once; without any a letter is due. Staff see what has changed.
    Raises WrongIban, SameAccount, HolderMissing; nothing has changed then.
    """
    party = Party.everything.select_for_update().get(pk=party_id)
    row = _account(party, at, holder, checked_iban(iban), by_customer=True)
    told = {label: text.replace(iban, row.masked) for label, text in shown.items()}
    audit.keep_confirmation(actor=actor, at=at, form=FORM, subject=subject_of(party), values=told)
    _put_in_force(actor, at, party, row)
    return row


@transaction.atomic
def propose_bank_account(
    *, actor: Actor, at: datetime, party_id: int, holder: str, iban: str, evidence: str
) -> BankProposal:
    """Type in bank details that a customer has told us; they count once a second person has confirmed them (check 36).

    Raises WrongIban, SameAccount, HolderMissing, EvidenceNeeded, AlreadyPending; nothing is stored then.
    """
    party = Party.objects.select_for_update().get(pk=party_id)
    row = _account(party, at, holder, checked_iban(iban), by_customer=False)
    if not evidence.strip():
        raise EvidenceNeeded
    subject = subject_of(party)
    shown = {gettext("Customer"): str(party), gettext("IBAN"): row.masked, gettext("Account holder"): row.holder}
    shown |= {gettext("Evidence"): evidence.strip()}
    approvals.propose(actor=actor, at=at, kind=APPROVAL, subject=subject, holder=subject, shown=shown)
    return BankProposal.objects.create(
        party=party, holder=row.holder, iban=row.iban, country=row.country, ending=row.ending,
        evidence=evidence.strip(), proposed_at=at,
    )  # fmt: skip


def confirm_bank_account(decided: Decided) -> None:
    """Put bank details in force that one person has typed in and another one confirmed. Raises SameAccount."""
    proposal = _proposal(decided)
    party = Party.everything.select_for_update().get(pk=proposal.party_id)
    row = _account(party, decided.at, proposal.holder, proposal.iban, by_customer=False)
    proposal.delete()
    _put_in_force(decided.actor, decided.at, party, row)


def drop_bank_account(decided: Decided) -> None:
    """Forget bank details that were typed in and not confirmed."""
    _proposal(decided).delete()


def _proposal(decided: Decided) -> BankProposal:
    number = int(decided.subject.rpartition(":")[2])
    return BankProposal.objects.select_for_update(of=("self",)).get(party_id=number)


def _account(party: Party, at: datetime, holder: str, iban: str, *, by_customer: bool) -> BankAccount:
    if not holder.strip():
        raise HolderMissing
    before = party.bank_accounts.filter(valid_until=None).first()
    if before is not None and (before.iban, before.holder) == (iban, holder.strip()):
        raise SameAccount
    return BankAccount(
        party=party, holder=holder.strip(), iban=iban, country=iban[:2], ending=iban[-4:], valid_from=day_of(at),
        set_at=at, by_customer=by_customer, seen_at=None if by_customer else at,
    )  # fmt: skip


def _put_in_force(actor: Actor, at: datetime, party: Party, row: BankAccount) -> None:
    """End what was in force, tell those who were reached then, and let others know."""
    before = party.bank_accounts.select_for_update().filter(valid_until=None).first()
    known = [party.email, party.user.email if party.user else "", *(before.told_to if before else ())]
    addresses = list(dict.fromkeys(address.lower() for address in known if address))
    row.told_to, row.notice = addresses, NoticeState.MAIL if addresses else NoticeState.LETTER_DUE
    if before is not None:
        before.valid_until = day_of(at)
        before.save(update_fields=["valid_until"])
    row.save(force_insert=True)
    data = {"account": [before.masked if before else "", row.masked], "told": len(addresses)}
    _record(actor, at, "bank.changed", party, data)
    mail = BankAccountChangedMail(addressee=str(party), account=row.masked, before=before.masked if before else "")
    for address in addresses:
        inbox.post(actor=actor, at=at, mail=mail, to=address, to_name=str(party), about=subject_of(party))
    bank_account_changed(BankAccountChanged(party.pk, row.pk, before.pk if before else None, at, actor))


@transaction.atomic
def note_letter(*, actor: Actor, at: datetime, account_id: int, letter_on: date) -> BankAccount:
    """Note on which day a letter told somebody without an e-mail address of their new bank details.

    Raises NoLetterDue.
    """
    row = BankAccount.objects.select_for_update(of=("self",)).get(pk=account_id)
    if row.notice != NoticeState.LETTER_DUE:
        raise NoLetterDue
    row.notice, row.letter_on = NoticeState.LETTER, letter_on
    row.save(update_fields=["notice", "letter_on"])
    _record(actor, at, "bank.letter_noted", row.party, {"account": row.masked})
    return row


@transaction.atomic
def note_seen(*, actor: Actor, at: datetime, account_id: int) -> BankAccount:
    """Note that staff have seen the bank details that a customer has changed; repeatable."""
    row = BankAccount.objects.select_for_update(of=("self",)).get(pk=account_id)
    if row.seen_at is None:
        row.seen_at = at
        row.save(update_fields=["seen_at"])
        _record(actor, at, "bank.seen", row.party, {"account": row.masked})
    return row


def _record(actor: Actor, at: datetime, kind: str, party: Party, data: dict[str, Any]) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=subject_of(party), data=data)
