"""Blocks: on grounds of the catalogue, at once, for a time or for good, and lifted as the rules say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quartier.core.accounts import services as accounts
from quartier.core.accounts.models import User
from quartier.core.audit.models import Fact
from quartier.core.audit.services import PersonNeeded
from quartier.core.blocks import queries, services
from quartier.core.blocks.models import Block, BlockGround, Warned
from quartier.core.blocks.tests.people import CLERK, INCITEMENT, blocked, party_of, rules, shared_account, user_of
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.models import Deadline
from quartier.core.inbox.models import OutgoingMail
from quartier.core.letters.models import Letter
from quartier.core.parties.extension import tell_of_contracts
from quartier.core.parties.models import Party, Relationship
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.errors import Refused
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM

DAY = timedelta(days=1)


def facts_of(party: Party, kind: str) -> list[Fact]:
    return list(Fact.objects.filter(subject=f"parties.party:{party.pk}", kind=kind).order_by("pk"))


def mails(template: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(template=f"blocks.{template}").order_by("pk"))


@pytest.mark.req("DWG-35")
def test_a_block_until_a_day_ends_the_session_within_one_request_and_itself_when_the_day_is_over(world: Any) -> None:
    client, clerk = world.client("emscher", "customer"), world.client("emscher", "clerk")
    party = party_of(world)
    assert client.get("/uebersicht/").status_code == 200
    last_on = clock.today() + 3 * DAY
    form = {"grounds": INCITEMENT, "scope": "all", "term": "day", "last_on": f"{last_on:%d.%m.%Y}",
            "text": "Aufruf zur Gewalt",
            "is_urgent": "on", "urgency": "Er schreibt weiter."}  # fmt: skip
    assert clerk.post(f"/buero/kundschaft/{party.pk}/sperren/neu/", form).status_code == 302

    shut = client.get("/uebersicht/")
    assert (shut.status_code, shut.headers["Location"]) == (302, "/anmelden/?next=%2Fuebersicht%2F")
    enter_schema("emscher")
    assert user_of(party).barred == ["all"]
    fact = facts_of(party, "block.imposed")[0]
    assert (fact.actor_kind, fact.actor_name) == ("staff", User.objects.get(pk=world.people["emscher"]["clerk"]).name)
    assert (fact.data["grounds"], fact.data["reason"]) == ([INCITEMENT], "Aufruf zur Gewalt")

    row = Deadline.objects.get(kind="blocks.end")
    deadlines.process(at=row.due_at - timedelta(seconds=1))
    assert Block.objects.get().lifted_at is None
    deadlines.process(at=row.due_at + 400 * DAY)
    block = Block.objects.get()
    assert (block.lifted_at, block.lifted_by, block.lifted_because) == (
        row.due_at,
        "Quartier",
        "Der letzte Tag ist vorbei.",
    )
    assert user_of(party).barred == []
    lifted = facts_of(party, "block.lifted")[0]
    assert (lifted.actor_name, lifted.data["reason"]) == ("Quartier", "Der letzte Tag ist vorbei.")
    assert [mail.to_address for mail in mails("lifted")] == [party.email]


@pytest.mark.req("DWG-35")
def test_a_permanent_block_stays_until_a_person_lifts_it_with_a_reason(world: Any) -> None:
    party = party_of(world)
    block = blocked(party, term="permanent")
    assert not Deadline.objects.filter(kind="blocks.end").exists()
    deadlines.process(at=clock.now() + 4000 * DAY)
    block.refresh_from_db()
    assert (block.lifted_at, user_of(party).barred) == (None, ["all"])
    with pytest.raises(services.NoReason):
        services.lift(actor=CLERK, at=clock.now(), block_id=block.pk, reason=" ")
    services.lift(actor=CLERK, at=clock.now(), block_id=block.pk, reason="Verwechslung")
    assert user_of(party).barred == []
    fact = facts_of(party, "block.lifted")[0]
    assert (fact.actor_name, fact.data["reason"]) == ("Jette Brandis", "Verwechslung")
    with pytest.raises(services.AlreadyLifted):
        services.lift(actor=CLERK, at=clock.now(), block_id=block.pk, reason="Noch einmal")
    assert len(facts_of(party, "block.lifted")) == 1


@pytest.mark.req("DWG-35")
def test_the_login_of_somebody_blocked_says_so_without_details_and_tells_whom_to_ask(world: Any) -> None:
    party = party_of(world)
    blocked(party, text="Aufruf zur Gewalt")
    visitor = world.client("emscher", "visitor")
    given = {"login": "kunde@emscher.example", "password": "Quartier-Demo-2026"}
    wrong = visitor.post("/anmelden/", {**given, "password": "Falsch-geraten-2026"}, follow=True)
    assert "gesperrt" not in wrong.content.decode().split("<main")[1]
    answer = visitor.post("/anmelden/", given, follow=True)
    assert answer.request["PATH_INFO"] == "/anmelden/gesperrt/"
    page = answer.content.decode()
    for told in ("Ihr Zugang ist gesperrt", "Bitte wenden Sie sich an uns.", "0231 5550-"):
        assert told in page
    for kept in ("Aufruf", "Volksverhetzung", party.name, "Missbrauch"):
        assert kept not in page.split("<main")[1]
    assert visitor.get("/uebersicht/").status_code == 302
    for legal in ("/impressum/", "/datenschutz/"):
        assert visitor.get(legal).status_code == 200


@pytest.mark.req("DWG-36")
def test_a_block_without_a_ground_of_the_catalogue_is_refused_and_the_report_lists_blocks_by_reason(world: Any) -> None:
    clerk, party = world.client("emscher", "clerk"), party_of(world)
    rules(grounds=["misuse", "credentials_passed_on", "lasting_breach"], prior_warning="none")
    page = f"/buero/kundschaft/{party.pk}/sperren/neu/"
    shown = clerk.get(page).content.decode()
    for ground in ("Volksverhetzung", "Verherrlichung von Gewalt", "Pornografie", "Gefährdung Minderjähriger",
                   "Beleidigung oder Verleumdung", "Urheberrecht", "Markenrecht", "Namensrecht", "Persönlichkeitsrecht",
                   "Zugangsdaten weitergegeben", "Anhaltender Verstoß"):  # fmt: skip
        assert ground in shown, ground
    form = {"scope": "all", "term": "permanent", "text": "Er hat uns geärgert."}
    for grounds in ([], ["arrears"], ["erfunden"]):
        refused = clerk.post(page, {**form, "grounds": grounds})
        assert refused.status_code == 422, grounds
    enter_schema("emscher")
    assert (Block.objects.count(), user_of(party).barred) == (0, [])
    assert clerk.post(page, {**form, "grounds": ["misuse.minors", "lasting_breach"]}).status_code == 302

    report = clerk.get("/buero/sperren/?grund=misuse.minors").content.decode()
    rows = report.split("<tbody>")[-1].split("</tbody>")[0]
    assert str(party) in rows
    assert "Gefährdung Minderjähriger" in rows
    assert str(party) not in clerk.get("/buero/sperren/?grund=misuse.name").content.decode().split("<main")[1]
    by_ground = report.split("<h2>Nach Gründen</h2>")[1].split("</table>")[0]
    assert "Gefährdung Minderjähriger" in by_ground
    assert "Anhaltender Verstoß" in by_ground
    csv = clerk.get("/buero/sperren/?export=csv")
    assert b"Gef\xc3\xa4hrdung Minderj\xc3\xa4hriger" in b"".join(
        csv.streaming_content if csv.streaming else [csv.content]
    )


def test_refusals_change_nothing(world: Any) -> None:
    party = party_of(world)
    wrong: list[tuple[type[Refused], dict[str, Any], dict[str, Any]]] = [
        (services.NoGround, {"grounds": []}, {}),
        (services.NoGround, {"grounds": ["arrears"]}, {}),
        (services.NoService, {}, {"scope": "services"}),
        (services.NoService, {}, {"scope": "services", "services": ["erfunden"]}),
        (services.NoDay, {}, {"term": "day"}),
        (services.NoDay, {}, {"term": "day", "last_on": clock.today() - DAY}),
        (services.NotUrgent, {"urgency": " "}, {}),
        (PersonNeeded, {"actor": SYSTEM}, {}),
    ]
    for refusal, given, wanted in wrong:
        known: dict[str, Any] = {"actor": CLERK, "grounds": [INCITEMENT], "is_urgent": True, "urgency": "Es eilt."}
        with pytest.raises(refusal), transaction.atomic():
            services.impose(at=clock.now(), party_id=party.pk, wanted=services.Wanted(**wanted), **{**known, **given})
    assert (Block.objects.count(), user_of(party).barred, mails("blocked")) == (0, [], [])
    assert facts_of(party, "block.imposed") == []


@pytest.mark.req("WR-089")
def test_a_block_for_a_breach_needs_a_warning_before_it_and_lasts_until_it_is_cleared(world: Any) -> None:
    party = party_of(world)
    rules(grounds=["misuse", "breach", "arrears"], prior_warning="except_urgent", auto_lift="ground_gone")
    given: dict[str, Any] = {"actor": CLERK, "party_id": party.pk, "wanted": services.Wanted(term="grounds")}
    with pytest.raises(services.WarningMissing):
        services.impose(at=clock.now(), grounds=["breach"], **given)
    mend_by = clock.today() + 7 * DAY
    warning = services.warn(
        actor=CLERK, at=clock.now(), party_id=party.pk, grounds=["breach"], text="Kein Abfall im Keller.", way="mail",
        mend_by=mend_by,
    )  # fmt: skip
    mail = mails("warning")[0]
    assert (mail.to_address, "Kein Abfall im Keller." in mail.text, f"{mend_by:%d.%m.%Y}" in mail.text) == (
        party.email, True, True,
    )  # fmt: skip
    after = clock.now() + 8 * DAY
    for at, grounds in ((clock.now(), ["breach"]), (after, ["breach", "arrears"])):
        with pytest.raises(services.WarningMissing):
            services.impose(at=at, grounds=grounds, **given)
    assert Block.objects.count() == 0
    block = services.impose(at=after, grounds=["breach"], **given)
    assert (block.warning_id, block.urgency) == (warning.pk, "")
    assert user_of(party).barred == ["all"]
    services.end_ground(actor=CLERK, at=after + DAY, ground_id=block.grounds.get().pk, reason="Keller geräumt")
    assert user_of(party).barred == []


def test_a_warning_that_was_withdrawn_carries_no_block(world: Any) -> None:
    party = party_of(world)
    warning = services.warn(
        actor=CLERK, at=clock.now(), party_id=party.pk, grounds=[INCITEMENT], text="Bitte nicht.", way="mail"
    )
    services.withdraw_warning(actor=CLERK, at=clock.now(), warning_id=warning.pk)
    with pytest.raises(services.WarningMissing):
        services.impose(
            actor=CLERK, at=clock.now() + DAY, party_id=party.pk, grounds=[INCITEMENT], wanted=services.Wanted()
        )
    with pytest.raises(PersonNeeded), transaction.atomic():
        services.warn(
            actor=SYSTEM, at=clock.now(), party_id=party.pk, grounds=[INCITEMENT], text="Bitte nicht.", way="mail"
        )
    assert Warned.objects.count() == 1


@pytest.mark.req("WR-090")
def test_an_urgent_case_with_its_reason_needs_no_warning(world: Any) -> None:
    party = party_of(world)
    rules(prior_warning="except_urgent")
    given: dict[str, Any] = {"actor": CLERK, "at": clock.now(), "party_id": party.pk, "grounds": [INCITEMENT]}
    with pytest.raises(services.NotUrgent):
        services.impose(**given, wanted=services.Wanted(), is_urgent=True)
    with pytest.raises(services.WarningMissing):
        services.impose(**given, wanted=services.Wanted(), urgency="Ohne Haken zählt das nicht.")
    assert Block.objects.count() == 0
    block = services.impose(**given, wanted=services.Wanted(), is_urgent=True, urgency="Er ruft zur Gewalt auf.")
    assert (block.warning, block.urgency) == (None, "Er ruft zur Gewalt auf.")
    assert facts_of(party, "block.imposed")[0].data["urgency"] == "Er ruft zur Gewalt auf."


def test_a_provider_that_always_warns_has_no_urgent_cases(world: Any) -> None:
    party = party_of(world)
    rules(prior_warning="always")
    with pytest.raises(services.WarningMissing):
        blocked(party)
    assert Block.objects.count() == 0


@pytest.mark.req("QX-39")
def test_a_temporary_block_is_lifted_at_once_when_its_last_ground_is_gone_and_the_customer_is_told(world: Any) -> None:
    party = party_of(world)
    rules(grounds=["arrears", "email_dead"], prior_warning="none", auto_lift="ground_gone")
    block = blocked(party, "arrears", "email_dead", term="grounds")
    given: dict[str, Any] = {"party_id": party.pk}
    first = services.ground_gone(at=clock.now(), ground="arrears", because="Zahlung gebucht", **given)
    block.refresh_from_db()
    assert (first, block.lifted_at, user_of(party).barred, mails("lifted")) == (1, None, ["all"], [])
    at = clock.now() + DAY
    assert services.ground_gone(at=at, ground="email_dead", because="Adresse bestätigt", **given) == 1
    block.refresh_from_db()
    assert (block.lifted_at, block.lifted_because, user_of(party).barred) == (at, "Adresse bestätigt", [])
    assert [(mail.to_address, mail.subject) for mail in mails("lifted")] == [
        (party.email, "Ihr Zugang ist wieder frei")
    ]
    assert services.ground_gone(at=at, ground="email_dead", because="Adresse bestätigt", **given) == 0
    assert len(mails("lifted")) == 1


def test_only_what_hangs_on_an_item_ends_with_it(world: Any) -> None:
    party = party_of(world)
    rules(grounds=["arrears"], prior_warning="none")
    block = blocked(party, "arrears", term="grounds")
    BlockGround.objects.filter(block=block).update(item="billing.item:7")
    BlockGround.objects.create(block=block, ground="arrears", item="billing.item:8")
    gone: dict[str, Any] = {"at": clock.now(), "party_id": party.pk, "ground": "arrears", "because": "Bezahlt"}
    assert services.ground_gone(**gone, item="billing.item:9") == 0
    assert services.ground_gone(**gone, item="billing.item:7") == 1
    assert user_of(party).barred == ["all"]
    assert services.ground_gone(**gone, item="billing.item:8") == 1
    assert user_of(party).barred == []


@pytest.mark.parametrize(("auto_lift", "lifts_by_ground", "lifts_by_day"), [
    ("ground_gone", True, True), ("at_end_date", False, True), ("never", False, False),
])  # fmt: skip
def test_what_lifts_a_block_by_itself_is_the_providers_rule(
    world: Any, auto_lift: str, lifts_by_ground: bool, lifts_by_day: bool
) -> None:
    party = party_of(world)
    rules(auto_lift=auto_lift)
    lead = User.objects.get(pk=world.people["emscher"]["lead"])
    by_ground, by_day = blocked(party, term="grounds"), blocked(party, term="day", last_on=clock.today())
    services.end_ground(actor=CLERK, at=clock.now(), ground_id=by_ground.grounds.get().pk, reason="Erledigt")
    deadlines.process(at=clock.now() + 2 * DAY)
    by_ground.refresh_from_db()
    by_day.refresh_from_db()
    assert (by_ground.lifted_at is not None, by_day.lifted_at is not None) == (lifts_by_ground, lifts_by_day)
    left = {row.pk for row in queries.left_over(lead, clock.today() + 2 * DAY)}
    assert left == ({by_ground.pk} if not lifts_by_ground else set()) | ({by_day.pk} if not lifts_by_day else set())


def test_a_permanent_block_stays_when_its_ground_is_gone_and_waits_for_a_person(world: Any) -> None:
    party = party_of(world)
    rules(auto_lift="ground_gone")
    block = blocked(party, term="permanent")
    services.end_ground(actor=CLERK, at=clock.now(), ground_id=block.grounds.get().pk, reason="Entschuldigung")
    assert user_of(party).barred == ["all"]
    assert "1 Sperre ohne Grund oder nach Ablauf" in world.client("emscher", "clerk").get("/buero/").content.decode()


def test_two_blocks_reach_what_both_reach_and_what_is_left_when_one_ends(world: Any) -> None:
    party = party_of(world)
    first = blocked(party, scope="services", services=["messages"])
    blocked(party, scope="services", services=["uploads", "messages"])
    assert user_of(party).barred == ["service:messages", "service:uploads"]
    services.lift(actor=CLERK, at=clock.now(), block_id=first.pk, reason="Erledigt")
    assert user_of(party).barred == ["service:messages", "service:uploads"]


def test_a_change_moves_reach_and_end_and_is_kept_with_old_and_new(world: Any) -> None:
    party = party_of(world)
    block = blocked(party, term="day", last_on=clock.today() + DAY)
    later = clock.today() + 9 * DAY
    wanted = services.Wanted(scope="services", services=["messages"], term="day", last_on=later)
    services.change(actor=CLERK, at=clock.now(), block_id=block.pk, wanted=wanted)
    assert user_of(party).barred == ["service:messages"]
    assert [(row.state, row.last_on) for row in Deadline.objects.filter(kind="blocks.end").order_by("pk")] == [
        ("cancelled", clock.today() + DAY), ("running", later),
    ]  # fmt: skip
    fact = facts_of(party, "block.changed")[0]
    assert (fact.data["scope"], fact.data["services"]) == (["all", "services"], [[], ["messages"]])
    with pytest.raises(PersonNeeded), transaction.atomic():
        services.change(actor=SYSTEM, at=clock.now(), block_id=block.pk, wanted=services.Wanted())
    assert user_of(party).barred == ["service:messages"]


def test_all_users_of_an_account_are_kept_out_also_those_who_come_later(world: Any) -> None:
    party = party_of(world)
    users = shared_account(party, "Paula", "Karl")
    blocked(party)
    assert [User.objects.get(pk=user.pk).barred for user in users] == [["all"], ["all"]]
    later = accounts.open_account(
        actor=SYSTEM, at=clock.now(), audience=Audience.CUSTOMER, email="neu@kontor.example", name="Neu",
        account=users[0].account, user_name="Neu", password=None,
    )  # fmt: skip
    assert later.barred == ["all"]


def test_a_customer_who_comes_back_with_a_new_account_is_still_blocked(world: Any) -> None:
    party = party_of(world)
    blocked(party)
    User.objects.filter(party=party).update(barred=[])
    tell_of_contracts([party.pk], clock.now())
    assert user_of(party).barred == ["all"]


def test_a_block_changes_nothing_in_contracts(world: Any) -> None:
    party = party_of(world)
    before = list(Relationship.objects.filter(party=party).order_by("pk").values())
    assert before
    block = blocked(party)
    assert list(Relationship.objects.filter(party=party).order_by("pk").values()) == before
    services.lift(actor=CLERK, at=clock.now(), block_id=block.pk, reason="Erledigt")
    assert list(Relationship.objects.filter(party=party).order_by("pk").values()) == before


def test_whom_no_mail_reaches_is_told_by_letter(world: Any) -> None:
    party = party_of(world)
    rules(grounds=["email_dead"], prior_warning="none")
    Party.objects.filter(pk=party.pk).update(address_state="known", address_state_since=None)
    blocked(party, "email_dead", term="grounds")
    assert mails("blocked") == []
    letter = Letter.objects.latest("pk")
    assert (letter.party_id, letter.subject) == (party.pk, "Ihr Zugang ist gesperrt")
    assert facts_of(party, "block.imposed")[0].data["told"] == "letter"


def test_the_notice_says_what_how_long_why_and_how_to_object(world: Any) -> None:
    party = party_of(world)
    blocked(party, scope="services", services=["messages"], text="Siehe Nachricht vom 3. November.")
    text = mails("blocked")[0].text
    for told in ("Gesperrt: Nachrichten", "Dauer: auf Dauer", "Sperrgrund: Missbrauch: Volksverhetzung",
                 "Siehe Nachricht vom 3. November.", "Ein Mensch hat das entschieden"):  # fmt: skip
        assert told in text, text


def test_the_database_itself_wants_a_day_and_services(world: Any) -> None:
    party = party_of(world)
    block = blocked(party)
    for wrong in ({"term": "day"}, {"scope": "services"}, {"services": ["messages"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.filter(pk=block.pk).update(**wrong)
