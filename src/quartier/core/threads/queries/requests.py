"""Reading threads: what a customer may see of them, what staff may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.core.accounts import queries as accounts
from quartier.core.charges import queries as charges
from quartier.core.charges.extension import rate_for
from quartier.core.deadlines import queries as deadlines
from quartier.core.documents import queries as filing
from quartier.core.parties import queries as parties
from quartier.core.threads.models import (
    OFFERED,
    Call,
    CannedText,
    Category,
    ContentReport,
    FaultReport,
    Incident,
    Message,
    ReportingAccess,
    Task,
    Thread,
    ThreadState,
)
from quartier.kit import formats

# As many as surely fit into a number of the database.
DIGITS = 9


# The kind of deadline by which a request is answered.
ANSWER = "threads.answer"
# Who works on the rights of people meets what is restricted (Art. 18 GDPR).
MEETS_RESTRICTED = "privacy.restricted"


class Reader(Protocol):
    """Who reads: staff, bound to one legal entity or not."""

    @property
    def entity_id(self) -> int | None: ...
    @property
    def permissions(self) -> frozenset[str]: ...
    @property
    def data_areas(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """A subject as it is offered: its key in forms, its words, how it is dealt with, what it costs (net)."""

    key: str
    label: str
    treatment: str
    fee: Decimal | None = None
    rate: Decimal | None = None

    @property
    def priced(self) -> str:
        """Return its words with what it costs."""
        if self.rate is not None:
            return _("%(label)s (%(rate)s net an hour)") % {"label": self.label, "rate": formats.money(self.rate)}
        if self.fee is None:
            return self.label
        return _("%(label)s (%(fee)s net)") % {"label": self.label, "fee": formats.money(self.fee)}


def offers(on: date | None = None) -> Sequence[Offer]:
    """Return the subjects that people can choose: the provider's own, or the treatments by their names.

    With a day, subjects that are charged by effort carry the price of an hour, and without such a price they are not
    offered: nobody asks for what has no price (QX-18).
    """
    rows = list(Category.objects.filter(is_offered=True))
    listed = rate_for(None, on) if on is not None and any(row.by_effort for row in rows) else None
    own = [
        Offer(str(row.pk), row.label, row.treatment, row.fee, listed.net if row.by_effort and listed else None)
        for row in rows
        if not (on is not None and row.by_effort and listed is None)
    ]
    return own or [Offer(choice.value, str(choice.label), choice.value) for choice in OFFERED]


def threads_of(party_id: int) -> QuerySet[Thread]:
    """Return a customer's threads in which there is something for them to read, the latest first."""
    readable = Message.objects.filter(thread=OuterRef("pk"), is_internal=False)
    return Thread.objects.filter(Exists(readable), party=party_id)


def read_by_customer(thread: Thread) -> Sequence[Message]:
    """Return what the customer may read of a thread, in order: never an internal note nor hidden words."""
    return _without_hidden_words(thread.messages.filter(is_internal=False))


def visible(reader: Reader) -> QuerySet[Thread]:
    """Return the threads that a member of staff may see: a partner's staff only those of its legal entity (QX-01).

    Of those only the ones of the own data areas and of nobody's (SBV-27). What is restricted, or belongs to somebody
    who is, only those meet who work on people's rights; they meet every area.
    """
    rows: QuerySet[Thread] = Thread.everything.select_related("party", "entity", "assignee")
    if reader.entity_id is not None:
        rows = rows.filter(entity=reader.entity_id)
    return rows.filter(**in_daily_work(reader))


def in_daily_work(reader: Reader, path: str = "") -> dict[str, Any]:
    """Return the condition under which rows that lead to a thread by `path` (`thread__`) are met by this person."""
    if MEETS_RESTRICTED in reader.permissions:
        return {}
    own = ["", *reader.data_areas]
    return {
        f"{path}restricted_at__isnull": True, f"{path}party__restricted_at__isnull": True, f"{path}area__in": own,
    }  # fmt: skip


def area_for(category: str, relationship: Any | None) -> str:
    """Return the data area of a new thread: that of the subject that was chosen, or else of the contract."""
    chosen = Category.objects.filter(label=category).values_list("area", flat=True).first()
    return chosen or (parties.area_of(relationship) if relationship else "")


def open_threads(reader: Reader) -> QuerySet[Thread]:
    """Return the threads that wait for an answer of ours."""
    return visible(reader).filter(state=ThreadState.OPEN)


def count_flagged(reader: Reader) -> int:
    """Return how many threads ask staff to look at what was recognised in them."""
    return visible(reader).filter(is_flagged=True).count()


