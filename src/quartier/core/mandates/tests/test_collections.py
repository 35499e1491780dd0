"""Collections end to end: planned, announced, gathered, confirmed by a second person, sent, booked, come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quartier.core.approvals import services as approvals
from quartier.core.deadlines import services as deadlines
from quartier.core.ledger import queries as books
from quartier.core.ledger.extension import Item
from quartier.core.ledger.services import AccountRole, account_for
from quartier.core.mandates import queries, services
from quartier.core.mandates.models import Collection, Run
from quartier.core.mandates.services import preparing
from quartier.core.mandates.tests.scenes import (
    AT,
    KEEPER,
    ON,
    OTHER_IBAN,
    SECOND,
    approved,
    claim,
    collected,
    company_that_collects,
    confirm,
    content,
    creditor,
    customer,
    kept,
    mandate,
    noon,
    planned,
    rows,
)
from quartier.core.mandates.tests.schemas import texts, valid
from quartier.core.payments import services as payments
from quartier.values.actor import SYSTEM

DAY = date(2026, 11, 20)
D = Decimal


@pytest.fixture
def entity(alpha: Any) -> Any:
    return company_that_collects()


@pytest.fixture
def party(entity: Any) -> Any:
    who = customer()
    mandate(entity, who)
    return who


def balance(entity: Any, role: AccountRole) -> Decimal:
    lines = rows("ledger.Line").filter(account=account_for(entity.pk, role))
    return sum((one.amount for one in lines), D(0))


def paid(entity: Any, party: Any, amount: str, *, on: date = ON) -> None:
    known: dict[str, Any] = {"kind": "transfer", "received_on": on, "origin": f"test:{Item.everything.count()}"}
    received = payments.Received(entity_id=entity.pk, party_id=party.pk, amount=D(amount), **known)
    payments.receive(actor=KEEPER, at=noon(on), received=received)


def answer(run: Run, *, whole: str = "PART", batch: str = "", rows: Sequence[tuple[str, str]] = ()) -> bytes:
    inside = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{name}</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
        f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf></TxInfAndSts>"
        for name, code in rows
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>B</MsgId>'
        f"</GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{run.message_id}</OrgnlMsgId><GrpSts>{whole}</GrpSts>"
        f"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>{run.message_id}-1</OrgnlPmtInfId>"
        f"<PmtInfSts>{batch or 'PART'}</PmtInfSts>{inside}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()


def test_a_claim_is_announced_collected_booked_and_credited(entity: Any, party: Any) -> None:
    """The whole way, with a file that the schema of ISO 20022 accepts, and books that agree."""
    row = planned(entity, party, due=DAY)
    assert (row.announced_on, row.announced_by, row.collect_on) == (ON, "E-Mail", DAY)
    mail = rows("inbox.OutgoingMail").get(template="mandates.notice")
    for said in ("49,90", "20.11.2026", "ALPHA-1", "DE98ZZZ09999999999"):
        assert said in mail.text
    run = approved(entity)
    document = valid("pain.008.001.08", content(run))
    assert texts(document, "ReqdColltnDt") == ["2026-11-20"]
    assert texts(document, "SeqTp") == ["RCUR"]
    assert texts(document, "Ustrd") == ["Rechnung R 1"]
    services.hand_over(actor=KEEPER, at=AT, run_id=run.pk)
    deadlines.process(at=noon(DAY) - timedelta(hours=13))
    row.refresh_from_db()
    assert (row.state, row.item.open) == ("sent", D("49.90"))
    deadlines.process(at=noon(DAY))
    row.refresh_from_db()
    assert (row.state, row.item.open, balance(entity, AccountRole.TRANSIT)) == ("booked", D(0), D("49.90"))
    batch = queries.batches_of(run)[0]
    given = {"entity_id": entity.pk, "reference": batch.id, "amount": batch.total, "on": DAY, "origin": "bank:1"}
    for _twice in range(2):
        assert services.note_settled(actor=KEEPER, at=noon(DAY), **given)
    row.refresh_from_db()
    assert (row.state, balance(entity, AccountRole.TRANSIT), balance(entity, AccountRole.BANK)) == (
        "settled", D(0), D("49.90"),
    )  # fmt: skip
    assert books.faults() == {}


def test_the_notice_is_whole_days_and_the_day_one_on_which_banks_work(entity: Any, party: Any) -> None:
    """14 days before, never before it is due, never on a weekend or a closing day of TARGET."""
    assert planned(entity, party, due=ON, key="a").collect_on == date(2026, 11, 16)
    assert planned(entity, party, due=date(2026, 12, 25), key="b").collect_on == date(2026, 12, 28)
    assert planned(entity, party, due=date(2026, 11, 21), key="c").collect_on == date(2026, 11, 23)
    with pytest.raises(services.NoticeNotAgreed):
        creditor(entity, notice_days=5)
    creditor(entity, notice_days=5, agreed_in="AGB § 8 Abs. 2")
    assert planned(entity, party, due=ON, key="d").collect_on == date(2026, 11, 9)


def test_who_cannot_be_told_is_not_collected_from(entity: Any) -> None:
    """Without an announcement nothing goes into a run, and the office reads why."""
    silent = customer(email="")
    mandate(entity, silent)
    row = planned(entity, silent)
    assert (row.announced_on, row.because[:17]) == (None, "Nicht angekündigt")
    with pytest.raises(services.NothingToCollect):
        services.prepare(actor=KEEPER, at=AT, entity_id=entity.pk, until_on=DAY)


def test_a_run_tells_what_it_leaves_out_and_why(entity: Any, party: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paid, held back, without a mandate: refused with words; the rest goes on, as far as it is open."""
    free, part = planned(entity, party, "10.00", key="a"), planned(entity, party, "20.00", key="b")
    held, done = planned(entity, party, "30.00", key="c"), planned(entity, party, "40.00", key="d")
    other = customer(name="Ende")
    ended = planned(entity, _with_mandate(entity, other), "50.00", key="e")
    rows("mandates.Mandate").filter(pk=ended.mandate_id).update(state="blocked", ended_on=ON)
    _settle(entity, party, part.item, "5.00")
    _settle(entity, party, done.item, "40.00")
    monkeypatch.setattr(preparing, "holds", [lambda _items, _on: {held.item_id: "Streitig"}])
    run = services.prepare(actor=KEEPER, at=AT, entity_id=entity.pk, until_on=DAY)
    assert {(row.item_id, row.amount) for row in run.collections.all()} == {
        (free.item_id, D("10.00")), (part.item_id, D("15.00")),
    }  # fmt: skip
    assert (run.count, run.sum) == (2, D("25.00"))
    assert sorted(one["why"] for one in run.refused) == [
        "Das Mandat kann nicht genutzt werden", "Schon bezahlt", "Streitig",
    ]  # fmt: skip


