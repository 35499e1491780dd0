"""What bookkeepers look at: accounts with their sums, the journal, who owes how long, and the books for files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.apps import apps
from django.db.models import Case, DecimalField, Max, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from quartier.core.ledger.models import Account, Allocation, Item, Line, PeriodLock, Posting
from quartier.core.ledger.rules.books import NOTHING
from quartier.core.ledger.rules.datev import Booked, Part

R = TypeVar("R", bound=QuerySet[Any])
MONEY: Final = DecimalField(max_digits=16, decimal_places=2)
ZERO: Final = Value(NOTHING, output_field=MONEY)
# How long something has been due: from the first day to the last, in days after the due date.
AGES: Final = (("fresh", 1, 30), ("month", 31, 60), ("two", 61, 90), ("old", 91, 36_500))
CHUNK: Final = 2_000


def companies(staff: Any) -> QuerySet[Any]:
    """Return the companies whose books a member of staff may see."""
    entities: Any = apps.get_model("providers.LegalEntity")._default_manager
    rows = entities.filter(issues_invoices=True)
    narrowed: QuerySet[Any] = rows if staff.entity_id is None else rows.filter(pk=staff.entity_id)
    return narrowed


def of_ours(rows: R, staff: Any, path: str = "entity") -> R:
    """Leave out other companies' rows where somebody works for one alone."""
    return rows if staff.entity_id is None else rows.filter(**{path: staff.entity_id})


def accounts(staff: Any) -> QuerySet[Account]:
    """Return accounts with the sums of both sides and their balance."""
    rows = of_ours(Account.objects.select_related("entity"), staff)
    debit = Sum("lines__amount", filter=Q(lines__amount__gt=0), default=ZERO)
    return rows.annotate(
        debit=debit, credit=-Sum("lines__amount", filter=Q(lines__amount__lt=0), default=ZERO),
        balance=Sum("lines__amount", default=ZERO),
    )  # fmt: skip


def postings(staff: Any) -> QuerySet[Posting]:
    """Return the journal, with the sum of each entry."""
    rows = of_ours(Posting.objects.select_related("entity"), staff)
    return rows.annotate(sum=Sum("lines__amount", filter=Q(lines__amount__gt=0), default=ZERO))


def lines_of(account: Account) -> QuerySet[Line]:
    """Return what was booked on an account."""
    return Line.objects.filter(account=account).select_related("posting")


def lines_with_items(posting: Posting) -> QuerySet[Line]:
    """Return the lines of an entry with accounts and customers."""
    return posting.lines.select_related("account", "item__party").order_by("pk")


def closed_through(entity_id: int) -> date | None:
    """Return the day through which a company's books are closed."""
    latest = PeriodLock.objects.filter(entity_id=entity_id).first()
    return latest.until_on if latest else None


def locks(entity_id: int) -> Sequence[PeriodLock]:
    """Return how the books of a company were closed and opened, the latest first."""
    return list(PeriodLock.objects.filter(entity_id=entity_id)[:20])


@dataclass(frozen=True, slots=True)
class Ages:
    """What is owed by how long it is due, and what customers have too much."""

    ahead: Decimal
    fresh: Decimal
    month: Decimal
    two: Decimal
    old: Decimal
    credit: Decimal

    @property
    def claims(self) -> Decimal:
        """Return all claims together."""
        return self.ahead + self.fresh + self.month + self.two + self.old

    @property
    def overdue(self) -> Decimal:
        """Return what is due and not paid."""
        return self.claims - self.ahead

    @property
    def parts(self) -> list[tuple[str, Decimal]]:
        """Return the ages with their sums, in their order."""
        return [(name, getattr(self, name)) for name in ("ahead", *(key for key, _first, _last in AGES))]


def _by_age(on: date) -> dict[str, Any]:
    found: dict[str, Any] = {"ahead": Sum("open", filter=Q(open__gt=0, due_on__gte=on), default=ZERO)}
    for key, first, last in AGES:
        days = Q(due_on__lte=on - timedelta(days=first), due_on__gte=on - timedelta(days=last))
        found[key] = Sum("open", filter=Q(open__gt=0) & days, default=ZERO)
    return {**found, "credit": Sum("open", filter=Q(open__lt=0), default=ZERO)}


def ages(entity_id: int, on: date) -> Ages:
    """Return what is owed to a company by how long it is due."""
    return Ages(**Item.everything.filter(entity_id=entity_id).exclude(open=0).aggregate(**_by_age(on)))


def debtors(staff: Any, on: date) -> QuerySet[Any]:
    """Return customers with something open, with their sums by age and altogether."""
    rows = of_ours(Item.objects.exclude(open=0), staff).order_by()
    named = rows.values("party_id", "party__sort_name", "party__given_name", "party__name")
    return named.annotate(**_by_age(on), sum=Sum("open"))


