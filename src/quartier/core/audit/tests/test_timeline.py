"""The timeline of a subject: who did what, old and new, and when, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation
from django_tenants.utils import schema_context

from quartier.core.accounts.models import User
from quartier.core.audit import queries, services
from quartier.core.audit.models import Fact
from quartier.core.audit.templatetags.audit import fact_lines
from quartier.core.deadlines.models import Deadline
from quartier.core.rights.models import DataRequest
from quartier.values.actor import SYSTEM, Actor, ActorKind
from tests.matrix.addresses import all_addresses
from tests.matrix.objects import path_of
from tests.plugins.world import World

AT = datetime(2026, 3, 2, 8, 5, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Jost Pape")
SUBJECT = "parties.party:1"


def told(actor: Actor, **data: Any) -> str:
    """Write a fact and return the timeline as a page shows it, without markup."""
    services.record(actor=actor, at=AT, kind="party.address_state_changed", subject=SUBJECT, data=data)
    with translation.override("de"):
        return render_to_string("audit/timeline.html", {"facts": queries.about(SUBJECT)})


def test_old_and_new_who_and_when_stand_in_the_timeline(alpha: Any) -> None:
    page = told(Actor(ActorKind.STAFF, "7", "Jost Pape"), state=["known", "unknown"], since="")
    assert "<p>Zustand: bekannt → unbekannt</p>" in page
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


def test_values_are_told_in_words_and_several_at_once(alpha: Any) -> None:
    services.record(
        actor=SYSTEM, at=AT, kind="account.roles_changed", subject=SUBJECT,
        data={"roles": [["clerk", "editor"], []], "areas": ["savings", "unheard-of"], "confidential": True},
    )  # fmt: skip
    with translation.override("de"):
        lines = fact_lines(queries.timeline(SUBJECT)[0])
    assert sorted(lines) == [
        "Datenbereiche: Spareinrichtung → unheard-of", "Rollen: Sachbearbeitung, Redaktion → –", "vertraulich: ja",
    ]  # fmt: skip


def test_the_history_is_paged_and_can_be_narrowed_to_one_thing(alpha: Any) -> None:
    for place in range(45):
        data = {"request": place % 2, "number": f"N{place:02}"}
        services.record(
            actor=SYSTEM, at=AT + timedelta(minutes=place), kind="rights.received", subject=SUBJECT, data=data
        )
    assert [fact.data["number"] for fact in queries.timeline(SUBJECT)[:2]] == ["N44", "N43"]
    assert queries.timeline(SUBJECT, request=1).count() == 22
    pages = [drawn(SUBJECT, verlauf=number) for number in ("", "3", "99", "x")]
    assert [page.count("<li>") for page in pages] == [20, 5, 5, 20]
    assert "N44" in pages[0]
    assert 'href="?verlauf=2#verlauf"' in pages[0]
    assert "N00" in pages[1]
    assert "N43" not in drawn(SUBJECT, request=0)
    assert drawn("parties.party:2").strip() == ""
    assert drawn(SUBJECT, may=False).strip() == ""


def drawn(subject: str, *, may: bool = True, verlauf: str = "", **details: Any) -> str:
    """The history as a page draws it for somebody who may read the protocol, or may not."""
    request = RequestFactory().get("/", {"verlauf": verlauf} if verlauf else {})
    request.user = User(audience="staff", roles=["privacy" if may else "clerk"])
    words = " ".join(f"{name}={value}" for name, value in details.items())
    page = Template(f"{{% load audit %}}{{% timeline subject {words} %}}")
    return page.render(Context({"request": request, "subject": subject}))


PAGES = ["parties:customer", "threads:office_one", "documents:office_document", "deadlines:one", "rights:office_one"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_show_the_history_to_those_who_may_read_it_and_to_nobody_else(world: World, name: str) -> None:
    address = next(a for a in all_addresses() if a.name == name)
    with schema_context("emscher"):
        where = path_of(address, world.people["emscher"]["lead"])
        subject = subject_on(name, next(iter(resolve(where, "quartier.config.urls").kwargs.values())))
        services.record(actor=CLERK, at=AT, kind="thread.answered", subject=subject[0], data=subject[1])
    for role in ("lead", "privacy", "clerk"):
        page = world.client("emscher", role).get(where, secure=True)
        sees = role in ("lead", "privacy") and page.status_code == 200
        assert ("Anfrage beantwortet" in page.content.decode()) == sees, (role, page.status_code)
    assert world.client("emscher", "lead").get(where, secure=True).status_code == 200


def subject_on(name: str, number: Any) -> tuple[str, dict[str, Any]]:
    """The subject of the thing on a page, and what narrows its history."""
    app, _colon, _page = name.partition(":")
    model = {"parties": "party", "threads": "thread", "documents": "document"}.get(app)
    if model:
        return f"{app}.{model}:{number}", {}
    if app == "deadlines":
        row = Deadline.objects.get(pk=number)
        return row.holder or row.subject, {"deadline": number}
    return f"parties.party:{DataRequest.objects.get(pk=number).party_id}", {"request": number}
