"""What customers may send is the provider's decision, dated like all of policy, within what the installation bears."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from quartier.core.documents import queries, services
from quartier.core.documents.models import Upload
from quartier.core.documents.rules import ENDINGS, Fault, Limits, for_customers, for_staff
from quartier.core.documents.rules.allowance import OF_KIND
from quartier.core.documents.tests.files import AT, PDF, archive, filed, lying, sent
from quartier.core.documents.tests.test_pages import party_at, pdf, published
from quartier.core.providers.policies import FileKind, FilesPolicy
from quartier.core.providers.services import policy
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

MB = 1_000_000
NEXT_DAY = AT + timedelta(days=1)
TOMORROW = NEXT_DAY.date()


def decided(on: date = TOMORROW, **values: Any) -> None:
    """The provider decides, from the next day on unless another is named."""
    entries = {f"files.{name}": {"value": value, "origin": "stated"} for name, value in values.items()}
    policy.decide(actor=SYSTEM, at=AT, valid_from=on, concern=FilesPolicy, entries=entries, reason="Beschluss")


def test_every_ending_is_of_one_kind() -> None:
    assert sorted(ending for endings in OF_KIND.values() for ending in endings) == sorted(ENDINGS)


def test_the_narrower_bound_of_provider_and_installation_holds_and_staff_are_bound_by_one_alone() -> None:
    limits = Limits(largest=30 * MB, quota=200 * MB)
    wide, narrow = FilesPolicy(), FilesPolicy(largest_mb=10, space_mb=100, kinds=frozenset({FileKind.PDF}))
    assert (for_customers(wide, limits).largest, for_customers(wide, limits).space) == (30 * MB, 200 * MB)
    found = for_customers(narrow, limits)
    assert (found.largest, found.space, found.endings) == (10 * MB, 100 * MB, (".pdf",))
    assert for_staff(limits) == type(found)(30 * MB, None, tuple(ENDINGS))


def test_what_the_provider_decided_holds_from_its_day_on(customer: Any) -> None:
    decided(largest_mb=5, kinds=["pdf", "text"])
    for at, fits in ((AT, True), (NEXT_DAY, False)):
        for name, size, fault in (("a.zip", 500, Fault.KIND), ("a.pdf", 6 * MB, Fault.TOO_LARGE)):
            if fits:
                services.discard(upload=services.begin(at=at, owner=customer, file_name=name, size=size))
                continue
            with pytest.raises(services.FileRefused) as refusal:
                services.begin(at=at, owner=customer, file_name=name, size=size)
            assert refusal.value.fault is fault
            assert (".pdf, .txt" if fault is Fault.KIND else "5,0\u00a0MB") in str(refusal.value)
    assert not Upload.objects.exists()
    assert lying() == ([], [])


def test_the_space_that_the_provider_grants_counts_what_is_stored_and_what_is_on_its_way(customer: Any) -> None:
    decided(space_mb=50)
    filed(customer, b"x" * MB, "a.txt", kind="own", party=customer.party, by_customer=True)
    services.begin(at=NEXT_DAY, owner=customer, file_name="b.txt", size=39 * MB)
    before = lying()
    with pytest.raises(services.QuotaReached) as refusal:
        services.begin(at=NEXT_DAY, owner=customer, file_name="c.txt", size=10 * MB + 1)
    assert "50,0\u00a0MB" in str(refusal.value)
    assert "10,0\u00a0MB" in str(refusal.value)
    assert (lying(), Upload.objects.count()) == (before, 1)
    assert services.begin(at=NEXT_DAY, owner=customer, file_name="c.txt", size=10 * MB).size == 10 * MB


def test_what_is_published_for_a_customer_takes_none_of_their_space(customer: Any) -> None:
    filed(customer, PDF)
    assert queries.used(customer.party) == 0
    sent(customer, "a.pdf", PDF)
    assert queries.used(customer.party) == 0


def test_the_page_says_what_may_be_sent_and_how_much_room_is_left(world: Any) -> None:
    enter_schema("emscher")
    decided(on=clock.today(), kinds=["pdf", "text"])
    client = world.client("emscher", "customer")
    page = client.get("/dokumente/hochladen/").content.decode()
    assert "Bis zu 25,0\u00a0MB" in page
    assert "Byte von 500,0\u00a0MB" in page
    assert "mit den Endungen .pdf, .txt." in page
    refused = client.post("/dokumente/hochladen/", {"file": pdf("a.zip", archive({"a.txt": b"a"}))})
    assert refused.status_code == 422
    assert published(world, party_at(world)).size == len(PDF)
