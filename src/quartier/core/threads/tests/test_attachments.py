"""Documents that go with messages: the customer's own alone, and hidden ones are gone from the thread."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quartier.core.accounts.models import User
from quartier.core.documents import services as documents
from quartier.core.documents.models import Document, DocumentState
from quartier.core.documents.tests.files import filed
from quartier.core.threads import services
from quartier.core.threads.models import Attachment, Message, Thread
from quartier.core.threads.tests.town import AT, CLERK, CUSTOMER, confirmed, main_of, opened, party_of
from quartier.kit.schemas import enter_schema


@pytest.fixture(autouse=True)
def own_disk(settings: Any, tmp_path: Path) -> None:
    """Files of this test lie in a place of their own."""
    settings.MEDIA_ROOT = tmp_path / "files"


def stored(world: Any, role: str = "customer", title: str = "Foto vom Schloss") -> Document:
    """A document that somebody stored in the portal."""
    enter_schema("emscher")
    user = User.objects.get(pk=world.people["emscher"][role])
    row = filed(user, party=party_of(world, role), title=title, by_customer=True, kind="own", visibility="customer")
    Document.objects.filter(pk=row.pk).update(state=DocumentState.READY)
    return row


def test_a_document_of_the_customer_goes_with_a_request_and_staff_find_it_there(world: Any) -> None:
    document = stored(world)
    client, clerk = world.client("emscher", "customer"), world.client("emscher", "clerk")
    form = {"category": "request", "relationship": "", "subject": "Schloss", "text": "Siehe Foto."}
    assert "Foto vom Schloss" in main_of(client.get("/nachrichten/neu/"))
    assert confirmed(client, "/nachrichten/neu/", {**form, "documents": [f"{document.pk}"]}).status_code == 302
    enter_schema("emscher")
    thread = Thread.objects.get(subject="Schloss")
    assert Attachment.objects.get(message__thread=thread).document_id == document.pk
    own, office = f"/nachrichten/{thread.pk}/", f"/buero/nachrichten/{thread.pk}/"
    assert f'action="/dokumente/{document.pk}/oeffnen/"' in main_of(client.get(own))
    assert f'href="/buero/dokumente/{document.pk}/"' in main_of(clerk.get(office))

    enter_schema("emscher")
    documents.hide(actor=CLERK, at=AT, document_id=document.pk, reason="Beleidigung")
    shown = main_of(clerk.get(office))
    assert "Dieser Anhang ist ausgeblendet." in shown
    assert f"/buero/dokumente/{document.pk}/" not in shown


def test_a_strangers_document_goes_with_nothing_and_nothing_is_kept(world: Any) -> None:
    party, strange = party_of(world), stored(world, "other customer", "Fremd")
    assert "Fremd" not in main_of(world.client("emscher", "customer").get("/nachrichten/neu/"))
    enter_schema("emscher")
    thread = opened(party)
    before = Message.objects.count()
    with pytest.raises(services.NoSuchDocument):
        services.write(actor=CUSTOMER, at=AT, thread_id=thread.pk, text="Da", documents=[strange.pk])
    with pytest.raises(services.NoSuchDocument):
        services.answer(actor=CLERK, at=AT, thread_id=thread.pk, text="Da", documents=[strange.pk])
    with pytest.raises(services.NoSuchDocument):
        opened(party, documents=[strange.pk])
    assert (Message.objects.count(), Attachment.objects.count()) == (before, 0)


def test_an_answer_can_bring_a_document_of_the_customer(world: Any) -> None:
    document = stored(world)
    thread = opened(party_of(world))
    path = f"/buero/nachrichten/{thread.pk}/antwort/"
    answer = world.client("emscher", "clerk").post(path, {"text": "Anbei.", "documents": [f"{document.pk}"]})
    assert answer.status_code == 302
    assert "Foto vom Schloss" in main_of(world.client("emscher", "customer").get(f"/nachrichten/{thread.pk}/"))
