"""What billing has to know about companies, customers and the provider's terms: read once for many bills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.apps import apps

from quartier.core.invoices import en16931 as en
from quartier.core.invoices.models import Invoice, InvoicePreference, InvoiceSettings
from quartier.core.invoices.rules import dues, reckoning
from quartier.core.invoices.rules.bills import Bill
from quartier.core.invoices.rules.reckoning import Sums
from quartier.core.invoices.rules.records import Around
from quartier.core.invoices.rules.words import InvoiceKind, Remark
from quartier.core.invoices.services.refusals import NoSuchCustomer
from quartier.core.parties.extension import Standing
from quartier.core.providers.policies.billing import BillingPolicy, PaymentMethod, VatBasis
from quartier.core.providers.queries.policy import in_force
from quartier.law.ustg.einvoice import einvoice_duty
from quartier.law.ustg.parties import Customer
from quartier.law.ustg.supply import Basis


class Known:
    """The customers, companies, terms and corrected invoices behind some bills, in one statement each."""

    def __init__(self, bills: Sequence[Bill]) -> None:
        party, entity = apps.get_model("parties.Party"), apps.get_model("providers.LegalEntity")
        parties = {one.party_id for one in bills}
        self._parties: dict[int, Any] = party._base_manager.in_bulk(parties)
        self._entities: dict[int, Any] = entity._base_manager.in_bulk({one.entity_id for one in bills})
        if len(self._parties) < len(parties):
            raise NoSuchCustomer
        self._preferences = {row.party_id: row for row in InvoicePreference.objects.filter(party__in=parties)}
        self._settings = {row.entity_id: row for row in InvoiceSettings.objects.filter(entity__in=self._entities)}
        self._corrected = Invoice.everything.in_bulk([one.corrects_id for one in bills if one.corrects_id])
        self._policies: dict[date, BillingPolicy] = {}
        self._sellers: dict[int, en.Party] = {}

    def party(self, bill: Bill) -> Any:
        """Return the customer."""
        return self._parties[bill.party_id]

    def policy(self, on: date) -> BillingPolicy:
        """Return the provider's terms of payment on a day."""
        if on not in self._policies:
            self._policies[on] = in_force(BillingPolicy, on)
        return self._policies[on]

    def reckon(self, bill: Bill) -> Sums:
        """Return what a bill comes to by the terms of its day."""
        terms = self.policy(bill.issued_on).vat_rate_basis
        basis = Basis.INVOICE if terms == VatBasis.INVOICE else Basis.SUPPLY
        return reckoning.reckon(bill, basis, small_business=self._is_small(bill))

    def due_on(self, bill: Bill) -> date:
        """Return when it is due: as the bill says, else by the terms; credits at once."""
        if bill.due_on is not None or bill.kind in (InvoiceKind.CREDIT_NOTE, InvoiceKind.CANCELLATION):
            return bill.due_on or bill.issued_on
        return dues.due_on(self.policy(bill.issued_on).due, bill.issued_on, int(bill.kind == InvoiceKind.FINAL))

    def around(self, bill: Bill, number: str, due_on: date) -> Around:
        """Return what stands around the lines of the document."""
        before = self._corrected.get(bill.corrects_id or 0)
        preference = self._preferences.get(bill.party_id)
        is_public = self.customer(bill) is Customer.PUBLIC_BODY and bool(preference and preference.leitweg_id)
        return Around(
            number=number, seller=self._seller(bill), buyer=self._buyer(bill), transfer=self._transfer(bill),
            due_on=due_on, terms=_terms(bill, due_on), reference=preference.leitweg_id if preference else "",
            preceding=(en.Reference(number=before.number, issued_on=before.issued_on),) if before else (),
            small_business=self._is_small(bill), consumer=self.party(bill).standing == Standing.CONSUMER,
            public=is_public, debit=bill.payment_method == PaymentMethod.SEPA_DEBIT,
        )  # fmt: skip

    def remarks(self, bill: Bill, sums: Sums) -> list[str]:
        """Return what staff are told about the form: whether an e-invoice is due (§ 14 UStG)."""
        customer = self.customer(bill)
        if customer is Customer.CONSUMER or not sums.vat:
            return []
        settings = self._settings.get(bill.entity_id)
        duty = einvoice_duty(
            supplied_on=max(one.supply_to for one in sums.lines), invoiced_on=bill.issued_on, customer=customer,
            gross=sums.gross, turnover=settings.turnover_2026 if settings else None,
            small_business=self._is_small(bill),
        )  # fmt: skip
        return [Remark.E_INVOICE] if duty.value.e_invoice_required else []

    def customer(self, bill: Bill) -> Customer:
        """Return whom tax law sees in the customer."""
        preference = self._preferences.get(bill.party_id)
        if preference is not None and preference.recipient:
            return Customer(preference.recipient)
        return Customer.CONSUMER if self.party(bill).standing == Standing.CONSUMER else Customer.BUSINESS

    def _is_small(self, bill: Bill) -> bool:
        settings = self._settings.get(bill.entity_id)
        since = settings.small_business_from if settings else None
        return since is not None and since <= bill.issued_on

    def _transfer(self, bill: Bill) -> en.CreditTransfer | None:
        settings = self._settings.get(bill.entity_id)
        if settings is None or not settings.iban:
            return None
        return en.CreditTransfer(account=settings.iban, name=self._entities[bill.entity_id].name, bic=settings.bic)

    def _seller(self, bill: Bill) -> en.Party:
        if bill.entity_id not in self._sellers:
            self._sellers[bill.entity_id] = _seller(self._entities[bill.entity_id])
        return self._sellers[bill.entity_id]

    def _buyer(self, bill: Bill) -> en.Party:
        row, preference = self.party(bill), self._preferences.get(bill.party_id)
        leitweg = preference.leitweg_id if preference else ""
        email = preference.email if preference and preference.email else row.email
        reach = en.Identifier(value=leitweg, scheme="0204") if leitweg else _mail(email)
        return en.Party(
            name=row.billing_name or str(row),
            identifiers=(en.Identifier(value=row.number),) if row.number else (),
            vat_id=preference.vat_id if preference else "",
            electronic_address=reach,
            address=en.Address(
                line_one=row.billing_street or row.street, postcode=row.billing_postcode or row.postcode,
                city=row.billing_city or row.city, country=row.country or "DE",
            ),
        )  # fmt: skip


