"""The portal ends 36 months after the last contract: told of once, on the day, whatever the clock does in between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.core.accounts.models import User
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.models import Deadline
from quartier.core.inbox.models import OutgoingMail
from quartier.core.leaving import rules, services
from quartier.core.leaving.tests.people import CLERK, ended, furnish, left, may_log_in, rows, tenant
from quartier.core.parties import queries as parties
from quartier.core.parties import services as people
from quartier.core.parties.models import Party
from quartier.values.span import Span
from quartier.values.zone import BERLIN

LEAD = User(audience="staff", roles=["lead"])
ENDED, NOTED = date(2023, 1, 31), datetime(2023, 1, 15, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger of erasures."""
    settings.ERASURE_LEDGER = tmp_path / "erasures"


@pytest.fixture
def party(alpha: Any) -> Any:
    """A tenant whose tenancy ends on 31 January 2023."""
    found = tenant(furnish())
    ended(found, ENDED, NOTED)
    return found


def berlin(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """An instant in Germany."""
    return datetime(year, month, day, hour, minute, second, tzinfo=BERLIN)


def days(first: date, last: date) -> Iterable[datetime]:
    """The noon of each day."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield berlin(day.year, day.month, day.day, 12)


def notices(party: Any) -> list[tuple[str, datetime]]:
    """The mails ahead, with their instants."""
    found = OutgoingMail.objects.filter(template="leaving.ahead").order_by("pk")
    return [(mail.to_address, mail.created_at) for mail in found]


@pytest.mark.req("DWG-32")
def test_a_relationship_that_ended_on_31_january_2023_lets_the_portal_end_on_31_january_2026(party: Any) -> None:
    (end,) = Deadline.objects.filter(kind=services.END)
    assert end.last_on == date(2026, 1, 31)
    deadlines.process(at=berlin(2026, 1, 31, 23, 59, 59))
    assert may_log_in(party)
    deadlines.process(at=berlin(2026, 2, 1, 0, 0))
    assert not may_log_in(party)
    assert left(party) == ["time"]
    assert rows("parties.Relationship").get(party=party, kind="portal").ended_on == date(2026, 1, 31)


@pytest.mark.req("DWG-32")
def test_a_new_tenancy_in_2025_cancels_the_end(party: Any) -> None:
    entity = rows("providers.LegalEntity").get()
    people.open_relationship(
        actor=CLERK, at=berlin(2025, 6, 1, 9), party=party, legal_entity_id=entity.pk, kind="tenancy", number="W 99",
        started_on=date(2025, 6, 1), tell=False,
    )  # fmt: skip
    assert set(Deadline.objects.values_list("state", flat=True)) == {"cancelled"}
    deadlines.process(at=berlin(2030, 1, 1, 9))
    assert may_log_in(party)
    assert (notices(party), left(party)) == ([], [])


@pytest.mark.req("DWG-33")
def test_the_customer_is_told_once_then_the_access_is_closed_and_what_must_be_kept_is_restricted(party: Any) -> None:
    deadlines.process(at=berlin(2025, 12, 31, 23))
    assert notices(party) == []
    for noon in days(date(2026, 1, 1), date(2026, 1, 31)):
        deadlines.process(at=noon)
    assert [address for address, _at in notices(party)] == ["blum@posthaus.example"], "once, thirty days before"
    told = OutgoingMail.objects.get(template="leaving.ahead")
    assert "31.01.2026" in told.subject
    assert "/konto/schliessen/" in told.text
    assert list(parties.visible_parties(LEAD)) == [party]

    deadlines.process(at=berlin(2026, 2, 1, 12))
    assert not may_log_in(party)
    assert rows("accounts.User").filter(email="blum@posthaus.example").count() == 0, "erasable data are gone"
    kept = Party.everything.get(pk=party.pk)
    assert (kept.phone, kept.email, str(kept)) == ("", "", "Ida Blum")
    assert kept.restricted_at is not None
    assert list(parties.visible_parties(LEAD)) == [], "daily work meets nobody who is restricted"
    assert list(parties.all_parties(LEAD)) == [kept], "who works on rights does"
    assert [address for address, _at in notices(party)] == ["blum@posthaus.example"]


def state_of(name: str) -> list[Any]:
    """What has become of everything about a tenant."""
    party = Party.everything.get(name=name)
    about = Deadline.objects.filter(subject=f"parties.party:{party.pk}").order_by("kind")
    mails = OutgoingMail.objects.filter(about=f"parties.party:{party.pk}").order_by("pk")
    return [
        [(row.kind, row.state, row.last_on) for row in about],
        [(mail.template, mail.created_at, mail.text.replace(name, "X")) for mail in mails],
        list(party.relationships.order_by("kind").values_list("kind", "ended_on")),
        (party.restricted_at, party.email, party.user_id, left(party)),
    ]


def test_three_years_in_one_jump_end_as_they_do_day_by_day(alpha: Any) -> None:
    entity = furnish()
    for name in ("Blum", "Moos"):
        ended(tenant(entity, name), ENDED, NOTED)
    mine = Deadline.objects.filter(subject=f"parties.party:{Party.objects.get(name='Blum').pk}")
    # Only one of the two lives through the days: the other's deadlines sleep until the jump.
    others = Deadline.objects.exclude(pk__in=mine.values("pk"))
    others.update(state="failed")
    for noon in days(date(2025, 12, 20), date(2026, 2, 3)):
        deadlines.process(at=noon)
    Deadline.objects.filter(state="failed").update(state="running")
    deadlines.process(at=berlin(2026, 2, 3, 12))
    assert str(state_of("Blum")).replace("blum", "x") == str(state_of("Moos")).replace("moos", "x")
    assert left(Party.everything.get(name="Moos")) == ["time"]


def test_what_had_ended_before_anybody_heard_of_it_ends_after_the_time_of_the_notice(alpha: Any) -> None:
    party = tenant(furnish())
    ended(party, date(2021, 1, 31), berlin(2026, 3, 1, 9))
    assert Deadline.objects.get(kind=services.END).last_on == date(2026, 3, 31)
    deadlines.process(at=berlin(2026, 3, 1, 10))
    assert len(notices(party)) == 1
    assert may_log_in(party)
    deadlines.process(at=berlin(2026, 4, 1, 0))
    assert not may_log_in(party)


def test_an_end_that_moves_moves_the_deadline(party: Any) -> None:
    ended(party, date(2023, 2, 28), NOTED)
    assert Deadline.objects.get(kind=services.END, state="running").last_on == date(2026, 2, 28)
    assert Deadline.objects.filter(kind=services.END).count() == 2


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["tenancy", "portal", "savings"]),
            st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
        ),
        max_size=4,
    )
)
def test_the_end_comes_only_after_the_last_contract_that_carries_the_use(contracts: list[tuple[str, Any]]) -> None:
    found = rules.ends_on(rules.EndRule(Span(months=36), portal_counts=False), contracts)
    carrying = [end for kind, end in contracts if kind != "portal"]
    assert (found is None) == (not carrying or None in carrying)
    assert found is None or all(found > end for end in carrying)
