"""What an announced change does to whom, for each of the five documents."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from quartier.core.changes import queries, services
from quartier.core.changes.models import Announcement, Change, ChangeState
from quartier.core.changes.tests.people import (
    CLERK,
    NEW,
    OLD,
    announced,
    contract,
    customer,
    delivered,
    fresh,
    furnish,
    governing,
    in_force,
    noon,
    objected,
    pass_time,
    rows,
    tell_all,
    text_change,
)
from quartier.core.contracts import queries as contracts
from quartier.core.contracts.extension import Side
from quartier.core.inbox.models import Bounce, OutgoingMail
from quartier.law.bgb.form import Sending
from tests.plugins.world import row_hashes

MAY, JULY = date(2025, 5, 2), date(2025, 7, 1)


@pytest.mark.req("CC-88")
def test_silence_of_a_business_approves_on_17_may_and_binds_on_the_announced_day(alpha: Any) -> None:
    entity, old = furnish("werkstatt"), in_force(OLD, date(2024, 1, 1))
    held = contract(entity, old, customer("Kraus"))
    early = text_change(in_force(NEW, MAY), MAY, MAY + timedelta(days=41))
    before = row_hashes("alpha")
    with pytest.raises(services.TooSoon, match=r"6.Wochen"), transaction.atomic():
        services.announce(actor=CLERK, at=noon(MAY), change_id=early.pk)
    assert row_hashes("alpha") == before, "41 days: refused, and nobody is told"
    services.call_off(actor=CLERK, at=noon(MAY), change_id=early.pk, reason="Zu früh")

    tell_all(text_change(early.new_version, MAY, JULY), MAY)
    row = Announcement.objects.get()
    assert (row.state, row.received_on, row.objection_until) == ("sent", None, None), "no receipt: nothing runs"
    pass_time(date(2025, 7, 2))
    assert governing(held) == [OLD], "nothing takes effect without receipt"

    delivered(MAY)
    row = fresh(row)
    assert (row.received_on, row.objection_until, row.effective_on) == (MAY, date(2025, 5, 16), JULY)


@pytest.mark.req("CC-88")
def test_the_days_of_approval_and_effect_are_kept_apart(alpha: Any) -> None:
    (row,) = announced("werkstatt", MAY, JULY, "Kraus")
    mail = OutgoingMail.objects.get(template="changes.announcement")
    assert "Wenn Sie nicht rechtzeitig widersprechen" in mail.text, "the effect of silence is stated"
    pass_time(date(2025, 5, 16))
    assert fresh(row).state == "received", "the 16th is still in time"
    pass_time(date(2025, 5, 17))
    assert fresh(row).state == "approved"
    assert governing(row.contract) == [OLD]
    pass_time(date(2025, 6, 30))
    assert governing(row.contract) == [OLD]
    pass_time(JULY)
    assert (fresh(row).state, governing(row.contract)) == ("in_force", [NEW])


@pytest.mark.req("CC-89")
def test_a_far_reaching_change_never_binds_whose_receipt_is_not_on_record(alpha: Any) -> None:
    entity, old = furnish("werkstatt"), in_force(OLD, date(2024, 1, 1))
    held = [contract(entity, old, customer(name)) for name in ("Kraus", "Lindner")]
    tell_all(text_change(in_force(NEW, MAY), MAY, JULY), MAY)
    known, unknown = Announcement.objects.order_by("pk")
    services.note_receipt(
        actor=CLERK, at=noon(MAY), announcement_id=known.pk, received_on=MAY, how="Rückschein in der Akte"
    )
    pass_time(date(2026, 5, 2))
    assert [governing(one) for one in held] == [[NEW], [OLD]]
    assert fresh(unknown).state == "sent"
    assert fresh(known).receipt == "Notiert von Jette Brandis: Rückschein in der Akte"


def test_classes_decide_lead_and_binding(alpha: Any) -> None:
    furnish("werkstatt")
    procedure = queries.procedure_on(MAY)
    found = {
        grade: queries.plan_of(Change(topic="text", grade=grade), procedure, "business", is_paid=True)
        for grade in ("favourable", "adverse", "far_reaching")
    }
    assert {grade: (str(plan.lead.parts()), plan.binding) for grade, plan in found.items()} == {
        "favourable": ("{'weeks': 4}", "inform"),
        "adverse": ("{'weeks': 4}", "inform"),
        "far_reaching": ("{'weeks': 6}", "silence"),
    }
    consumer = queries.plan_of(Change(topic="text", grade="adverse"), procedure, "consumer", is_paid=True)
    assert consumer.binding == "consent", "the law wins over the clause"


@pytest.mark.req("CC-90")
def test_after_an_objection_the_provider_may_give_notice_within_a_month(alpha: Any) -> None:
    (row,) = announced("werkstatt", MAY, JULY, "Kraus")
    assert objected(row, date(2025, 5, 12)).state == "effective"
    row = fresh(row)
    assert (row.state, row.notice_until) == ("objected", date(2025, 6, 12))
    (trigger,) = (one for one in queries.triggers(row.contract) if str(one.trigger) == "objection")
    assert [trigger.is_open(day) for day in (date(2025, 6, 12), date(2025, 6, 13))] == [True, False]
    ends = _provider_ends(row.contract, date(2025, 5, 20))
    assert date(2025, 7, 20) in ends
    assert date(2025, 8, 13) not in _provider_ends(row.contract, date(2025, 6, 13))
    pass_time(date(2025, 7, 2))
    assert governing(row.contract) == [OLD], "the old terms go on"


def _provider_ends(row: Any, on: date) -> list[date | None]:
    """The ends that the provider could bring about by a notice that arrives on a day."""
    return [one.ends_on for one in contracts.ends_of(row, Side.PROVIDER, on) if one.available]


@pytest.mark.req("WR-096")
def test_customers_are_mailed_six_weeks_ahead_with_the_four_parts(alpha: Any) -> None:
    entity, old = furnish("planmass"), in_force(OLD, date(2025, 1, 1))
    contract(entity, old, customer("Kraus"), standing="business")
    on = date(2026, 1, 5)
    late = text_change(in_force(NEW, on), on, on + timedelta(days=41))
    with pytest.raises(services.TooSoon), transaction.atomic():
        services.announce(actor=CLERK, at=noon(on), change_id=late.pk)
    services.call_off(actor=CLERK, at=noon(on), change_id=late.pk, reason="Zu früh")
    tell_all(text_change(late.new_version, on, on + timedelta(days=42)), on)
    text = " ".join(OutgoingMail.objects.get(template="changes.announcement").text.split())
    assert "§ 2 Die Daten bleiben neunzig Tage." in text, "the new text"
    assert "Sie können widersprechen. Frist: 14 Tage ab Zugang" in text, "the right to object, with its time"
    assert "nachdem Sie diese Nachricht erhalten haben" in text
    assert "Wenn Sie nicht rechtzeitig widersprechen, gilt die Änderung als genehmigt" in text, "what silence means"


@pytest.mark.req("WR-097")
def test_day_fourteen_counts_and_day_fifteen_is_late(alpha: Any) -> None:
    on = date(2026, 1, 5)
    in_time, late = announced("planmass", on, date(2026, 3, 1), "Kraus", "Lindner")
    assert in_time.objection_until == date(2026, 1, 19)
    assert objected(in_time, date(2026, 1, 19)).state == "effective"
    assert objected(late, date(2026, 1, 20)).state == "late"
    pass_time(date(2026, 3, 2))
    assert (fresh(in_time).state, governing(in_time.contract)) == ("objected", [OLD])
    assert (fresh(late).state, governing(late.contract)) == ("in_force", [NEW]), "the new terms bind, the old ones end"


@pytest.mark.req("WR-097")
def test_silence_never_binds_a_consumer_whatever_the_clause_says(alpha: Any) -> None:
    on, day = date(2026, 1, 5), date(2026, 3, 1)
    entity, old = furnish("planmass"), in_force(OLD, date(2025, 1, 1))
    held = [contract(entity, old, customer(n, has_login=True), standing="consumer") for n in ("Kraus", "Lindner")]
    tell_all(text_change(in_force(NEW, on), on, day), on)
    delivered(on)
    silent, agreeing = Announcement.objects.order_by("pk")
    assert silent.binding == "consent"
    services.consent(actor=CLERK, at=noon(on), announcement_id=agreeing.pk, user_id=agreeing.party.user_id or 0)
    pass_time(date(2026, 2, 20))
    assert OutgoingMail.objects.filter(template="changes.reminder").count() == 1, "only who has not answered"
    pass_time(day)
    assert [governing(one) for one in held] == [[OLD], [NEW]]
    assert fresh(silent).state == "stays"
    accepted = rows("terms.Acceptance").get(subject=f"contracts.contract:{held[1].pk}")
    assert (accepted.version_id, accepted.occasion) == (agreeing.change.new_version_id, "change")

    later = services.consent(
        actor=CLERK, at=noon(date(2026, 4, 1)), announcement_id=silent.pk, user_id=silent.party.user_id or 0
    )
    assert (later.state, later.effective_on) == ("in_force", date(2026, 4, 1)), "who agrees later is bound from then"


@pytest.mark.req("WR-095")
def test_a_change_record_needs_its_reason(alpha: Any) -> None:
    furnish("planmass")
    version = in_force(NEW, MAY)
    before = row_hashes("alpha")
    for blank in ("", "   "):
        with pytest.raises(services.ReasonsMissing), transaction.atomic():
            text_change(version, MAY, JULY, reason=blank)
    assert row_hashes("alpha") == before
    assert text_change(version, MAY, JULY, reason="Neues Gesetz").reason == "Neues Gesetz"


@pytest.mark.req("QX-06")
def test_a_bounce_opens_a_task_and_the_effect_skips_that_account(alpha: Any) -> None:
    on, day = date(2026, 1, 5), date(2026, 3, 2)
    entity, old = furnish("raumhafen"), in_force(OLD, date(2025, 1, 1))
    held = [contract(entity, old, customer(name)) for name in ("Abel", "Brecht", "Celan")]
    tell_all(text_change(in_force(NEW, on), on, day, grade="adverse"), on)
    lost = OutgoingMail.objects.get(to_address="celan@posthaus.example")
    Bounce.objects.create(mail=lost, address=lost.to_address, code="5.1.1", noted_at=noon(on))
    delivered(on)
    assert [one.state for one in Announcement.objects.order_by("pk")] == ["received", "received", "undelivered"]
    assert [one.party.name for one in queries.undelivered(_lead())] == ["Celan"]
    pass_time(day)
    assert [governing(one) for one in held] == [[NEW], [NEW], [OLD]]
    assert Change.objects.get().state == ChangeState.DONE


def test_a_mail_that_comes_back_later_takes_the_receipt_back(alpha: Any) -> None:
    (row,) = announced("raumhafen", date(2026, 1, 5), date(2026, 3, 2), "Abel")
    assert row.mail is not None
    Bounce.objects.create(mail=row.mail, address=row.address, code="5.1.1", noted_at=noon(date(2026, 1, 9)))
    services.collect(at=noon(date(2026, 1, 9)))
    assert (fresh(row).state, fresh(row).received_on, fresh(row).effective_on) == ("undelivered", None, None)
    pass_time(date(2026, 3, 3))
    assert governing(row.contract) == [OLD]
    known = services.note_receipt(
        actor=CLERK, at=noon(date(2026, 3, 4)), announcement_id=row.pk, received_on=date(2026, 3, 4), how="Brief"
    )
    assert known.effective_on == date(2026, 4, 15), "the lead runs anew from the receipt that is known"


def _lead() -> Any:
    """Somebody of the staff who sees everybody."""
    from quartier.core.accounts import services as accounts  # noqa: PLC0415
    from quartier.kit.access import Audience  # noqa: PLC0415
    from quartier.kit.roles import StaffRole  # noqa: PLC0415

    return accounts.open_account(
        actor=CLERK, at=noon(date(2025, 1, 1)), audience=Audience.STAFF, email="lead@alpha.example", name="Jette",
        password="Kiesel-und-Farn-26", roles=[StaffRole.LEAD],
    )  # fmt: skip


def _product(entity: Any) -> Any:
    product = rows("catalogue.Product").create(
        key="raum", kind="recurring", scope="recurring", entity=entity, name="Raumplan", standings=["business"]
    )
    rows("catalogue.Price").create(product=product, net=Decimal("49.00"), unit="month", valid_from=date(2023, 1, 1))
    return product


def _price(product: Any, on: date, day: date, *, net: str, vat: str = "19.0") -> Change:
    given = services.Draft(
        topic="price", grade="adverse", title="Neuer Preis", summary="Der Preis ändert sich.", reason="Kosten",
        reasonable="Üblich", effective_on=day, product=product, old_net=Decimal("49.00"), new_net=Decimal(net),
        old_vat=Decimal("19.0"), new_vat=Decimal(vat),
    )  # fmt: skip
    return services.draft(actor=CLERK, at=noon(on), given=given)


@pytest.mark.req("QX-30")
@pytest.mark.parametrize(("net", "vat", "opens"), [("54.00", "19.0", True), ("49.00", "20.0", False)])
def test_a_higher_price_opens_special_notice_and_higher_vat_does_not(
    alpha: Any, net: str, vat: str, opens: bool
) -> None:
    on, day = date(2026, 1, 5), date(2026, 3, 2)
    entity = furnish("raumhafen")
    held = contract(entity, None, customer("Abel"))
    tell_all(_price(_product(entity), on, day, net=net, vat=vat), on)
    delivered(on)
    row = Announcement.objects.get()
    assert (row.special_notice_until == date(2026, 3, 1)) is opens
    assert bool(list(queries.triggers(held))) is opens
    mail = OutgoingMail.objects.get(template="changes.announcement")
    assert ("außerordentlich" in mail.text) is opens
    assert mail.to_address == "abel@posthaus.example", "the registered address"


@pytest.mark.req("CC-06")
def test_a_new_price_counts_only_for_whom_it_was_announced(alpha: Any) -> None:
    on, day = date(2026, 1, 5), date(2026, 3, 2)
    entity = furnish("werkstatt")
    product = _product(entity)
    told, untold = (contract(entity, None, customer(name)) for name in ("Abel", "Brecht"))
    tell_all(_price(product, on, day, net="54.00"), on)
    OutgoingMail.objects.filter(to_address="brecht@posthaus.example").update(state="failed")
    delivered(on)
    pass_time(day)
    prices = [queries.price_in_force(one, product, day) for one in (told, untold)]
    assert prices == [Decimal("54.00"), Decimal("49.00")]
    assert queries.price_in_force(told, product, date(2026, 3, 1)) == Decimal("49.00")
    assert [row.contract for row in queries.undelivered(_lead())] == [untold], "a task is raised"


@pytest.mark.req("QX-20")
def test_a_material_change_of_the_service_is_not_scheduled_without_an_announcement(alpha: Any) -> None:
    furnish("raumhafen")
    given = services.Draft(
        topic="service", grade="material", title="Export entfällt", summary="CSV entfällt.", reason="Technik",
        reasonable="XLSX bleibt.", effective_on=date(2026, 3, 2), scopes=["recurring"],
    )  # fmt: skip
    row = services.draft(actor=CLERK, at=noon(date(2026, 1, 5)), given=given)
    before = row_hashes("alpha")
    with pytest.raises(services.MustBeAnnounced), transaction.atomic():
        services.publish_only(actor=CLERK, at=noon(date(2026, 1, 5)), change_id=row.pk)
    assert row_hashes("alpha") == before
    tell_all(row, date(2026, 1, 5))
    assert Change.objects.get().state == ChangeState.ANNOUNCED


@pytest.mark.req("SBV-100")
def test_material_changes_of_the_privacy_notice_are_told_to_all_users_and_minor_ones_to_nobody(alpha: Any) -> None:
    furnish("emscher")
    in_force("Wir speichern.", date(2025, 1, 1), "privacy")
    for name in ("Abel", "Brecht", "Celan"):
        customer(name, has_login=True)
    on = date(2026, 1, 5)
    minor = text_change(in_force("Wir speichern alles.", on, "privacy"), on, date(2026, 2, 1), grade="minor")
    with pytest.raises(services.MinorIsPublished), transaction.atomic():
        services.announce(actor=CLERK, at=noon(on), change_id=minor.pk)
    services.publish_only(actor=CLERK, at=noon(on), change_id=minor.pk)
    assert not Announcement.objects.exists()
    assert not OutgoingMail.objects.filter(template="changes.announcement").exists()

    later = date(2026, 3, 2)
    tell_all(text_change(in_force("Neu.", later, "privacy"), later, date(2026, 4, 1), grade="material"), later)
    found = list(Announcement.objects.order_by("pk"))
    assert [(row.party.name, row.road, row.at_login) for row in found] == [
        ("Abel", "email", True), ("Brecht", "email", True), ("Celan", "email", True),
    ]  # fmt: skip
    assert OutgoingMail.objects.filter(template="changes.announcement").count() == len(found)
    assert all(queries.to_show(row.user).count() == 1 for row in found)


def test_an_objection_noted_late_but_received_in_time_takes_the_new_terms_back(alpha: Any) -> None:
    (row,) = announced("planmass", date(2026, 1, 5), date(2026, 3, 1), "Kraus")
    pass_time(date(2026, 3, 2))
    assert governing(row.contract) == [NEW]
    assert objected(row, date(2026, 1, 12), Sending.LETTER).state == "effective"
    assert governing(row.contract) == [OLD]


def test_a_year_in_one_jump_ends_as_day_by_day(alpha: Any) -> None:
    def year(step: int) -> list[Any]:
        with transaction.atomic():
            point = transaction.savepoint()
            entity, old = furnish("planmass"), in_force(OLD, date(2025, 1, 1))
            for n, standing in enumerate(("business", "consumer", "business")):
                contract(entity, old, customer(f"Kunde{n}"), standing=standing)
            on = date(2026, 1, 5)
            tell_all(text_change(in_force(NEW, on), on, date(2026, 3, 1)), on)
            delivered(on)
            objected(Announcement.objects.order_by("pk")[2], date(2026, 1, 10))
            for days in range(step, 400, step):
                pass_time(on + timedelta(days=days))
            told = [(row.state, row.effective_on, governing(row.contract))
                    for row in Announcement.objects.order_by("pk")]  # fmt: skip
            transaction.savepoint_rollback(point)
        return told

    assert year(1) == year(399)
