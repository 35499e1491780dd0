"""Mandates: given with evidence, for businesses with their bank's word, revoked, lapsed, asked for anew (QX-25)."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections
from django_tenants.utils import schema_context

from quartier.core.accounts import queries as accounts
from quartier.core.accounts import services as opening
from quartier.core.deadlines import services as deadlines
from quartier.core.ledger import queries as books
from quartier.core.mandates import queries, services
from quartier.core.mandates.models import Collection, Mandate, Run
from quartier.core.mandates.rules.calendar import business_day, collect_from, is_business_day, usable_until
from quartier.core.mandates.tests.scenes import (
    AT,
    IBAN,
    KEEPER,
    ON,
    OTHER_IBAN,
    approved,
    claim,
    collected,
    company_that_collects,
    content,
    creditor,
    customer,
    mandate,
    noon,
    planned,
    rows,
    with_account,
)
from quartier.core.mandates.tests.schemas import texts, valid
from quartier.core.parties import services as parties
from quartier.core.payments import services as payments
from quartier.kit.access import Audience
from quartier.kit.roles import StaffRole
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

D = Decimal


def scan() -> services.Scan:
    owner = accounts.user_with_email("scan@alpha.example") or opening.open_account(
        actor=KEEPER, at=AT, audience=Audience.STAFF, email="scan@alpha.example", name="Bodo Knitter",
        password="Kiesel-und-Farn-26", roles=[StaffRole.BOOKKEEPER],
    )  # fmt: skip
    return services.Scan(owner, "mandat.pdf", 9, [b"%PDF-1.7\n"])


def given(entity: Any, party: Any, at: datetime = AT) -> Mandate:
    """A mandate that the customer gives in the portal."""
    offer = queries.offer_for(party, entity.pk, at)
    assert offer is not None
    who = Actor(ActorKind.CUSTOMER, "5", str(party))
    shown = {"Mandat": offer.words}
    return services.give_online(actor=who, at=at, party=party, entity_id=entity.pk, words=offer.words, shown=shown)


def noted(entity: Any, party: Any, **more: Any) -> Mandate:
    """A mandate on paper."""
    known = {"scheme": "CORE", "signed_on": ON, "holder": str(party), "iban": IBAN, "scan": scan()}
    return services.note_paper(actor=KEEPER, at=AT, party=party, entity_id=entity.pk, **{**known, **more})


def test_a_mandate_in_the_portal_keeps_its_words_and_who_gave_it(alpha: Any) -> None:
    """What was read is kept word for word, with version, person and instant; the customer gets it by mail."""
    entity, party = company_that_collects(), with_account(customer())
    row = given(entity, party)
    assert (row.state, row.source, row.signed_on, row.ending) == ("active", "online", ON, "3000")
    for said in ("Alpha eG", "DE98ZZZ09999999999", "innerhalb von acht Wochen", "Ida Blum", "DE•• •••• 3000"):
        assert said in row.words
    assert IBAN not in row.words
    assert (row.evidence["user"], row.evidence["at"], row.evidence["reauthenticated"]) == ("5", AT.isoformat(), True)
    assert rows("audit.Confirmation").filter(form="mandates.give").count() == 1
    assert row.reference in rows("inbox.OutgoingMail").get(template="mandates.given").text


def test_words_that_changed_since_are_not_what_was_read(alpha: Any) -> None:
    """Nothing is stored where the text, the account or the offer is not there (any more)."""
    entity, party = company_that_collects(), with_account(customer())
    known: dict[str, Any] = {"actor": KEEPER, "at": AT, "entity_id": entity.pk, "shown": {}}
    with pytest.raises(services.WordsChanged):
        services.give_online(party=party, words="Ich erlaube alles.", **known)
    with pytest.raises(services.NoAccount):
        services.give_online(party=customer(email="b@posthaus.example"), words="", **known)
    given(entity, party)
    with pytest.raises(services.MandateThere):
        services.give_online(party=party, words="", **known)
    assert Mandate.everything.count() == 1


def test_where_the_terms_do_not_name_it_nobody_gives_a_mandate(alpha: Any) -> None:
    """Direct debit is offered where the policy in force says so."""
    entity, party = company_that_collects(preset=""), with_account(customer())
    with pytest.raises(services.DebitNotOffered):
        services.give_online(actor=KEEPER, at=AT, party=party, entity_id=entity.pk, words="", shown={})


@pytest.mark.req("QX-25")
def test_new_bank_details_make_a_new_mandate_and_the_next_debit_uses_it(alpha: Any) -> None:
    """An invalid IBAN is refused; a valid one draws up a mandate the customer confirms; the old one is used no more.

    The database holds no number of an account or card in clear.
    """
    entity, party = company_that_collects(), with_account(customer())
    old = given(entity, party)
    row = planned(entity, party, key="a")
    change: dict[str, Any] = {
        "actor": KEEPER,
        "at": noon(date(2026, 11, 3)),
        "party_id": party.pk,
        "holder": "Ida Blum",
    }
    with pytest.raises(parties.WrongIban):
        parties.change_bank_account(iban="DE89370400440532013001", shown={}, **change)
    old.refresh_from_db()
    assert old.state == "active"
    parties.change_bank_account(iban=OTHER_IBAN, shown={"IBAN": OTHER_IBAN}, **change)
    for one in (old, row):
        one.refresh_from_db()
    draft = Mandate.everything.get(state="draft")
    assert (old.state, row.state, draft.ending) == ("replaced", "dropped", "2051")
    assert draft.reference != old.reference
    assert draft.reference in rows("audit.Fact").get(kind="mandates.drawn_up").data["reference"]
    assert queries.mandate_in_force(party.pk, entity.pk, date(2026, 11, 3)) is None
    new = given(entity, party, noon(date(2026, 11, 4)))
    assert (new.pk, new.state) == (draft.pk, "active")
    planned(entity, party, key="b", at=noon(date(2026, 11, 4)))
    document = valid("pain.008.001.08", content(approved(entity, at=noon(date(2026, 11, 5)))))
    assert (texts(document, "MndtId"), texts(document, "IBAN")[-1]) == ([new.reference], OTHER_IBAN)
    for table in ("mandates_mandate", "parties_bankaccount", "audit_fact", "audit_confirmation", "inbox_outgoingmail"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} AS one WHERE one::text LIKE ANY (%s)",
                           [[f"%{IBAN}%", f"%{OTHER_IBAN}%"]])  # fmt: skip
            assert cursor.fetchone() == (0,), table


def test_who_pays_for_a_customer_has_not_moved(alpha: Any) -> None:
    """A mandate for somebody else's account stays when the customer's bank details change."""
    entity, party = company_that_collects(), with_account(customer())
    row = noted(entity, party, holder="Sozialamt", iban=OTHER_IBAN)
    assert row.account is None
    with_account(party, "DE91100000000123456789")
    row.refresh_from_db()
    assert row.state == "active"


def test_paper_is_signed_scanned_and_replaces_what_was_before(alpha: Any) -> None:
    """Refusals change nothing; the scan is a document of the customer."""
    entity, party = company_that_collects(), customer()
    for refusal, more in (
        (services.ScanMissing, {"scan": None}),
        (services.NotYetSigned, {"signed_on": ON + timedelta(days=1)}),
        (services.BusinessesAlone, {"scheme": "B2B"}),
        (parties.WrongIban, {"iban": "DE00"}),
    ):
        with pytest.raises(refusal):
            noted(entity, party, **more)
    assert Mandate.everything.count() == rows("documents.Document").count() == 0
    first = noted(entity, party)
    second = noted(entity, party, iban=OTHER_IBAN)
    first.refresh_from_db()
    assert (first.state, second.state, second.document.kind) == ("replaced", "active", "mandate")  # type: ignore[union-attr]
    assert [one[-8:] for one in (first.reference, second.reference)] == ["6-000001", "6-000002"]


def test_businesses_waive_their_refund_and_their_bank_knows(alpha: Any) -> None:
    """A B2B mandate is collected by once the payer's bank has confirmed it."""
    entity, party = company_that_collects(), customer(standing="business")
    row = noted(entity, party, scheme="B2B")
    assert "nicht berechtigt" in row.words
    item = claim(entity, party, "10.00", on=ON)
    assert services.plan(actor=KEEPER, at=AT, items=[item]) == 0
    services.confirm_by_bank(actor=KEEPER, at=AT, mandate_id=row.pk, on=ON)
    assert services.plan(actor=KEEPER, at=AT, items=[item]) == 1