def _with_mandate(entity: Any, who: Any) -> Any:
    mandate(entity, who)
    return who


def _settle(entity: Any, party: Any, item: Any, amount: str) -> None:
    received = payments.Received(
        entity_id=entity.pk, party_id=party.pk, amount=D(amount), kind="transfer", received_on=ON,
        origin=f"test:{item.pk}", named_item_ids=(item.pk,),
    )  # fmt: skip
    payments.receive(actor=KEEPER, at=AT, received=received)


def test_two_people_and_one_file_that_stays_as_it_is(entity: Any, party: Any) -> None:
    """Who proposed does not confirm; the file is written once; its digest is that of what is downloaded."""
    planned(entity, party)
    run = services.prepare(actor=KEEPER, at=AT, entity_id=entity.pk, until_on=DAY)
    services.propose(actor=KEEPER, at=AT, run_id=run.pk)
    waiting = rows("approvals.Approval").get(subject=f"mandates.run:{run.pk}")
    with pytest.raises(approvals.SamePerson):
        approvals.confirm(actor=KEEPER, at=AT, approval_id=waiting.pk)
    with pytest.raises(services.WrongState):
        services.hand_over(actor=KEEPER, at=AT, run_id=run.pk)
    confirm(run)
    run.refresh_from_db()
    assert kept(run).sha256 == run.digest
    assert content(run) == content(run)
    assert kept(run).roles == ["bookkeeper", "lead"]
    with pytest.raises(approvals.AlreadyDecided):
        approvals.confirm(actor=SECOND, at=AT, approval_id=waiting.pk)
    with pytest.raises(services.WrongState):
        services.propose(actor=KEEPER, at=AT, run_id=run.pk)