@dataclass(frozen=True, slots=True)
class Statement:
    """A customer's account through a day: what stood before, each item with the balance after it, and the end."""

    before: Decimal
    rows: Sequence[tuple[Item, Decimal]]
    balance: Decimal


def statement(party_id: int, from_on: date, until_on: date, entity_id: int | None = None) -> Statement:
    """Return what happened on a customer's account in a time, both days included."""
    mine = Item.everything.filter(party_id=party_id, booked_on__lte=until_on)
    mine = mine if entity_id is None else mine.filter(entity_id=entity_id)
    before = mine.filter(booked_on__lt=from_on).aggregate(sum=Coalesce(Sum("amount"), ZERO))["sum"]
    balance, rows = before, []
    for row in mine.filter(booked_on__gte=from_on).order_by("booked_on", "pk"):
        balance += row.amount
        rows.append((row, balance))
    return Statement(before, rows, balance)


def months(party_id: int, on: date, how_many: int = 12) -> list[tuple[date, Decimal]]:
    """Return what a customer owed at the end of each of the last months, the oldest first; the last is today's."""
    ends = [on]
    while len(ends) < how_many:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    sums = {
        f"m{place}": Sum(Case(When(booked_on__lte=end, then="amount"), default=ZERO, output_field=MONEY), default=ZERO)
        for place, end in enumerate(ends)
    }
    found = Item.everything.filter(party_id=party_id).aggregate(**sums)
    return [(end, found[f"m{place}"]) for place, end in reversed([*enumerate(ends)])]


def settlements_of(party_id: int) -> QuerySet[Allocation]:
    """Return what settled what on a customer's account, as it stands, the latest first."""
    rows = Allocation.objects.filter(claim__party_id=party_id, undoes__isnull=True, undone_by__isnull=True)
    return rows.select_related("claim", "credit").order_by("-on", "-pk")


def settlement(staff: Any, allocation_id: int) -> Allocation | None:
    """Return one settlement that staff may see."""
    rows = of_ours(Allocation.objects.select_related("claim__party", "credit"), staff, "claim__entity")
    return rows.filter(pk=allocation_id, undoes__isnull=True).first()


def most_debtors() -> int:
    """Return the highest number that a customer can have in the books."""
    return int(Item.everything.aggregate(most=Max("party_id"))["most"] or 0)


def entries_between(entity_id: int, from_on: date, until_on: date) -> Iterator[Booked]:
    """Return the entries of a time in their order, a few thousand at a time."""
    rows = Posting.objects.filter(entity_id=entity_id, booked_on__gte=from_on, booked_on__lte=until_on)
    found = rows.prefetch_related("lines__account", "lines__item").order_by("year", "number")
    for row in found.iterator(chunk_size=CHUNK):
        parts = [_part(line) for line in row.lines.all()]
        yield Booked(number=str(row), booked_on=row.booked_on, document=row.document, text=row.text, parts=parts)


def _part(line: Line) -> Part:
    item = getattr(line, "item", None)
    if item is None:
        return Part(line.account.number, line.amount)
    return Part(line.account.number, line.amount, item.party_id, item.due_on)


def rows_for_auditors(key: str, entity_id: int, from_on: date, until_on: date) -> Iterator[Sequence[object]]:
    """Return the rows of one table of `rules.auditor.TABLES`."""
    days = {"booked_on__gte": from_on, "booked_on__lte": until_on}
    if key == "journal":
        inside = {f"posting__{name}": day for name, day in days.items()}
        found = Line.objects.filter(posting__entity_id=entity_id, **inside)
        found = found.select_related("posting__reverses", "account").order_by("posting__year", "posting__number", "pk")
        for line in found.iterator(chunk_size=CHUNK):
            row = line.posting
            yield (
                row.year, row.number, row.booked_on, row.noted_at, row.noted_by, row.kind, row.document, row.text,
                str(row.reverses or ""), line.account.number, line.amount,
            )  # fmt: skip
    elif key == "konten":
        for account in Account.objects.filter(entity_id=entity_id):
            booked = Line.objects.filter(account=account, posting__booked_on__lte=until_on)
            yield account.number, account.name, account.type, booked.aggregate(sum=Coalesce(Sum("amount"), ZERO))["sum"]
    elif key == "posten":
        items = Item.everything.filter(entity_id=entity_id, **days).select_related("line__posting", "party")
        for item in items.order_by("pk").iterator(chunk_size=CHUNK):
            row = item.line.posting
            yield (
                item.pk, row.year, row.number, item.party_id, str(item.party), item.document, item.text,
                item.booked_on, item.due_on, item.amount, item.open,
            )  # fmt: skip
    else:
        settled = Allocation.objects.filter(claim__entity_id=entity_id, on__gte=from_on, on__lte=until_on)
        for one in settled.order_by("pk").iterator(chunk_size=CHUNK):
            yield one.claim_id, one.credit_id, one.on, one.amount, one.because
