"""Files sent over the web: refused with a reason, gone on with after a break, and folders that do not fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from quartier.core.documents.models import Document, Upload
from quartier.core.documents.tests.files import PDF, archive, lying
from quartier.core.documents.tests.test_pages import party_at, pdf
from quartier.core.parties.models import Relationship
from quartier.kit.schemas import enter_schema


@pytest.mark.parametrize(
    ("name", "content", "status"), [("a.pdf", b"MZ", 422), ("a.exe", b"MZ", 422), ("a.txt", b"", 422)]
)
def test_a_file_that_is_not_taken_is_explained_at_the_field(world: Any, name: str, content: bytes, status: int) -> None:
    before = lying_at_emscher()
    answer = world.client("emscher", "customer").post("/dokumente/hochladen/", {"file": pdf(name, content)})
    assert answer.status_code == status
    assert 'class="error"' in answer.content.decode()
    assert lying_at_emscher() == before
    assert not Upload.objects.exists()


def lying_at_emscher() -> tuple[list[str], list[str]]:
    """What lies on emscher's disk."""
    enter_schema("emscher")
    return lying()


def documents_at_emscher() -> int:
    """How many documents there are at emscher."""
    enter_schema("emscher")
    return Document.objects.count()


def test_an_upload_is_nobody_elses_and_can_be_discarded(world: Any) -> None:
    client, other = world.client("emscher", "customer"), world.client("emscher", "other customer")
    where = client.post("/dokumente/hochladen/", {"file": pdf()}).headers["Location"]
    for path in (where, f"{where}teil/"):
        assert other.get(path).status_code == 404
    assert other.post(f"{where}verwerfen/").status_code == 404
    assert client.post(f"{where}verwerfen/").status_code == 302
    enter_schema("emscher")
    assert not Upload.objects.exists()


def test_a_request_that_says_it_is_too_large_is_refused_before_it_is_read(world: Any, settings: Any) -> None:
    settings.LARGEST_REQUEST = 1000
    client = world.client("emscher", "customer")
    assert client.post("/dokumente/hochladen/", {"file": pdf("a.txt", b"x" * 2000)}).status_code == 400
    assert client.post("/dokumente/hochladen/", {"file": pdf("a.txt", b"x" * 100)}).status_code == 302


def test_a_large_file_goes_on_where_the_connection_broke(world: Any) -> None:
    client = world.client("emscher", "customer")
    raw: dict[str, Any] = {"content_type": "application/octet-stream"}
    begun = client.post(
        "/dokumente/hochladen/beginnen/", headers={"Upload-Name": "Z%C3%A4hler.txt", "Upload-Length": "10"}
    )
    assert begun.status_code == 201
    where = begun.headers["Location"]
    first = client.post(where, b"12345", headers={"Upload-Offset": "0"}, **raw)
    assert (first.status_code, first.headers["Upload-Offset"]) == (200, "5")
    for offset in ("0", "7", "x", ""):
        wrong = client.post(where, b"67890", headers={"Upload-Offset": offset}, **raw)
        assert (wrong.status_code, wrong.headers["Upload-Offset"]) == (409, "5")
    assert client.get(where).headers["Upload-Offset"] == "5"
    last = client.post(where, b"67890", headers={"Upload-Offset": "5"}, **raw)
    assert last.json() == {"offset": 10, "size": 10, "complete": True, "next": where.removesuffix("teil/")}
    assert client.get(last.json()["next"]).status_code == 200


@pytest.mark.parametrize(
    ("name", "length"), [("a.exe", "5"), ("a.txt", "0"), ("a.txt", "x"), ("..%2Fa.txt", "5"), ("a.txt", "9" * 15)]
)
def test_an_announced_file_that_is_not_taken_is_refused_before_it_is_sent(world: Any, name: str, length: str) -> None:
    headers = {"Upload-Name": name, "Upload-Length": length}
    answer = world.client("emscher", "customer").post("/dokumente/hochladen/beginnen/", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["error"].endswith(".")
    enter_schema("emscher")
    assert not Upload.objects.exists()


def test_a_part_that_is_too_large_or_unfit_is_refused(world: Any, settings: Any) -> None:
    settings.DOCUMENT_LIMITS = {"part": 5}
    client = world.client("emscher", "customer")
    raw: dict[str, Any] = {"content_type": "application/octet-stream"}
    headers = {"Upload-Name": "a.pdf", "Upload-Length": "8"}
    where = client.post("/dokumente/hochladen/beginnen/", headers=headers).headers["Location"]
    assert client.post(where, b"123456", headers={"Upload-Offset": "0"}, **raw).status_code == 413
    assert client.post(where, b"MZ12", headers={"Upload-Offset": "0"}, **raw).status_code == 200
    assert client.post(where, b"34567", headers={"Upload-Offset": "4"}, **raw).status_code == 422
    assert client.get(where).status_code == 404


BATCHES: Mapping[str, tuple[bytes | None, str]] = {
    "no list": (None, "zuordnung.csv"),
    "unknown number": (b"nummer;datei\r\nX 99;0.pdf\r\n", "kein Vertrag"),
    "missing file": (b"nummer;datei\r\nX 99;weg.pdf\r\n", "nicht in der ZIP"),
    "file that nobody listed": (b"nummer;datei\r\n", "nicht in der Liste"),
    "one column": (b"nummer\r\n1\r\n", "zuordnung.csv"),
}


@pytest.mark.parametrize("case", BATCHES)
def test_a_folder_that_does_not_fit_publishes_nothing_and_says_why(world: Any, case: str) -> None:
    content, said = BATCHES[case]
    before = documents_at_emscher()
    files = {"0.pdf": PDF} if content is None else {"zuordnung.csv": content, "0.pdf": PDF}
    clerk = world.client("emscher", "clerk")
    answer = clerk.post("/buero/dokumente/sammeln/", {"file": pdf("ordner.zip", archive(files))})
    where = answer.headers["Location"]
    for shown in (clerk.get(where), clerk.post(where, {"kind": "letter", "year": "", "title": "x"})):
        assert said in shown.content.decode()
    assert documents_at_emscher() == before


def test_a_folder_with_one_bad_file_publishes_none(world: Any) -> None:
    before = documents_at_emscher()
    number = party_at(world).relationships.all()[0].number
    listed = f"nummer;datei\r\n{number};0.pdf\r\n{number};1.pdf\r\n".encode()
    box = archive({"zuordnung.csv": listed, "0.pdf": PDF, "1.pdf": b"MZ"})
    clerk = world.client("emscher", "clerk")
    where = clerk.post("/buero/dokumente/sammeln/", {"file": pdf("ordner.zip", box)}).headers["Location"]
    answer = clerk.post(where, {"kind": "letter", "year": "", "title": "x"})
    assert answer.status_code == 422
    assert "nicht, was ihr Name sagt" in answer.content.decode()
    assert documents_at_emscher() == before
    assert [row.file_name for row in Upload.objects.all()] == ["ordner.zip"]
    assert (len(lying()[0]), lying()[1]) == (1, [])


def test_staff_of_a_partner_publish_for_their_own_company_alone(world: Any) -> None:
    enter_schema("raumhafen")
    row = Relationship.objects.filter(legal_entity__role="principal")[0]
    partner = world.client("raumhafen", "partner")
    box = archive({"zuordnung.csv": f"nummer;datei\r\n{row.number};0.pdf\r\n".encode(), "0.pdf": PDF})
    where = partner.post("/buero/dokumente/sammeln/", {"file": pdf("ordner.zip", box)}).headers["Location"]
    assert "kein Vertrag" in partner.get(where).content.decode()
