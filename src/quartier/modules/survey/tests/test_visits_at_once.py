"""Two visits of one person never overlap, whoever asks at the same moment: the database itself sees to it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from django.db import connections
from django_tenants.utils import schema_context

from quartier.kit.schemas import enter_schema
from quartier.modules.survey.models import Visit
from quartier.modules.survey.services import visit_refusals as refusals
from quartier.modules.survey.services import visits
from quartier.modules.survey.tests import ground

AT, DAY, CLERK = ground.AT, ground.DAY, ground.CLERK


def test_ten_hands_that_grasp_at_one_hour_get_it_once(committed_db: None) -> None:
    enter_schema("alpha")
    who = ground.surveyor()
    places = [ground.opened(ground.accepted()) for _number in range(10)]
    taken, lost = [], []

    def grasp(site: Any, minutes: int) -> None:
        with schema_context("alpha"):
            try:
                taken.append(ground.proposed(site, who, DAY + timedelta(minutes=minutes)))
            except refusals.TimeTaken:
                lost.append(site)
        connections.close_all()

    threads = [threading.Thread(target=grasp, args=(one, 5 * at)) for at, one in enumerate(places)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    enter_schema("alpha")
    assert (len(taken), len(lost)) == (1, 9)
    assert Visit.objects.count() == 1


def test_ten_clicks_on_one_date_agree_it_once(committed_db: None) -> None:
    enter_schema("alpha")
    visit = ground.proposed(ground.opened(ground.accepted()), ground.surveyor())[0]
    taken, lost = [], []

    def press() -> None:
        with schema_context("alpha"):
            try:
                taken.append(visits.agree(actor=CLERK, at=AT, visit_id=visit.pk))
            except refusals.VisitOver:
                lost.append(1)
        connections.close_all()

    threads = [threading.Thread(target=press) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    enter_schema("alpha")
    assert (len(taken), len(lost)) == (1, 9)
    assert ground.mails("visit_agreed").count() == 1
