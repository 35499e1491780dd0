"""What others may read about orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from quartier.core.catalogue import queries as catalogue
from quartier.core.contracts import queries as contracts
from quartier.core.documents import queries as documents
from quartier.core.orders.extension import paid_for
from quartier.core.orders.models import Entry, EntryKind, Order, OrderFile, OrderState, RefundRequest
from quartier.core.orders.rules import formation, records
from quartier.core.orders.rules.inactivity import Inactivity, weigh
from quartier.core.orders.rules.states import OPEN
from quartier.core.parties import queries as parties
from quartier.core.parties.extension import Standing
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.core.providers.policies import CalendarPolicy, FormationPolicy, PerformancePolicy
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.providers.queries import policy
from quartier.core.terms import queries as terms
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.mail import Attachment
from quartier.law.bgb.contract_ends import reactivation_until
from quartier.law.bgb.withdrawal import withdrawal_period
from quartier.law.hgb.books import DocumentClass
from quartier.values.land import Land

# The customer has answered through the portal; somebody looks at it.
ANSWERED: Final = "answered"
# Whoever has not answered for so long may be a case for closing.
SILENT: Final = timedelta(days=30)
# The kind of agreement by which the customer's own terms apply (`contracts`).
OWN_TERMS: Final = "own_terms"
# Declined orders say what somebody wanted and did not get; they go after this time (QX-09).
DECLINED_KEPT: Final = timedelta(days=30)


def subject_of(order: Order) -> str:
    """Return how facts, acceptances and mails name an order."""
    return f"orders.order:{order.pk}"


def moments_of(order: Order) -> frozenset[Moment]:
    """Return the events that conclude the contract about an order, by the policy of the day it was placed."""
    rules = policy.in_force(FormationPolicy, day_of(order.placed_at)).contract_formed_at
    return formation.moments_for(rules, Scope(order.scope), is_paid=order.gross > 0)


def land_on(on: date) -> Land:
    """Return the Land whose holidays count."""
    found: Land = policy.in_force(CalendarPolicy, on).holiday_state
    return found


def work_from(order: Order) -> date | None:
    """Return the first day on which work may begin although the consumer could withdraw, None where it may at once.

    With both declarations of the consumer it may (WR-072); so may what costs nothing or is ordered by a business. An
    offer that is not accepted yet is looked at as if it were accepted with the instruction on the day it was placed.
    """
    if order.standing != Standing.CONSUMER or order.gross == 0:
        return None
    if order.started_early_at is not None and order.loss_known_at is not None:
        return None
    contract = order.contract
    since = day_of(contract.concluded_at if contract else order.placed_at)
    told = day_of(contract.instructed_at) if contract and contract.instructed_at else None
    period = withdrawal_period(concluded_on=since, land=land_on(since), instructed_on=told).value
    found: date | None = period.work_from_on
    return found


def inactivity(order: Order, on: date) -> Inactivity | None:
    """Return whether an order may be closed for want of an answer, None where the terms know no such end."""
    rule = policy.in_force(PerformancePolicy, day_of(order.placed_at)).inactive_order_rule
    if rule is None or not rule.may_end:
        return None
    rows = order.entries.filter(kind__in=(EntryKind.REQUEST, EntryKind.CALL, EntryKind.REPLY)).order_by("at")
    return weigh(rule, [(row.kind, day_of(row.at)) for row in rows], on)


def why_not_closable(found: Inactivity) -> str:
    """Return everything that was not tried yet, in one sentence each."""
    return " ".join(one.text(formats.voice()) for one in found.why_not())


def goes_on_until(order: Order) -> date | None:
    """Return the last day on which a closed order can be taken up again, None where the terms know no such right."""
    rule = policy.in_force(PerformancePolicy, day_of(order.placed_at)).inactive_order_rule
    if rule is None or rule.reactivation is None:
        return None
    on = day_of(order.placed_at)
    found: date = reactivation_until(ordered_on=on, land=land_on(on), length=rule.reactivation).value
    return found


def upgrades(order: Order, on: date) -> list[catalogue.Offer]:
    """Return what a closed order may be upgraded to: only what costs more than it, for such customers (WR-066)."""
    found = [one for one in catalogue.offers(on) if one.is_open and order.standing in one.product.standings]
    return [one for one in found if one.base and one.base[0].sums.gross > order.gross]


def version_told(version: Any) -> str:
    """Return which version of a text it is, in words."""
    return _("version %(name)s of %(day)s") % {"name": version.name, "day": formats.day(version.dated_on)}


def text_attached(version_id: int) -> Attachment:
    """Return a version of a legal text as a file, in the words that govern."""
    found = terms.version(version_id)
    name = slugify(f"{found.title} {found.name}") or "text"
    return Attachment(name=f"{name}.txt", media_type="text/plain", content=found.body.encode())


def own_terms(order: Order) -> tuple[str, ...]:
    """Return what was agreed in writing about the customer's own terms; nothing where only ours govern (CC-03)."""
    return tuple(one.words or str(one.get_kind_display()) for one in agreements_of(order) if one.kind == OWN_TERMS)


