"""A year of five providers with all that the demo brings: in one jump it ends as it does day by day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Min
from django_tenants.utils import schema_context

from quartier.config.demo import seed
from quartier.core.deadlines import services as deadlines
from quartier.kit.clock import now

YEAR = timedelta(days=366)
NUMBER = re.compile(r":\d+")
# What says when somebody looked and not when it happened, or numbers that only count up.
LOOKED = frozenset({"id", "closed_at", "attempts", "next_try_at", "restricted_at"})
MODELS = (
    "deadlines.Deadline", "contracts.Contract", "contracts.ContractText", "parties.Relationship", "orders.Order",
    "declarations.Declaration", "withdrawal.Withdrawal", "changes.Change", "changes.Announcement", "blocks.Block",
    "leaving.Leaving", "registration.Application", "registration.InvitationCode",
)  # fmt: skip


def state() -> dict[str, Any]:
    """What is there: rows without the instants at which somebody noticed, facts and mails by kind."""
    found: dict[str, Any] = {}
    for label in MODELS:
        model = apps.get_model(label)
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in LOOKED]
        # What is made on the way has other numbers each time.
        found[label] = sorted(NUMBER.sub(":#", repr(row)) for row in model._base_manager.values_list(*names))
    facts = apps.get_model("audit.Fact").objects.values_list("kind", "subject")
    mails = apps.get_model("inbox.OutgoingMail").objects.values_list("template", "to_address", "about")
    told = {"facts": facts, "mails": mails}
    return found | {what: Counter(NUMBER.sub(":#", repr(row)) for row in rows) for what, rows in told.items()}


def due_days(begun: datetime) -> Iterator[datetime]:
    """The ends of all days of the year on which something is due, found out day by day."""
    running = apps.get_model("deadlines.Deadline").objects.filter(state="running")
    while (day := running.aggregate(first=Min("due_at"))["first"]) and day <= begun + YEAR:
        yield min(begun + timedelta(days=(max(day, begun) - begun).days + 1), begun + YEAR)


def live(begun: datetime, days: Callable[[datetime], Iterable[datetime]]) -> dict[str, Any]:
    """Let what is due pass at these instants, in every portal, and tell what that came to; nothing stays."""
    savepoint = transaction.savepoint()
    found = {}
    for portal in seed.PORTALS:
        with schema_context(portal.key):
            for at in days(begun):
                deadlines.process(at=at)
            found[portal.key] = state()
    transaction.savepoint_rollback(savepoint)
    return found


@pytest.mark.django_db
def test_a_year_of_five_providers_in_one_jump_ends_as_day_by_day() -> None:
    for portal in seed.PORTALS:
        seed.seed_portal(replace(portal, customers=12, firms=3))
        seed.enliven(portal)
    with schema_context("werkstatt"):
        # Backups fall due every day, which proves nothing more and takes most of the time.
        apps.get_model("deadlines.Deadline").objects.filter(kind__startswith="backups.").delete()
    begun = now()
    before = live(begun, lambda _begun: ())
    jump, daily = live(begun, lambda first: (first + YEAR,)), live(begun, due_days)
    for key in jump:
        for what in jump[key]:
            assert jump[key][what] == daily[key][what], (key, what)
    assert sum(jump[key]["deadlines.Deadline"] != before[key]["deadlines.Deadline"] for key in jump) == len(jump)
