"""Limits on what one customer sends (QX-45)."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from quartier.core.audit.models import Fact
from quartier.core.blocks import rules, services
from quartier.core.blocks.models import Block, Candidate
from quartier.core.blocks.tests.people import party_of, shared_account, user_of
from quartier.core.blocks.tests.people import rules as provider_says
from quartier.core.threads.models import Thread
from quartier.kit import clock
from quartier.kit.schemas import enter_schema

MESSAGES = rules.LIMITS[0]
HOUR = timedelta(hours=1)


def used_up(user: Any) -> None:
    """Let somebody have sent as many messages as the limit allows."""
    for _ in range(MESSAGES.most):
        assert services.note_sent(at=clock.now(), user=user, limits=[MESSAGES]) is None


@pytest.mark.req("QX-45")
@pytest.mark.parametrize(("grounds", "ground"), [(["breach", "cause"], "breach"), (["misuse"], "misuse.disturbance")])
def test_above_the_limit_is_429_and_kept_and_repeated_it_becomes_a_candidate(
    world: Any, caplog: pytest.LogCaptureFixture, grounds: list[str], ground: str
) -> None:
    client, party = world.client("emscher", "customer"), party_of(world)
    provider_says(grounds=grounds)
    used_up(user_of(party))
    threads = Thread.objects.count()
    caplog.set_level(logging.WARNING)
    for number in range(rules.REFUSALS.most):
        enter_schema("emscher")
        assert (number, Candidate.objects.count()) == (number, 0)
        answer = client.post("/nachrichten/neu/", {"subject": "Werbung", "text": "Kauft!"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert "Das war zu viel auf einmal" in answer.content.decode()
    enter_schema("emscher")
    assert Thread.objects.count() == threads
    facts = Fact.objects.filter(kind="limit.exceeded", subject=f"parties.party:{party.pk}")
    assert [fact.data for fact in facts] == [{"limit": "messages"}] * (rules.REFUSALS.most - 1)
    assert sum("limit messages exceeded" in line for line in caplog.messages) == rules.REFUSALS.most
    found = Candidate.objects.get()
    assert (found.party_id, found.ground, found.state) == (party.pk, ground, "open")
    assert (Block.objects.count(), user_of(party).barred) == (0, [])
    listed = world.client("emscher", "clerk").get("/buero/sperren/vorschlaege/").content.decode()
    assert f"/buero/nachrichten/kunde/{party.pk}/" in listed


def test_looking_is_free_and_other_things_may_still_be_sent(world: Any) -> None:
    client, party = world.client("emscher", "customer"), party_of(world)
    used_up(user_of(party))
    assert client.get("/nachrichten/neu/").status_code == 200
    assert client.post("/meine-rechte/anfrage/", {}).status_code == 422


def test_after_the_hour_it_begins_anew_and_others_are_not_touched(world: Any) -> None:
    party, other = party_of(world), party_of(world, "other customer")
    user = user_of(party)
    used_up(user)
    assert services.note_sent(at=clock.now(), user=user, limits=[MESSAGES]) == MESSAGES
    assert services.note_sent(at=clock.now(), user=user_of(other), limits=[MESSAGES]) is None
    assert services.note_sent(at=clock.now() + HOUR + timedelta(minutes=1), user=user, limits=[MESSAGES]) is None


def test_users_of_one_account_count_together(world: Any) -> None:
    first, second = shared_account(party_of(world), "Paula", "Karl")
    used_up(first)
    assert services.note_sent(at=clock.now(), user=second, limits=[MESSAGES]) == MESSAGES


def test_everything_that_is_sent_has_a_limit_far_above_a_persons_pace() -> None:
    assert [limit.key for limit in rules.limits_of("rights:ask")] == ["requests"]
    assert rules.LIMITS[1].most / rules.LIMITS[1].within.total_seconds() * 60 == 10
