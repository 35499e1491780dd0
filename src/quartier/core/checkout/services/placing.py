"""The click: what the review page showed becomes an order, once, however often the button is pressed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.catalogue import queries as catalogue
from quartier.core.charges import queries as charges
from quartier.core.checkout import queries
from quartier.core.checkout.models import Draft, DraftFile, OrderLink
from quartier.core.checkout.rules import BUSINESS, gap_before
from quartier.core.checkout.services import refusals
from quartier.core.documents import queries as document_queries
from quartier.core.documents import services as documents
from quartier.core.orders import services as orders
from quartier.core.parties import queries as party_queries
from quartier.core.parties import services as parties
from quartier.core.providers.policies import FormationPolicy
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

TITLE = 160
KEPT_OF_PERSON = ("standing",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What was sent with the button: the words on it, the total above it, the texts that were ticked, both boxes."""

    button: str
    gross: Any
    texts: Sequence[Any]
    started_early: bool = False
    loss_known: bool = False


@transaction.atomic
def place(*, actor: Actor, at: datetime, draft_id: int, click: Click) -> Any:
    """Place the order of a draft and return it; a second click returns the same one, and nothing happens twice.

    Raises StepMissing, AccountNeeded, MayNotOrder, ButtonUnclear, LinkOver and what orders raise; nothing changes then.
    """
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    if draft.order_id is not None:
        return draft.order
    link = _open_link(draft, at)
    quote = queries.quoted(draft, at)
    paid = bool(quote.sums.gross)
    if gap_before("review", draft.done, paid=paid):
        raise refusals.StepMissing
    _may_order(draft, quote)
    label = queries.button_of(draft, quote, policy.in_force(FormationPolicy, day_of(at)))
    if not queries.is_clear(label, day_of(at), standing=draft.person["standing"], paid=paid):
        raise refusals.ButtonUnclear
    party = _customer(actor, at, draft)
    given = orders.Placing(
        lines=queries.choices_of(draft.lines), standing=draft.person["standing"], gross=click.gross,
        button=click.button,
        texts=click.texts, party=party, user_id=draft.user_id, inputs=draft.inputs, note=draft.note,
        documents=_filed(actor, at, draft, party, quote.products[0].entity_id), payment_method=draft.payment_method,
        started_early=click.started_early, loss_known=click.loss_known, key=f"checkout.draft:{draft.pk}",
        scope=Scope.ORDER_LINK if link else None, priced_on=link.priced_on if link else None,
    )  # fmt: skip
    order = orders.place(actor=actor, at=at, given=given)
    _closed(actor, at, draft, link, order)
    return order


def _open_link(draft: Draft, at: datetime) -> OrderLink | None:
    """Lock the link that this draft came by; one order alone comes of it."""
    if draft.link_id is None:
        return None
    link = OrderLink.objects.select_for_update(no_key=True).get(pk=draft.link_id)
    if queries.state_of(link, at) != "open":
        raise refusals.LinkOver
    return link


def _may_order(draft: Draft, quote: catalogue.Quote) -> None:
    if any(one.needs_account for one in quote.products) and draft.user is None:
        raise refusals.AccountNeeded
    if draft.user is not None and quote.sums.gross and not charges.may_charge(draft.user):
        raise refusals.MayNotOrder


def _customer(actor: Actor, at: datetime, draft: Draft) -> Any:
    """Return the customer: of the account, or somebody new."""
    if draft.user is not None and (known := party_queries.party_of(draft.user)) is not None:
        return known
    person: Mapping[str, str] = draft.person
    company = person.get("organisation", "") if person["standing"] == BUSINESS else ""
    details: dict[str, Any] = {key: person.get(key, "") for key in ("email", "phone", "street", "postcode", "city")}
    return parties.add_party(
        actor=actor, at=at, kind="organisation" if company else "person", name=company or person["name"],
        given_name="" if company else person.get("given_name", ""), standing=person["standing"], user=draft.user,
        **details,
    )  # fmt: skip


def _filed(actor: Actor, at: datetime, draft: Draft, party: Any, entity_id: int) -> Mapping[str, Sequence[int]]:
    """Make documents of the customer of all files, those of the link included."""
    rows = queries.files_of(draft)
    held = document_queries.held(row.upload_key for row in rows)
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if (upload := held.get(row.upload_key)) is None:
            continue
        given = documents.Given(
            kind="own", title=row.file_name[:TITLE], party=party, entity_id=entity_id, by_customer=True
        )
        found[row.key].append(documents.file(actor=actor, at=at, upload=upload, given=given).pk)
    return found


def _closed(actor: Actor, at: datetime, draft: Draft, link: OrderLink | None, order: Any) -> None:
    """Keep of the draft only the way to its order, and close the link."""
    DraftFile.objects.filter(draft=draft).delete()
    draft.order, draft.inputs, draft.person, draft.note = order, {}, {}, ""
    draft.save(update_fields=["order", "inputs", "person", "note"])
    if link is not None:
        DraftFile.objects.filter(link=link).delete()
        link.order, link.used_at = order, at
        link.save(update_fields=["order", "used_at"])
        data = {"order": order.number}
        audit.record(actor=actor, at=at, kind="checkout.link_used", subject=queries.link_subject(link), data=data)
