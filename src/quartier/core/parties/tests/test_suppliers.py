"""Suppliers: contract, contact persons, legal basis, disclosed claims, and what their contact is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest

from quartier.core.parties import queries, services
from quartier.core.parties.models import Party, SupplierRecord
from quartier.core.privacy import queries as privacy
from quartier.core.privacy.extension import registry
from quartier.core.providers import queries as providers
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

LEAD = Actor(ActorKind.STAFF, "1", "Malin Brandt")


def supplier(kind: str = "supplier") -> Party:
    """A firm that we buy from."""
    at = clock.now()
    row = services.add_party(actor=LEAD, at=at, kind="organisation", name="Dachbau Emscher GmbH", number="L 1")
    services.open_relationship(
        actor=LEAD, at=at, party=row, legal_entity_id=providers.entities()[0].pk, kind=kind, number="L 77",
        subject="Rahmenvertrag Dächer", started_on=date(2026, 1, 1), tell=False,
    )  # fmt: skip
    return row


@pytest.mark.req("SBV-52")
def test_a_supplier_has_a_record_and_its_contact_gets_the_information_report(world: Any) -> None:
    enter_schema("emscher")
    row, lead = supplier(), world.client("emscher", "lead")
    sent = {"basis": "contract", "trade": "Dachdecker", "claims_disclosed": "Inkasso Ruhr, 3.11.2026"}
    assert lead.post(f"/buero/kundschaft/{row.pk}/lieferant/", sent).status_code == 302
    page = unescape(lead.get("/buero/lieferanten/").content.decode())
    assert "Dachbau Emscher GmbH" in page
    assert "Dachdecker" in page
    enter_schema("emscher")
    kept = SupplierRecord.objects.get(party=row)
    assert (kept.basis, kept.claims_disclosed) == ("contract", "Inkasso Ruhr, 3.11.2026")

    who = services.Someone(given_name="Ada", name="Vogt", email="ada.vogt@firma.example")
    tie = services.relate(
        actor=LEAD, at=clock.now(), customer_id=row.pk, who=who, role="contact", source="customer",
        valid_from=date(2026, 1, 1), relationship_id=row.relationships.get().pk,
    )  # fmt: skip
    subject, controller = privacy.subject_numbered(tie.person_id), privacy.controllers()[0]
    assert subject is not None
    report = privacy.information(subject=subject, controller=controller, at=clock.now())
    told = {section.model: section for section in report.sections}
    assert "Vogt" in str(told["parties.Party"].rows)
    assert "Dachbau" in str(told["parties.RelatedPerson"].rows) or told["parties.RelatedPerson"].rows
    # A retention class of its own: eight years from the end of the year in which the contract ends.
    entry = registry["parties.SupplierRecord"]
    row.relationships.update(ended_on=date(2026, 6, 30))
    assert entry.retention.until is not None
    ends = entry.retention.until(SupplierRecord.objects.get(party=row))
    assert ends is not None
    assert ends.astimezone(UTC) == datetime(2034, 12, 31, 23, tzinfo=UTC)


def test_only_who_works_with_suppliers_meets_them(world: Any) -> None:
    enter_schema("emscher")
    row = supplier()
    savings = world.client("emscher", "hotline")
    assert savings.get("/buero/lieferanten/").status_code == 403
    assert world.client("emscher", "clerk").get(f"/buero/kundschaft/{row.pk}/lieferant/").status_code == 200
    assert queries.supplier_record(row) is None


def test_whoever_is_no_supplier_gets_no_record(world: Any) -> None:
    enter_schema("emscher")
    row = supplier("service")
    answer = world.client("emscher", "lead").post(f"/buero/kundschaft/{row.pk}/lieferant/", {"basis": "contract"})
    assert answer.status_code == 422
    enter_schema("emscher")
    with pytest.raises(services.NoSupplier):
        services.keep_supplier(actor=LEAD, at=clock.now(), party_id=row.pk, basis="contract")
    assert not SupplierRecord.objects.exists()
