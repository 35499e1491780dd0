"""What is over goes on its day and not before, what only the law keeps is met by nobody in daily work."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from quartier.core.accounts.models import User
from quartier.core.documents import queries, services
from quartier.core.documents.models import Document
from quartier.core.documents.services.archive import files_of
from quartier.core.documents.tests.files import PDF, TEXT, filed, lying, sent
from quartier.core.documents.tests.test_pages import body, opened, party_at, published
from quartier.core.parties.models import Party, Relationship
from quartier.core.privacy import queries as privacy
from quartier.core.privacy.extension.legal import let_go_before
from quartier.kit.schemas import enter_schema
from quartier.law.hgb.books import DocumentClass
from quartier.values.actor import SYSTEM
from quartier.values.zone import BERLIN

SECOND = timedelta(seconds=1)


def new_year(year: int) -> datetime:
    """Its first instant in Berlin."""
    return datetime(year, 1, 1, tzinfo=BERLIN)


def given(owner: Any, created_at: datetime, content: bytes = TEXT, **more: Any) -> Document:
    """A document that arose at an instant."""
    said = {"title": "Ein Brief", "party": owner.party, "kind": "letter", **more}
    upload = sent(owner, "a.txt", content)
    return services.file(actor=SYSTEM, at=created_at, upload=upload, given=services.Given(**said))


def due(at: datetime) -> set[int]:
    """What the engine of retention erases then."""
    return set(queries.due_for_erasure(Document.everything.all(), at).values_list("pk", flat=True))


def idle(at: datetime) -> set[int]:
    """What it restricts then."""
    return set(queries.purpose_over(Document.everything.all(), at).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("kind", "created_at", "first_instant"),
    [
        ("letter", datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), new_year(2033)),
        ("letter", datetime(2026, 12, 31, 23, 0, tzinfo=UTC), new_year(2034)),
        ("letter", new_year(2026), new_year(2033)),
        ("heating-statement", datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), new_year(2035)),
        ("heating-statement", datetime(2026, 12, 31, 23, 0, tzinfo=UTC), new_year(2036)),
    ],
)
def test_many_documents_end_at_the_instant_at_which_one_does(
    customer: Any, kind: str, created_at: datetime, first_instant: datetime
) -> None:
    row = given(customer, created_at, kind=kind)
    assert queries.kept_until(row) == first_instant
    assert row.pk not in due(first_instant - SECOND)
    assert due(first_instant) == {row.pk}


@pytest.mark.parametrize(
    ("at", "before"),
    [
        # Before the law was changed vouchers were kept for ten years, afterwards for eight: three years end at once.
        (new_year(2025) - SECOND, new_year(2014)),
        (new_year(2025), new_year(2017)),
        (new_year(2026) - SECOND, new_year(2017)),
        (new_year(2026), new_year(2018)),
    ],
)
def test_the_change_of_the_law_is_in_the_days(at: datetime, before: datetime) -> None:
    assert let_go_before(DocumentClass.VOUCHERS, at) == before


def ended(party: Any, on: date | None) -> None:
    """The only contract of a party, ended on a day, or running."""
    names = {"key": "eg", "role": "principal", "legal_form": "eG", "name": "Alpha Wohnen eG", "order": 0}
    entity, _made = apps.get_model("providers.LegalEntity")._default_manager.get_or_create(key="eg", defaults=names)
    tie = {"party": party, "legal_entity": entity, "kind": "tenancy"}
    Relationship.objects.update_or_create(number="1", defaults={**tie, "started_on": date(2019, 1, 1), "ended_on": on})


@pytest.mark.parametrize(
    ("ended_on", "first_instant"),
    [
        (None, None),
        (date(2026, 12, 31), new_year(2033)),
        (date(2027, 1, 1), new_year(2034)),
        (date(2021, 6, 30), new_year(2032)),
    ],
)
def test_a_contract_is_kept_while_it_is_in_force_and_then_its_years(
    customer: Any, ended_on: date | None, first_instant: datetime | None
) -> None:
    row = given(customer, new_year(2025), kind="contract")
    ended(customer.party, ended_on)
    if first_instant is None:
        assert (queries.kept_until(row) or row.created_at).year == 9999
        assert due(new_year(2090)) == set()
        return
    assert queries.kept_until(row) == first_instant
    assert row.pk not in due(first_instant - SECOND)
    assert due(first_instant) == {row.pk}


def test_what_a_customer_stored_never_ends_by_itself(customer: Any) -> None:
    given(customer, new_year(2020), kind="own", by_customer=True)
    ended(customer.party, date(2021, 5, 31))
    assert (due(new_year(2090)), idle(new_year(2090))) == (set(), set())


def test_what_is_open_to_everybody_is_about_nobody_and_stays(customer: Any) -> None:
    given(customer, new_year(2020), party=None, visibility="public")
    assert due(new_year(2090)) == set()


def test_documents_of_past_customers_are_locked_away_half_a_year_after_their_last_contract(customer: Any) -> None:
    row = given(customer, new_year(2026))
    free = given(customer, new_year(2026), b"frei", kind="own")
    last = datetime(2026, 9, 30, 12, tzinfo=BERLIN)
    for on in (None, date(2026, 3, 31)):
        ended(customer.party, on)
        assert (row.pk in idle(last), free.pk in due(last)) == (False, False)
    after = last + timedelta(days=1)
    assert idle(after) == {row.pk}
    assert due(after) == {free.pk}, "what no law keeps goes as soon as its purpose is over"
    ended(customer.party, None)
    assert (idle(after), due(after)) == (set(), set())


def shown(client: Any, path: str) -> str:
    """A page that opens."""
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_restricted_document_is_met_by_nobody_in_daily_work_and_its_bytes_stay(world: Any) -> None:
    row = published(world, party_at(world))
    own, clerk, keeper = (world.client("emscher", role) for role in ("customer", "clerk", "privacy"))
    link = own.post(f"/dokumente/{row.pk}/oeffnen/").headers["Location"]
    enter_schema("emscher")
    Document.objects.filter(pk=row.pk).update(restricted_at=row.created_at)
    assert row.title not in shown(own, "/dokumente/")
    assert own.post(f"/dokumente/{row.pk}/oeffnen/").status_code == 404
    assert own.get(link).status_code == 404
    for staff in (clerk, keeper):
        assert row.title not in shown(staff, "/buero/dokumente/")
        assert staff.get(f"/buero/dokumente/{row.pk}/").status_code == 404
        assert staff.post(f"/buero/dokumente/{row.pk}/oeffnen/").status_code == 404
    assert row.title not in shown(clerk, f"/buero/dokumente/kunde/{row.party_id}/")
    enter_schema("emscher")
    staff = User.objects.get(pk=world.people["emscher"]["privacy"])
    assert queries.reported(staff).count() == 0
    assert services.forget_bytes(sha256=row.sha256) is False
    assert row.sha256 in lying()[1]
    subject, controllers = privacy.subject_numbered(row.party_id or 0), privacy.controllers()
    assert subject is not None
    said = [privacy.information(subject=subject, controller=one, at=row.created_at) for one in controllers]
    rows = [line for told in said for section in told.sections for line in section.rows]
    assert any(value == row.title for line in rows for _label, value in line), "privacy tells of it all the same"


def test_a_restricted_file_is_in_no_archive_of_its_customer(customer: Any) -> None:
    row = given(customer, new_year(2026), kind="own", by_customer=True)
    assert [stored.title for stored in files_of(customer.party)] == [row.title]
    Document.objects.filter(pk=row.pk).update(restricted_at=row.created_at)
    assert list(files_of(customer.party)) == []


def test_documents_of_a_restricted_person_are_open_to_the_person_alone(world: Any) -> None:
    row = published(world, party_at(world))
    Party.everything.filter(documents=row).update(restricted_at=row.created_at)
    own, clerk = world.client("emscher", "customer"), world.client("emscher", "clerk")
    assert row.title in shown(own, "/dokumente/")
    assert body(opened(own, f"/dokumente/{row.pk}/oeffnen/")) == PDF
    assert row.title not in shown(clerk, "/buero/dokumente/")
    for path in (f"/buero/dokumente/{row.pk}/", f"/buero/dokumente/kunde/{row.party_id}/"):
        assert clerk.get(path).status_code == 404


def test_an_old_version_does_not_come_back_when_the_new_one_is_restricted(customer: Any) -> None:
    old = filed(customer)
    common: dict[str, Any] = {"actor": SYSTEM, "at": old.created_at + SECOND}
    new = services.replace(**common, upload=sent(customer, "Neu.pdf", PDF + b"\n"), document_id=old.pk)
    Document.objects.filter(pk=new.pk).update(restricted_at=new.created_at)
    assert list(queries.own(customer.party)) == []
    third = services.replace(**common, upload=sent(customer, "Drei.pdf", PDF + b"\n\n"), document_id=old.pk)
    assert third.version == 3