def test_what_is_paid_between_the_steps_is_not_collected(entity: Any, party: Any) -> None:
    """Paid before the confirmation it is left out; paid before the bank has the file, the run is made anew."""
    first, second = planned(entity, party, "10.00", key="a"), planned(entity, party, "20.00", key="b")
    run = services.prepare(actor=KEEPER, at=AT, entity_id=entity.pk, until_on=DAY)
    services.propose(actor=KEEPER, at=AT, run_id=run.pk)
    _settle(entity, party, first.item, "10.00")
    confirm(run)
    run.refresh_from_db()
    first.refresh_from_db()
    assert (run.count, run.sum, first.state) == (1, D("20.00"), "dropped")
    assert texts(valid("pain.008.001.08", content(run)), "InstdAmt") == ["20.00"]
    _settle(entity, party, second.item, "20.00")
    with pytest.raises(services.PaidMeanwhile), transaction.atomic():
        services.hand_over(actor=KEEPER, at=AT, run_id=run.pk)
    services.discard(actor=KEEPER, at=AT, run_id=run.pk, reason="Bezahlt")
    second.refresh_from_db()
    assert second.state == "planned"
    with pytest.raises(services.NothingToCollect):
        services.prepare(actor=KEEPER, at=AT, entity_id=entity.pk, until_on=DAY)


def test_a_claim_has_one_collection_on_its_way(entity: Any, party: Any) -> None:
    """Planning twice plans once; the database refuses another."""
    row = planned(entity, party)
    assert services.plan(actor=KEEPER, at=AT, items=[row.item]) == 0
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_what_the_bank_returns_is_open_again_and_the_mandate_blocked(entity: Any, party: Any) -> None:
    """AC04: the claim is open, the bank's costs are claimed, nothing is collected by the mandate any more."""
    row, later = planned(entity, party, key="a"), planned(entity, party, key="b", due=date(2027, 1, 20))
    run = services.prepare(actor=KEEPER, at=AT, entity_id=entity.pk, until_on=DAY)
    services.propose(actor=KEEPER, at=AT, run_id=run.pk)
    confirm(run)
    services.hand_over(actor=KEEPER, at=AT, run_id=run.pk)
    services.book(at=noon(DAY), run_id=run.pk, on=DAY)
    row.refresh_from_db()
    given: dict[str, Any] = {"end_to_end_id": row.end_to_end_id, "reason": "AC04", "on": date(2026, 11, 24)}
    for _twice in range(2):
        services.note_returned(actor=SYSTEM, at=noon(date(2026, 11, 24)), costs=D("3.00"), origin="bank:2", **given)
    for one in (row, later, row.mandate):
        one.refresh_from_db()
    assert (row.state, row.item.open, row.because) == ("returned", D("49.90"), "Das Konto ist geschlossen.")
    assert (later.state, row.mandate.state) == ("dropped", "blocked")
    assert rows("inbox.OutgoingMail").filter(template="mandates.ended").count() == 1
    assert (balance(entity, AccountRole.TRANSIT), balance(entity, AccountRole.BANK)) == (D("49.90"), D("-52.90"))
    assert services.plan(actor=KEEPER, at=AT, items=[row.item]) == 0
    assert books.faults() == {}


@pytest.mark.parametrize(("retries", "count"), [(False, 0), (True, 1)])
def test_want_of_money_is_tried_once_more_only_where_the_provider_wants_it(
    entity: Any, party: Any, retries: bool, count: int
) -> None:
    """AM04: the mandate stays; a second try is announced like the first, a third is never made."""
    creditor(entity, retries=retries)
    row = planned(entity, party)
    collected(entity)
    row.refresh_from_db()
    at = noon(date(2026, 11, 24))
    services.note_returned(actor=SYSTEM, at=at, end_to_end_id=row.end_to_end_id, reason="AM04", on=date(2026, 11, 24))
    row.mandate.refresh_from_db()
    assert row.mandate.state == "active"
    again = Collection.objects.filter(item=row.item, state="planned")
    assert again.count() == count
    assert [one.collect_on for one in again] == [date(2026, 12, 8)][:count]


