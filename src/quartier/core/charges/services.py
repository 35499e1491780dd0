"""Causing, booking, billing and cancelling charges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.charges.extension import ChargeKind, Rate, rate_for
from quartier.core.charges.models import Charge, TimeEntry
from quartier.core.charges.queries import may_charge
from quartier.core.charges.rules import hours
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import CalendarPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.law.calendar.working_days import WorkCalendar
from quartier.values.actor import Actor
from quartier.values.money import half_up

WORDS = 160


class MayNotCharge(Refused):
    """Whoever may not cause costs is refused, and that is written down (QX-15)."""

    message = _("This costs money. Your account's administrator has not given you the right to do what costs money.")
    status = 403

    def __init__(self, actor: Actor, at: datetime, what: str, amount: Decimal) -> None:
        super().__init__()
        self.fact = {"actor": actor, "at": at, "what": what, "amount": amount}

    def note(self) -> None:
        """Keep that it was tried; everything else of the attempt is undone."""
        actor: Any = self.fact["actor"]
        at: Any = self.fact["at"]
        data = {"what": self.fact["what"], "amount": str(self.fact["amount"])}
        audit.record(actor=actor, at=at, kind="charge.refused", subject=f"accounts.user:{actor.key}", data=data)


class AlreadyCancelled(Refused):
    """A charge is cancelled once."""

    message = _("This charge has been cancelled already.")


class AlreadyBilled(Refused):
    """What stands on an invoice is corrected there."""

    message = _("This charge stands on an invoice. Cancel or credit the invoice instead.")


class NoRate(Refused):
    """Nobody pays for work whose price they could not know (QX-18)."""

    message = _("There is no price for an hour: neither the contract nor the price list has one.")
    field = "is_charged"


class NotYetWorked(Refused):
    """Work of the future is not booked."""

    message = _("This day has not come yet.")
    field = "worked_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What costs money: so many of a net price, about what, and since when owed to whom."""

    what: str
    unit_net: Decimal
    subject: str
    quantity: Decimal = Decimal(1)
    kind: ChargeKind = ChargeKind.REQUEST
    vat_rate_kind: str = "standard"
    supplied_on: date | None = None
    because: str = ""
    entity_id: int | None = None
    contract_id: int | None = None
    time_id: int | None = None

    @property
    def net(self) -> Decimal:
        """Return what it comes to."""
        return half_up(self.quantity * self.unit_net)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What somebody worked: `began` decides what lies at night.

    `is_charged` says that it is beyond what was ordered; `is_unplanned` that the customer caused it outside of the
    plan, so that nights and holidays cost more. `rate` is the price of an hour that the customer was told before.
    """

    worked_on: date
    minutes: int
    what: str
    began: time | None = None
    is_charged: bool = False
    is_unplanned: bool = False
    project: str = ""
    subject: str = ""
    rate: Decimal | None = None
    contract_id: int | None = None
    entity_id: int | None = None
    user: Any = None
    caused_by: str = ""


@transaction.atomic
def charge(
    *, actor: Actor, at: datetime, user: Any, party: Any, what: str, amount: Decimal, subject: str,
    entity_id: int | None = None,
) -> Charge:  # fmt: skip
    """Record what a user caused for a customer, net. Raises MayNotCharge; nothing is stored then."""
    if not may_charge(user):
        raise MayNotCharge(actor, at, what, amount)
    cost = Cost(what=what, unit_net=amount, subject=subject, entity_id=entity_id)
    return put(actor=actor, at=at, party=party, cost=cost, user=user)


@transaction.atomic
def put(*, actor: Actor, at: datetime, party: Any, cost: Cost, user: Any = None, caused_by: str = "") -> Charge:
    """Record a charge that staff or a rule have decided on; by whom it was caused, it says."""
    row = Charge.objects.create(
        party=party, user=user, caused_by=caused_by or str(user or party)[:120], caused_at=at, what=cost.what[:WORDS],
        amount=cost.net, subject=cost.subject, kind=cost.kind.value, entity_id=cost.entity_id,
        contract_id=cost.contract_id, time_id=cost.time_id, quantity=cost.quantity, unit_net=cost.unit_net,
        vat_rate_kind=cost.vat_rate_kind, supplied_on=cost.supplied_on, because=cost.because,
    )  # fmt: skip
    data = {"what": row.what, "amount": str(row.amount), "about": row.subject, "number": row.pk}
    data |= {"reason": cost.because} if cost.because else {}
    audit.record(actor=actor, at=at, kind="charge.caused", subject=parties.subject_of(party), data=data)
    return row


@transaction.atomic
def book_time(*, actor: Actor, at: datetime, party: Any, work: Work) -> TimeEntry:
    """Write down work for a customer; beyond what was ordered it is charged by the hour (QX-18, CC-10, CC-13).

    The surcharge for nights, Sundays and public holidays stands in a charge of its own. Raises NotYetWorked, NoRate.
    """
    if work.worked_on > day_of(at):
        raise NotYetWorked
    rate = _rate(work) if work.is_charged else None
    raised = _raised(work) if rate and rate.surcharge and work.is_unplanned else 0
    row = TimeEntry.objects.create(
        party=party, contract_id=work.contract_id, subject=work.subject, project=work.project,
        worked_on=work.worked_on, began=work.began, minutes=work.minutes, what=work.what, is_charged=work.is_charged,
        rate=rate.net if rate else None, raised_minutes=raised, surcharge=rate.surcharge if rate and raised else None,
        booked_by=actor.name[:120], booked_at=at,
    )  # fmt: skip
    data = {"minutes": work.minutes, "on": work.is_charged, "what": work.what, "number": row.pk}
    audit.record(actor=actor, at=at, kind="charge.time_booked", subject=parties.subject_of(party), data=data)
    if rate is not None:
        _charge_time(actor, at, row, work, rate)
    return row


def _rate(work: Work) -> Rate:
    listed = rate_for(work.contract_id, work.worked_on)
    if work.rate is not None:
        return Rate(
            net=work.rate, surcharge=listed.surcharge if listed else None,
            vat_rate_kind=listed.vat_rate_kind if listed else "standard",
        )  # fmt: skip
    if listed is None:
        raise NoRate
    return listed


def _raised(work: Work) -> int:
    land = policy.in_force(CalendarPolicy, work.worked_on).holiday_state
    return hours.raised_minutes(work.worked_on, work.began, work.minutes, WorkCalendar(land).is_holiday)


def _charge_time(actor: Actor, at: datetime, row: TimeEntry, work: Work, rate: Rate) -> None:
    project = f"{work.project}: " if work.project else ""
    parts = [(f"{project}{work.what}", row.minutes, rate.net)]
    if row.raised_minutes:
        # German whatever the language of the office: these words stand on invoices.
        said = f"Zuschlag {rate.surcharge:g} % (Nacht, Sonn- oder Feiertag): {project}{work.what}"
        parts.append((said, row.raised_minutes, hours.surcharge_on(rate)))
    for what, minutes, unit_net in parts:
        cost = Cost(
            what=what, unit_net=unit_net, quantity=hours.hours(minutes), kind=ChargeKind.TIME, time_id=row.pk,
            subject=work.subject or f"charges.timeentry:{row.pk}", supplied_on=work.worked_on,
            entity_id=work.entity_id, contract_id=work.contract_id, vat_rate_kind=rate.vat_rate_kind,
        )  # fmt: skip
        put(actor=actor, at=at, party=row.party, cost=cost, user=work.user, caused_by=work.caused_by)


@transaction.atomic
def cancel(*, actor: Actor, at: datetime, charge_id: int, reason: str) -> Charge:
    """Cancel a charge, with the reason. Raises AlreadyCancelled, AlreadyBilled."""
    row = Charge.objects.select_for_update(no_key=True, of=("self",)).select_related("party").get(pk=charge_id)
    if row.cancelled_at is not None:
        raise AlreadyCancelled
    if row.billed_as:
        raise AlreadyBilled
    row.cancelled_at, row.cancelled_by, row.cancelled_because = at, actor.name, reason
    row.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
    data = {"what": row.what, "amount": str(row.amount), "number": row.pk, "reason": reason}
    audit.record(actor=actor, at=at, kind="charge.cancelled", subject=parties.subject_of(row.party), data=data)
    return row


def note_billed(rows: Iterable[Charge]) -> None:
    """Keep on which invoices charges stand, as their rows say; in the transaction that issues the invoices."""
    Charge.everything.bulk_update(list(rows), ["billed_as", "billed_number"], batch_size=1_000)


def set_free(subjects: Iterable[str]) -> int:
    """Let charges be billed again whose invoices were cancelled; returns how many."""
    return Charge.everything.filter(billed_as__in=list(subjects)).update(billed_as="", billed_number="")
