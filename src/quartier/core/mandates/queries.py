"""Reading mandates, collections and runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum
from django.utils import translation
from django.utils.translation import gettext

from quartier.core.mandates.models import Collection, Creditor, Mandate, Payout, Run
from quartier.core.mandates.rules import ACTIVE_STATES, CollectionState, MandateState, RunState
from quartier.core.mandates.rules.calendar import usable_until
from quartier.core.mandates.rules.consent import consent_words
from quartier.core.mandates.rules.reasons import reason_in_words
from quartier.core.mandates.rules.words import Scheme
from quartier.core.parties import queries as parties
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.core.providers.policies import BillingPolicy
from quartier.core.providers.policies.billing import PaymentMethod
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass


def subject_of(row: Mandate | Run | Collection | Payout) -> str:
    """Return how facts name a row."""
    return f"{row._meta.label_lower}:{row.pk}"


def creditor_of(entity_id: int) -> Creditor | None:
    """Return how a company collects, None where it does not."""
    return Creditor.objects.filter(entity_id=entity_id).select_related("entity").first()


def creditors(staff: Any) -> QuerySet[Creditor]:
    """Return the creditors that a member of staff may see."""
    rows = Creditor.objects.select_related("entity").order_by("entity__order", "entity_id")
    return rows if staff.entity_id is None else rows.filter(entity_id=staff.entity_id)


def standing_of(party_id: int) -> dict[str, Any] | None:
    """Return what the customer's money page says of direct debits; None where nobody offers them to the customer."""
    states = (MandateState.ACTIVE, MandateState.DRAFT)
    rows = list(Mandate.objects.filter(party_id=party_id, state__in=states))
    if not rows and not Creditor.objects.exclude(identifier="").exists():
        return None
    planned = collections_planned(party_id) if rows else []
    found = {row.state: row for row in rows}
    return {"mandate": found.get(MandateState.ACTIVE), "draft": found.get(MandateState.DRAFT), "planned": planned}


def is_usable(mandate: Mandate, on: date) -> bool:
    """Tell whether a mandate can be collected by on a day: in force, not lapsed, known to the bank where it must be."""
    if mandate.state != MandateState.ACTIVE or mandate.signed_on is None or mandate.signed_on > on:
        return False
    if mandate.scheme == Scheme.B2B and mandate.bank_confirmed_on is None:
        return False
    return on <= usable_until(mandate.last_used_on or mandate.signed_on)


def mandate_in_force(party_id: int, entity_id: int, on: date) -> Mandate | None:
    """Return the mandate by which a company may collect from a customer on a day."""
    row = Mandate.objects.filter(party_id=party_id, entity_id=entity_id, state=MandateState.ACTIVE).first()
    return row if row is not None and is_usable(row, on) else None


def mandates_of(party_id: int) -> list[Mandate]:
    """Return the mandates of a customer, the newest first."""
    return list(Mandate.objects.filter(party_id=party_id).select_related("entity", "document"))


def visible(staff: Any) -> QuerySet[Mandate]:
    """Return the mandates that a member of staff may see: of their company and of customers they meet."""
    rows = Mandate.objects.filter(party__restricted_at=None).select_related("party", "entity")
    return rows if staff.entity_id is None else rows.filter(entity_id=staff.entity_id)


def runs(staff: Any) -> QuerySet[Run]:
    """Return the runs that a member of staff may see."""
    rows = Run.objects.select_related("entity", "document")
    return rows if staff.entity_id is None else rows.filter(entity_id=staff.entity_id)


def run_visible(staff: Any, subject: str) -> bool:
    """Tell whether a member of staff may see a run by its subject in facts."""
    return runs(staff).filter(pk=int(subject.rpartition(":")[2])).exists()


def collections_of(run: Run) -> QuerySet[Collection]:
    """Return what a run collects, with what pages say of it."""
    return run.collections.select_related("mandate__party", "item").order_by("collect_on", "pk")


def refused_of(run: Run) -> list[tuple[str, str]]:
    """Return whose collections a run did not take up, and why."""
    why = {int(one["collection"]): str(one["why"]) for one in run.refused}
    rows = Collection.objects.filter(pk__in=why).select_related("mandate__party").order_by("pk")
    return [(str(row.mandate.party), why[row.pk]) for row in rows]


def payouts_of(run: Run) -> QuerySet[Payout]:
    """Return what a run pays out."""
    return run.payouts.select_related("party").order_by("pk")


def collections_planned(party_id: int) -> list[Collection]:
    """Return what is collected from a customer next."""
    states = (CollectionState.PLANNED, CollectionState.CHOSEN, CollectionState.SENT)
    rows = Collection.objects.filter(mandate__party_id=party_id, state__in=states)
    return list(rows.select_related("item", "mandate").order_by("collect_on", "pk"))


def collection_of(item_id: int) -> Collection | None:
    """Return the latest collection of a claim."""
    return Collection.objects.filter(item_id=item_id).select_related("mandate", "run").order_by("-pk").first()


def collection_ended(end_to_end_id: str) -> Collection | None:
    """Return the collection that a bank names by its end-to-end id."""
    return Collection.objects.filter(end_to_end_id=end_to_end_id).select_related("item", "mandate", "run").first()


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of a file, as the bank credits it in one sum."""

    id: str
    collect_on: date
    scheme: str
    sequence: str
    count: int
    total: Decimal


def batches_of(run: Run) -> Sequence[Batch]:
    """Return the batches of a run's file in their order: the same at every call, whatever came back since."""
    rows = (
        run.collections.filter(end_to_end_id__isnull=False)
        .values("collect_on", "mandate__scheme", "sequence")
        .annotate(count=Count("pk"), total=Sum("amount"))
        .order_by("collect_on", "mandate__scheme", "sequence")
    )
    return [
        Batch(
            f"{run.message_id}-{number}", one["collect_on"], one["mandate__scheme"], one["sequence"], one["count"],
            one["total"],
        )
        for number, one in enumerate(rows, start=1)
    ]  # fmt: skip


