"""Reading orders that are not sent yet and orders prepared for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout.models import Draft, DraftFile, OrderLink
from quartier.core.checkout.rules import BUSINESS, CONSUMER, LINK_KEPT, digest_of
from quartier.core.privacy.extension import Subject
from quartier.core.providers.policies import FormationPolicy, TermPolicy, WithdrawalPolicy
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.scopes import most_specific
from quartier.core.terms import queries as terms
from quartier.kit.clock import day_of
from quartier.kit.schemas import current_schema
from quartier.law.bgb.order_button import order_button
from quartier.law.bgb.order_page import PageItem, order_page
from quartier.law.bgb.withdrawal_exclusions import Customer

DRAFT, LINK = "draft", "link"
TICKED: Final = ("terms", "privacy")
INSTRUCTION: Final = "withdrawal"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts that go with an order: those with a box of their own, and the instruction for consumers."""

    ticked: Sequence[Any]
    withdrawal: Any


def texts_of(products: Sequence[Any]) -> Texts:
    """Return the published texts that go with products, in one statement."""
    kinds = list(dict.fromkeys(kind for one in products for kind in one.terms)) or list(TICKED)
    found = {one.kind: one for one in terms.current_documents([*kinds, INSTRUCTION])}
    return Texts([found[kind] for kind in kinds if kind in found and kind != INSTRUCTION], found.get(INSTRUCTION))


def digest(token: str, purpose: str) -> str:
    """Return what is kept of a secret in this provider's schema."""
    return digest_of(token, purpose=purpose, schema=current_schema())


def draft_of(token: str, at: datetime) -> Draft | None:
    """Return the draft that a secret leads to, while it lives."""
    rows = Draft.objects.select_related("user", "link", "link__entity", "order")
    return rows.filter(token_digest=digest(token, DRAFT), expires_at__gt=at).first()


def link_of(token: str) -> OrderLink | None:
    """Return the prepared order that a secret leads to, in whatever state."""
    return OrderLink.objects.select_related("entity", "party").filter(token_digest=digest(token, LINK)).first()


def state_of(link: OrderLink, at: datetime) -> str:
    """Return what has become of a prepared order, in one word for programs."""
    over = {"used": link.used_at, "revoked": link.revoked_at}
    found = next((word for word, happened in over.items() if happened is not None), "")
    return found or ("expired" if link.expires_at <= at else "open")


def state_told(link: OrderLink, at: datetime) -> str:
    """Return the same for people. Whoever prepared it learns no more than this (WR-026)."""
    return {
        "used": pgettext("order link", "ordered"),
        "revoked": pgettext("order link", "taken back"),
        "expired": pgettext("order link", "expired"),
        "open": pgettext("order link", "waits for the order"),
    }[state_of(link, at)]


def links_of(party: Any) -> QuerySet[OrderLink]:
    """Return what a customer prepared for others, the latest first."""
    return OrderLink.objects.filter(party=party)


def offers_visible(staff: Any) -> QuerySet[OrderLink]:
    """Return what staff prepared for customers, of their own company."""
    rows = OrderLink.objects.filter(party__isnull=True).select_related("entity")
    return rows if staff.entity_id is None else rows.filter(entity_id=staff.entity_id)


def choices_of(lines: Sequence[Mapping[str, Any]]) -> list[catalogue.Choice]:
    """Return what was chosen from how it is stored."""
    return [catalogue.Choice(one["product"], tuple(one["options"]), one["quantity"]) for one in lines]


def quoted(draft: Draft, at: datetime) -> catalogue.Quote:
    """Return what a draft comes to: at the prices of today, or at those that its link holds. Raises NoPrice."""
    on = draft.link.priced_on if draft.link is not None else day_of(at)
    return catalogue.quote(choices_of(draft.lines), on)


def files_of(draft: Draft) -> list[DraftFile]:
    """Return the files of a draft, and those that came with its link."""
    own = Q(draft=draft)
    return list(DraftFile.objects.filter(own | Q(link=draft.link_id) if draft.link_id else own))


def scopes_of(draft: Draft, product: Any) -> tuple[str, ...]:
    """Return the kinds of contract whose rules count, the first one first: a link has rules of its own (WR-024)."""
    return (Scope.ORDER_LINK.value, product.scope) if draft.link_id else (product.scope,)


