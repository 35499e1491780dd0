"""Reading who appears in an invoice in the syntax CII."""

from __future__ import annotations

from quartier.core.invoices.en16931.parties import Address, Contact, Identifier, Party, TaxRepresentative
from quartier.core.invoices.en16931.source import Source


def party_of(source: Source) -> Party:
    """Return a seller, buyer or payee."""
    registered = source.one("ram:SpecifiedLegalOrganization")
    where, contact = source.one("ram:URIUniversalCommunication/ram:URIID"), source.one("ram:DefinedTradeContact")
    numbers = {one.attribute("schemeID"): one for one in source.all("ram:SpecifiedTaxRegistration/ram:ID")}
    return Party(
        identifiers=_identifiers(source),
        name=source.text("ram:Name"),
        legal_information=source.text("ram:Description"),
        registration=listed(registered.one("ram:ID")) if registered else None,
        trading_name=registered.text("ram:TradingBusinessName") if registered else "",
        contact=_contact(contact) if contact else None,
        address=address_of(source.one("ram:PostalTradeAddress")),
        electronic_address=listed(where),
        vat_id=numbers["VA"].own() if "VA" in numbers else "",
        tax_number=numbers["FC"].own() if "FC" in numbers else "",
    )


def _identifiers(source: Source) -> tuple[Identifier, ...]:
    found = [listed(one) for one in (*source.all("ram:ID"), *source.all("ram:GlobalID"))]
    return tuple(one for one in found if one)


def listed(source: Source | None) -> Identifier | None:
    """Return a number with whose list it is from."""
    return Identifier(value=source.own(), scheme=source.attribute("schemeID")) if source else None


def representative_of(source: Source | None) -> TaxRepresentative | None:
    """Return who stands in for the seller."""
    if source is None:
        return None
    number = listed(source.one("ram:SpecifiedTaxRegistration/ram:ID"))
    return TaxRepresentative(
        name=source.text("ram:Name"),
        vat_id=number.value if number else "",
        address=address_of(source.one("ram:PostalTradeAddress")),
    )


def _contact(source: Source) -> Contact | None:
    found = Contact(
        # A department stands for a person where no person is named.
        name=source.text("ram:PersonName") or source.text("ram:DepartmentName"),
        phone=source.text("ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
        email=source.text("ram:EmailURIUniversalCommunication/ram:URIID"),
    )
    return None if found == Contact() else found


def address_of(source: Source | None) -> Address | None:
    """Return a postal address."""
    if source is None:
        return None
    return Address(
        postcode=source.text("ram:PostcodeCode"),
        line_one=source.text("ram:LineOne"),
        line_two=source.text("ram:LineTwo"),
        line_three=source.text("ram:LineThree"),
        city=source.text("ram:CityName"),
        country=source.text("ram:CountryID"),
        subdivision=source.text("ram:CountrySubDivisionName"),
    )
