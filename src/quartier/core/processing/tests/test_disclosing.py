"""Data leave through one door: what it refuses, what it writes down, what the person reads of it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from quartier.core.audit import queries as audit
from quartier.core.deadlines import services as deadlines
from quartier.core.parties.models import Party
from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as privacy_services
from quartier.core.processing import queries, services
from quartier.core.processing.models import Contract, Disclosure, Recipient
from quartier.core.providers import queries as providers
from quartier.core.providers.policies import DataProtectionPolicy
from quartier.core.providers.services import policy as policies
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, Actor, ActorKind

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "7", "Sinan Kühn")
WISH: dict[str, Any] = {"purpose": "metering", "basis": "contract", "categories": ["name", "contract"]}


@pytest.fixture(autouse=True)
def _emscher(world: Any) -> None:
    enter_schema("emscher")


def recipient(contract_until: date | None = date(2027, 12, 31), **more: Any) -> Recipient:
    """A processor of the portal's own company that reads meters, with a contract unless told otherwise."""
    values = {
        "name": "Messdienst Lippe GmbH", "kind": "processor", "task": "Liest Zähler ab", "purposes": ["metering"],
        "categories": ["name", "address", "contract"], "country": "DE", "ground": "", **more,
    }  # fmt: skip
    entity_id = providers.entities()[0].pk
    row = services.add_recipient(actor=CLERK, at=AT, entity_id=entity_id, values=values)
    if contract_until:
        given: dict[str, Any] = {"valid_from": date(2026, 1, 1), "valid_until": contract_until}
        services.add_contract(actor=CLERK, at=AT, recipient_id=row.pk, title="Auftragsverarbeitung", **given)
    return row


def customer() -> Any:
    """A customer of the portal's own company."""
    own = providers.entities()[0].pk
    return Party.objects.filter(relationships__legal_entity_id=own, kind="person").order_by("pk").first()


def disclosed(row: Recipient, at: datetime = AT, **more: Any) -> Any:
    wish = {**WISH, "subjects": [customer().pk], **more}
    return services.disclose(actor=CLERK, at=at, recipient_key=row.key, **wish)


def refuses(error: type[Exception], row: Recipient, match: str = ".", **more: Any) -> None:
    """A refused disclosure leaves no row and no fact."""
    facts = audit.facts().count()
    with pytest.raises(error, match=match):
        disclosed(row, **more)
    assert (Disclosure.objects.filter(recipient=row).count(), audit.facts().count()) == (0, facts)


@pytest.mark.req("CC-60")
def test_without_a_registered_purpose_nothing_goes_to_a_partner_and_with_one_a_row_says_it_all() -> None:
    row = recipient()
    refuses(services.PurposeNotCovered, row, purpose="printing")
    refuses(services.PurposeNotCovered, row, purpose="")
    batch = disclosed(row)
    line = queries.disclosures().get(batch=batch)
    assert (line.recipient, line.party, line.purpose, line.basis) == (row, customer(), "metering", "contract")
    assert (line.categories, line.handed_by, line.at) == (["contract", "name"], "Sinan Kühn", AT)
    fact = next(one for one in audit.about(f"parties.party:{customer().pk}") if one.kind == "disclosure.made")
    assert (fact.data["recipient"], fact.data["purpose"]) == ("Messdienst Lippe GmbH", "metering")


def test_only_registered_categories_of_known_people_go_out_on_a_basis() -> None:
    row = recipient()
    refuses(services.CategoryNotCovered, row, categories=["name", "contact"])
    refuses(services.CategoryNotCovered, row, categories=[])
    refuses(services.BasisMissing, row, basis="")
    refuses(services.NobodyChosen, row, subjects=[])
    refuses(services.NotTheirCustomer, row, subjects=[customer().pk, 999_999_999])
    with pytest.raises(services.NoSuchRecipient):
        services.disclose(actor=CLERK, at=AT, recipient_key="niemand", subjects=[customer().pk], **WISH)


def test_restricted_data_and_the_customers_of_another_controller_stay() -> None:
    row = recipient()
    Party.objects.filter(pk=customer().pk).update(restricted_at=AT)
    hidden = Party.everything.filter(restricted_at__isnull=False).get()
    refuses(services.NotTheirCustomer, row, subjects=[hidden.pk])
    other = next(one for one in privacy.controllers() if not one.is_principal)
    Recipient.objects.filter(pk=row.pk).update(entity_id=other.id)
    stranger = Party.objects.exclude(relationships__legal_entity_id=other.id).order_by("pk")[0]
    refuses(services.NotTheirCustomer, row, subjects=[stranger.pk])