def agreements_of(order: Order) -> Sequence[Any]:
    """Return what was agreed in writing about an order, before or after it became a contract (WR-003)."""
    if order.contract is not None:
        return contracts.agreements_of(order.contract)
    return contracts.agreements_about(subject_of(order))


def has_begun(order: Order) -> bool:
    """Tell whether anything was performed: the order began, or an entry says that something was done (WR-063)."""
    done = (EntryKind.WORK, EntryKind.RESULT)
    return order.begun_at is not None or order.entries.filter(kind__in=done).exists()


def due_of(order: Order) -> Decimal:
    """Return what is still to be paid: the price, less what an earlier order paid for and what has come in (WR-067)."""
    owed = order.state not in (OrderState.OFFERED, OrderState.DECLINED, OrderState.WITHDRAWN)
    left = order.gross - order.credit - paid_for(order.pk)
    return max(left, Decimal("0.00")) if owed else Decimal("0.00")


def refunds_asked() -> QuerySet[RefundRequest]:
    """Return the refunds that were handed over, the oldest first; payments take them from here (WR-063, WR-064)."""
    return RefundRequest.objects.select_related("order").order_by("asked_at", "pk")


def orders_of(party_id: int) -> QuerySet[Order]:
    """Return a customer's orders, the latest first."""
    return Order.objects.filter(party_id=party_id).select_related("entity", "contract")


def of_account(user: Any) -> QuerySet[Order]:
    """Return the orders of the customer behind an account."""
    party = parties.party_of(user)
    rows = Order.everything.select_related("entity", "contract", "party")
    return rows.filter(party=party) if party else rows.none()


def by_token(token: str) -> Order | None:
    """Return the order behind a guest's secret address."""
    rows = Order.everything.filter(token_digest=records.token_digest(token), user=None)
    found: Order | None = rows.select_related("entity", "contract", "party").first()
    return found


def numbered(order_id: int) -> Order | None:
    """Return an order, None where there is none."""
    found: Order | None = Order.objects.select_related("entity", "contract", "party").filter(pk=order_id).first()
    return found


def visible(staff: Any) -> QuerySet[Order]:
    """Return the orders that a member of staff may see."""
    rows = Order.objects.select_related("party", "entity")
    return rows if staff.entity_id is None else rows.filter(entity=staff.entity_id)


def journal_of(order: Order) -> Sequence[Entry]:
    """Return what happened with an order, in order."""
    return list(order.entries.all())


def kept_until(row: Order) -> datetime | None:
    """Return until when one is kept as what invoices rest on, declined ones for a short time; None while it is open."""
    if row.ended_at is None:
        return None
    if row.state == OrderState.DECLINED:
        return row.ended_at + DECLINED_KEPT
    return let_go_at(DocumentClass.VOUCHERS, day_of(row.ended_at))


def past_due(rows: QuerySet[Order], at: datetime) -> QuerySet[Order]:
    """Narrow to those that the law lets go: `kept_until` has come."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    declined = Q(state=OrderState.DECLINED, ended_at__lte=at - DECLINED_KEPT)
    return rows.filter(declined | Q(ended_at__lt=before) & ~Q(state=OrderState.DECLINED) if before else declined)


def in_stage(rows: QuerySet[Order], stage: str, at: datetime | None = None) -> QuerySet[Order]:
    """Narrow orders to a state or to what waits for somebody; `at` is needed for what is late."""
    if stage == "review":
        return rows.filter(state=OrderState.OFFERED)
    if stage == "flagged":
        return rows.filter(state__in=OPEN).exclude(flags=[])
    if stage == "answered":
        return rows.filter(state__in=OPEN, flags__contains=[ANSWERED])
    if stage == "waiting":
        return rows.filter(waiting_since__isnull=False)
    if at and stage == "overdue":
        return rows.filter(state=OrderState.ACCEPTED, waiting_since=None, due_at__lt=at)
    if at and stage == "silent":
        return rows.filter(waiting_since__lte=at - SILENT)
    return rows.filter(state=stage)


def to_review(staff: Any) -> QuerySet[Order]:
    """Return the orders that somebody decides on."""
    return in_stage(visible(staff), "review")


def to_look_at(staff: Any) -> QuerySet[Order]:
    """Return open orders with a remark or an answer that somebody looks at."""
    return in_stage(visible(staff), "flagged")


def shown_to_customer(order: Order) -> Sequence[Entry]:
    """Return what a customer reads of what happened: what they were told and said, and what was delivered."""
    kinds = (EntryKind.REQUEST, EntryKind.REPLY, EntryKind.CHECKED, EntryKind.CHANGE, EntryKind.RESULT)
    return list(order.entries.filter(kind__in=kinds))


def answer_files(order: Order) -> list[Any]:
    """Return the files that are held for the answer to an order."""
    rows = list(order.answer_files.all())
    known = documents.held(row.upload_key for row in rows)
    return [row for row in rows if row.upload_key in known]


def files_of(order: Order) -> Sequence[OrderFile]:
    """Return the documents of an order, with what they are."""
    return list(order.files.select_related("document"))
