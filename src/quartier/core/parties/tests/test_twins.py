"""Customers that may be one: found with reasons, merged with everything, and two again exactly as before."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest

from quartier.core.accounts.models import User
from quartier.core.audit.models import Fact
from quartier.core.parties import queries, services
from quartier.core.parties.models import BankAccount, Merger, Party, RelatedPerson, Relationship, Twins
from quartier.core.parties.rules.likeness import Traits, digits_of, keys, reasons, score, sound_of
from quartier.core.providers import queries as providers
from quartier.kit import clock
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind
from tests.plugins.world import row_hashes

LEAD = Actor(ActorKind.STAFF, "1", "Malin Brandt")
PAGE = "/buero/kundschaft/dubletten/"
COMMON: dict[str, Any] = {
    "kind": "person", "name": "Vogt", "given_name": "Ada", "born_on": date(1961, 4, 23), "street": "Kampweg 51",
    "postcode": "44199", "city": "Emscherstadt", "email": "ada@posthaus.example", "phone": "0231 5550-120",
}  # fmt: skip


def known(number: str, **more: Any) -> Party:
    """A customer."""
    return services.add_party(actor=LEAD, at=clock.now(), number=number, **COMMON | more)


def searched() -> list[tuple[str, str, int]]:
    """Search, and return the pairs to look at by their numbers."""
    row = services.begin_search(actor=LEAD, at=clock.now())
    services.search(at=clock.now(), search_id=row.pk)
    return [(str(p.first.number), str(p.second.number), p.score) for p in queries.twins()]


def found_for(*numbers: str) -> list[tuple[str, str]]:
    """The pairs among some customers."""
    return [(one, other) for one, other, _points in searched() if {one, other} <= {*numbers}]


def traits(**more: Any) -> Traits:
    """What is compared."""
    given: dict[str, Any] = {
        "number": 1, "sort_name": "vogt, ada", "born_on": None, "email": "", "phones": frozenset(), "street": "",
        "postcode": "", "ibans": frozenset(), "is_person": True,
    }  # fmt: skip
    return Traits(**given | more)


# H. J. Postel, Die Kölner Phonetik (1969), and the examples that implementations share.
@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("Wikipedia", "3412"), ("Müller-Lüdenscheidt", "65752682"), ("Breschnew", "17863"), ("Meyer", "67"),
        ("Maier", "67"), ("Schmidt", "862"), ("Schmitt", "862"), ("Philipp", "351"), ("Schneider", "8627"),
        ("Xaver", "4837"), ("Cäsar", "487"), ("Zacher", "847"), ("", ""),
    ],
)  # fmt: skip
def test_names_sound_as_published(word: str, sound: str) -> None:
    assert sound_of(word) == sound


@pytest.mark.parametrize(
    ("written", "digits"),
    [("+49 (0)231 5550-120", "02315550120"), ("0049 231 5550120", "02315550120"), ("0231/5550-120", "02315550120"),
     ("120", ""), ("", "")],
)  # fmt: skip
def test_numbers_are_alike_however_they_are_written(written: str, digits: str) -> None:
    assert digits_of(written) == digits


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({}, {}, {"name": 40}),
        ({"sort_name": "meyer, ada"}, {"sort_name": "maier, ada"}, {"sound": 30}),
        ({"sort_name": "vogt, ada"}, {"sort_name": "ada, vogt"}, {"swapped": 35}),
        ({"sort_name": "vogt, a."}, {}, {"initial": 20}),
        ({"sort_name": "quast, ole"}, {}, {"other_name": -30}),
        ({"born_on": date(1961, 4, 23)}, {"born_on": date(1961, 4, 24)}, {"name": 40, "not_born": -50}),
        (
            {"street": "Hafenstraße 12", "postcode": "40299"}, {"street": "Hafenstr. 12", "postcode": "40299"},
            {"name": 40, "place": 25},
        ),
        ({"is_person": False}, {}, {"name": 40, "kind": -40}),
    ],
)  # fmt: skip
def test_every_reason_has_its_points(one: dict[str, Any], other: dict[str, Any], why: dict[str, int]) -> None:
    assert reasons(traits(**one), traits(**other)) == why
    assert (
        set(keys(traits(**one))) & set(keys(traits(**other)))
        or "other_name" in why
        or "initial" in why
        or "swapped" in why
    )


def test_points_stay_within_a_hundred() -> None:
    assert score({"name": 40, "born": 40, "email": 35}) == 100
    assert score({"other_name": -30}) == 0


def test_those_who_are_alike_are_found_and_families_are_not(world: Any) -> None:
    enter_schema("emscher")
    known("D 1")
    known("D 2", name="Voigt", email="ADA@posthaus.example", phone="")
    known("D 3", given_name="Ole", born_on=date(1990, 1, 2), email="", phone="")
    known("D 4", given_name="Ada", born_on=date(2001, 1, 2), email="", phone="")
    assert found_for("D 1", "D 2", "D 3", "D 4") == [("D 1", "D 2")]
    row = queries.twins().get(first__number="D 1")
    assert set(row.reasons) >= {"email", "born", "place"}


def test_nobody_is_a_duplicate_of_themselves(world: Any) -> None:
    enter_schema("emscher")
    known("D 1", name="Paul", given_name="Paul")
    assert found_for("D 1") == []
    assert not [pair for pair in searched() if pair[0] == pair[1]]


def test_a_pair_that_is_two_people_is_not_brought_up_again(world: Any) -> None:
    enter_schema("emscher")
    known("D 1")
    known("D 2", phone="")
    assert found_for("D 1", "D 2") == [("D 1", "D 2")]
    lead, row = world.client("emscher", "lead"), queries.twins().get(first__number="D 1")
    assert lead.post(f"{PAGE}{row.pk}/verschieden/").status_code == 302
    enter_schema("emscher")
    assert found_for("D 1", "D 2") == []
    assert Twins.objects.get(pk=row.pk).apart_by


def test_a_search_runs_alone_and_forgets_what_is_not_alike_any_more(world: Any) -> None:
    enter_schema("emscher")
    known("D 1")
    other = known("D 2", phone="")
    assert found_for("D 1", "D 2")
    Party.objects.filter(pk=other.pk).update(born_on=date(2001, 1, 1), email="", street="")
    assert found_for("D 1", "D 2") == []
    services.begin_search(actor=LEAD, at=clock.now())
    with pytest.raises(services.SearchRuns):
        services.begin_search(actor=LEAD, at=clock.now())


def test_they_become_one_with_everything_and_two_again_exactly_as_before(world: Any) -> None:
    enter_schema("emscher")
    entity, at = providers.entities()[0], clock.now()
    stays, gone = known("D 1"), known("D 2", mobile="0171 5550120", street="Ahornweg 3")
    person = known("D 3", name="Quast")
    contract = services.open_relationship(
        actor=LEAD, at=at, party=gone, legal_entity_id=entity.pk, kind="tenancy", number="D 77",
        started_on=date(2026, 1, 1),
    )  # fmt: skip
    for party, iban in ((stays, "DE89370400440532013000"), (gone, "NL91ABNA0417164300")):
        services.change_bank_account(actor=LEAD, at=at, party_id=party.pk, holder="Ada Vogt", iban=iban, shown={})
    services.relate(
        actor=LEAD, at=at, customer_id=gone.pk, who=services.Someone(number="D 3"), role="guarantor",
        source="contract", valid_from=date(2026, 1, 1), relationship_id=contract.pk,
    )  # fmt: skip
    user = User.objects.create(
        login="d2@x.example", email="d2@x.example", name="Ada", audience="customer", created_at=at
    )
    Party.objects.filter(pk=gone.pk).update(user=user)
    before = content()

    row = services.merge(actor=LEAD, at=at, stays_id=stays.pk, gone_id=gone.pk, from_gone=("mobile", "street"))
    one = Party.objects.get(pk=stays.pk)
    assert (one.mobile, one.street, one.email, one.user_id, one.number) == (
        "0171 5550120", "Ahornweg 3", "ada@posthaus.example", user.pk, "D 1",
    )  # fmt: skip
    assert list(one.relationships.all()) == [contract]
    assert BankAccount.objects.get(party=stays, valid_until=None).ending == "3000"
    assert BankAccount.objects.filter(party=stays).count() == 2
    assert RelatedPerson.objects.get(person=person).customer_id == stays.pk
    assert not Party.objects.filter(pk=gone.pk).exists()
    assert Party.everything.get(pk=gone.pk).merged_into_id == stays.pk
    its_history_is_read(world, stays, gone)

    enter_schema("emscher")
    services.undo(actor=LEAD, at=at, merger_id=row.pk)
    assert content() == before
    with pytest.raises(services.AlreadyUndone):
        services.undo(actor=LEAD, at=at, merger_id=row.pk)


def its_history_is_read(world: Any, stays: Party, gone: Party) -> None:
    """The page of the one that stays tells what happened to both; the other one's is gone."""
    lead = world.client("emscher", "lead")
    shown = unescape(lead.get(f"/buero/kundschaft/{stays.pk}/").content.decode())
    assert "Vertrag vermerkt" in shown, "the history of the other one is read too"
    assert lead.get(f"/buero/kundschaft/{gone.pk}/").status_code == 404


