"""The demo's dates stand at a running contract, and nowhere else."""

from __future__ import annotations

from typing import Any

from quartier.core.performance import demo
from quartier.core.performance.models import Promise
from quartier.core.performance.tests.ground import rows
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from tests.matrix.objects_of_performance import contract


def test_the_customer_of_the_demo_sees_dates_of_a_service(world: Any) -> None:
    enter_schema("emscher")
    demo.seed(at=clock.now(), email="niemand@emscher.example")
    mine = rows("contracts.Contract").get(pk=contract(world.people["emscher"]["customer"]))
    demo.seed(at=clock.now(), email="kunde@emscher.example")
    assert not Promise.objects.exists()
    rows("parties.Relationship").filter(pk=mine.relationship_id).update(kind="service")
    demo.seed(at=clock.now(), email="kunde@emscher.example")
    assert [one.is_binding for one in Promise.objects.all()] == [False, False, True]