def read_by_staff(thread: Thread) -> Sequence[Message]:
    """Return everything in a thread, in order, without hidden words; open reports come with their message."""
    reports = Prefetch("reports", _open_reports(), to_attr="open_reports")
    return _without_hidden_words(thread.messages.prefetch_related(reports))


def hidden(reader: Reader) -> QuerySet[Message]:
    """Return the hidden messages without their words, the latest first."""
    rows = Message.objects.filter(hidden_at__isnull=False, **in_daily_work(reader, "thread__")).defer("text")
    return rows.select_related("thread__party").order_by("-hidden_at", "-pk")


def reported(reader: Reader) -> QuerySet[Message]:
    """Return the messages that were reported and wait for staff to decide."""
    return Message.objects.filter(thread__in=visible(reader), reports__in=_open_reports()).distinct()


def _open_reports() -> QuerySet[ContentReport]:
    return ContentReport.objects.filter(settled_at__isnull=True)


def _without_hidden_words(rows: QuerySet[Message]) -> Sequence[Message]:
    found = list(rows.prefetch_related("attachments__document"))
    for row in found:
        if row.hidden_at is not None:
            row.text = ""
    return found


def carers(thread: Thread, area: str = "") -> QuerySet[Any]:
    """Return the staff who may take care of a thread, by name: of the provider or its legal entity, in a data area."""
    of_ours = Q(entity__isnull=True) | Q(entity=thread.entity_id)
    return accounts.staff_in(area).filter(of_ours, is_active=True)


def documents_of(party: Any) -> Sequence[tuple[int, str]]:
    """Return the documents of a customer that can go with a message, as choices."""
    return [(row.pk, row.title) for row in filing.own(party).filter(hidden_at__isnull=True)]


def canned_texts() -> QuerySet[CannedText]:
    """Return the words that staff use again and again, by title."""
    return CannedText.objects.all()


def canned_text(key: str) -> str:
    """Return the words of a text by its number as it stands in an address, or nothing."""
    row = CannedText.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) <= DIGITS else None
    return row.text if row else ""


def categories() -> QuerySet[Category]:
    """Return the provider's own subjects, also those that are no longer offered."""
    return Category.objects.all()


def may_report(party_id: int) -> bool:
    """Tell whether a customer may use the problem-reporting system (QX-17)."""
    return not ReportingAccess.objects.filter(party=party_id, is_granted=False).exists()


def menu_shows_reporting(request: Any) -> bool:
    """Tell whether the menu leads this customer to the problem-reporting system."""
    return not ReportingAccess.objects.filter(party__user=request.user.pk, is_granted=False).exists()


def fault_of(thread: Thread) -> FaultReport | None:
    """Return what was reported in a thread beside its words, if it is a report."""
    return FaultReport.objects.filter(thread=thread).select_related("incident").first()


def call_of(thread: Thread) -> Call | None:
    """Return the telephone call that a thread was written down from, if it was."""
    return Call.objects.filter(thread=thread).select_related("mail").first()


def contract_of(thread: Thread) -> int | None:
    """Return the contract that a thread is about, by its key."""
    row = getattr(thread.relationship, "contract", None)
    return int(row.pk) if row is not None else None


def minutes_of(thread: Thread) -> int:
    """Return how many minutes were spent on a thread."""
    return charges.minutes_about(subject_of(thread))


def tasks(reader: Reader) -> QuerySet[Task]:
    """Return what is to be done about the threads that a member of staff may see, first due first."""
    rows = Task.objects.filter(**in_daily_work(reader, "thread__")).select_related("thread__party", "assignee")
    return rows if reader.entity_id is None else rows.filter(thread__entity=reader.entity_id)


def due_tasks(user: Any, on: date) -> QuerySet[Task]:
    """Return the tasks that are due for somebody: their own, and those that nobody was asked to do."""
    mine = Q(assignee=user.pk) | Q(assignee__isnull=True)
    return tasks(user).filter(mine, done_at__isnull=True, due_on__lte=on)


def incidents(reader: Reader) -> QuerySet[Incident]:
    """Return the times in which something could not be used, with the number of reports, the latest first."""
    rows = Incident.objects.select_related("entity").annotate(number=Count("reports"))
    return rows if reader.entity_id is None else rows.filter(entity=reader.entity_id)


def subject_of(thread: Thread) -> str:
    """Return how facts name a thread."""
    return f"threads.thread:{thread.pk}"


def answer_due(thread: Thread) -> Any:
    """Return the deadline by which a thread is answered, or None."""
    return deadlines.open_deadline_of(ANSWER, subject_of(thread))


def office_address(subject: str) -> str:
    """Return where staff find the thread that a fact or deadline names."""
    return reverse("threads:office_one", args=[int(subject.partition(":")[2])])