def content() -> dict[str, str]:
    """What stands in this provider's tables, but for what was written down about the merger itself."""
    hashes = row_hashes("emscher")
    own = ("audit_", "parties_merger", "parties_twin", "inbox_", "deadlines_")
    return {table: text for table, text in hashes.items() if not table.partition(".")[2].startswith(own)}


@pytest.mark.parametrize("change", ["field", "row", "restricted"])
def test_what_has_changed_since_is_not_torn_apart(world: Any, change: str) -> None:
    enter_schema("emscher")
    entity, at = providers.entities()[0], clock.now()
    stays, gone = known("D 1"), known("D 2", phone="")
    contract = services.open_relationship(
        actor=LEAD, at=at, party=gone, legal_entity_id=entity.pk, kind="tenancy", number="D 77",
        started_on=date(2026, 1, 1),
    )  # fmt: skip
    row = services.merge(actor=LEAD, at=at, stays_id=stays.pk, gone_id=gone.pk)
    if change == "field":
        Party.objects.filter(pk=stays.pk).update(email="neu@posthaus.example")
    elif change == "row":
        Relationship.objects.filter(pk=contract.pk).delete()
    else:
        services.restrict(party_id=stays.pk, at=at)
    before = content()
    with pytest.raises(services.ChangedSince) as refusal:
        services.undo(actor=LEAD, at=at, merger_id=row.pk)
    assert "rückgängig" in str(refusal.value) or "undone" in str(refusal.value)
    assert content() == before


