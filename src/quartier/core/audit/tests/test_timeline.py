"""The timeline of a subject: who did what, old and new, and when, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from quartier.core.audit import queries, services
from quartier.core.audit.models import Fact
from quartier.values.actor import SYSTEM, Actor, ActorKind

AT = datetime(2026, 3, 2, 8, 5, tzinfo=UTC)
SUBJECT = "parties.party:1"


def told(actor: Actor, **data: Any) -> str:
    """Write a fact and return the timeline as a page shows it, without markup."""
    services.record(actor=actor, at=AT, kind="party.address_state_changed", subject=SUBJECT, data=data)
    with translation.override("de"):
        return render_to_string("audit/timeline.html", {"facts": queries.about(SUBJECT)})


def test_old_and_new_who_and_when_stand_in_the_timeline(alpha: Any) -> None:
    page = told(Actor(ActorKind.STAFF, "7", "Jost Pape"), state=["known", "unknown"], since="")
    assert "<p>Zustand: known → unknown</p>" in page
    assert "durch Jost Pape" in page
    assert '<time datetime="2026-03-02T09:05:00+01:00">' in page
    assert "seit" not in page, "an empty detail is left out"


@pytest.mark.parametrize(
    ("kind", "words"), [(ActorKind.CUSTOMER, "jemand aus der Kundschaft"), (ActorKind.VISITOR, "ein Gast")]
)
def test_somebody_without_a_name_is_told_by_their_part(alpha: Any, kind: ActorKind, words: str) -> None:
    assert f"durch {words}" in told(Actor(kind))


def test_erased_content_is_said_to_be_erased(alpha: Any) -> None:
    told(Actor(ActorKind.STAFF, "7", "Jost Pape"), reason="<b>neu</b>")
    services.erase_content(Fact.objects.filter(subject=SUBJECT), AT)
    page = told(SYSTEM)
    assert "Einzelheiten und Namen sind gelöscht." in page
    assert "durch jemand aus dem Team" in page
    assert "Jost Pape" not in page


def test_details_cannot_bring_markup(alpha: Any) -> None:
    assert "&lt;b&gt;neu&lt;/b&gt;" in told(SYSTEM, reason="<b>neu</b>")
