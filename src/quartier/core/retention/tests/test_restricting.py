"""Restriction at a person's wish: out of daily work, own pages open, lifted only after notice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from quartier.core.accounts.models import User
from quartier.core.audit.models import Fact
from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries as parties
from quartier.core.parties.models import Party
from quartier.core.retention import queries, services
from quartier.core.retention.models import LegalHold, Restriction
from quartier.core.retention.tests.people import AT, OFFICER, customer, with_account
from quartier.kit.errors import Refused

LEAD = User(audience="staff", roles=["lead"])


def restricted(party: Party, ground: str = "disputed") -> Restriction:
    """Restrict a person's data because they say that the address is wrong."""
    return services.restrict(actor=OFFICER, at=AT, party_id=party.pk, ground=ground, reason="Anschrift falsch")


def test_clerks_do_not_meet_a_restricted_person_who_still_reaches_the_own_pages(alpha: Any) -> None:
    party, other = customer("Blum", None), customer("Kern", None)
    user = with_account(party)
    restricted(party)
    assert list(parties.visible_parties(LEAD)) == [other]
    assert parties.relationships_numbered(LEAD, [f"W {party.pk}-0"]) == {}
    assert party in parties.all_parties(LEAD)
    assert parties.party_of(user) == party
    assert User.objects.get(pk=user.pk).is_active
    assert queries.is_restricted(party.pk)
    assert Fact.objects.get(kind="retention.restricted").data["ground"] == "disputed"


def test_it_is_lifted_only_after_the_person_was_told(alpha: Any) -> None:
    party = customer("Blum", None, email="ida@posthaus.example")
    row = restricted(party)
    with pytest.raises(services.NotTold):
        services.lift_restriction(actor=OFFICER, at=AT, restriction_id=row.pk)
    assert queries.is_restricted(party.pk)
    assert list(parties.visible_parties(LEAD)) == []
    services.tell_of_end(actor=OFFICER, at=AT, restriction_id=row.pk, reason="Die Anschrift stimmt.")
    mail = inbox.about(parties.subject_of(party), 1)[0]
    assert (mail.template, mail.to_address) == ("retention.ends", "ida@posthaus.example")
    services.lift_restriction(actor=OFFICER, at=AT + timedelta(days=1), restriction_id=row.pk)
    assert list(parties.visible_parties(LEAD)) == [party]
    with pytest.raises(services.Settled):
        services.lift_restriction(actor=OFFICER, at=AT, restriction_id=row.pk)


def test_without_an_address_a_letter_tells(alpha: Any) -> None:
    party = customer("Blum", None)
    row = restricted(party)
    with pytest.raises(services.NobodyTold) as refusal:
        services.tell_of_end(actor=OFFICER, at=AT, restriction_id=row.pk, reason="Stimmt.")
    assert refusal.value.field == "letter_on"
    assert Restriction.objects.get().told_at is None
    services.tell_of_end(
        actor=OFFICER, at=AT, restriction_id=row.pk, reason="Stimmt.", letter_on=date(2026, 3, 20)
    )  # fmt: skip
    assert Restriction.objects.get().told_at == AT


def test_one_of_two_grounds_lifted_leaves_the_other(alpha: Any) -> None:
    party = customer("Blum", None)
    first, _second = restricted(party), restricted(party, "claims")
    with pytest.raises(services.AlreadyRestricted):
        restricted(party)
    assert Restriction.objects.count() == 2
    services.tell_of_end(actor=OFFICER, at=AT, restriction_id=first.pk, reason="Stimmt.", letter_on=AT.date())
    services.lift_restriction(actor=OFFICER, at=AT, restriction_id=first.pk)
    assert list(parties.visible_parties(LEAD)) == []


def test_whose_purpose_has_ended_meanwhile_stays_out_of_daily_work(alpha: Any) -> None:
    party = customer("Blum", date(2025, 1, 31))
    row = restricted(party)
    services.tell_of_end(actor=OFFICER, at=AT, restriction_id=row.pk, reason="Stimmt.", letter_on=AT.date())
    services.lift_restriction(actor=OFFICER, at=AT, restriction_id=row.pk)
    assert list(parties.visible_parties(LEAD)) == []
    assert not queries.is_restricted(party.pk)


def test_a_restricted_person_is_not_erased_by_the_run(alpha: Any, settings: Any, tmp_path: Any) -> None:
    settings.ERASURE_LEDGER = tmp_path
    party = customer("Blum", date(2010, 1, 31))
    restricted(party, "claims")
    run = services.run(at=AT)
    assert run is not None
    assert [line.held for line in run.lines.filter(model="parties.Party")] == [1]
    assert Party.everything.filter(pk=party.pk).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"review_on": date(2026, 3, 24)}, "review_on"), ({"case": "4 C 112/26"}, "case")],
    ids=["a day that is not later", "the same case twice"],
)
def test_a_hold_that_cannot_be_is_refused_and_leaves_nothing(alpha: Any, changes: Any, field: str) -> None:
    party = customer("Blum", None)
    known: dict[str, Any] = {"case": "4 C 112/26", "reason": "Klage", "review_on": date(2026, 9, 1)}
    services.hold_back(actor=OFFICER, at=AT, party_id=party.pk, **known)
    with pytest.raises(Refused) as refusal:
        services.hold_back(actor=OFFICER, at=AT, party_id=party.pk, **{**known, "case": "5 C 1/26", **changes})
    assert refusal.value.field == field
    assert LegalHold.objects.count() == 1


def test_a_hold_is_looked_at_again_on_its_day(alpha: Any) -> None:
    from quartier.core.deadlines import queries as running  # noqa: PLC0415 – beside what it shows
    from quartier.core.deadlines import services as deadlines  # noqa: PLC0415 – beside what it shows

    party = customer("Blum", None)
    row = services.hold_back(
        actor=OFFICER, at=AT, party_id=party.pk, case="4 C 112/26", reason="Klage", review_on=date(2026, 9, 1)
    )
    subject = f"retention.legalhold:{row.pk}"
    services.look_again(actor=OFFICER, at=AT, hold_id=row.pk, review_on=date(2026, 12, 1))
    found = running.open_deadline_of(services.REVIEW, subject)
    assert found is not None
    assert found.last_on == date(2026, 12, 1)
    assert queries.count_to_review(date(2026, 11, 30)) == 0
    deadlines.process(at=datetime(2026, 12, 2, tzinfo=UTC))
    assert queries.count_to_review(date(2026, 12, 2)) == 1
    assert Fact.objects.filter(kind="retention.review_due").count() == 1
