"""Reading bank details: what is in force, what was, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from quartier.core.parties.models import BankAccount, BankProposal, NoticeState, Party
from quartier.core.parties.queries.people import visible_parties


def bank_account_of(party: Party) -> BankAccount | None:
    """Return the bank details in force."""
    return BankAccount.objects.filter(party=party, valid_until=None).first()


def bank_accounts_of(party: Party) -> Sequence[BankAccount]:
    """Return all bank details of a party, the newest first."""
    return list(BankAccount.objects.filter(party=party))


def proposal_of(party: Party) -> BankProposal | None:
    """Return the bank details of a customer that wait for a second person."""
    return BankProposal.objects.filter(party=party).first()


def meets_subject(staff: Any, subject: str) -> bool:
    """Tell whether a member of staff meets the customer whom facts name like this."""
    return visible_parties(staff).filter(pk=int(subject.rpartition(":")[2])).exists()


def unseen_for(staff: Any) -> QuerySet[BankAccount]:
    """Return the bank details that customers have changed and nobody has looked at."""
    return BankAccount.objects.filter(_met(staff), seen_at=None).select_related("party")


def letters_due_for(staff: Any) -> QuerySet[BankAccount]:
    """Return the bank details of which somebody without an e-mail address has to be told by letter."""
    return BankAccount.objects.filter(_met(staff), notice=NoticeState.LETTER_DUE).select_related("party")


def bank_work(staff: Any) -> QuerySet[BankAccount]:
    """Return the changes of bank details that wait for a look or a letter."""
    return BankAccount.objects.filter(_met(staff), Q(seen_at=None) | Q(notice=NoticeState.LETTER_DUE))


def _met(staff: Any) -> Q:
    return Q(party__in=visible_parties(staff).order_by().values("pk"))
