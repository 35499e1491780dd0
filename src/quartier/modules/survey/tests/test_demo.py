"""The demo's calculation can be calculated, and its work comes about as real work does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from quartier.core.accounts import services as accounts
from quartier.core.approvals import queries as approvals
from quartier.core.checkout.tests.counter import open_shop
from quartier.core.orders.tests import shop
from quartier.core.parties import services as parties
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.roles import StaffRole
from quartier.modules.survey import demo, demo_calculator
from quartier.modules.survey.models import Job, JobState, Site, Survey, Visit
from quartier.modules.survey.queries.jobs import APPROVAL, subject_of
from quartier.modules.survey.queries.surveys import reckoned
from quartier.values.actor import SYSTEM

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_the_calculation_of_the_demo_has_no_faults(alpha: Any) -> None:
    demo_calculator.seed(at=AT, key="alpha")
    result = reckoned(Survey.objects.get().content, AT.date())
    assert result.is_possible
    assert str(result.area) == "93.47"


@pytest.mark.django_db
def test_the_office_of_the_demo_has_work_in_every_state() -> None:
    open_shop()
    common: dict[str, Any] = {"actor": SYSTEM, "at": shop.OPENED, "password": "Kiesel-und-Farn-26"}
    email = "kunde@planmass.example"
    user = accounts.open_account(**common, audience=Audience.CUSTOMER, email=email, name="Ada")
    parties.add_party(actor=SYSTEM, at=shop.OPENED, kind="person", name="Lorenz", email=email, user=user)
    accounts.open_account(
        **common, audience=Audience.STAFF, email="service@planmass.example", name="Sinan", roles=[StaffRole.CLERK]
    )
    demo.offer(at=clock.now(), key="planmass")
    demo.seed(at=clock.now(), key="planmass")
    drawn = list(Job.objects.filter(order__kind="drawings"))
    assert sorted(one.state for one in drawn) == [JobState.CHECKING, JobState.REVIEW, JobState.WAITING]
    (waiting,) = [one for one in drawn if one.state == JobState.REVIEW]
    assert approvals.pending_of(APPROVAL, subject_of(waiting)) is not None
    assert Site.objects.count() == 2
    assert Visit.objects.filter(state="agreed").count() == 1
    assert Visit.objects.filter(trip__net__gt=0).count() == 1
    counted = Job.objects.count(), Survey.objects.count()
    demo.offer(at=clock.now(), key="emscher")
    demo.seed(at=clock.now(), key="emscher")
    assert (Job.objects.count(), Survey.objects.count()) == counted