def button_of(draft: Draft, quote: catalogue.Quote, formation: FormationPolicy) -> str:
    """Return the exact words on the button."""
    return catalogue.label_for(formation, scopes_of(draft, quote.products[0]), paid=bool(quote.sums.gross))


def is_clear(label: str, on: date, *, standing: str, paid: bool) -> bool:
    """Tell whether the law lets this button bind (§ 312j(3) BGB)."""
    customer = Customer.CONSUMER if standing == CONSUMER else Customer.BUSINESS
    return order_button(label=label, on=on, customer=customer, paid=paid).value.clear


def page_items(quote: catalogue.Quote, term: Sequence[str]) -> tuple[PageItem, ...]:
    """Return what our page says right before the button (§ 312j(2) BGB)."""
    items = [PageItem.CHARACTERISTICS, PageItem.TOTAL_PRICE]
    if recurs(quote):
        items += [PageItem.PERIODIC_PRICE, *([PageItem.TERM, PageItem.MINIMUM] if term else [])]
    return tuple(items)


def is_complete(quote: catalogue.Quote, on: date, term: Sequence[str], *, has_minimum: bool) -> bool:
    """Tell whether nothing is missing on the page right before the button."""
    given = page_items(quote, term)
    return order_page(on=on, subscription=recurs(quote), minimum=has_minimum, given=given).value.complete


def recurs(quote: catalogue.Quote) -> bool:
    """Tell whether something is paid again and again."""
    return any(line.unit != "once" for line in quote.lines)


def term_told(policy: TermPolicy, scope: str) -> list[str]:
    """Return how long a contract of this kind runs and how it ends, in sentences, as the policy has it."""
    row = next(iter(most_specific(policy.term, Scope(scope), is_paid=True)), None)
    if row is not None and row.minimum is not None:
        said = [_("The contract runs for at least %(span)s.") % {"span": row.minimum.text(_)}]
        if policy.renewal is not None:
            said.append(_("Then it is renewed by %(span)s unless notice is given.") % {"span": policy.renewal.text(_)})
        return [*said, _("How and until when notice is given stands in the terms.")]
    return [_("The contract runs for an indefinite time."), _("How notice is given stands in the terms.")]


def may_withdraw(policy: WithdrawalPolicy, standing: str) -> bool:
    """Tell whether somebody in this part has a right to withdraw: consumers only (WR-071)."""
    return standing == CONSUMER and policy.days is not None


def standings_told(values: Sequence[str]) -> list[tuple[str, str]]:
    """Return as what somebody may order, for a form."""
    words = {CONSUMER: _("private person (consumer)"), BUSINESS: _("business, freelancer or public body")}
    return [(one, words[one]) for one in values]


def drafts_about(subject: Subject) -> Q:
    """Select the drafts of somebody: by account, or by the address that a guest typed."""
    found = Q(user=subject.ids["accounts.User"]) if "accounts.User" in subject.ids else Q(pk__in=[])
    for address in subject.emails:
        found |= Q(person__email__iexact=address)
    return found


def files_about(subject: Subject) -> Q:
    """Select the files of somebody's drafts and prepared orders."""
    drafts = Draft.objects.filter(drafts_about(subject))
    party = subject.ids.get("parties.Party")
    found = Q(draft__in=drafts)
    return found | Q(link__party=party) if party else found


def draft_until(row: Draft) -> datetime | None:
    """Return until when a draft is kept."""
    return row.expires_at


def drafts_due(rows: QuerySet[Draft], at: datetime) -> QuerySet[Draft]:
    """Narrow to drafts whose time is over."""
    return rows.filter(expires_at__lte=at)


def draft_told(row: Draft) -> Mapping[str, Any]:
    """Return what a copy tells of a draft."""
    return {
        _("Begun"): row.made_at,
        _("Entries"): "; ".join(f"{key}: {value}" for key, value in row.inputs.items()),
        _("Person"): ", ".join(str(value) for value in row.person.values() if value),
        _("Remark"): row.note,
    }


def link_until(row: OrderLink) -> datetime | None:
    """Return until when a prepared order is kept."""
    return row.made_at + LINK_KEPT


def links_due(rows: QuerySet[OrderLink], at: datetime) -> QuerySet[OrderLink]:
    """Narrow to prepared orders whose time is over."""
    return rows.filter(made_at__lte=at - LINK_KEPT)


def link_subject(link: OrderLink) -> str:
    """Return how facts name a prepared order."""
    return f"checkout.link:{link.pk}"
