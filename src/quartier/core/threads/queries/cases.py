"""Reading cases and what followed from them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.accounts import queries as accounts
from quartier.core.parties import queries as parties
from quartier.core.threads.extension import reportables
from quartier.core.threads.models import OPEN_CASES, Case, CaseState, Message, Sanction, SanctionKind, Thread
from quartier.core.threads.queries.requests import MEETS_RESTRICTED, Reader
from quartier.core.threads.rules import YEARS_OF_EVIDENCE
from quartier.values.zone import BERLIN


def case_subject(case: Case) -> str:
    """Return how facts name a case."""
    return f"threads.case:{case.pk}"


def cases(reader: Reader) -> QuerySet[Case]:
    """Return the cases that a member of staff may see, the latest first."""
    rows = Case.objects.select_related("party", "thread")
    if MEETS_RESTRICTED not in reader.permissions:
        rows = rows.filter(party__restricted_at__isnull=True)
    return rows if reader.entity_id is None else rows.filter(entity=reader.entity_id)


def open_case_of(kind: str, number: int) -> Case | None:
    """Return the open case about a thing."""
    return Case.objects.filter(kind=kind, number=number, state__in=OPEN_CASES).first()


def reported_things(reader: Reader) -> QuerySet[Any]:
    """Return the cases that wait for staff to decide, besides those of messages, which their requests show."""
    return cases(reader).filter(state=CaseState.REPORTED).exclude(kind="message")


def kind_of_case(case: Case) -> str:
    """Return what kind of thing a case is about; of a kind that is no longer registered, its key."""
    thing = reportables.get(case.kind)
    return str(thing.label) if thing else case.kind


def words_of(case: Case) -> str:
    """Return the words that a case is about: those it has kept, or those that stand there now."""
    thing = reportables.get(case.kind)
    return case.shown or (thing.shown(case.number) if thing and case.state == CaseState.REPORTED else "")


def blocked_until(party_id: int, on: date) -> date | None:
    """Return the last day of the longest block of messages that somebody is under."""
    rows = Sanction.objects.filter(case__party=party_id, kind=SanctionKind.BLOCK, lifted_at__isnull=True)
    return rows.filter(last_on__gte=on).order_by("-last_on").values_list("last_on", flat=True).first()


def is_about_a_case(thread: Thread) -> bool:
    """Tell whether somebody was told about a case in a thread: there they may always object."""
    return thread.cases.exists()


def case_kept_until(case: Case) -> datetime:
    """Return until when a case is kept: for ever while it is open, then three years to the end of the year."""
    if case.state in OPEN_CASES or case.decided_at is None:
        return datetime.max.replace(tzinfo=UTC)
    return datetime(case.decided_at.astimezone(BERLIN).year + YEARS_OF_EVIDENCE + 1, 1, 1, tzinfo=BERLIN)


def case_due(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Keep the cases whose time is over: `case_kept_until` has come."""
    new_year = datetime(at.astimezone(BERLIN).year - YEARS_OF_EVIDENCE, 1, 1, tzinfo=BERLIN)
    return rows.exclude(state__in=OPEN_CASES).filter(decided_at__lt=new_year)


def message_shown(number: int) -> str:
    """Return the words of a message."""
    return Message.objects.values_list("text", flat=True).get(pk=number)


def message_holder(number: int) -> Any | None:
    """Return the customer who wrote a message; None for words of staff."""
    message = Message.objects.select_related("thread__party").get(pk=number)
    return message.thread.party if message.author == "customer" else None


def message_entity(number: int) -> int | None:
    """Return the company at which a message was written."""
    return Message.objects.values_list("thread__entity_id", flat=True).get(pk=number)


def account_shown(number: int) -> str:
    """Return the name of an account as others see it."""
    return accounts.user_numbered(number).name


def account_holder(number: int) -> Any | None:
    """Return the customer behind an account; None for staff."""
    return parties.party_of(accounts.user_numbered(number))


def account_entity(number: int) -> int | None:
    """Return the one company that a customer has contracts with."""
    party = account_holder(number)
    found = {row.legal_entity_id for row in parties.relationships_of(party)} if party else set()
    return found.pop() if len(found) == 1 else None