def test_revoked_is_revoked(alpha: Any) -> None:
    """What is planned is dropped, the customer is told, and a second revocation refused."""
    entity, party = company_that_collects(), customer()
    row = mandate(entity, party)
    collection = planned(entity, party)
    services.revoke(actor=KEEPER, at=AT, mandate_id=row.pk, reason="Brief vom 1.11.")
    collection.refresh_from_db()
    assert (collection.state, collection.because) == ("dropped", "Brief vom 1.11.")
    for refused in (services.revoke, lambda **known: services.amend(iban=IBAN, evidence="x", **known)):
        with pytest.raises(services.NotInForce):
            refused(actor=KEEPER, at=AT, mandate_id=row.pk)


@pytest.mark.parametrize(("used", "state"), [(False, "lapsed"), (True, "active")])
def test_a_mandate_lapses_36_months_after_its_last_use(alpha: Any, used: bool, state: str) -> None:
    """Used meanwhile, its time runs anew; the day itself still counts."""
    entity, party = company_that_collects(), customer()
    row = noted(entity, party)
    last = usable_until(ON)
    assert (last, queries.is_usable(row, last), queries.is_usable(row, last + timedelta(days=1))) == (
        date(2029, 11, 2), True, False,
    )  # fmt: skip
    if used:
        Mandate.everything.filter(pk=row.pk).update(last_used_on=date(2028, 3, 1))
    deadlines.process(at=noon(last + timedelta(days=1)))
    row.refresh_from_db()
    assert row.state == state
    deadlines.process(at=noon(date(2031, 3, 2)))
    row.refresh_from_db()
    assert (row.state, row.ended_on) == ("lapsed", date(2031, 3, 2) if used else date(2029, 11, 3))


