"""A company, its customers and its letters, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from quartier.core.letters import services
from quartier.core.letters.extension import GeneralLetter
from quartier.core.letters.models import Batch, Letter
from quartier.core.parties import services as parties
from quartier.values.actor import SYSTEM, Actor, ActorKind

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Sinan Kühn")
COMPANY: dict[str, Any] = {
    "key": "eg", "role": "group", "name": "Emscher Bau- und Sparverein eG", "legal_form": "eG", "street": "Kampweg 51",
    "postcode": "44199", "city": "Emscherstadt", "phone": "0231 5550-0", "email": "zentrale@emscher.example",
    "represented_by": "Vorstand: Rena Quint, Till Oster", "register_court": "Amtsgericht Emscherstadt",
    "register_number": "GnR 9421", "vat_id": "DE000005501", "supervisory_board_chair": "Hedda Volk",
}  # fmt: skip
TEXT = "am **14.12.2026** lesen wir ab.\n\n- Küche\n- Bad"


def customer(company: Any, name: str = "Çelik-Ștefănescu", *, number: str = "", **more: Any) -> Any:
    """A customer who has a contract with the company."""
    given = {
        "kind": "person", "given_name": "Łucja", "salutation": "Frau", "street": "Uferstraße 14", "postcode": "44199",
        "city": "Emscherstadt", **more,
    }  # fmt: skip
    party = parties.add_party(actor=SYSTEM, at=AT, name=name, **given)
    bound(party, company, number or f"W {party.pk}")
    return party


def bound(party: Any, company: Any, number: str) -> None:
    """A contract with a company."""
    given: dict[str, Any] = {"kind": "tenancy", "started_on": date(2026, 1, 1), "tell": False}
    parties.open_relationship(
        actor=SYSTEM, at=AT, party=party, legal_entity_id=company.pk, number=number, **given
    )  # fmt: skip


def written(company: Any, party: Any | None = None, text: str = TEXT, **more: Any) -> Letter:
    """A letter that waits."""
    said = GeneralLetter(about=more.pop("about", "Ablesung am 14.12.2026"), text=text, with_it=more.pop("with_it", ()))
    given: dict[str, Any] = {"actor": CLERK, "at": AT, "entity_id": company.pk, **more}
    return services.write(party_id=(party or customer(company)).pk, text=said, **given)


def gathered(company: Any, **more: Any) -> Batch:
    """A batch of everything that waits, with its file."""
    batch = services.gather(actor=CLERK, at=AT, entity_id=company.pk, **more)
    services.make_file(at=AT, batch_id=batch.pk)
    batch.refresh_from_db()
    return batch


def content(document: Any) -> bytes:
    """The bytes of a document."""
    from quartier.core.documents.services.issuing import content_of  # noqa: PLC0415 – models load late

    return b"".join(content_of(document))
