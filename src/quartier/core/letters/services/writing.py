"""Writing one letter: set, kept as a document that the customer sees, and waiting to be printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.documents import services as documents
from quartier.core.documents.services.issuing import issue
from quartier.core.letters import rules
from quartier.core.letters.extension import Drafted, LetterText
from quartier.core.letters.models import Letter, LetterState
from quartier.core.parties import queries as parties
from quartier.core.providers.queries.letterhead import Letterhead, letterhead
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.pdf import Press, TemplateRefused
from quartier.values import writing
from quartier.values.actor import Actor, ActorKind

SHEETS = Path(__file__).parents[1] / "typst"
CLOSING = "Mit freundlichen Grüßen"
BY_MACHINE = "Dieses Schreiben wurde maschinell erstellt und ist ohne Unterschrift gültig."
DRAFT = "Entwurf"


class SenderMissing(Refused):
    """A letter comes from the company that the customer has a contract with (DWG-01)."""

    message = _("Choose the company that writes: one that this customer has a contract with.")
    field = "legal_entity"


class AddressUnknown(Refused):
    """Post does not reach everybody (DWG-44)."""

    message = _("No letter can be written: the address of this customer is unknown or not complete.")


class AddressTooLong(Refused):
    """The window is 80 mm wide and six lines high."""

    message = _("Name and address do not fit into the window of the envelope. Please shorten them.")


class RecipientRestricted(Refused):
    """Data that are restricted are not used (Art. 18 GDPR)."""

    message = _("No letter can be written: the data of this customer are restricted (Art. 18 GDPR).")


class LetterheadIncomplete(Refused):
    """Business letters must say who writes."""

    def __init__(self, name: str, labels: list[str], source: str) -> None:
        sentence = _t("The letterhead of %(name)s lacks: %(fields)s (%(source)s). Complete it under “Companies”.")
        super().__init__(sentence % {"name": name, "fields": ", ".join(labels), "source": source})


class NotWaiting(Refused):
    """What is in a batch is on its way."""

    message = _("Only a letter that waits to be printed can be taken back.")


def draft(*, actor: Actor, at: datetime, party_id: int, entity_id: int | None, text: LetterText) -> Drafted:
    """Set a letter without keeping anything: the preview. Raises what `write` raises."""
    return _set(actor, at, _recipient(party_id), _sender(party_id, entity_id), text, DRAFT)


@transaction.atomic
def write(
    *, actor: Actor, at: datetime, party_id: int, entity_id: int | None, text: LetterText, tell: bool = False
) -> Letter:
    """Write a letter in the name of a company that the customer has a contract with; it waits to be printed.

    It is an immutable document at once, which the customer sees in the portal; `tell` sends word by mail as well.
    Raises SenderMissing, LetterheadIncomplete, AddressUnknown, AddressTooLong, RecipientRestricted, Unprintable and
    what a storage raises; nothing is kept then.
    """
    party, head = _recipient(party_id), _sender(party_id, entity_id)
    key = _next_key()
    number = f"B-{key:06}"
    made = _set(actor, at, party, head, text, number)
    given = documents.Given(kind="letter", title=text.subject(), party=party, entity_id=head.entity.pk, tell=tell)
    kept = issue(
        actor=actor, at=at, file_name=f"{number}.pdf", media_type="application/pdf", content=made.content, given=given
    )
    row = Letter.objects.create(
        pk=key, number=number, template=text.key, subject=text.subject(), party=party, entity=head.entity,
        document=kept, address="\n".join(_address(party)), postcode=party.postcode, sort_name=party.sort_name,
        page_count=made.pages, written_at=at, written_by=str(actor),
    )  # fmt: skip
    data = {"number": number, "entity": head.entity.key, "template": text.key}
    audit.record(actor=actor, at=at, kind="letter.written", subject=parties.subject_of(party), data=data)
    return row


@transaction.atomic
def take_back(*, actor: Actor, at: datetime, letter_id: int, reason: str) -> Letter:
    """Take a letter back that has not been printed; its document is hidden from the customer. Raises NotWaiting."""
    row = Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)
    if row.state != LetterState.WAITING:
        raise NotWaiting
    row.state = LetterState.TAKEN_BACK
    row.save(update_fields=["state"])
    documents.hide(actor=actor, at=at, document_id=row.document_id, reason=reason)
    data = {"number": row.number, "reason": reason}
    audit.record(actor=actor, at=at, kind="letter.taken_back", subject=parties.subject_of(row.party), data=data)
    return row


def _recipient(party_id: int) -> Any:
    party = parties.party_numbered(party_id)
    if party.is_restricted:
        raise RecipientRestricted
    if party.address_state == "unknown" or not (party.street and party.postcode and party.city):
        raise AddressUnknown
    return party


def _sender(party_id: int, entity_id: int | None) -> Letterhead:
    bound = {row.legal_entity_id for row in parties.relationships_of(parties.party_numbered(party_id))}
    if entity_id is None or entity_id not in bound:
        raise SenderMissing
    head = letterhead(entity_id)
    source, labels = rules.lacking(_company(head))
    if labels:
        raise LetterheadIncomplete(head.entity.name, labels, source)
    return head


def _set(actor: Actor, at: datetime, party: Any, head: Letterhead, text: LetterText, number: str) -> Drafted:
    try:
        made = _press().printed(_data(actor, at, party, head, text, number), at=at)
    except TemplateRefused as refusal:
        raise AddressTooLong from refusal
    return Drafted(content=made.content, pages=made.pages)


@cache
def _press() -> Press:
    return Press(SHEETS / "letter.typ")


def _data(actor: Actor, at: datetime, party: Any, head: Letterhead, text: LetterText, number: str) -> Mapping[str, Any]:
    """Return what the template takes; its words are German, whatever the language of the page."""
    company, day = _company(head), writing.day(day_of(at), english=False)
    is_human = actor.kind is ActorKind.STAFF
    facts = [
        ("Unser Zeichen", number), *text.facts(), ("Kontakt", actor.name if is_human else ""),
        ("Telefon", company["phone"]), ("E-Mail", company["email"]), ("Datum", day),
    ]  # fmt: skip
    return {
        "sender": _head(head, company),
        "address": _address(party),
        "remark": text.remark,
        "info": [fact for fact in facts if fact[1]],
        "continued": f"{number} vom {day}",
        "subject": text.subject(),
        "salutation": rules.greeting(
            is_person=party.kind == "person", salutation=party.salutation, name=party.name, full_name=str(party)
        ),
        "body": text.body(),
        "closing": CLOSING,
        "signed": is_human and text.is_signed,
        "signature": [head.entity.name, actor.name if is_human else BY_MACHINE],
        "enclosures": text.enclosures(),
    }


def _head(head: Letterhead, company: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "name": head.entity.name,
        "brand": head.brand.name,
        "tagline": head.brand.tagline,
        "colour": head.brand.colour,
        "logo": rules.picture(head.logo, head.logo_type),
        "return_line": rules.return_line(company),
        "statements": rules.statements(company),
    }


COMPANY = (
    "name", "legal_form", "street", "postcode", "city", "phone", "fax", "email", "represented_by", "register_court",
    "register_number", "vat_id", "tax_number", "supervisory_board_chair",
)  # fmt: skip


def _company(head: Letterhead) -> dict[str, str]:
    return {field: getattr(head.entity, field) for field in COMPANY}


def _address(party: Any) -> list[str]:
    return rules.address_lines(
        salutation=party.salutation, full_name=str(party), street=party.street, postcode=party.postcode, city=party.city
    )


def _next_key() -> int:
    """Take the key of the next letter: its number stands in the letter before there is a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('letters_letter', 'id'))")
        return int(cursor.fetchone()[0])