@pytest.mark.parametrize(
    ("day", "right"),
    [
        (date(2026, 12, 24), True), (date(2026, 12, 25), False), (date(2026, 12, 26), False),
        (date(2026, 4, 3), False), (date(2026, 4, 6), False), (date(2026, 5, 1), False), (date(2026, 10, 3), False),
        (date(2025, 10, 3), True), (date(2026, 6, 4), True),
    ],
)  # fmt: skip
def test_banks_settle_on_days_of_target(day: date, right: bool) -> None:
    """The closing days of TARGET count, public holidays of Germany do not; 3 October 2026 is a Saturday."""
    assert is_business_day(day) is right
    assert business_day(day) >= day
    assert collect_from(ON, ON, 1) == date(2026, 11, 3)


def test_a_creditor_is_checked(alpha: Any) -> None:
    """Identifier, IBAN and BIC; a company without an identifier pays, but does not collect."""
    entity = company_that_collects()
    for refusal, more in (
        (services.WrongIdentifier, {"identifier": "DE00ZZZ09999999999"}),
        (services.WrongBic, {"bic": "COBA"}),
        (parties.WrongIban, {"iban": "DE12"}),
    ):
        with pytest.raises(refusal):
            creditor(entity, **more)
    creditor(entity, identifier="")
    with pytest.raises(services.NoCreditor):
        services.prepare(actor=KEEPER, at=AT, entity_id=entity.pk, until_on=ON)


