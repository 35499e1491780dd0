"""From the first room to the paid package, without JavaScript and without an account."""

from __future__ import annotations

import pytest

from quartier.core.orders.tests.shop import rows
from quartier.modules.survey.tests.calculating import Visitor, open_portal
from tests.plugins.jobs import RunJobs

pytestmark = pytest.mark.django_db


def test_a_guest_calculates_orders_finishes_and_holds_the_files(run_jobs: RunJobs) -> None:
    open_portal()
    guest = Visitor()
    guest.begin_one()
    guest.enter()
    page = guest.get(guest.place).content.decode()
    assert "34,02" in page
    guest.order()
    row = guest.row()
    assert row.order is not None
    answer = guest.finish()
    assert answer.status_code == 302, answer.content.decode()
    run_jobs()
    assert guest.row().state == "finished"
    assert rows("orders.Order").get().state == "finished"
