"""A mail and a legal entity for the tests of this app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quartier.core.providers.models import Branding, DataProtection, LegalEntity
from quartier.core.providers.services import touch
from quartier.kit.mail import Action, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class Reading(Mail):
    template = "inbox.reading"
    words: str = "wir haben Ihren Zählerstand erhalten."

    def subject(self) -> str:
        return "Ihr Zählerstand"

    def body(self) -> Sequence[Part]:
        return (Text(self.words), Action("Zur Übersicht", "/uebersicht/"))


def furnish() -> tuple[LegalEntity, LegalEntity]:
    """Give the provider at hand two legal entities, a brand and a processor; returns principal and group company."""
    principal = LegalEntity.objects.create(
        key="eg", role="principal", name="Emscher Bau- und Sparverein eG", legal_form="eG", street="Kampweg 51",
        postcode="44199", city="Emscherstadt", email="service@emscher.example", phone="0231 5550-100",
        represented_by="Tilda Ohlsen", register_court="Emscherstadt", register_number="GnR 88",
    )  # fmt: skip
    group = LegalEntity.objects.create(
        key="gmbh", role="group", name="Emscher Betreuungs- und Verwaltungs GmbH", legal_form="GmbH",
        street="Kampweg 53", postcode="44199", city="Emscherstadt", email="gmbh@emscher.example", order=1,
    )  # fmt: skip
    Branding.objects.create(name="Emscher", tagline="Bauen und Sparen", colour="#2c7a4b", accent="#f0b429")
    DataProtection.objects.create(
        officer_name="Dr. Tilda Sommerfeld",
        mailbox="datenschutz@emscher.example",
        processor="Stadtwerk Digital Musterkreis",
    )
    touch()
    return principal, group