@pytest.mark.req("SBV-28")
def test_when_the_contract_has_run_out_nothing_goes_out_and_the_privacy_role_has_a_task(world: Any) -> None:
    last, next_day = datetime(2026, 11, 30, 22, 59, tzinfo=UTC), datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    barred, ending = queries.count_barred(last), queries.count_ending(last)
    row = recipient(contract_until=date(2026, 11, 30))
    assert (queries.count_barred(last), queries.count_ending(last)) == (barred, ending + 1)
    disclosed(row, at=last)
    with pytest.raises(services.RecipientBarred, match="keinen gültigen Vertrag"):
        disclosed(row, at=next_day)
    assert (queries.count_barred(next_day), queries.count_ending(next_day)) == (barred + 1, ending)
    deadlines.process(at=next_day)
    assert "recipient.contract_ended" in {fact.kind for fact in audit.about(services.subject_of(row))}
    Recipient.objects.exclude(pk=row.pk).update(ended_at=AT)
    Contract.objects.filter(recipient=row).update(valid_until=date(2026, 1, 2))
    assert queries.count_barred(clock.now()) == 1
    for role, sees in (("privacy", True), ("lead", True), ("clerk", False)):
        page = world.client("emscher", role).get("/buero/").content.decode()
        assert ("Ein Empfänger erhält keine Daten" in page) is sees, role
        enter_schema("emscher")


def test_the_end_of_a_contract_is_announced_sixty_days_before() -> None:
    Recipient.objects.update(ended_at=AT)
    row = recipient(contract_until=date(2027, 3, 31))
    before, day = datetime(2027, 1, 29, 12, tzinfo=UTC), datetime(2027, 1, 30, 12, tzinfo=UTC)
    assert (queries.count_ending(before), queries.count_ending(day)) == (0, 1)
    deadlines.process(at=datetime(2027, 2, 1, tzinfo=UTC))
    assert "recipient.contract_ends_soon" in {fact.kind for fact in audit.about(services.subject_of(row))}
    following: dict[str, Any] = {"valid_from": date(2027, 4, 1), "valid_until": None}
    services.add_contract(actor=CLERK, at=day, recipient_id=row.pk, title="Neu", **following)
    assert queries.count_ending(day) == 0
    assert not queries.standing(row, datetime(2027, 4, 1, tzinfo=UTC)).obstacles


def test_a_processor_without_any_contract_gets_nothing_and_an_authority_needs_none() -> None:
    refuses(services.RecipientBarred, recipient(contract_until=None), "keinen gültigen Vertrag")
    court = recipient(contract_until=None, name="Amtsgericht", kind="court")
    assert queries.standing(court, AT).obstacles == []


def test_a_recipient_out_of_use_gets_nothing_and_its_deadlines_end() -> None:
    row = recipient()
    services.end_recipient(actor=CLERK, at=AT, recipient_id=row.pk)
    refuses(services.RecipientBarred, row, "stillgelegt")
    with pytest.raises(services.AlreadyEnded):
        services.end_recipient(actor=CLERK, at=AT, recipient_id=row.pk)
    deadlines.process(at=AT + timedelta(days=900))
    assert "recipient.contract_ended" not in {fact.kind for fact in audit.about(services.subject_of(row))}


@pytest.mark.req("SBV-29")
def test_a_recipient_in_the_united_states_without_a_ground_gets_nothing() -> None:
    facts = audit.facts().count()
    with pytest.raises(services.NoGround):
        recipient(country="US")
    assert (Recipient.objects.filter(name="Messdienst Lippe GmbH").count(), audit.facts().count()) == (0, facts)
    row = recipient()
    values = {name: getattr(row, name) for name in services.CHANGEABLE} | {"country": "US"}
    with pytest.raises(services.NoGround):
        services.change_recipient(actor=CLERK, at=AT, recipient_id=row.pk, values=values)
    Recipient.objects.filter(pk=row.pk).update(country="US")
    refuses(services.RecipientBarred, row, "kein Grund")
    for ground in ("adequacy", "clauses", "consent", "derogation"):
        values["ground"] = ground
        services.change_recipient(actor=CLERK, at=AT, recipient_id=row.pk, values=values)
        disclosed(row)
    assert set(Disclosure.objects.filter(recipient=row).values_list("country", "ground")) == {
        ("US", "adequacy"), ("US", "clauses"), ("US", "consent"), ("US", "derogation"),
    }  # fmt: skip


def test_a_policy_that_lets_nothing_leave_the_union_is_stronger_than_any_ground() -> None:
    row = recipient(country="CH")
    disclosed(row)
    entries = {"third_country_transfer": {"value": "never", "origin": "stated"}}
    decision: dict[str, Any] = {"valid_from": date(2026, 11, 23), "entries": entries, "reason": "Beschluss"}
    policies.decide(actor=SYSTEM, at=AT, concern=DataProtectionPolicy, **decision)
    with pytest.raises(services.RecipientBarred, match="Ihre Richtlinie"):
        disclosed(row, at=AT + timedelta(days=1))