def test_what_the_bank_rejects_was_never_paid(entity: Any, party: Any) -> None:
    """pain.002 for one row: rejected before its day, nothing was booked; the same answer twice changes nothing."""
    first, second = planned(entity, party, key="a"), planned(entity, party, key="b")
    run = approved(entity)
    services.hand_over(actor=KEEPER, at=AT, run_id=run.pk)
    first.refresh_from_db()
    told = answer(run, rows=[(first.end_to_end_id, "RC01"), ("fremd", "AC01")])
    for _twice in range(2):
        services.take_status(actor=KEEPER, at=AT, content=told)
    for one in (first, second, run):
        one.refresh_from_db()
    assert (first.state, first.reason, second.state, run.bank_status) == ("rejected", "RC01", "sent", "PART")
    assert rows("payments.Payment").count() == 0
    facts = rows("audit.Fact").filter(kind="mandates.run_answered").order_by("pk")
    assert [one.data["rejected"] for one in facts] == [1, 0]


@pytest.mark.parametrize(("whole", "batch"), [("RJCT", ""), ("PART", "RJCT")])
def test_a_whole_file_or_batch_can_be_rejected(entity: Any, party: Any, whole: str, batch: str) -> None:
    """Booked already, it is taken back; the claims are open again."""
    row = planned(entity, party)
    run = collected(entity)
    services.take_status(actor=KEEPER, at=noon(DAY), content=answer(run, whole=whole, batch=batch))
    row.refresh_from_db()
    assert (row.state, row.reason, row.item.open) == ("returned", "MS03", D("49.90"))
    assert books.faults() == {}


def test_other_answers_are_refused(entity: Any, party: Any) -> None:
    """A statement, an answer to a file of somebody else, one to a run that never left."""
    planned(entity, party)
    run = approved(entity)
    for refusal, told in (
        (services.NotReadable, b"<Document/>"),
        (services.NotOurFile, answer(Run(message_id="L9-2026-1"))),
        (services.NotOurFile, answer(run)),
    ):
        with pytest.raises(refusal):
            services.take_status(actor=KEEPER, at=AT, content=told)
    with pytest.raises(services.NoSuchCollection):
        services.note_returned(actor=SYSTEM, at=AT, end_to_end_id="x", reason="AC01", on=ON)


def test_changes_of_a_mandate_are_told_with_the_next_collection(entity: Any, party: Any) -> None:
    """Another account of the payer and a new name of the creditor: once, then no more."""
    planned(entity, party, key="a")
    assert texts(valid("pain.008.001.08", content(collected(entity))), "AmdmntInd") == []
    row = rows("mandates.Mandate").get()
    services.amend(actor=KEEPER, at=AT, mandate_id=row.pk, iban=OTHER_IBAN, evidence="Brief vom 1.11.2026")
    creditor(entity, name="Beta eG")
    planned(entity, party, key="b")
    document = valid("pain.008.001.08", content(collected(entity)))
    assert (texts(document, "AmdmntInd"), texts(document, "IBAN")[-1]) == (["true"], OTHER_IBAN)
    details = document.find(".//{*}AmdmntInfDtls")
    assert (texts(details, "Nm"), texts(details, "Id")[-1]) == (["Alpha eG"], "SMNDA")
    planned(entity, party, key="c")
    assert texts(valid("pain.008.001.08", content(collected(entity))), "AmdmntInd") == []


def test_who_pays_for_somebody_else_is_the_debtor_and_the_customer_stands_beside(entity: Any) -> None:
    """The ultimate debtor is whose claim it is."""
    who = customer(name="Blum")
    mandate(entity, who, holder="Sozialamt Emscherstadt")
    planned(entity, who)
    document = valid("pain.008.001.08", content(approved(entity)))
    assert texts(document.find(".//{*}Dbtr"), "Nm") == ["Sozialamt Emscherstadt"]
    assert texts(document.find(".//{*}UltmtDbtr"), "Nm") == ["Ida Blum"]


def test_a_year_in_one_jump_ends_as_day_by_day(entity: Any, party: Any) -> None:
    """Collections count from their day, whenever somebody notices."""
    planned(entity, party)
    run = approved(entity)
    services.hand_over(actor=KEEPER, at=AT, run_id=run.pk)
    deadlines.process(at=datetime(2027, 11, 20, 12, tzinfo=AT.tzinfo))
    payment = rows("payments.Payment").get()
    assert (payment.received_on, payment.account_role) == (DAY, "transit")
    assert claim(entity, party, "1.00", on=ON, key="z").open == D("1.00")
