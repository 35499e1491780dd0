"""Agreements with customers who are controllers, and the instruction of staff."""

from __future__ import annotations

import html
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from quartier.core.accounts.models import User
from quartier.core.audit import queries as audit
from quartier.core.parties.models import Party
from quartier.core.processing import services
from quartier.core.processing.models import Agreement, Instruction
from quartier.core.processing.queries import agreements as queries
from quartier.core.processing.rules import Part
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OFFICER = Actor(ActorKind.STAFF, "7", "Jost Pape")


@pytest.fixture(autouse=True)
def _emscher(world: Any, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    enter_schema("emscher")


def customer() -> Any:
    return Party.objects.get(user__email="kunde@emscher.example")


def conclude(**more: Any) -> Agreement:
    text, annex = queries.current_text(Part.AGREEMENT), queries.current_text(Part.MEASURES)
    assert text is not None
    assert annex is not None
    given: dict[str, Any] = {"signatory": "Ilse Markgraf", "text_id": text.pk, "annex_id": annex.pk, "shown": {}}
    return services.conclude(actor=OFFICER, at=AT, user=customer().user, **given | more)


def told(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.mark.req("QX-40")
def test_an_account_concludes_the_agreement_online_and_staff_without_instruction_stand_in_the_report(
    world: Any,
) -> None:
    client, path = world.client("emscher", "customer"), "/auftragsverarbeitung/abschliessen/"
    page = told(client.get(path))
    assert "Technische und organisatorische Maßnahmen" in page
    text, annex = (page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("text_id", "annex_id"))
    form = {"signatory": "Ilse Markgraf, Inhaberin", "agreed": "on", "text_id": text, "annex_id": annex}
    assert client.post(path, {**form, "agreed": ""}).status_code == 422
    check = client.post(path, form)
    enter_schema("emscher")
    assert not Agreement.objects.exists()
    token = told(check).split('name="_shown" value="')[1].split('"')[0]
    done = client.post(path, {**form, "_shown": token, "_step": "confirm"}, follow=True)
    assert "Der Vertrag ist geschlossen" in told(done)
    enter_schema("emscher")
    row = Agreement.objects.get()
    assert (row.text.version, row.annex.version, row.party) == (1, 1, customer())
    assert row.document is not None
    answer = client.post(reverse("documents:open", args=[row.document_id]), follow=True)
    copy = b"".join(answer.streaming_content).decode()
    for part in (row.text.body, row.annex.body, row.text.sha256, "Ilse Markgraf, Inhaberin"):
        assert part in copy

    instructed, missing = world.people["emscher"]["clerk"], world.people["emscher"]["editor"]
    enter_schema("emscher")
    services.note_instruction(
        actor=OFFICER, at=clock.now(), user_id=instructed, topic="Auskunft", instructed_on=clock.today(),
        instructed_by="Frau Sommerfeld",
    )  # fmt: skip
    people = {one.user.pk: one for one in queries.staff_instructed(clock.now())}
    assert (people[instructed].is_current, people[missing].is_current, people[missing].last) == (True, False, None)
    for role in ("privacy", "lead"):
        report = told(world.client("emscher", role).get("/buero/unterweisungen/"))
        assert report.index("Editor") < report.index("Auskunft")
        assert "noch keine" in report
    assert world.client("emscher", "clerk").get("/buero/unterweisungen/").status_code == 403


def test_an_agreement_is_refused_when_a_text_changed_or_nobody_signs_and_counts_once() -> None:
    for error, more in (
        (services.OtherVersion, {"text_id": 999_999}),
        (services.SignatoryMissing, {"signatory": "  "}),
    ):
        facts = audit.facts().count()
        with pytest.raises(error):
            conclude(**more)
        assert (Agreement.objects.count(), audit.facts().count()) == (0, facts)
    row = conclude()
    with pytest.raises(services.AlreadyConcluded):
        conclude()
    services.publish_part(actor=OFFICER, at=AT, kind=Part.MEASURES, body="Neue Maßnahmen.")
    again = conclude()
    assert [(one.text.version, one.annex.version) for one in queries.agreements_of(customer().pk)] in (
        [(1, 2), (1, 1)], [(1, 1), (1, 2)],
    )  # fmt: skip
    assert row.pk != again.pk


def test_texts_have_versions_and_say_something_new() -> None:
    with pytest.raises(services.TextMissing):
        services.publish_part(actor=OFFICER, at=AT, kind=Part.AGREEMENT, body=" ")
    row = services.publish_part(actor=OFFICER, at=AT, kind=Part.AGREEMENT, body="Neu.")
    assert row.version == 2
    with pytest.raises(services.TextMissing):
        services.publish_part(actor=OFFICER, at=AT, kind=Part.AGREEMENT, body="Neu. ")
    assert len(queries.versions(Part.AGREEMENT)) == 2


def test_what_was_concluded_never_changes_and_lets_only_the_person_go() -> None:
    row = conclude()
    rows = Agreement.objects.filter(pk=row.pk)
    for act in (lambda: rows.update(signatory="Niemand"), lambda: rows.update(text=None), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    services.forget_signatories(rows, AT)
    row.refresh_from_db()
    assert (row.party, row.signatory, row.document, row.text.version) == (None, "", None, 1)


def test_without_the_function_nobody_sees_the_agreement(world: Any) -> None:
    from quartier.core.providers import services as providers  # noqa: PLC0415 – one test alone

    now = clock.now()
    providers.switch_feature(actor=OFFICER, at=now, feature="processing_agreement", on=False, effective_at=now)
    assert world.client("emscher", "customer").get("/auftragsverarbeitung/").status_code == 404


def test_an_instruction_is_current_for_a_year_by_policy_and_never_tomorrows(world: Any) -> None:
    number = world.people["emscher"]["editor"]
    said: dict[str, Any] = {"topic": "Auskunft", "instructed_by": "Frau Sommerfeld"}
    before = queries.uninstructed(AT).count()
    for error, more in (
        (services.NotInstructedYet, {"user_id": number, "instructed_on": date(2026, 11, 23)}),
        (services.NotStaff, {"user_id": customer().user_id, "instructed_on": date(2026, 11, 20)}),
    ):
        with pytest.raises(error):
            services.note_instruction(actor=OFFICER, at=AT, **said, **more)
    assert queries.uninstructed(AT).count() == before
    row = services.note_instruction(actor=OFFICER, at=AT, user_id=number, instructed_on=date(2026, 11, 20), **said)
    assert row.current_until == date(2027, 11, 20)
    last = datetime(2027, 11, 20, 12, tzinfo=UTC)
    everybody = User.objects.filter(audience="staff", is_active=True).count()
    assert queries.uninstructed(AT).count() == before - 1
    assert (
        queries.uninstructed(last).count()
        == everybody
        - Instruction.objects.filter(current_until__gte=last.date(), instructed_on__lte=last.date())
        .values("user")
        .distinct()
        .count()
    )
    assert queries.uninstructed(last + timedelta(days=1)).count() == queries.uninstructed(last).count() + 1
    assert queries.instruction_kept_until(row) == datetime(2030, 12, 31, 23, tzinfo=UTC)


def test_the_office_publishes_texts_and_notes_instructions(world: Any) -> None:
    client = world.client("emscher", "privacy")
    assert client.post("/buero/auftragsverarbeitung/massnahmen/", {"body": "Neue Maßnahmen."}).status_code == 302
    assert client.post("/buero/auftragsverarbeitung/massnahmen/", {"body": "Neue Maßnahmen."}).status_code == 422
    assert client.get("/buero/auftragsverarbeitung/unbekannt/").status_code == 404
    number = world.people["emscher"]["editor"]
    form = {"topic": "Auskunft", "instructed_on": "01.11.2026", "instructed_by": "Frau Sommerfeld"}
    assert client.post(f"/buero/unterweisungen/{number}/", form).status_code == 302
    late = client.post(f"/buero/unterweisungen/{number}/", {**form, "instructed_on": "01.11.2099"})
    assert (late.status_code, "nicht in der Zukunft" in told(late)) == (422, True)
    assert "01.11.2027" in told(client.get("/buero/unterweisungen/"))