def test_two_logins_the_same_one_and_locked_ones_are_refused(world: Any) -> None:
    enter_schema("emscher")
    people = world.people["emscher"]
    first, second = (Party.objects.get(user_id=people[role]) for role in ("customer", "other customer"))
    third = known("D 1")
    locked = known("D 2", phone="")
    Party.objects.filter(pk=locked.pk).update(restricted_at=clock.now())
    cases: list[tuple[Party, Party, type[Refused]]] = [
        (first, second, services.TwoLogins), (third, third, services.SameParty), (third, locked, services.NotInUse),
    ]  # fmt: skip
    before = content()
    for one, other, refusal in cases:
        with pytest.raises(refusal):
            services.merge(actor=LEAD, at=clock.now(), stays_id=one.pk, gone_id=other.pk)
    assert content() == before


def test_what_can_exist_only_once_is_named(world: Any) -> None:
    enter_schema("emscher")
    stays, gone = known("D 1"), known("D 2", phone="")
    services.relate(
        actor=LEAD, at=clock.now(), customer_id=stays.pk, who=services.Someone(number="D 2"), role="spouse",
        source="person", valid_from=date(2026, 1, 1),
    )  # fmt: skip
    before = content()
    with pytest.raises(services.CannotJoin, match=r"Roles in contracts|Rollen in Verträgen"):
        services.merge(actor=LEAD, at=clock.now(), stays_id=stays.pk, gone_id=gone.pk)
    assert content() == before
    assert not Merger.objects.exists()


def test_the_office_compares_merges_and_undoes(world: Any) -> None:
    enter_schema("emscher")
    known("D 1")
    known("D 2", street="Ahornweg 3", phone="")
    searched()
    row, lead = queries.twins().get(first__number="D 1"), world.client("emscher", "lead")
    assert lead.post(f"{PAGE}suchen/").status_code == 302
    page = unescape(lead.get(f"{PAGE}{row.pk}/").content.decode())
    assert "Ahornweg 3" in page
    assert "Kampweg 51" in page
    sent = {"stays": row.first_id, "street": row.second_id}
    assert lead.post(f"{PAGE}{row.pk}/", {"stays": ""}).status_code == 422
    assert lead.post(f"{PAGE}{row.pk}/", sent).status_code == 302
    enter_schema("emscher")
    assert Party.objects.get(pk=row.first_id).street == "Ahornweg 3"
    merger = Merger.objects.get()
    address = f"/buero/kundschaft/zusammengefuehrt/{merger.pk}/"
    assert "Ada Vogt" in unescape(lead.get("/buero/kundschaft/zusammengefuehrt/").content.decode())
    assert lead.post(address).status_code == 302
    assert lead.post(address).status_code == 409
    enter_schema("emscher")
    assert Party.objects.get(pk=row.first_id).street == "Kampweg 51"
    assert Fact.objects.filter(kind="party.merger_undone").count() == 2
    assert world.client("emscher", "clerk").get(PAGE).status_code == 403