def _seller(entity: Any) -> en.Party:
    registered = f"{entity.register_court}, {entity.register_number}".strip(", ")
    contact = entity.responsible_person or entity.name
    return en.Party(
        name=entity.name,
        registration=en.Identifier(value=entity.register_number) if entity.register_number else None,
        vat_id=entity.vat_id,
        tax_number=entity.tax_number,
        legal_information=". ".join(one for one in (registered, entity.represented_by) if one),
        electronic_address=_mail(entity.email),
        address=en.Address(
            line_one=entity.street, postcode=entity.postcode, city=entity.city, country=entity.country or "DE"
        ),
        contact=en.Contact(name=contact, phone=entity.phone, email=entity.email),
    )


def _mail(address: str) -> en.Identifier | None:
    return en.Identifier(value=address, scheme="EM") if address else None


def _terms(bill: Bill, due_on: date) -> str:
    """Return how it is paid, in the German of every invoice."""
    day = f"{due_on:%d.%m.%Y}"
    if bill.payment_method == PaymentMethod.SEPA_DEBIT:
        return f"Der Betrag wird per SEPA-Lastschrift eingezogen, frühestens am {day}."
    if due_on <= bill.issued_on:
        return "Der Betrag ist sofort fällig."
    return f"Zahlbar bis zum {day} ohne Abzug."
