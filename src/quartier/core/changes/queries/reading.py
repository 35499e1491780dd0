"""Reading changes and what became of them for each recipient."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from quartier.core.changes.models import Announcement, AnnouncementState, Change, ChangeState, Topic
from quartier.core.changes.queries.procedures import form_of_objection
from quartier.core.changes.rules import BUSINESS, Passage, passages
from quartier.core.contracts.extension import Side, Trigger
from quartier.core.declarations.extension import Act, Candidate, FormAsked
from quartier.core.parties import queries as parties
from quartier.core.providers.policies.contract import NoticeTrigger
from quartier.kit.clock import day_of
from quartier.law.bgb.terms import Customer

OPEN_CHANGES = (ChangeState.SENDING, ChangeState.ANNOUNCED)
# What a recipient can still answer.
MOST_CANDIDATES = 20
ANSWERABLE = (AnnouncementState.SENT, AnnouncementState.UNDELIVERED, AnnouncementState.RECEIVED)


def changes() -> QuerySet[Change]:
    """Return all changes, newest first."""
    return Change.objects.select_related("new_version__text", "product")


def counted(change: Change) -> dict[str, int]:
    """Return how many announcements of a change are in each state."""
    rows = Announcement.everything.filter(change=change).order_by().values_list("state")
    return dict(rows.annotate(number=Count("pk")))


def announcements(change: Change, staff: Any) -> QuerySet[Announcement]:
    """Return the announcements of a change to people whom a member of staff may see."""
    rows = Announcement.objects.filter(change=change, party__in=parties.visible_parties(staff).values("pk"))
    return rows.select_related("party", "contract__relationship", "change", "letter")


def visible(staff: Any) -> QuerySet[Announcement]:
    """Return the announcements to people whom a member of staff may see."""
    rows = Announcement.objects.filter(party__in=parties.visible_parties(staff).values("pk"))
    return rows.select_related("party", "contract__relationship", "change__new_version__text")


def undelivered(staff: Any) -> QuerySet[Announcement]:
    """Return what did not reach people and waits for staff: nothing takes effect for them (QX-06, CC-06)."""
    return visible(staff).filter(state=AnnouncementState.UNDELIVERED, settled_at__isnull=True)


def objections(staff: Any) -> QuerySet[Announcement]:
    """Return the objections that staff have not settled, those with the next last day for notice first."""
    rows = visible(staff).filter(state=AnnouncementState.OBJECTED, settled_at__isnull=True)
    return rows.order_by("notice_until", "answered_at", "pk")


def of_party(party: Any) -> QuerySet[Announcement]:
    """Return what a customer was told, newest first."""
    rows = Announcement.everything.filter(party=party)
    rows = rows.select_related("change__new_version__text", "old_version", "contract__relationship", "change__product")
    return rows.defer("change__new_version__source", "old_version__source")


def to_show(user: Any) -> QuerySet[Announcement]:
    """Return what somebody has to read at login: what is about them, or about the account that they share."""
    party = parties.party_of(user)
    mine = Q(user=user.pk)
    if party is not None:
        mine |= Q(user__isnull=True, party=party)
    rows = Announcement.everything.filter(mine, at_login=True, seen_at__isnull=True)
    return rows.exclude(change__state=ChangeState.CANCELLED).select_related("change__new_version__text", "old_version")


def difference(row: Announcement) -> Sequence[Passage]:
    """Return which passages change for a recipient, in old and new words."""
    return passages_of(row.change, row.old_version)


def passages_of(change: Change, old: Any) -> Sequence[Passage]:
    """Return which passages of a text change against a version; without one, against nothing but the new words."""
    new: Any = change.new_version
    if new is None or old is None:
        return ()
    return passages(old.body, new.body)


def objectionable(row: Any) -> Sequence[Candidate]:
    """Return which announcements an objection may be about: open ones of the person, or under the name or address."""
    rows = Announcement.objects.filter(state__in=(*ANSWERABLE, AnnouncementState.APPROVED))
    if row.party_id is not None:
        rows = rows.filter(party=row.party_id)
    else:
        last = row.name.split()[-1] if row.name.split() else row.name
        rows = rows.filter(Q(party__name__iexact=last) | Q(party__email__iexact=row.contact or "-"))
    found = rows.select_related("change", "party", "contract__relationship").order_by("-pk")[:MOST_CANDIDATES]
    return [
        Candidate(
            subject=f"changes.announcement:{one.pk}", label=f"{one.party}: {one.change.title}",
            party_id=one.party_id, entity_id=_entity_id(one),
        )
        for one in found
    ]  # fmt: skip


def _entity_id(row: Announcement) -> int:
    if row.contract is not None:
        return int(row.contract.relationship.legal_entity_id)
    return int(row.party.relationships.values_list("legal_entity_id", flat=True).first() or 0)


def form_asked(subject: str, on: date) -> FormAsked:
    """Return which form an objection needs: that of the policy, as far as the law lets it ask (DWG-31)."""
    row = Announcement.everything.select_related("contract").get(pk=int(subject.rpartition(":")[2]))
    customer = Customer.BUSINESS if row.standing == BUSINESS else Customer.CONSUMER
    concluded_on = day_of(row.contract.concluded_at) if row.contract is not None else None
    return FormAsked(
        act=Act.OBJECT_TO_TERMS, agreed=form_of_objection(on), customer=customer, concluded_on=concluded_on
    )


def price_in_force(contract: Any, product: Any, on: date) -> Decimal | None:
    """Return the net price of a contract on a day: a new one only where its announcement has taken effect (CC-06).

    None where the contract has no price of its own and the catalogue knew none on the day of conclusion.
    """
    rows = Announcement.everything.filter(contract=contract, change__topic=Topic.PRICE, change__product=product)
    in_force = rows.filter(state=AnnouncementState.IN_FORCE, effective_on__lte=on).order_by("-effective_on", "-pk")
    if newest := in_force.select_related("change").first():
        return newest.change.new_net
    if first := rows.order_by("pk").select_related("change").first():
        return first.change.old_net
    prices: Any = apps.get_model("catalogue.Price")._default_manager
    known = prices.filter(product=product, option="", valid_from__lte=contract.concluded_at.date())
    found: Decimal | None = known.order_by("-valid_from").values_list("net", flat=True).first()
    return found


def prices_in_force(contract_ids: Collection[int]) -> dict[tuple[int, int], list[tuple[date, Decimal]]]:
    """Return which announced prices have taken effect since when, the latest first, by contract and product.

    One statement for many contracts; what has none there still costs what was agreed (CC-06).
    """
    rows = Announcement.everything.filter(
        contract__in=contract_ids, state=AnnouncementState.IN_FORCE, change__topic=Topic.PRICE,
        effective_on__isnull=False,
    ).order_by("-effective_on", "-pk")  # fmt: skip
    found: dict[tuple[int, int], list[tuple[date, Decimal]]] = {}
    told = rows.values_list("contract_id", "change__product_id", "effective_on", "change__new_net")
    for contract_id, product_id, since, net in told:
        if net is not None:
            assert since is not None
            found.setdefault((contract_id, product_id), []).append((since, net))
    return found


def triggers(contract: Any) -> Iterable[Trigger]:
    """Tell what announced changes let the two sides of a contract do: special notice of either (QX-30, CC-90)."""
    for row in Announcement.everything.filter(contract=contract).select_related("change"):
        if row.change.state == ChangeState.CANCELLED or row.received_on is None:
            continue
        if _lets_customer_go(row):
            yield Trigger(
                trigger=NoticeTrigger.CHANGE, since_on=row.received_on, until_on=row.special_notice_until,
                effective_on=row.effective_on, why=_("Announced change: %(title)s") % {"title": row.change.title},
            )  # fmt: skip
        if row.notice_until is not None and row.answered_at is not None:
            yield _after_objection(row)


def _lets_customer_go(row: Announcement) -> bool:
    """Tell whether a change opens special notice: a rise that is more than VAT, or a material change of the service."""
    return row.special_notice_until is not None or row.change.topic == Topic.SERVICE


def _after_objection(row: Announcement) -> Trigger:
    assert row.answered_at is not None
    return Trigger(
        trigger=NoticeTrigger.OBJECTION, side=Side.PROVIDER, since_on=day_of(row.answered_at),
        until_on=row.notice_until, effective_on=row.effective_on,
        why=_("Objection to: %(title)s") % {"title": row.change.title},
    )  # fmt: skip
