"""Facts of a batch are written in one statement, and are facts like all others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quartier.core.audit import queries, services
from quartier.core.audit.models import Fact
from quartier.core.audit.tests.test_chain import AT, CLERK, forget_founding
from quartier.values.actor import SYSTEM, Actor, ActorKind, Address, Represented


def test_facts_of_a_batch_are_like_single_ones_in_their_order_and_sealed(alpha: Any) -> None:
    forget_founding()
    happenings = [
        services.Happening("personal_data.told", f"parties.party:{place}", {"from": place, "to": [place, "ä€"]})
        for place in range(40)
    ]
    behalf = Actor(ActorKind.CUSTOMER, "7", "Jost Pape", behalf=Represented("parties.party:9", "Ida Vogt"))
    services.record_many(actor=behalf, at=AT, happenings=happenings)
    for one in happenings:
        services.record(actor=behalf, at=AT, kind=one.kind, subject=one.subject, data=one.data)
    rows = [
        (row.kind, row.subject, row.data, row.actor_name, row.behalf, row.behalf_name, row.via, row.at, row.origin_hash)
        for row in Fact.objects.order_by("pk")
    ]
    assert rows[:40] == rows[40:]
    assert [row[1] for row in rows[:40]] == [one.subject for one in happenings]
    assert services.seal(at=AT) == 80
    assert queries.verify().fault is None
    services.record_many(actor=CLERK, at=AT, happenings=[])
    assert Fact.objects.count() == 80


def test_a_batch_with_a_fact_that_nobody_answers_for_is_refused_whole(alpha: Any) -> None:
    forget_founding()
    good = services.Happening("personal_data.told", "parties.party:1", {})
    adverse = services.Happening("account.blocked", "accounts.user:1", {})
    with pytest.raises(services.PersonNeeded):
        services.record_many(actor=SYSTEM, at=AT, happenings=[good, adverse])
    with pytest.raises(KeyError):
        services.record_many(actor=CLERK, at=AT, happenings=[good, services.Happening("nobody.knows", "x:1", {})])
    assert not Fact.objects.exists()


def test_addresses_of_a_batch_are_kept_with_every_fact(alpha: Any) -> None:
    forget_founding()
    at_home = Actor(ActorKind.CUSTOMER, "7", "Jost Pape", address=Address("192.0.2.7", AT + timedelta(days=7)))
    batch = [services.Happening("personal_data.told", f"parties.party:{place}", {}) for place in range(5)]
    services.record_many(actor=at_home, at=AT, happenings=batch)
    assert {row.origin.ip for row in Fact.objects.select_related("origin")} == {"192.0.2.7"}
