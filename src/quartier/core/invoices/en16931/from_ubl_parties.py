"""Reading who appears in an invoice in the syntax UBL."""

from __future__ import annotations

from typing import Any, Final

from quartier.core.invoices.en16931.parties import Address, Contact, Delivery, Identifier, Party, TaxRepresentative
from quartier.core.invoices.en16931.source import Source

CREDITOR: Final = "SEPA"


def parties_of(root: Source) -> dict[str, Any]:
    """Return seller, buyer, payee and representative."""
    payee, stands_in = root.one("cac:PayeeParty"), root.one("cac:TaxRepresentativeParty")
    return {
        "seller": _party(root.must("cac:AccountingSupplierParty/cac:Party")),
        "buyer": _party(root.must("cac:AccountingCustomerParty/cac:Party")),
        "payee": _payee(payee) if payee else None,
        "representative": _representative(stands_in) if stands_in else None,
    }


def _party(source: Source) -> Party:
    entity, contact = source.must("cac:PartyLegalEntity"), source.one("cac:Contact")
    return Party(
        name=entity.text("cbc:RegistrationName"),
        trading_name=source.text("cac:PartyName/cbc:Name"),
        identifiers=_identifiers(source),
        registration=listed(entity.one("cbc:CompanyID")),
        legal_information=entity.text("cbc:CompanyLegalForm"),
        **_tax_numbers(source),
        electronic_address=listed(source.one("cbc:EndpointID")),
        address=_address(source.one("cac:PostalAddress")),
        contact=_contact(contact) if contact else None,
    )


def _tax_numbers(source: Source) -> dict[str, str]:
    found = {"vat_id": "", "tax_number": ""}
    for one in source.all("cac:PartyTaxScheme"):
        name = "vat_id" if one.text("cac:TaxScheme/cbc:ID") == "VAT" else "tax_number"
        if not found[name]:
            found[name] = one.text("cbc:CompanyID")
    return found


def _identifiers(source: Source) -> tuple[Identifier, ...]:
    """Return a party's numbers, those without a list first as CII has them; the creditor identifier is none of them."""
    every = [one for one in source.all("cac:PartyIdentification/cbc:ID") if one.peek("@schemeID") != CREDITOR]
    found = [one for one in map(listed, every) if one]
    return tuple(sorted(found, key=lambda one: bool(one.scheme)))


def _payee(source: Source) -> Party:
    return Party(
        name=source.text("cac:PartyName/cbc:Name"),
        identifiers=_identifiers(source),
        registration=listed(source.one("cac:PartyLegalEntity/cbc:CompanyID")),
    )


def _representative(source: Source) -> TaxRepresentative:
    return TaxRepresentative(
        name=source.text("cac:PartyName/cbc:Name"),
        vat_id=_tax_numbers(source)["vat_id"],
        address=_address(source.one("cac:PostalAddress")),
    )


def listed(source: Source | None) -> Identifier | None:
    """Return a number with whose list it is from."""
    return Identifier(value=source.own(), scheme=source.attribute("schemeID")) if source else None


def _contact(source: Source) -> Contact | None:
    found = Contact(
        name=source.text("cbc:Name"), phone=source.text("cbc:Telephone"), email=source.text("cbc:ElectronicMail")
    )
    return None if found == Contact() else found


def _address(source: Source | None) -> Address | None:
    if source is None:
        return None
    return Address(
        line_one=source.text("cbc:StreetName"),
        line_two=source.text("cbc:AdditionalStreetName"),
        line_three=source.text("cac:AddressLine/cbc:Line"),
        city=source.text("cbc:CityName"),
        postcode=source.text("cbc:PostalZone"),
        subdivision=source.text("cbc:CountrySubentity"),
        country=source.text("cac:Country/cbc:IdentificationCode"),
    )


def delivery_of(source: Source | None) -> Delivery | None:
    """Return to whom, where and when was delivered."""
    if source is None:
        return None
    found = Delivery(
        name=source.text("cac:DeliveryParty/cac:PartyName/cbc:Name"),
        location=listed(source.one("cac:DeliveryLocation/cbc:ID")),
        delivered_on=source.day("cbc:ActualDeliveryDate"),
        address=_address(source.one("cac:DeliveryLocation/cac:Address")),
    )
    return None if found == Delivery() else found
