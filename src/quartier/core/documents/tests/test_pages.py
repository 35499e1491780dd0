"""Documents over the web: publishing, listing by year, opening with a log, storing, one archive, hiding."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django_tenants.utils import schema_context

from quartier.core.accounts.models import User
from quartier.core.audit import queries as audit
from quartier.core.documents.extension import document_kinds
from quartier.core.documents.models import Document, Upload
from quartier.core.documents.tests.files import AT, PDF, TEXT, archive, filed
from quartier.core.inbox import queries as inbox
from quartier.core.parties.models import Party
from quartier.core.providers import services as providers
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM


def rows(label: str) -> Any:
    """All rows of a model of another app."""
    return apps.get_model(label)._default_manager


def party_at(world: Any, role: str = "customer") -> Party:
    """The party of a customer of emscher."""
    enter_schema("emscher")
    return Party.objects.get(user_id=world.people["emscher"][role])


def body(answer: Any) -> bytes:
    """The bytes of an answer that is streamed."""
    return b"".join(answer.streaming_content)


def pdf(name: str = "Abrechnung.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/x-lies")


def published(world: Any, party: Party, **more: Any) -> Document:
    """A heating statement for 2023, published by a clerk on the page."""
    contract = party.relationships.all()[0]
    form = {"file": pdf(), "kind": "heating-statement", "year": "2023", "title": "", **more}
    form |= {"legal_entity": contract.legal_entity_id}
    answer = world.client("emscher", "clerk").post(f"/buero/dokumente/kunde/{party.pk}/", form)
    assert answer.status_code == 302, answer.content.decode()
    enter_schema("emscher")
    return Document.objects.order_by("-pk")[0]


def opened(client: Any, path: str, **headers: str) -> Any:
    """Open a document: the POST that is written down, then the file behind its link."""
    answer = client.post(path)
    assert answer.status_code == 303
    return client.get(answer.headers["Location"], headers=headers)


@pytest.mark.req("DWG-08")
def test_a_statement_is_published_told_listed_for_its_tenant_alone_and_every_download_logged(world: Any) -> None:
    party, stranger = party_at(world), party_at(world, "other customer")
    row = published(world, party)
    assert (row.title, row.year, row.party_id) == ("Heizkostenabrechnung 2023", 2023, party.pk)
    mail = inbox.about(f"parties.party:{party.pk}", 1)[0]
    assert (mail.template, mail.to_address, mail.state) == ("documents.published", party.email, "queued")
    assert "Heizkosten" not in mail.subject + mail.text

    own, other = world.client("emscher", "customer"), world.client("emscher", "other customer")
    page = own.get("/dokumente/").content.decode()
    assert re.search(r"<h2 id=\"y2023\">2023</h2>.*Heizkostenabrechnung 2023", page, re.DOTALL)
    assert "Heizkostenabrechnung" not in other.get("/dokumente/").content.decode()
    assert other.post(f"/dokumente/{row.pk}/oeffnen/").status_code == 404
    enter_schema("emscher")
    assert [fact.kind for fact in audit.about(f"documents.document:{row.pk}")] == ["document.filed"]

    assert body(opened(own, f"/dokumente/{row.pk}/oeffnen/")) == PDF
    enter_schema("emscher")
    fact = audit.about(f"documents.document:{row.pk}")[0]
    assert (fact.kind, fact.actor_kind, fact.actor_key) == ("document.opened", "customer", str(party.user_id))

    contracts = [p.relationships.all()[0].number for p in (party, stranger)]
    lines = "".join(f"{number};a/{place}.pdf\r\n" for place, number in enumerate(contracts))
    box = archive({"zuordnung.csv": f"nummer;datei\r\n{lines}".encode(), "a/0.pdf": PDF, "a/1.pdf": PDF + b"\n"})
    clerk = world.client("emscher", "clerk")
    trial = clerk.post("/buero/dokumente/sammeln/", {"file": pdf("ordner.zip", box)})
    assert str(stranger) in clerk.get(trial.headers["Location"]).content.decode()
    enter_schema("emscher")
    before = Document.objects.count()
    form = {"kind": "operating-statement", "year": "2024", "title": ""}
    assert clerk.post(trial.headers["Location"], form).status_code == 302
    enter_schema("emscher")
    assert Document.objects.count() == before + 2
    assert "Betriebskostenabrechnung 2024" in other.get("/dokumente/").content.decode()
    enter_schema("emscher")
    assert inbox.about(f"parties.party:{stranger.pk}", 1)[0].template == "documents.published"
    assert not Upload.objects.exists()


@pytest.mark.req("QX-41")
def test_confidential_documents_open_for_named_roles_and_the_log_lists_reader_and_time(world: Any) -> None:
    row = published(world, party_at(world), is_confidential="on")
    assert set(row.roles) == {"lead", "privacy"}
    for role in ("clerk", "bookkeeper", "hotline"):
        client = world.client("emscher", role)
        for answer in (
            client.get(f"/buero/dokumente/{row.pk}/"),
            client.post(f"/buero/dokumente/{row.pk}/oeffnen/"),
        ):
            assert answer.status_code == 404
        assert row.title not in client.get("/buero/dokumente/").content.decode()
    assert world.client("emscher", "editor").post(f"/buero/dokumente/{row.pk}/oeffnen/").status_code == 403
    enter_schema("emscher")
    assert [fact.kind for fact in audit.about(f"documents.document:{row.pk}")] == ["document.filed"]
    privacy = world.client("emscher", "privacy")
    assert body(opened(privacy, f"/buero/dokumente/{row.pk}/oeffnen/")) == PDF
    log = privacy.get(f"/buero/dokumente/{row.pk}/").content.decode()
    enter_schema("emscher")
    fact = audit.about(f"documents.document:{row.pk}")[0]
    assert (fact.kind, fact.actor_name, fact.data["confidential"]) == ("document.opened", "Privacy", True)
    assert "Dokument geöffnet" in log
    assert "Privacy" in log


def test_a_link_is_for_one_account_and_ends_when_the_document_is_hidden(world: Any) -> None:
    row = published(world, party_at(world))
    own = world.client("emscher", "customer")
    where = own.post(f"/dokumente/{row.pk}/oeffnen/").headers["Location"]
    assert own.get(where).status_code == 200
    assert world.client("emscher", "other customer").get(where).status_code == 404
    assert world.client("emscher", "visitor").get(where).status_code == 302
    assert own.get(where[:-3] + "xx/").status_code == 404
    hide(world, row)
    assert own.get(where).status_code == 404


def hide(world: Any, row: Document) -> HttpResponse:
    """A clerk hides a document."""
    answer: HttpResponse = world.client("emscher", "clerk").post(
        f"/buero/dokumente/{row.pk}/verbergen/", {"reason": "Verletzt Rechte anderer."}
    )
    enter_schema("emscher")
    return answer


def test_a_file_is_sent_as_an_attachment_in_a_sandbox_and_never_kept_on_the_way(world: Any) -> None:
    row = published(world, party_at(world), file=pdf("Müller „Heizung“ 2023.pdf"))
    answer = opened(world.client("emscher", "customer"), f"/dokumente/{row.pk}/oeffnen/")
    headers = answer.headers
    assert headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''M%C3%BCller%20%E2%80%9EHeizung%E2%80%9C%202023.pdf"
    )
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Content-Length"] == str(len(PDF))


def test_parts_of_a_file_are_sent_and_parts_behind_its_end_refused(world: Any) -> None:
    row = published(world, party_at(world))
    own, tag = world.client("emscher", "customer"), f'"{row.sha256}"'
    where = own.post(f"/dokumente/{row.pk}/oeffnen/").headers["Location"]
    part = own.get(where, headers={"Range": "bytes=5-8"})
    assert (part.status_code, body(part)) == (206, PDF[5:9])
    assert part.headers["Content-Range"] == f"bytes 5-8/{len(PDF)}"
    assert part.headers["Content-Length"] == "4"
    assert body(own.get(where, headers={"Range": "bytes=-6"})) == PDF[-6:]
    fresh = own.get(where, headers={"Range": "bytes=5-8", "If-Range": tag})
    assert fresh.status_code == 206
    stale = own.get(where, headers={"Range": "bytes=5-8", "If-Range": '"old"'})
    assert (stale.status_code, body(stale)) == (200, PDF)
    beyond = own.get(where, headers={"Range": "bytes=9999-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(PDF)}")


def stored(world: Any, content: bytes = TEXT, name: str = "Zähler.txt") -> Document:
    """A customer stores a file: sends it, says what it is, checks and confirms."""
    client = world.client("emscher", "customer")
    answer = client.post("/dokumente/hochladen/", {"file": pdf(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    where, said = answer.headers["Location"], {"title": "Zählerstand", "kind": "own"}
    check = client.post(where, said).content.decode()
    token = re.search(r'name="_shown" value="([^"]+)"', check)
    assert token is not None
    enter_schema("emscher")
    assert not Document.objects.filter(title="Zählerstand").exists()
    assert client.post(where, {**said, "_shown": token[1], "_step": "confirm"}).status_code == 302
    enter_schema("emscher")
    return Document.objects.get(title="Zählerstand")


def test_a_customer_stores_a_file_after_the_check_step_and_is_told_to_keep_a_copy(world: Any) -> None:
    client = world.client("emscher", "customer")
    assert "eigene Kopie" in client.get("/dokumente/hochladen/").content.decode()
    row = stored(world)
    assert (row.by_customer, row.party_id, row.file_name) == (True, party_at(world).pk, "Zähler.txt")
    assert "von Ihnen abgelegt" in client.get("/dokumente/").content.decode()
    assert body(opened(client, f"/dokumente/{row.pk}/oeffnen/")) == TEXT


@pytest.mark.req("DWG-28")
def test_the_archive_holds_all_that_a_customer_stored_with_a_list_and_nothing_else(world: Any) -> None:
    published(world, party_at(world))
    # What the town's people stored lies where the town was made, not on the disk of this test.
    Document.objects.filter(by_customer=True).delete()
    thread = rows("threads.Thread").create(
        party=party_at(world), entity=rows("providers.LegalEntity").all()[0], treatment="request", category="Heizung",
        subject="Kalte Küche", opened_at=AT, changed_at=AT,
    )  # fmt: skip
    for author, text in (("customer", "Die Küche wird nicht warm."), ("staff", "Wir kommen.")):
        thread.messages.create(author=author, text=text, written_at=AT)
    upload_page = world.client("emscher", "customer").get("/dokumente/hochladen/").content.decode()
    assert "Bitte behalten Sie eine eigene Kopie" in upload_page
    stored(world, PDF + b"x", "Foto.pdf")
    answer = world.client("emscher", "customer").post("/dokumente/archiv/")
    assert re.fullmatch(r'attachment; filename="archiv-[\d-]{10}\.zip"', answer.headers["Content-Disposition"])
    with zipfile.ZipFile(io.BytesIO(body(answer))) as box:
        assert box.testzip() is None
        names = box.namelist()
        listed = list(csv.reader(io.StringIO(box.read("index.csv").decode("utf-8-sig")), delimiter=";"))
        page = box.read("index.html").decode()
        file_name = next(name for name in names if name.endswith("Foto.pdf"))
        entry = next(name for name in names if name.endswith("documents-filing.txt"))
        assert box.read(file_name) == PDF + b"x"
        assert "Zählerstand" in box.read(entry).decode()
        message = next(name for name in names if "message-" in name)
        assert box.read(message).decode() == "Die Küche wird nicht warm."
        assert all(b"Wir kommen." not in box.read(name) for name in names)
    assert names[:2] == ["index.html", "index.csv"]
    assert [line[0] for line in listed[1:]] == names[2:]
    assert all(f'href="{name}"' in page for name in names[2:])
    assert "Abrechnung.pdf" not in page
    enter_schema("emscher")
    assert audit.about(f"parties.party:{party_at(world).pk}")[0].kind == "document.archive_taken"


@pytest.mark.req("DWG-37")
def test_a_reported_document_is_hidden_kept_as_evidence_and_its_sender_told(world: Any) -> None:
    party = party_at(world)
    row = published(world, party)
    own = world.client("emscher", "customer")
    where = f"/dokumente/{row.pk}/melden/"
    check = own.post(where, {"reason": "Nicht für mich."}).content.decode()
    token = re.search(r'name="_shown" value="([^"]+)"', check)
    assert token is not None
    assert own.post(where, {"reason": "Nicht für mich.", "_shown": token[1], "_step": "confirm"}).status_code == 302
    lead = world.client("emscher", "lead")
    assert "Nicht für mich." in lead.get(f"/buero/dokumente/{row.pk}/").content.decode()
    assert row.title in lead.get("/buero/dokumente/?zustand=reported").content.decode()
    assert hide(world, row).status_code == 302
    page = own.get("/dokumente/").content.decode()
    assert row.title not in page
    assert "Dieses Dokument wurde zurückgezogen." in page
    assert own.post(f"/dokumente/{row.pk}/oeffnen/").status_code == 404
    assert world.client("emscher", "clerk").post(f"/buero/dokumente/{row.pk}/oeffnen/").status_code == 404
    assert body(opened(world.client("emscher", "privacy"), f"/buero/dokumente/{row.pk}/oeffnen/")) == PDF
    enter_schema("emscher")
    kinds = [fact.kind for fact in audit.about(f"documents.document:{row.pk}")]
    assert kinds == ["document.opened", "document.hidden", "document.reported", "document.filed"]
    mail = inbox.about(f"documents.document:{row.pk}", 1)[0]
    assert (mail.to_address, mail.template) == ("clerk@rolle.example", "documents.hidden")


def test_a_public_document_opens_without_a_login_and_a_private_one_does_not(world: Any) -> None:
    enter_schema("emscher")
    clerk = User.objects.get(pk=world.people["emscher"]["clerk"])
    row = filed(clerk, visibility="public", party=None)
    private = filed(clerk, TEXT, "a.txt", visibility="staff", party=None)
    visitor = world.client("emscher", "visitor")
    assert body(visitor.get(f"/unterlagen/{row.pk}/")) == PDF
    assert visitor.get(f"/unterlagen/{private.pk}/").status_code == 404


def test_the_office_lists_a_customers_documents(world: Any) -> None:
    party = party_at(world)
    row = published(world, party)
    clerk = world.client("emscher", "clerk")
    for path in (f"/buero/dokumente/kunde/{party.pk}/", "/buero/dokumente/", "/buero/dokumente/?suche=Heizkosten"):
        assert row.title in clerk.get(path).content.decode()
    assert row.title not in clerk.get("/buero/dokumente/?art=letter").content.decode()
    offered = clerk.get(f"/buero/dokumente/kunde/{party.pk}/").content.decode()
    for kind in document_kinds:
        assert (f'value="{kind.key}"' in offered.partition('id="publish"')[2]) is (
            kind.is_offered and not kind.from_customers
        )
    wrong = clerk.post(f"/buero/dokumente/kunde/{party.pk}/", {"kind": "letter", "file": pdf("a.pdf", b"MZ")})
    assert wrong.status_code == 422


def test_the_files_of_a_deleted_provider_are_gone(
    world: Any, own_disk: Path, django_capture_on_commit_callbacks: Any
) -> None:
    published(world, party_at(world))
    assert list(own_disk.glob("emscher/kept/*/*")) != []
    connection.check_constraints()
    common: dict[str, Any] = {"actor": SYSTEM, "at": AT, "key": "emscher"}
    with schema_context("public"), django_capture_on_commit_callbacks(execute=True):
        providers.stop_provider(**common)
        providers.delete_provider(**common, confirm="emscher")
    assert not (own_disk / "emscher").exists()
