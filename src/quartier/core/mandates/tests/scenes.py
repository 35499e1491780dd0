"""A company that collects, and customers who have given it a mandate: what tests of direct debits begin with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from quartier.core.approvals import services as approvals
from quartier.core.ledger.tests.books import KEEPER, claim, company, customer, noon, rows
from quartier.core.mandates import services
from quartier.core.mandates.models import Collection, Mandate, Run
from quartier.core.parties import services as parties
from quartier.values.actor import Actor, ActorKind

IDENTIFIER: Final = "DE98ZZZ09999999999"
IBAN: Final = "DE89370400440532013000"
OTHER_IBAN: Final = "DE02120300000000202051"
ABROAD: Final = "CH9300762011623852957"
SECOND: Final = Actor(ActorKind.STAFF, "9", "Petra Zweig")
ON: Final = date(2026, 11, 2)
AT: Final = datetime(2026, 11, 2, 9, tzinfo=UTC)


def creditor(entity: Any, **given: Any) -> Any:
    """A company that collects."""
    known = {"identifier": IDENTIFIER, "name": "Alpha eG", "iban": "DE75512108001245126199", **given}
    return services.set_creditor(actor=KEEPER, at=AT, entity_id=entity.pk, **known)


def company_that_collects(preset: str = "emscher", **given: Any) -> Any:
    """A company with a creditor identifier whose terms offer direct debit."""
    entity = company(preset)
    creditor(entity, **given)
    return entity


def with_account(party: Any, iban: str = IBAN) -> Any:
    """A customer with bank details."""
    parties.change_bank_account(
        actor=KEEPER, at=AT, party_id=party.pk, holder=str(party), iban=iban, shown={"IBAN": iban}
    )
    return party


def mandate(entity: Any, party: Any, iban: str = IBAN, *, signed_on: date = date(2026, 1, 5), **given: Any) -> Any:
    """A mandate in force, without the way there."""
    known = {
        "entity": entity, "party": party, "reference": f"ALPHA-{Mandate.everything.count() + 1}", "scheme": "CORE",
        "source": "paper", "state": "active", "holder": str(party), "iban": iban, "country": iban[:2],
        "ending": iban[-4:], "signed_on": signed_on, "made_at": AT, "made_by": "Test",
    }  # fmt: skip
    return Mandate.everything.create(**{**known, **given})


def planned(
    entity: Any, party: Any, amount: str = "49.90", *, key: str = "1", due: date = date(2026, 11, 20), at: datetime = AT
) -> Any:
    """A claim whose collection is planned and announced; returns the collection."""
    item = claim(entity, party, amount, on=ON, due=due, key=key)
    services.plan(actor=KEEPER, at=at, items=[item])
    while services.announce(at=at):
        pass
    return Collection.objects.get(item=item, state="planned")


def approved(entity: Any, *, at: datetime = AT, until: date = date(2026, 12, 31)) -> Run:
    """A run that a second person has confirmed; its file is written."""
    run = services.prepare(actor=KEEPER, at=at, entity_id=entity.pk, until_on=until)
    services.propose(actor=KEEPER, at=at, run_id=run.pk)
    confirm(run, at)
    run.refresh_from_db()
    return run


def confirm(run: Run, at: datetime = AT) -> None:
    """Let the second person confirm."""
    waiting = rows("approvals.Approval").get(subject=f"mandates.run:{run.pk}", state="pending")
    approvals.confirm(actor=SECOND, at=at, approval_id=waiting.pk)


def kept(run: Run) -> Any:
    """The document of a run."""
    assert run.document is not None
    return run.document


def content(run: Run) -> bytes:
    """The file of a run."""
    from quartier.core.documents.services.issuing import content_of  # noqa: PLC0415

    return b"".join(content_of(kept(run)))


def collected(entity: Any, *, at: datetime = AT) -> Run:
    """A run whose file the bank has, with its collections booked on their day."""
    run = approved(entity, at=at)
    services.hand_over(actor=KEEPER, at=at, run_id=run.pk)
    for day in {one.collect_on for one in Collection.objects.filter(run=run)}:
        while services.book(at=noon(day), run_id=run.pk, on=day):
            pass
    return run


__all__ = [
    "AT",
    "IBAN",
    "KEEPER",
    "ON",
    "OTHER_IBAN",
    "SECOND",
    "approved",
    "claim",
    "collected",
    "company",
    "company_that_collects",
    "confirm",
    "content",
    "creditor",
    "customer",
    "kept",
    "mandate",
    "noon",
    "planned",
    "rows",
    "with_account",
]  # fmt: skip
