"""A correction is a new version: the earlier one stays and opens, its customer is told, two at once are two."""

from __future__ import annotations

import re
import threading
from typing import Any

from django.db import connections
from django_tenants.utils import schema_context

from quartier.core.accounts import services as accounts
from quartier.core.audit import queries as audit
from quartier.core.documents import queries, services
from quartier.core.documents.models import Document, Upload
from quartier.core.documents.tests.files import AT, PDF, filed, lying
from quartier.core.documents.tests.test_pages import body, opened, party_at, pdf, published, stored
from quartier.core.inbox import queries as inbox
from quartier.kit.access import Audience
from quartier.kit.roles import StaffRole
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

NEW = PDF + b"% corrected\n"


def corrected(world: Any, row: Document, content: bytes = NEW, title: str = "Heizkostenabrechnung 2023") -> Any:
    """A clerk publishes a corrected version."""
    form = {"file": pdf("Korrektur.pdf", content), "title": title}
    answer = world.client("emscher", "clerk").post(f"/buero/dokumente/{row.pk}/fassung/", form)
    enter_schema("emscher")
    return answer


def notices(row: Document) -> list[Any]:
    """The mails that told its customer of documents, the newest first."""
    mails = inbox.about(f"parties.party:{row.party_id}", 50)
    return [mail for mail in mails if mail.template == "documents.published"]


def test_a_correction_is_a_new_version_and_the_old_one_stays_linked(world: Any) -> None:
    old = published(world, party_at(world))
    clerk, own = world.client("emscher", "clerk"), world.client("emscher", "customer")
    enter_schema("emscher")
    before = notices(old)
    assert "bleibt, wie es ist" in clerk.get(f"/buero/dokumente/{old.pk}/fassung/").content.decode()
    answer = corrected(world, old)
    new = Document.objects.get(series=old.series, version=2)
    assert answer.headers["Location"] == f"/buero/dokumente/{new.pk}/"
    assert (new.party_id, new.entity_id, new.kind, new.year) == (old.party_id, old.entity_id, old.kind, old.year)
    mail, *earlier = notices(old)
    assert "korrigiert" in mail.subject.lower()
    assert "Heizkosten" not in mail.subject + mail.text
    assert earlier == before

    page = own.get("/dokumente/").content.decode()
    assert "Davor:" in page
    assert page.count(f"/dokumente/{new.pk}/oeffnen/") == page.count(f"/dokumente/{old.pk}/oeffnen/") == 1
    assert body(opened(own, f"/dokumente/{new.pk}/oeffnen/")) == NEW
    assert body(opened(own, f"/dokumente/{old.pk}/oeffnen/")) == PDF
    for row, other in ((old, new), (new, old)):
        assert f'href="/buero/dokumente/{other.pk}/"' in clerk.get(f"/buero/dokumente/{row.pk}/").content.decode()
    assert "Es gibt eine neuere Fassung" in clerk.get(f"/buero/dokumente/{old.pk}/").content.decode()
    enter_schema("emscher")
    assert audit.about(f"documents.document:{new.pk}")[-1].data["version"] == 2


def test_only_the_newest_version_is_corrected_and_nobody_corrects_what_a_customer_stored(world: Any) -> None:
    old, mine = published(world, party_at(world)), stored(world)
    assert corrected(world, old).status_code == 302
    before = Document.objects.count(), lying()
    assert corrected(world, old).status_code == 404
    assert corrected(world, mine).status_code == 404
    assert (Document.objects.count(), lying()) == before


def test_a_correction_that_is_not_taken_changes_nothing_and_tells_nobody(world: Any) -> None:
    old = published(world, party_at(world))
    before = Document.objects.count(), lying(), len(notices(old))
    for content, title in ((b"MZ", "x"), (NEW, "")):
        answer = corrected(world, old, content, title)
        assert answer.status_code == 422
        assert 'class="error"' in answer.content.decode()
    enter_schema("emscher")
    assert (Document.objects.count(), lying(), len(notices(old))) == before
    assert not Upload.objects.exists()


def test_a_hidden_earlier_version_is_not_offered(world: Any) -> None:
    old = published(world, party_at(world))
    corrected(world, old)
    world.client("emscher", "clerk").post(f"/buero/dokumente/{old.pk}/verbergen/", {"reason": "Falsche Person."})
    own = world.client("emscher", "customer")
    assert f"/dokumente/{old.pk}/oeffnen/" not in own.get("/dokumente/").content.decode()
    assert own.post(f"/dokumente/{old.pk}/oeffnen/").status_code == 404


def test_two_corrections_at_once_are_two_versions(committed_db: None) -> None:
    with schema_context("alpha"):
        who: dict[str, Any] = {"audience": Audience.STAFF, "email": "bote@posthaus.example", "name": "Bote"}
        staff = accounts.open_account(actor=SYSTEM, at=AT, password="Kiebitz-2026-Hof!", roles=[StaffRole.CLERK], **who)
        row = filed(staff, visibility="staff")
        uploads = [
            services.receive(at=AT, owner=staff, file_name=f"{n}.txt", size=1, blocks=[b"%d" % n]) for n in range(4)
        ]

    def correct(upload: Upload) -> None:
        try:
            with schema_context("alpha"):
                services.replace(actor=SYSTEM, at=AT, upload=upload, document_id=row.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=correct, args=[upload]) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with schema_context("alpha"):
        assert sorted(Document.objects.values_list("version", flat=True)) == [1, 2, 3, 4, 5]


def test_long_lists_of_a_customer_come_in_pages_by_year(world: Any) -> None:
    party = party_at(world)
    row = published(world, party)
    rows = [{"year": 2024 if n < 30 else None, "title": f"Brief {n}", "kind": "letter"} for n in range(60)]
    common = {
        name: getattr(row, name)
        for name in ("file_name", "media_type", "size", "sha256", "party", "visibility", "state")
    }
    Document.objects.bulk_create(Document(**common, **given, created_at=AT) for given in rows)
    there = queries.own(party).count()
    own = world.client("emscher", "customer")
    first, second = (own.get(f"/dokumente/?seite={number}").content.decode() for number in (1, 2))
    assert (first.count("<time "), second.count("<time ")) == (40, there - 40)
    years = [[int(year) for year in re.findall(r'id="y(\d+)"', page)] for page in (first, second)]
    assert years == [sorted(one, reverse=True) for one in years]
    assert (years[0][0], years[0][-1], years[1][0]) == (2026, 2024, 2024)
    assert 2023 in years[1]
    assert "Seite 2 von 2" in second
    assert own.get("/dokumente/?seite=quatsch").status_code == 200
