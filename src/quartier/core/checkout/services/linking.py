"""Preparing an order for somebody else: what is ordered and its price behind a link that serves once (WR-024)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import queries
from quartier.core.checkout.models import Draft, DraftFile, OrderLink
from quartier.core.checkout.rules import LINK_HOLDS
from quartier.core.checkout.services import refusals
from quartier.core.checkout.services.drafting import new_secret, opened
from quartier.core.documents import services as documents
from quartier.kit.clock import day_of
from quartier.values.actor import Actor


@transaction.atomic
def hand_on(*, actor: Actor, at: datetime, draft_id: int, party: Any, label: str) -> tuple[OrderLink, str]:
    """Make a link of what a customer has filled in; who orders is left to whoever opens it. The draft is gone then.

    Raises StepMissing for an order whose details are not complete, StandsStill for one that came by a link.
    """
    draft = opened(draft_id, changes_order=True)
    if "details" not in draft.done:
        raise refusals.StepMissing
    choices = queries.choices_of(draft.lines)
    row, secret = _made(actor, at, choices, draft.inputs, label, party=party)
    files = DraftFile.objects.filter(draft=draft)
    documents.hold_longer(keys=list(files.values_list("upload_key", flat=True)), until=row.expires_at)
    files.update(draft=None, link=row)
    draft.delete()
    return row, secret


@transaction.atomic
def offer(
    *, actor: Actor, at: datetime, choices: Sequence[catalogue.Choice], inputs: Mapping[str, str], label: str,
    entity_id: int | None = None,
) -> tuple[OrderLink, str]:  # fmt: skip
    """Make a link for a customer as staff, who stay with their own company. Raises NoPrice, NotTogether."""
    return _made(actor, at, choices, inputs, label, entity_id=entity_id)


@transaction.atomic
def revoke(*, actor: Actor, at: datetime, link_id: int) -> OrderLink:
    """Take a link back: it leads nowhere from now on, and its files go. Raises LinkOver when it is over already."""
    row = OrderLink.objects.select_for_update(no_key=True).get(pk=link_id)
    if queries.state_of(row, at) != "open":
        raise refusals.LinkOver
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    let_files_go([row.pk])
    audit.record(actor=actor, at=at, kind="checkout.link_revoked", subject=queries.link_subject(row))
    return row


def let_files_go(links: Sequence[int]) -> None:
    """Forget the files of links that are over."""
    rows = DraftFile.objects.filter(link__in=links)
    documents.let_go(keys=list(rows.values_list("upload_key", flat=True)))
    rows.delete()


def let_links_go(rows: Any, _at: datetime) -> None:
    """Erase links with their files and what was begun by them."""
    numbers = list(rows.values_list("pk", flat=True))
    let_files_go(numbers)
    drafts = Draft.objects.filter(link__in=numbers)
    keys = list(DraftFile.objects.filter(draft__in=drafts).values_list("upload_key", flat=True))
    documents.let_go(keys=keys)
    rows.delete()


def _made(
    actor: Actor, at: datetime, choices: Sequence[catalogue.Choice], inputs: Mapping[str, str], label: str, *,
    party: Any = None, entity_id: int | None = None,
) -> tuple[OrderLink, str]:  # fmt: skip
    quote = catalogue.quote(choices, day_of(at))
    company = quote.products[0].entity
    if not catalogue.fit_together(quote.products) or entity_id not in (None, company.pk):
        raise refusals.NotTogether
    secret = new_secret()
    lines = [{"product": one.product_id, "options": [*one.options], "quantity": one.quantity} for one in choices]
    row = OrderLink.objects.create(
        token_digest=queries.digest(secret, queries.LINK), entity=company, party=party, prepared_by=actor.name,
        label=label, lines=lines, inputs=dict(inputs), net=quote.sums.net, vat=quote.sums.vat, gross=quote.sums.gross,
        priced_on=day_of(at), made_at=at, expires_at=at + LINK_HOLDS,
    )  # fmt: skip
    data = {"label": label, "gross": str(row.gross)}
    audit.record(actor=actor, at=at, kind="checkout.link_made", subject=queries.link_subject(row), data=data)
    return row, secret
