"""From a calculation to an order and back: one order, one calculation (WR-011)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from aufmass.checking import check
from aufmass.model import Basis
from aufmass.reading import from_data
from quartier.core.audit import services as audit
from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import services as checkout
from quartier.core.orders import services as orders
from quartier.modules.survey.models import Survey
from quartier.modules.survey.queries import offers
from quartier.modules.survey.queries.reading import of_order, subject_of
from quartier.modules.survey.services import refusals, surveys
from quartier.modules.survey.services.forgetting import hold_files
from quartier.modules.survey.services.fulfilment import EXPRESS
from quartier.modules.survey.services.underlays import OFFICE_HOLDS
from quartier.values.actor import Actor


@transaction.atomic
def begin_order(*, at: datetime, survey_id: int, user: Any = None) -> str:
    """Begin the order of a calculation; returns the secret of its address. It binds nobody to anything yet.

    Raises AlreadyOrdered, NothingMeasured, NotPossible with the faults, NotOffered.
    """
    row = surveys.opened(survey_id)
    if row.order_id is not None:
        raise refusals.AlreadyOrdered
    ready(row.content)
    offer = offers.offered(at)
    if offer is None:
        raise refusals.NotOffered
    draft, token = checkout.begin(at=at, choices=[catalogue.Choice(offer.product.pk)], user=user)
    row.ordering = f"checkout.draft:{draft.pk}"
    row.save(update_fields=["ordering"])
    return token


def ready(content: Mapping[str, Any]) -> None:
    """Raise NothingMeasured or NotPossible for measures that no result can be made of."""
    measured = from_data(content)
    if not any(measured.rooms):
        raise refusals.NothingMeasured
    if faults := [fault for fault in check(measured) if not fault.is_hint]:
        raise refusals.NotPossible(faults)


def bind(actor: Actor, at: datetime, order: Any) -> None:
    """Give an accepted order the calculation that it was begun for, if it was begun for one."""
    if order.kind != EXPRESS or not order.key:
        return
    row = Survey.objects.select_for_update(no_key=True).filter(ordering=order.key, order=None).first()
    if row is None:
        return
    row.order, row.party, row.expires_at, row.touched_at = order, order.party, None, at
    row.user_id = row.user_id or order.user_id
    row.save(update_fields=["order", "party", "expires_at", "touched_at", "user"])
    hold_files(row, at + OFFICE_HOLDS)
    data = {"order": order.number}
    audit.record(actor=actor, at=at, kind="survey.ordered", subject=subject_of(row), data=data)


@transaction.atomic
def begin_for(*, actor: Actor, at: datetime, order_id: int, title: str, basis: Basis) -> tuple[Survey, str]:
    """Begin the one calculation of an order that has none yet. Raises NotOrdered, HasCalculation."""
    order = orders.locked(order_id)
    if order.kind != EXPRESS or order.state != "accepted":
        raise refusals.NotOrdered
    if of_order(order) is not None:
        raise refusals.HasCalculation
    return surveys.open_survey(
        at=at, title=title, basis=basis, user=order.user, party=order.party, actor=actor, order=order
    )
