"""Looking at an order once more on the server: nothing that a form said is believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from quartier.core.catalogue import queries as catalogue
from quartier.core.orders.rules import formation
from quartier.core.orders.services import refusals
from quartier.core.parties.extension import Standing
from quartier.core.providers.policies import BillingPolicy, FormationPolicy
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.providers.queries import policy
from quartier.core.terms import queries as terms
from quartier.law.bgb.order_button import order_button
from quartier.law.bgb.withdrawal_exclusions import Customer

if TYPE_CHECKING:
    from quartier.core.orders.services.placing import Placing

# The kind of text that instructs consumers on their right to withdraw.
INSTRUCTION = "withdrawal"
# What a customer confirms where the products name no texts of their own.
GOVERNING = ("terms", "privacy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An order that may be stored. `inputs` is label and answer of each detail, `moments` what concludes it."""

    scope: Scope
    title: str
    quote: catalogue.Quote
    inputs: Sequence[tuple[str, str]]
    moments: frozenset[Moment]
    texts: Sequence[terms.Document]

    @property
    def first(self) -> Any:
        """Return the product that stands for all: they share company, kind and scope."""
        return self.quote.products[0]


def checked(*, given: Placing, on: date) -> Checked:
    """Return the order at the prices of the day; raises the refusal that says what does not fit."""
    if not given.lines:
        raise refusals.EmptyOrder
    quote = catalogue.quote(given.lines, given.priced_on or on)
    products = quote.products
    if not catalogue.fit_together(products):
        raise refusals.MixedOrder
    _check_customer(given, products)
    for product in products:
        _check_given(given, product)
    if quote.sums.gross != given.gross:
        raise refusals.PriceChanged
    scope = given.scope or Scope(products[0].scope)
    rule = policy.in_force(FormationPolicy, on)
    is_paid = quote.sums.gross > 0
    if is_paid:
        _check_payment(given, (scope.value, products[0].scope), rule, on)
    texts = _texts(given, products)
    return Checked(
        scope=scope, title=_titled(quote.lines), quote=quote, inputs=_told(products, given.inputs),
        moments=formation.moments_for(rule.contract_formed_at, scope, is_paid=is_paid), texts=texts,
    )  # fmt: skip


def _check_customer(given: Placing, products: Sequence[Any]) -> None:
    """Refuse who may not order these, and who cannot be reached."""
    if given.standing not in catalogue.standings_of(products) or given.standing not in Standing.values:
        raise refusals.NotForYou
    if any(one.needs_account for one in products) and not given.user_id:
        raise refusals.LoginNeeded
    guest = given.guest
    if given.party is None and (guest is None or not guest.name.strip() or not guest.email.strip()):
        raise refusals.CustomerMissing


def _check_given(given: Placing, product: Any) -> None:
    """Refuse a product whose details or files are not all there (WR-017)."""
    keys = {one.key for one in catalogue.asked_of(product.inputs)}
    answers = {key: str(value) for key, value in given.inputs.items() if key in keys}
    for key, said in catalogue.entry_faults(product, answers).items():
        raise refusals.InputMissing(said, field=key)
    files = {key: len(numbers) for key, numbers in given.documents.items()}
    for key, said in catalogue.wanted_faults(product, files).items():
        raise refusals.UploadMissing(said, field=key)


def _check_payment(given: Placing, scopes: Sequence[str], rule: FormationPolicy, on: date) -> None:
    """Refuse a paid order whose button did not carry exactly the provider's words, or words that do not bind."""
    label = catalogue.label_for(rule, scopes, paid=True)
    customer = Customer.CONSUMER if given.standing == Standing.CONSUMER else Customer.BUSINESS
    if given.button != label or not order_button(label=label, on=on, customer=customer).value.clear:
        raise refusals.WrongButton
    if given.payment_method not in policy.in_force(BillingPolicy, on).payment_methods:
        raise refusals.WrongPayment


def _texts(given: Placing, products: Sequence[Any]) -> list[terms.Document]:
    """Return the texts that govern: what was confirmed, and for consumers the instruction on withdrawal (WR-071).

    Raises TermsMissing for a published text that belongs to the products and was not confirmed.
    """
    asked = {kind for one in products for kind in one.terms} or {*GOVERNING}
    published = {one.kind: one for one in terms.current_documents(sorted({*asked, INSTRUCTION}))}
    confirmed = {one.kind for one in given.texts}
    if not published.keys() & asked <= confirmed:
        raise refusals.TermsMissing
    told = given.standing == Standing.CONSUMER and INSTRUCTION in published and INSTRUCTION not in confirmed
    return [*given.texts, published[INSTRUCTION]] if told else [*given.texts]


def _told(products: Sequence[Any], given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return label and answer of every detail, each once."""
    pairs = [pair for product in products for pair in catalogue.told(product, given)]
    return list(dict.fromkeys(pairs))


def _titled(lines: Sequence[Any]) -> str:
    """Return the title of an order: its first line, and how many follow."""
    more = _(" and %(count)d more") % {"count": len(lines) - 1} if len(lines) > 1 else ""
    return f"{lines[0].title[:120]}{more}"
