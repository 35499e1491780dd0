"""Wishes for changes: our error is free, anything else has a fee that the customer agrees to first (WR-075)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from quartier.core.invoices.services import NoListPrice
from quartier.core.invoices.tests.shop import company
from quartier.core.orders import services as orders
from quartier.core.orders.tests import shop
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.services import job_refusals as refusals
from quartier.modules.survey.services import wishes
from quartier.modules.survey.services.wishes import Agreement
from quartier.modules.survey.tests import jobs_shop as house

pytestmark = pytest.mark.usefixtures("alpha")
AT = house.AT
LATER = AT + timedelta(days=2)
BUTTON = "Jetzt kostenpflichtig bestellen"
GIVEN = Agreement(gross=Decimal("29.75"), button=BUTTON, started_early=True, loss_known=True)


@pytest.fixture(autouse=True)
def own_disk(settings: Any, tmp_path: Path) -> None:
    """Keep files of other tests away."""
    settings.MEDIA_ROOT, settings.WORK_DIR = tmp_path / "files", tmp_path / "work"


@pytest.fixture
def people() -> tuple[Any, Any]:
    return house.staff("Jette Brandis"), house.staff("Tom Reuter")


@pytest.fixture
def job(people: tuple[Any, Any]) -> Any:
    """A job that was delivered, at a provider whose price list has a fee for later changes."""
    entity = company()
    fee = shop.rows("catalogue.Product").create(
        key="aenderung", kind="fee_later_change", scope="documents", entity=entity, name="Spätere Änderung",
        standings=["consumer", "business"],
    )  # fmt: skip
    shop.rows("catalogue.Price").create(product=fee, net=Decimal("25.00"), valid_from=shop.OPENED.date())
    jette, tom = people
    return house.delivered(house.begun(entity, jette), jette, tom)


def asked(job: Any) -> Any:
    """A wish that nobody has judged."""
    return wishes.ask(actor=house.CUSTOMER, at=LATER, order_id=job.order_id, words="Bitte Möbel einzeichnen")


def quoted(job: Any) -> Any:
    """A wish that costs."""
    wish = asked(job)
    return wishes.classify(actor=shop.CLERK, at=LATER, wish_id=wish.pk, our_error=False, words="Gern.")


def mails(template: str) -> Any:
    return house.rows("inbox.OutgoingMail").filter(template=template)


def invoices() -> int:
    return int(house.rows("invoices.Invoice").filter(title="Spätere Änderung").count())


@pytest.mark.req("WR-075")
def test_our_error_is_mended_for_nothing_and_delivered_anew(job: Any, people: tuple[Any, Any]) -> None:
    jette, tom = people
    wish = asked(job)
    wishes.classify(actor=shop.CLERK, at=LATER, wish_id=wish.pk, our_error=True)
    job = house.again(job)
    assert (job.state, job.survey.state, invoices()) == ("drawing", "open", 0)
    assert "kostet Sie nichts" in mails("survey.wish_free").get().text
    house.draw(job, jette, house.flat(4200))
    changes = queries.differences(house.again(job), LATER)
    assert changes is not None
    assert [(one.room, one.before, one.after) for one in changes] == [("1 Wohnen", Decimal("20.00"), Decimal("21.00"))]
    job = house.delivered(job, jette, tom, LATER)
    wish.refresh_from_db()
    assert (wish.state, wish.done_at, job.state) == ("done", LATER, "delivered")
    first, second = job.deliveries.all()
    stored = set(job.order.files.filter(is_result=True).values_list("document_id", flat=True))
    assert stored == {*first.files, *second.files}
    assert (second.number, mails("orders.delivered_again").count(), mails("orders.finished").count()) == (2, 1, 1)
    assert job.order.ended_at == AT


@pytest.mark.req("WR-075")
def test_anything_else_costs_the_listed_fee_and_only_after_the_customer_agreed(job: Any) -> None:
    wish = quoted(job)
    assert (wish.state, wish.gross, house.again(job).state, invoices()) == ("quoted", Decimal("29.75"), "delivered", 0)
    assert "29,75" in mails("survey.wish_quoted").get().text
    for wrong, why in (
        (replace(GIVEN, gross=Decimal("0.00")), refusals.OtherPrice),
        (replace(GIVEN, button="Weiter"), refusals.OtherButton),
    ):
        with pytest.raises(why):
            wishes.agree(actor=house.CUSTOMER, at=LATER, wish_id=wish.pk, given=wrong)
    assert (house.again(job).state, invoices()) == ("delivered", 0)
    wishes.agree(actor=house.CUSTOMER, at=LATER, wish_id=wish.pk, given=GIVEN)
    wish.refresh_from_db()
    assert (wish.state, house.again(job).state, invoices()) == ("agreed", "drawing", 1)
    assert wish.change.invoice.gross == Decimal("29.75")
    assert mails("survey.wish_agreed").count() == 1
    with pytest.raises(refusals.WishDecided):
        wishes.agree(actor=house.CUSTOMER, at=LATER, wish_id=wish.pk, given=GIVEN)
    with pytest.raises(refusals.WishDecided):
        wishes.decline(actor=house.CUSTOMER, at=LATER, wish_id=wish.pk)
    with pytest.raises(refusals.WishDecided):
        wishes.classify(actor=shop.CLERK, at=LATER, wish_id=wish.pk, our_error=True)
    assert invoices() == 1


def test_a_consumer_who_asks_for_no_early_start_is_waited_for(job: Any) -> None:
    wish = quoted(job)
    wishes.agree(actor=house.CUSTOMER, at=LATER, wish_id=wish.pk, given=replace(GIVEN, loss_known=False))
    wish.refresh_from_db()
    assert (house.again(job).state, wish.work_from) == ("delivered", (LATER + timedelta(days=16)).date())
    with pytest.raises(refusals.NotDueYet):
        wishes.begin(actor=shop.CLERK, at=LATER + timedelta(days=15), wish_id=wish.pk)
    wishes.begin(actor=shop.CLERK, at=LATER + timedelta(days=16), wish_id=wish.pk)
    assert house.again(job).state == "drawing"
    with pytest.raises(refusals.NotNow):
        wishes.begin(actor=shop.CLERK, at=LATER + timedelta(days=16), wish_id=wish.pk)


def test_one_wish_after_the_other_and_only_about_a_result(job: Any, people: tuple[Any, Any]) -> None:
    other = house.begun(shop.rows("providers.LegalEntity").get(), people[0])
    with pytest.raises(refusals.NotDelivered):
        asked(other)
    with pytest.raises(refusals.WordsNeeded):
        wishes.ask(actor=house.CUSTOMER, at=LATER, order_id=job.order_id, words=" ")
    wish = asked(job)
    with pytest.raises(refusals.WishOpen):
        asked(job)
    with pytest.raises(refusals.WordsNeeded):
        wishes.decline(actor=shop.CLERK, at=LATER, wish_id=wish.pk, by_us=True)
    wishes.decline(actor=shop.CLERK, at=LATER, wish_id=wish.pk, because="Dafür fehlen uns Maße.", by_us=True)
    assert "fehlen uns Maße" in mails("survey.wish_declined").get().text
    second = asked(job)
    wishes.decline(actor=house.CUSTOMER, at=LATER, wish_id=second.pk)
    assert mails("survey.wish_declined").count() == 1
    assert invoices() == 0


def test_without_a_price_in_the_list_nothing_is_quoted(job: Any) -> None:
    shop.rows("catalogue.Price").filter(product__key="aenderung").delete()
    wish = asked(job)
    with pytest.raises(NoListPrice):
        wishes.classify(actor=shop.CLERK, at=LATER, wish_id=wish.pk, our_error=False)
    wish.refresh_from_db()
    assert (wish.state, wish.change) == ("asked", None)


def test_wishes_of_an_order_that_was_withdrawn_fall_away(job: Any) -> None:
    wish = quoted(job)
    orders.withdraw(actor=shop.CLERK, at=LATER, order_id=job.order_id)
    wish.refresh_from_db()
    assert (wish.state, house.again(job).state) == ("declined", "ended")
    with pytest.raises(refusals.WishDecided):
        wishes.agree(actor=house.CUSTOMER, at=LATER, wish_id=wish.pk, given=GIVEN)
