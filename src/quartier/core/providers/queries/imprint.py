"""The imprint, from fields (§ 5 DDG, § 18(2) MStV), and what is still missing for publishing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from quartier.core.providers.extension import readiness
from quartier.core.providers.models import Branding, DataProtection, Hostname, LegalEntity, TextBlock
from quartier.core.providers.models.identity import TextKind

PLACEHOLDER = re.compile(r"\[\[[^\]]*\]\]")

CO_OPERATIVE = "eG"
# Labels of legally required texts are German whatever the interface language (DWG-43).
MANDATORY = {
    "name": "Name",
    "legal_form": "Rechtsform",
    "street": "Straße",
    "postcode": "Postleitzahl",
    "city": "Ort",
    "phone": "Telefon",
    "email": "E-Mail",
    "represented_by": "Vertreten durch",
    "responsible_person": "Verantwortlich nach § 18 Abs. 2 MStV",
    "register_court": "Registergericht",
    "register_number": "Registernummer",
}
CO_OPERATIVE_MANDATORY = {
    "audit_association": "Prüfungsverband",
    "supervisory_board_chair": "Vorsitz des Aufsichtsrats",
}


@dataclass(frozen=True, slots=True)
class ImprintLine:
    """One line of an imprint: German label and value; `kind` is text, phone or email."""

    label: str
    value: str
    kind: str = "text"


def imprint_lines(entity: LegalEntity) -> Sequence[ImprintLine]:
    """Return the imprint of a legal entity, empty optional lines left out."""
    register = ", ".join(part for part in (entity.register_court, entity.register_number) if part)
    tax = " – ".join(part for part in (entity.tax_number, entity.tax_office) if part)
    lines = [
        ImprintLine("Anschrift", f"{entity.street}, {entity.postcode} {entity.city}"),
        ImprintLine("Telefon", entity.phone, "phone"),
        ImprintLine("Telefax", entity.fax),
        ImprintLine("E-Mail", entity.email, "email"),
        ImprintLine("Vertreten durch", entity.represented_by),
        ImprintLine("Vorsitz des Aufsichtsrats", entity.supervisory_board_chair),
        ImprintLine("Register", register),
        ImprintLine("Umsatzsteuer-Identifikationsnummer", entity.vat_id),
        ImprintLine("Steuernummer, Finanzamt", tax),
        ImprintLine("Aufsichtsbehörde", entity.supervisory_authority),
        ImprintLine("Prüfungsverband", entity.audit_association),
        ImprintLine("Verantwortlich nach § 18 Abs. 2 MStV", entity.responsible_person),
    ]
    return [line for line in lines if line.value]


def missing_details() -> list[str]:
    """Return what blocks publishing in this schema, one sentence each; empty when the portal may go out."""
    entities = list(LegalEntity.objects.all())
    missing = [] if any(e.role == "principal" for e in entities) else [str(_("No legal entity runs the portal."))]
    for entity in entities:
        missing += [str(_("%(entity)s: “%(field)s” is empty.") % {"entity": entity.name or entity.key, "field": label})
                    for label in _empty_fields(entity)]  # fmt: skip
    if not Branding.objects.filter(entity__isnull=True).exists():
        missing.append(str(_("The brand (name and two colours) is not set.")))
    return [*missing, *_missing_protection(), *_unfinished_texts(), *(s for check in readiness for s in check())]


def _empty_fields(entity: LegalEntity) -> list[str]:
    needed = MANDATORY | (CO_OPERATIVE_MANDATORY if entity.legal_form == CO_OPERATIVE else {})
    empty = [label for field, label in needed.items() if not getattr(entity, field).strip()]
    if not entity.vat_id and not entity.tax_number:
        empty.append("Umsatzsteuer-Identifikationsnummer oder Steuernummer")
    marked = [needed[f] for f in needed if PLACEHOLDER.search(getattr(entity, f))]
    return empty + marked


def _missing_protection() -> list[str]:
    row = DataProtection.objects.first()
    if row is None:
        return [str(_("Data protection: officer and supervisory authority are not set."))]
    needed = {
        "officer_name": _("Data protection: the officer's name is empty."),
        "mailbox": _("Data protection: the officer's mailbox is empty."),
        "authority_name": _("Data protection: the supervisory authority is empty."),
    }
    return [str(sentence) for field, sentence in needed.items() if not getattr(row, field).strip()]


def authority() -> str:
    """Return name and address of the supervisory authority for data protection, "" where none is set (SBV-99)."""
    row = DataProtection.objects.first()
    said = (row.authority_name, row.authority_address, row.authority_email) if row and row.authority_name else ()
    return ", ".join(part for part in said if part)


REQUIRED_TEXTS = (TextKind.ACCESSIBILITY, TextKind.DISCLAIMER, TextKind.COPYRIGHT, TextKind.LINKS)


def _unfinished_texts() -> list[str]:
    bodies = dict(TextBlock.objects.values_list("kind", "body"))
    sentences = []
    for kind in REQUIRED_TEXTS:
        body = bodies.get(kind.value, "")
        if not body.strip():
            sentences.append(str(_("The text “%(text)s” is missing.") % {"text": kind.label}))
        for mark in PLACEHOLDER.findall(body):
            words = {"text": kind.label, "mark": mark}
            sentences.append(str(_("The text “%(text)s” still holds the placeholder %(mark)s.") % words))
    return sentences


def has_hostname(schema: str) -> bool:
    """Tell whether a provider can be reached under any name."""
    return Hostname.objects.filter(tenant__schema_name=schema).exists()
