"""The master data that the portal takes over from the back office, and no other (DWG-25): what each field is for."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quartier.core.parties.models import LetterLanguage, PartyKind, RelationshipKind, Standing
from quartier.core.privacy.extension import DataClass
from quartier.kit.components.markup import Text
from quartier.kit.forms import Choice, Day, Email, Line, Phone
from quartier.kit.whitelist import Permitted, Whitelist

COUNTRY: Final = re.compile(r"[A-Za-z]{2}")
POSTCODE: Final = re.compile(r"[0-9A-Z -]{3,10}")
REACH: Final = gettext_lazy("Reach the customer by post")
BILL: Final = gettext_lazy("Address invoices that go elsewhere")
CALL: Final = gettext_lazy("Reach the customer about the contract by phone")
TIE: Final = gettext_lazy("Show the contract and name the contracting party")


class Country(Line):
    """A country by its two letters (ISO 3166)."""

    def clean(self, value: Any) -> str:
        """Return two capital letters."""
        found: str = super().clean(value)
        if found and not COUNTRY.fullmatch(found):
            raise ValidationError(_("Write the country with two letters, for example DE."))
        return found.upper()


class Postcode(Line):
    """A postcode of any country; the record says which one."""

    def clean(self, value: Any) -> str:
        """Return the postcode in capitals."""
        found: str = super().clean(value)
        if found and not POSTCODE.fullmatch(found.upper()):
            raise ValidationError(_("Write the postcode, for example 40299."))
        return found.upper()


def _field(
    name: str, label: Text, purpose: Text, reader: forms.Field, example: str, *headings: str,
    data_class: DataClass = DataClass.MASTER,
) -> Permitted:  # fmt: skip
    return Permitted(name, label, purpose, data_class, reader, example, headings)


PARTY: Final = Whitelist(
    _field(
        "customer_number", gettext_lazy("Customer number"), gettext_lazy("Find the customer again next time"),
        Line(max_length=30), "K 10234", "Kundennr", "Kd-Nr", "Kunden-Nr", "Personennummer", "Mitgliedsnummer",
    ),
    _field(
        "kind", gettext_lazy("Kind of person"), gettext_lazy("Apply data protection to people, not to firms"),
        Choice(choices=PartyKind.choices, required=False), "person", "Rechtsform",
    ),
    _field(
        "standing", gettext_lazy("Consumer or business"), gettext_lazy("Apply the rules for contracts with consumers"),
        Choice(choices=Standing.choices, required=False), "consumer", "Kundenart",
    ),
    _field(
        "salutation", pgettext_lazy("master data", "Salutation"), gettext_lazy("Address the customer in letters"),
        Line(max_length=20, required=False), "Frau",
    ),
    _field(
        "given_name", pgettext_lazy("master data", "Given name"), gettext_lazy("Name the contracting party"),
        Line(max_length=80, required=False), "Ilse", "Rufname",
    ),
    _field(
        "name", gettext_lazy("Name or firm"), gettext_lazy("Name the contracting party"),
        Line(max_length=120), "Markgraf", "Name", "Nachname", "Familienname", "Firma", "Firmenname",
    ),
    _field(
        "born_on", gettext_lazy("Date of birth"), gettext_lazy("Recognise the customer when they register"),
        Day(required=False), "1961-04-23", "Geburtstag", "geboren am", "Geb.-Datum",
    ),
    _field(
        "email", gettext_lazy("E-mail address"), gettext_lazy("Tell the customer about new documents and messages"),
        Email(required=False), "ilse.markgraf@posthaus.example", "E-Mail", "Mail", "E-Mailadresse",
    ),
    _field("phone", gettext_lazy("Phone"), CALL, Phone(required=False), "0231 5550-120", "Telefon", "Festnetz", "Tel."),
    _field("mobile", gettext_lazy("Mobile phone"), CALL, Phone(required=False), "0231 5550-121", "Mobil", "Handy"),
    _field(
        "street", gettext_lazy("Street and number"), REACH, Line(max_length=120, required=False), "Kampweg 51",
        "Straße", "Strasse", "Anschrift",
    ),
    _field("postcode", gettext_lazy("Postcode"), REACH, Postcode(required=False), "44199", "PLZ"),
    _field("city", gettext_lazy("City"), REACH, Line(max_length=80, required=False), "Emscherstadt", "Ort", "Wohnort"),
    _field("country", gettext_lazy("Country"), REACH, Country(max_length=10, required=False), "DE"),
    _field(
        "billing_name", gettext_lazy("Invoice recipient"), BILL, Line(max_length=120, required=False), "Ida Markgraf",
        "Rechnungsname",
    ),
    _field(
        "billing_street", gettext_lazy("Invoice street and number"), BILL, Line(max_length=120, required=False),
        "Ahornweg 3", "Rechnungsstraße",
    ),
    _field(
        "billing_postcode", gettext_lazy("Invoice postcode"), BILL, Postcode(required=False), "44199", "Rechnungs-PLZ"
    ),
    _field(
        "billing_city", gettext_lazy("Invoice city"), BILL, Line(max_length=80, required=False), "Emscherstadt",
        "Rechnungsort",
    ),
    _field(
        "language", gettext_lazy("Language of letters"), gettext_lazy("Write covering letters that are understood"),
        Choice(choices=LetterLanguage.choices, required=False), "de", "Sprache",
    ),
)  # fmt: skip

CONTRACT: Final = Whitelist(
    _field(
        "entity", gettext_lazy("Contracting company"), TIE, Line(max_length=120), "eg",
        "Gesellschaft", "Unternehmen", "Mandant", data_class=DataClass.PERFORMANCE,
    ),
    _field(
        "contract_number", gettext_lazy("Contract number"), TIE, Line(max_length=30), "W 1 023",
        "Vertragsnr", "Vertrag", "Mietvertragsnummer", data_class=DataClass.PERFORMANCE,
    ),
    _field(
        "contract_kind", gettext_lazy("Kind of contract"), TIE, Choice(choices=RelationshipKind.choices), "tenancy",
        data_class=DataClass.PERFORMANCE,
    ),
    _field(
        "contract_subject", gettext_lazy("Subject of the contract"), TIE, Line(max_length=160, required=False),
        "Wohnung Kiebitzhof 14", "Objekt", "Mietobjekt", "Wohnung", data_class=DataClass.PERFORMANCE,
    ),
    _field(
        "started_on", gettext_lazy("Begin of the contract"), gettext_lazy("Know since when the contract runs"),
        Day(), "2019-04-01", "Beginn", "Mietbeginn", "Einzug", data_class=DataClass.PERFORMANCE,
    ),
    _field(
        "ended_on", gettext_lazy("End of the contract"), gettext_lazy("Know when the contract and its data end"),
        Day(required=False), "2027-03-31", "Ende", "Mietende", "Auszug", data_class=DataClass.PERFORMANCE,
    ),
)  # fmt: skip

MASTER_DATA: Final = Whitelist(*PARTY, *CONTRACT)