def run_named(message_id: str) -> Run | None:
    """Return the run whose file or batch has an id."""
    found = Run.objects.filter(message_id=message_id).first()
    return found or Run.objects.filter(message_id=message_id.rpartition("-")[0]).first()


def offers_debit(on: date) -> bool:
    """Tell whether the terms name direct debit as a way to pay on a day."""
    methods = policy.in_force(BillingPolicy, on).payment_methods
    return PaymentMethod.SEPA_DEBIT in methods or PaymentMethod.AS_IN_TENANCY in methods


@dataclass(frozen=True, slots=True)
class Offer:
    """A mandate that a customer can give in the portal: to whom, for which account, in which words."""

    creditor: Creditor
    account: Any
    words: str


def offer_for(party: Any, entity_id: int, at: datetime) -> Offer | None:
    """Return the mandate a customer can give a company for the bank details in force, None where there is none."""
    creditor, account = creditor_of(entity_id), parties.bank_account_of(party)
    if creditor is None or not creditor.identifier or account is None or not offers_debit(day_of(at)):
        return None
    if mandates_for(party.pk, entity_id, account.pk):
        return None
    return Offer(creditor, account, words_for(creditor, Scheme.CORE, account.holder, account.masked))


def mandates_for(party_id: int, entity_id: int, account_id: int) -> bool:
    """Tell whether a mandate for an account is in force with a company."""
    known = {"party_id": party_id, "entity_id": entity_id, "account_id": account_id}
    return Mandate.objects.filter(**known, state=MandateState.ACTIVE).exists()


def words_for(creditor: Creditor, scheme: Scheme, holder: str, account: str) -> str:
    """Return the words of a mandate for a creditor."""
    return consent_words(
        scheme, creditor=creditor.name, identifier=creditor.identifier, holder=holder, account=account,
        notice_days=creditor.notice_days, agreed_in=creditor.agreed_in,
    )  # fmt: skip


def creditors_for(party: Any) -> list[Creditor]:
    """Return the companies that may ask a customer for a mandate: those the customer has to do with."""
    rows = Creditor.objects.exclude(identifier="").select_related("entity")
    ours = set(party.relationships.values_list("legal_entity_id", flat=True))
    return [row for row in rows if row.entity_id in ours]


def first_due(entity_id: int) -> date | None:
    """Return the day of the earliest planned collection."""
    found = Collection.objects.filter(mandate__entity_id=entity_id, state=CollectionState.PLANNED)
    first: date | None = found.aggregate(first=Min("collect_on"))["first"]
    return first


def planned_sums(entity_ids: Iterable[int], until_on: date) -> Mapping[int, tuple[int, Decimal]]:
    """Return how many collections wait for a run, and how much, by company."""
    rows = Collection.objects.filter(
        mandate__entity_id__in=[*entity_ids], state=CollectionState.PLANNED, collect_on__lte=until_on
    )
    found = rows.values("mandate__entity_id").annotate(count=Count("pk"), sum=Sum("amount")).order_by()
    return {one["mandate__entity_id"]: (one["count"], one["sum"]) for one in found}


def why(code: str) -> str:
    """Return what a bank's reason means, in German: it is stored and told to customers."""
    with translation.override("de"):
        return gettext(reason_in_words(code))


def waiting_runs(staff: Any) -> QuerySet[Run]:
    """Return the runs that somebody has to go on with."""
    return runs(staff).filter(state__in=(RunState.PREPARED, RunState.APPROVED))


def kept_until(row: Mandate) -> datetime | None:
    """Return until when a mandate is kept: while it is in force, then as a letter of business from its end on."""
    if row.ended_on is None:
        return None
    return let_go_at(DocumentClass.VOUCHERS, max(row.ended_on, row.last_used_on or row.ended_on))


def past_due(rows: QuerySet[Mandate], at: datetime) -> QuerySet[Mandate]:
    """Narrow to ended mandates that the law lets go, with nothing collected by them that it keeps."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    if before is None:
        return rows.none()
    day = day_of(before)
    old = rows.filter(ended_on__lt=day, collections__isnull=True)
    return old.exclude(last_used_on__gte=day)


def kept_with_run(row: Any) -> datetime | None:
    """Return until when a collection or transfer is kept: as a voucher for the books."""
    on = row.ended_on or (row.collect_on if isinstance(row, Collection) else day_of(row.run.prepared_at))
    return let_go_at(DocumentClass.VOUCHERS, on)


def past_collections(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to collections that the law lets go."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    if before is None:
        return rows.none()
    day = day_of(before)
    over = (CollectionState.SETTLED, CollectionState.REJECTED, CollectionState.RETURNED, CollectionState.DROPPED)
    return rows.filter(collect_on__lt=day, state__in=[str(one) for one in over]).exclude(ended_on__gte=day)


def past_payouts(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to transfers that the law lets go."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    return rows.filter(run__prepared_at__lt=before).exclude(state="chosen") if before else rows.none()


def collecting(entity_id: int) -> list[int]:
    """Return the keys of a company's claims whose collection is planned or on its way."""
    rows = Collection.objects.filter(item__entity_id=entity_id, state__in=[str(one) for one in ACTIVE_STATES])
    return list(rows.values_list("item_id", flat=True))