def test_a_sub_processor_outside_needs_a_ground_too() -> None:
    row = recipient()
    common: dict[str, Any] = {"actor": CLERK, "at": AT, "recipient_id": row.pk, "name": "Cloud Inc.", "task": "Server"}
    with pytest.raises(services.NoGround):
        services.add_sub_processor(**common, country="US")
    with pytest.raises(services.UnknownCountry):
        services.add_sub_processor(**common, country="12")
    engaged = services.add_sub_processor(**common, country="US", ground="clauses")
    type(engaged).objects.filter(pk=engaged.pk).update(ground="")
    refuses(services.RecipientBarred, row, "Unterauftragsverarbeiter")
    services.end_sub_processor(actor=CLERK, at=AT, recipient_id=row.pk, sub_processor_id=engaged.pk)
    disclosed(row)


def test_what_is_no_recipient_is_refused_and_not_stored() -> None:
    count = Recipient.objects.count()
    for error, more in (
        (services.NothingToShare, {"purposes": []}),
        (services.NothingToShare, {"categories": ["shoe size"]}),
        (services.UnknownCountry, {"country": "D1"}),
    ):
        with pytest.raises(error):
            recipient(**more)
    assert Recipient.objects.count() == count
    row = recipient()
    with pytest.raises(services.EndsBeforeItBegins):
        services.add_contract(
            actor=CLERK,
            at=AT,
            recipient_id=row.pk,
            title="x",
            valid_from=date(2027, 1, 2),
            valid_until=date(2027, 1, 1),
        )
    assert row.contracts.count() == 1
    assert recipient().key == f"{row.key}-2"


@pytest.mark.req("SBV-24")
def test_an_authority_gets_data_on_a_request_and_a_basis_alone_and_the_person_reads_it_in_the_report() -> None:
    row = recipient(contract_until=None, name="Amt für Wohnen", kind="authority", purposes=["duty"])
    wish: dict[str, Any] = {"purpose": "duty", "basis": "duty"}
    refuses(services.RequestMissing, row, **wish)
    refuses(services.RequestMissing, row, **wish, request=services.Request(" ", date(2026, 11, 20), "Frau Brandt"))
    request = services.Request("12 C 34/26", date(2026, 11, 20), "Frau Brandt")
    refuses(services.BasisMissing, row, purpose="duty", basis="", request=request)
    disclosed(row, **wish, request=request)
    stored = Disclosure.objects.get(recipient=row)
    assert (stored.reference, stored.requested_on, stored.decided_by) == (
        "12 C 34/26", date(2026, 11, 20), "Frau Brandt",
    )  # fmt: skip
    subject = privacy.subject_numbered(customer().pk)
    assert subject is not None
    principal = next(one for one in privacy.controllers() if one.is_principal)
    report = privacy_services.inform(actor=CLERK, at=AT, subject=subject, controller=principal).as_json()
    for told in ("Amt für Wohnen", "12 C 34/26", "20.11.2026", "Frau Brandt"):
        assert told in report
    lines = {line.name: line for line in queries.recipients_of(subject, AT)}
    assert (lines[row.name].received, lines[row.name].third_country) == (True, False)
    assert stored in [one.row for one in queries.disclosures_of(subject)]
    other = next(one for one in privacy.controllers() if not one.is_principal)
    assert queries.disclosures_of(subject, other.entities) == []


def test_a_disclosure_is_never_changed_or_deleted_and_lets_only_the_person_go() -> None:
    court = recipient(name="Amtsgericht", kind="court")
    disclosed(court, request=services.Request("12 C 34/26", date(2026, 11, 20), "Frau Brandt"))
    rows = Disclosure.objects.filter(recipient=court)
    for act in (lambda: rows.update(purpose="billing"), lambda: rows.update(party=None), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    services.forget_people(rows, AT)
    row = rows.get()
    assert (row.party, row.reference, row.purpose) == (None, "", "metering")
    assert queries.kept_until(row) == datetime(2029, 12, 31, 23, tzinfo=UTC)


def test_the_file_holds_the_covered_columns_of_the_answering_company_and_no_other() -> None:
    row, party = recipient(), customer()
    handed = services.hand_over(actor=CLERK, at=AT, recipient_key=row.key, subjects=[party.pk], **WISH)
    head, *lines = list(csv.reader(io.StringIO(handed.content.lstrip("\ufeff")), delimiter=";"))
    principal = next(one for one in privacy.controllers() if one.is_principal)
    numbers = {one.number for one in party.relationships.filter(legal_entity_id__in=principal.entities)}
    assert len(head) == 8
    assert {line[4] for line in lines} == numbers
    assert all(line[2] == party.name for line in lines)
    for hidden in (party.email, party.phone, party.street):
        assert hidden not in handed.content
    assert Disclosure.objects.get(recipient=row).sha256
    assert handed.people == 1