@pytest.mark.req("WR-073")
def test_payment_by_debit_from_mandate_to_the_bank(alpha: Any) -> None:
    """A customer gives a mandate, is told, is debited by a valid file, and owes nothing more."""
    entity, party = company_that_collects(preset="planmass"), with_account(customer())
    given(entity, party)
    row = planned(entity, party, "595.00")
    run = collected(entity)
    assert texts(valid("pain.008.001.08", content(run)), "InstdAmt") == ["595.00"]
    row.refresh_from_db()
    day = row.collect_on
    assert services.note_settled(
        actor=KEEPER,
        at=noon(day),
        entity_id=entity.pk,
        reference=run.message_id,
        amount=D("595.00"),
        on=day,
        origin="b:1",
    )
    assert (books.balance_of(party.pk), books.faults()) == (D(0), {})


def test_refunds_go_out_by_file_once(alpha: Any) -> None:
    """Approved refunds, two people, pain.001; what the bank rejects waits for another account."""
    entity, party = company_that_collects(), with_account(customer())
    other = with_account(customer(email="c@posthaus.example", name="Celik"), OTHER_IBAN)
    refunds = [_refund(entity, one, amount) for one, amount in ((party, "12.50"), (other, "7.50"))]
    run = services.prepare_payouts(actor=KEEPER, at=AT, entity_id=entity.pk, refunds=refunds)
    with pytest.raises(services.NothingToPay):
        services.prepare_payouts(actor=KEEPER, at=AT, entity_id=entity.pk, refunds=refunds)
    services.propose(actor=KEEPER, at=AT, run_id=run.pk)
    _confirm(run)
    document = valid("pain.001.001.09", content(run))
    assert (texts(document, "InstdAmt"), texts(document, "CtrlSum")) == (["12.50", "7.50"], ["20.00"] * 2)
    services.hand_over(actor=KEEPER, at=AT, run_id=run.pk)
    first, second = run.payouts.order_by("pk")
    assert [one.state for one in rows("payments.Refund").order_by("pk")] == ["sent", "sent"]
    payments.paid_back(actor=KEEPER, at=noon(ON), refund_id=first.refund, on=ON)
    rejected = (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>B</MsgId>'
        f"</GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{run.message_id}</OrgnlMsgId><GrpSts>PART</GrpSts>"
        f"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>x</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>"
        f"{second.end_to_end_id}</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>"
        "</TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    )
    services.take_status(actor=KEEPER, at=AT, content=rejected.encode())
    assert [one.state for one in run.payouts.order_by("pk")] == ["paid", "failed"]
    assert [one.state for one in rows("payments.Refund").order_by("pk")] == ["paid", "waiting_for_account"]
    assert books.faults() == {}


def _confirm(run: Run) -> None:
    from quartier.core.mandates.tests.scenes import confirm  # noqa: PLC0415

    confirm(run)
    run.refresh_from_db()


def _refund(entity: Any, party: Any, amount: str) -> Any:
    received = payments.Received(
        entity_id=entity.pk,
        party_id=party.pk,
        amount=D(amount),
        kind="transfer",
        received_on=ON,
        origin=f"t:{party.pk}",
    )
    payments.receive(actor=KEEPER, at=AT, received=received)
    refund = payments.owe_back(
        actor=KEEPER, at=AT, entity_id=entity.pk, party_id=party.pk, amount=D(amount), because="Guthaben",
        subject=f"test:{party.pk}",
    )  # fmt: skip
    return payments.approve(actor=KEEPER, at=AT, refund_id=refund.pk)


def test_two_runs_at_once_never_take_the_same_claim(committed_db: None) -> None:
    """Eight people prepare at the same moment: each collection is in one run."""
    enter_schema("alpha")
    entity = company_that_collects()
    for number in range(6):
        party = customer(email=f"p{number}@posthaus.example")
        mandate(entity, party)
        planned(entity, party, key=str(number))
    refused: list[str] = []

    def press() -> None:
        try:
            with schema_context("alpha"):
                services.prepare(actor=KEEPER, at=AT, entity_id=entity.pk, until_on=date(2026, 12, 1))
        except services.NothingToCollect:
            refused.append("nothing")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    enter_schema("alpha")
    assert (Run.objects.count(), len(refused)) == (1, 7)
    assert Collection.objects.filter(state="chosen", run__isnull=False).count() == 6
