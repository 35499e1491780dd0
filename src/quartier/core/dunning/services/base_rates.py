"""Entering the base rate of a half-year after its announcement."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.dunning.models import BaseRate
from quartier.core.dunning.queries.bases import base_rates
from quartier.core.dunning.services.refusals import WrongRate
from quartier.law.bgb.base_rate import extended_base_rates
from quartier.values.actor import Actor
from quartier.values.sentences import Unanswerable


@transaction.atomic
def enter_base_rate(*, actor: Actor, at: datetime, starts_on: date, rate: Decimal, source: str) -> BaseRate:
    """Enter the rate of the half-year that is missing next. Raises WrongRate."""
    try:
        extended_base_rates({starts_on: rate}, source=source, rates=base_rates())
    except Unanswerable as error:
        raise WrongRate from error
    row = BaseRate.objects.create(
        starts_on=starts_on, rate=rate, source=source[:200], entered_at=at, entered_by=str(actor)[:120]
    )
    data = {"starts_on": str(starts_on), "rate": str(rate), "source": source}
    audit.record(actor=actor, at=at, kind="dunning.base_rate_entered", subject=f"dunning.baserate:{row.pk}", data=data)
    return row
