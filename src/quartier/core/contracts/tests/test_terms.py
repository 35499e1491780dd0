"""Terms of 24 and 12 months: notice counted from the invoice, renewal only where one was written (CC-82)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from quartier.core.audit import queries as audit
from quartier.core.contracts import queries, rules, services
from quartier.core.contracts.models import Candidate, InvoiceDate
from quartier.core.contracts.tests.scene import CLERK, contract, fresh, furnish, noon, pass_time, rows
from quartier.core.deadlines import queries as running
from quartier.core.providers.policies.choices import Scope

BEGAN = date(2024, 1, 1)


@pytest.fixture
def row(alpha: Any) -> Any:
    """A cloud contract of a business since New Year 2024."""
    return contract(furnish("werkstatt"), Scope.RECURRING, BEGAN)


def invoiced(row: Any, on: date, noted_on: date | None = None) -> InvoiceDate:
    return services.note_invoice(
        actor=CLERK, at=noon(noted_on or on), contract_id=row.pk, invoiced_on=on, number=f"R {on:%y}"
    )


def kinds(row: Any) -> list[str]:
    return [one.kind.removeprefix("contracts.") for one in audit.about(f"contracts.contract:{row.pk}")][::-1]


def due(row: Any, kind: str) -> date | None:
    found = running.open_deadline_of(kind, f"contracts.contract:{row.pk}")
    return found.last_on if found else None


@pytest.mark.req("CC-82")
def test_the_deadline_is_shown_the_last_day_counts_and_nothing_renews_without_an_invoice(row: Any) -> None:
    assert due(row, services.TERM) == date(2025, 12, 31)
    in_2024 = queries.next_end(row, date(2024, 11, 30))
    invoiced(row, date(2024, 1, 5))
    assert due(row, services.CUT_OFF) is None, "the first year of two"
    invoiced(row, date(2025, 1, 7))
    assert (in_2024, due(row, services.CUT_OFF)) == (date(2025, 12, 31), date(2025, 10, 7))
    assert queries.next_end(row, date(2025, 10, 7)) == date(2025, 12, 31)
    assert queries.next_end(row, date(2025, 10, 8)) == date(2026, 12, 31)
    pass_time(noon(date(2026, 1, 1)))
    assert "renewed" in kinds(row)
    assert due(row, services.TERM) == date(2026, 12, 31)
    # Nobody has written the invoice of 2026: the time for notice stays open, and nothing renews itself silently.
    assert due(row, services.CUT_OFF) is None
    assert queries.next_end(row, date(2026, 12, 31)) == date(2026, 12, 31)
    pass_time(noon(date(2027, 1, 1)))
    waits = Candidate.objects.get(contract=row)
    assert (waits.ground, waits.state) == ("not_invoiced", "open")
    assert due(row, services.TERM) is None
    assert queries.next_end(fresh(row), date(2027, 2, 3)) == date(2027, 2, 3)


def test_the_invoice_that_comes_late_renews_what_waited_for_it(row: Any) -> None:
    pass_time(noon(date(2026, 1, 2)))
    assert Candidate.objects.get(contract=row).state == "open"
    invoiced(row, date(2024, 2, 1), date(2026, 1, 5))
    assert Candidate.objects.get(contract=row).state == "open", "that of another year"
    invoiced(row, date(2025, 12, 30), date(2026, 1, 5))
    assert Candidate.objects.get(contract=row).state == "gone"
    assert due(row, services.TERM) == date(2026, 12, 31)


def test_notice_ends_the_waiting_and_the_deadlines(row: Any) -> None:
    invoiced(row, date(2025, 1, 7))
    given = services.Notice(side=rules.Side.CUSTOMER, way=rules.Way.ORDINARY, received_on=date(2025, 10, 7))
    services.end_by_notice(actor=CLERK, at=noon(date(2025, 10, 8)), contract_id=row.pk, given=given)
    assert (due(row, services.TERM), due(row, services.CUT_OFF)) == (None, None)
    assert due(row, services.END) == date(2025, 12, 31)
    pass_time(noon(date(2026, 3, 1)))
    assert (fresh(row).state, kinds(row).count("ended"), "renewed" in kinds(row)) == ("ended", 1, False)


def test_invoices_outside_of_every_free_year_are_refused(row: Any) -> None:
    invoiced(row, date(2024, 1, 5))
    before = list(rows("contracts.InvoiceDate").values())
    for on, noted_on in ((date(2023, 9, 30), date(2024, 3, 1)), (date(2024, 3, 1), date(2024, 3, 1)),
                         (date(2025, 1, 7), date(2025, 1, 6))):  # fmt: skip
        with pytest.raises(services.InvoiceOutside):
            invoiced(row, on, noted_on)
    assert list(rows("contracts.InvoiceDate").values()) == before


def test_without_a_cut_off_no_invoice_is_noted(alpha: Any) -> None:
    row = contract(furnish("raumhafen"), Scope.PAID, BEGAN)
    with pytest.raises(services.NoTerms):
        invoiced(row, date(2024, 1, 5))


@pytest.mark.parametrize("step", [1, 1200])
def test_years_day_by_day_or_in_one_jump_end_alike(row: Any, step: int) -> None:
    for year in (2024, 2025, 2026):
        InvoiceDate.objects.create(
            contract=row, year_begins_on=date(year, 1, 1), invoiced_on=date(year, 1, 7), noted_at=noon(BEGAN),
            noted_by="Test",
        )  # fmt: skip
    for number in range(0, 1201, step):
        pass_time(noon(BEGAN + timedelta(days=max(number, 1))))
    assert kinds(row) == ["concluded", "renewed", "renewed", *kinds(row)[3:]]
    facts = [(one.kind, one.data) for one in audit.about(f"contracts.contract:{row.pk}") if one.kind != "deadline.x"]
    assert [data["until"] for kind, data in facts if kind == "contracts.renewed"] == ["2027-12-31", "2026-12-31"]
    assert due(row, services.TERM) == date(2027, 12, 31)
