"""Documents as they are kept, on disk or in a bucket: immutable, in versions, erased when the law lets them go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, transaction

from quartier.core.audit import queries as audit
from quartier.core.audit.services import PersonNeeded
from quartier.core.documents import queries, services
from quartier.core.documents.models import Document, DocumentState, Upload
from quartier.core.documents.tests.clamd import EICAR, clamd
from quartier.core.documents.tests.files import AT, PDF, TEXT, filed, lying, sent
from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries as parties
from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as rights
from quartier.kit import clock, storage
from quartier.kit.roles import StaffRole
from quartier.values.actor import SYSTEM, Actor, ActorKind
from quartier.values.zone import BERLIN

pytestmark = pytest.mark.usefixtures("either_storage")

KEEPER = Actor(ActorKind.STAFF, "9", "Jost Pape")


def test_a_document_is_kept_under_its_hash_and_what_it_is_never_changes(
    customer: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = filed(customer)
    assert lying() == ([], [row.sha256])
    with storage.here().open(row.sha256) as file:
        assert file.read() == PDF
    assert not Upload.objects.exists()
    assert audit.about(queries.subject_of(row))[0].data["sha256"] == row.sha256
    for change in (
        {"sha256": "0" * 64},
        {"title": "anders"},
        {"size": 1},
        {"party_id": None},
        {"visibility": "public"},
    ):
        with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
            Document.objects.filter(pk=row.pk).update(**change)


def test_a_new_version_leaves_the_old_one_as_it_was(customer: Any) -> None:
    old = filed(customer, kind="own", by_customer=True)
    new = services.replace(
        actor=SYSTEM, at=AT + timedelta(days=1), upload=sent(customer, "Neu.pdf", PDF + b"\n"), document_id=old.pk
    )
    assert (new.version, new.series, new.title) == (2, old.series, "Ein Brief")
    before = Document.objects.get(pk=old.pk)
    assert (before.sha256, before.file_name, before.version) == (old.sha256, "Brief.pdf", 1)
    assert [row.pk for row in queries.versions(old)] == [new.pk, old.pk]
    assert [row.pk for row in queries.own(customer.party)] == [new.pk]
    assert [row.pk for row in queries.stored_by(customer.party)] == [old.pk, new.pk]


def test_only_the_sender_brings_the_next_version_of_a_customers_document(customer: Any, staff: Any) -> None:
    old = filed(customer, kind="own", by_customer=True)
    upload = sent(staff, "Neu.pdf", PDF)
    with pytest.raises(services.WrongOwner):
        services.replace(actor=SYSTEM, at=AT, upload=upload, document_id=old.pk)
    assert Document.objects.count() == 1
    assert Upload.objects.count() == 1


def test_what_cannot_be_filed_is_refused_and_stays_an_upload(customer: Any) -> None:
    upload = sent(customer, "a.pdf", PDF)
    party = customer.party
    for given, refusal in (
        (services.Given(kind="letter", title="x", party=party, by_customer=True), services.ForgottenKind),
        (services.Given(kind="unknown", title="x", party=party), services.ForgottenKind),
        (services.Given(kind="letter", title="x"), services.OwnerMissing),
        (
            services.Given(kind="letter", title="x", visibility="public", is_confidential=True),
            services.ConfidentialForAll,
        ),
    ):
        with pytest.raises(refusal):
            services.file(actor=SYSTEM, at=AT, upload=upload, given=given)
    half = services.begin(at=AT, owner=customer, file_name="b.pdf", size=99)
    with pytest.raises(services.NotComplete):
        services.file(actor=SYSTEM, at=AT, upload=half, given=services.Given(kind="own", title="x", party=party))
    assert not Document.objects.exists()
    assert lying()[1] == []


def test_the_notice_goes_out_once_and_says_nothing_about_the_document(customer: Any) -> None:
    filed(customer, kind="heating-statement", title="Heizkosten 2023", year=2023, tell=True)
    filed(customer, TEXT, "a.txt", kind="heating-statement", title="Heizkosten 2024", year=2024)
    mails = inbox.about(parties.subject_of(customer.party), 9)
    assert [mail.template for mail in mails] == ["documents.published"]
    for word in ("Heizkosten", "2023", "Brief.pdf"):
        assert word not in mails[0].subject + mails[0].text + mails[0].html
    assert "/dokumente/" in mails[0].text


@pytest.fixture
def staff(alpha: Any) -> Any:
    """A clerk."""
    from quartier.core.accounts import services as accounts  # noqa: PLC0415 – models load late
    from quartier.kit.access import Audience  # noqa: PLC0415 – models load late

    return accounts.open_account(
        actor=SYSTEM, at=AT, audience=Audience.STAFF, email="clerk@posthaus.example", name="Kim Reuter",
        password="Kiebitz-2026-Hof!", roles=[StaffRole.CLERK],
    )  # fmt: skip


def test_confidential_documents_always_name_roles_and_others_do_not_know_of_them(customer: Any, staff: Any) -> None:
    row = filed(customer, is_confidential=True)
    assert set(row.roles) == {"lead", "privacy"}
    assert queries.visible_document(staff, row.pk) is None
    staff.roles = [StaffRole.PRIVACY]
    assert queries.visible_document(staff, row.pk) == row
    named = filed(customer, TEXT, "a.txt", is_confidential=True, roles=[StaffRole.BOOKKEEPER])
    assert queries.visible_document(staff, named.pk) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=filed(customer, b"x", "x.txt").pk).update(is_confidential=True)


def test_hidden_documents_open_for_evidence_alone_and_the_sender_hears_why(customer: Any, staff: Any) -> None:
    row = filed(staff, party=customer.party)
    services.report(actor=SYSTEM, at=AT, document_id=row.pk, reason="Beleidigung")
    assert queries.reported(staff).count() == 1
    with pytest.raises(PersonNeeded):
        services.hide(actor=SYSTEM, at=AT, document_id=row.pk, reason="Verstößt gegen die Bedingungen.")
    row.refresh_from_db()
    assert row.hidden_at is None
    services.hide(actor=KEEPER, at=AT, document_id=row.pk, reason="Verstößt gegen die Bedingungen.")
    assert queries.reported(staff).count() == 0
    row.refresh_from_db()
    assert queries.own_document(customer.party, row.pk) is None
    assert not queries.may_open(staff, row)
    with pytest.raises(services.AlreadyHidden):
        services.hide(actor=KEEPER, at=AT, document_id=row.pk, reason="x")
    mail = inbox.about(queries.subject_of(row), 1)[0]
    assert mail.to_address == staff.email
    assert "Verstößt gegen die Bedingungen." in mail.text
    services.show_again(actor=SYSTEM, at=AT, document_id=row.pk, reason="Irrtum")
    assert queries.own_document(customer.party, row.pk) == row
    with pytest.raises(services.NotHidden):
        services.show_again(actor=SYSTEM, at=AT, document_id=row.pk, reason="x")


def test_a_file_waits_unseen_until_the_scanner_has_passed_it(customer: Any, settings: Any, run_jobs: Any) -> None:
    settings.CLAMD = "127.0.0.1:1"
    row = filed(customer, tell=True)
    assert row.state == DocumentState.WAITING
    run_jobs()
    row.refresh_from_db()
    assert row.state == DocumentState.WAITING
    assert list(queries.own(customer.party)) == []
    assert queries.own_document(customer.party, row.pk) is None
    assert inbox.about(parties.subject_of(customer.party), 9) == []
    with clamd() as scanner:
        settings.CLAMD = scanner.address
        for answer in (b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK", b"\0"):
            scanner.answer = answer
            assert services.scan_waiting(at=AT) == 0
        scanner.answer = b""
        assert services.scan_waiting(at=AT) == 1
        assert scanner.seen[-1] == row.size
    assert [found.pk for found in queries.own(customer.party)] == [row.pk]
    assert len(inbox.about(parties.subject_of(customer.party), 9)) == 1
    assert services.scan_waiting(at=AT) == 0


def test_a_finding_goes_to_quarantine_and_nobody_opens_it(
    customer: Any, staff: Any, settings: Any, run_jobs: Any
) -> None:
    with clamd() as scanner:
        settings.CLAMD = scanner.address
        row = filed(customer, EICAR, "eicar.txt", kind="own", by_customer=True, tell=True)
        run_jobs()
    row.refresh_from_db()
    assert (row.state, row.finding) == (DocumentState.QUARANTINED, "Eicar-Test-Signature")
    assert queries.own_document(customer.party, row.pk) is None
    assert not queries.may_open(staff, row)
    assert queries.count_quarantined(staff) == 1
    assert inbox.about(parties.subject_of(customer.party), 9) == []


def test_without_a_scanner_what_an_earlier_one_left_behind_stays_closed(customer: Any, settings: Any) -> None:
    settings.CLAMD = "127.0.0.1:1"
    filed(customer)
    settings.CLAMD = ""
    assert services.scan_waiting(at=AT) == 0
    assert Document.objects.get().state == DocumentState.WAITING


def test_the_law_says_how_long_a_kind_is_kept(customer: Any) -> None:
    statement = filed(customer, kind="heating-statement")
    assert queries.kept_until(statement) == datetime(2035, 1, 1, tzinfo=BERLIN)
    assert queries.kept_until(filed(customer, TEXT, "a.txt", kind="own", by_customer=True)) is None


def test_erasing_a_person_deletes_rows_and_bytes_unless_the_law_keeps_them(
    customer: Any, run_jobs: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        own = filed(customer, TEXT, "a.txt", kind="own", by_customer=True)
        statement = filed(customer, kind="heating-statement")
    names = {"key": "eg", "role": "principal", "legal_form": "eG", "name": "Alpha Wohnen eG", "order": 0}
    apps.get_model("providers.LegalEntity")._default_manager.create(**names)
    subject = privacy.subject_numbered(customer.party.pk)
    controller = privacy.controllers()[0]
    assert subject is not None
    told = privacy.information(subject=subject, controller=controller, at=AT)
    section = next(s for s in told.sections if s.model == "documents.Document")
    assert {"a.txt", "Brief.pdf"} <= {value for line in section.rows for _label, value in line}
    assert ("SHA-256", own.sha256) in section.rows[0]
    with pytest.raises(rights.StillKept):
        rights.erase(actor=SYSTEM, at=AT, subject=subject, controller=controller)
    assert len(lying()[1]) == 2
    later = datetime(2035, 1, 2, tzinfo=UTC)
    rights.erase(actor=SYSTEM, at=later, subject=subject, controller=controller)
    run_jobs()
    assert not Document.objects.filter(pk__in=[own.pk, statement.pk]).exists()
    assert lying()[1] == []


def test_bytes_that_somebody_else_has_too_stay(customer: Any, staff: Any, run_jobs: Any) -> None:
    mine = filed(customer)
    other = filed(staff, party=None, visibility="staff")
    assert mine.sha256 == other.sha256
    services.release(Document.objects.filter(pk=mine.pk), AT)
    run_jobs()
    assert lying()[1] == [other.sha256]
    services.release(Document.objects.filter(pk=other.pk), AT)
    run_jobs()
    assert lying()[1] == []


def test_a_link_works_for_one_account_and_not_for_ever(customer: Any, staff: Any) -> None:
    row = filed(customer)
    token = services.open_document(actor=SYSTEM, at=AT, document=row, reader=customer)
    assert services.linked_document(token, customer) == row.pk
    assert audit.about(queries.subject_of(row))[0].kind == "document.opened"
    for reader, given in ((staff, token), (customer, token[:-1]), (customer, "x")):
        with pytest.raises(services.LinkExpired):
            services.linked_document(given, reader)

    with time_machine.travel(clock.now() + timedelta(minutes=11)), pytest.raises(services.LinkExpired):
        services.linked_document(token, customer)
