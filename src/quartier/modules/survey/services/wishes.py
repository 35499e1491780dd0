"""Later wishes: asked by customers, judged by staff, done for nothing or for a fee agreed to first (WR-075)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from quartier.core.audit import services as audit
from quartier.core.invoices import services as invoices
from quartier.core.orders import queries as orders
from quartier.kit.clock import day_of
from quartier.law.bgb.withdrawal import withdrawal_period
from quartier.modules.survey.models import ChangeWish, ChangeWishState, Job, JobState, Survey, SurveyState
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.queries import wishes as prices
from quartier.modules.survey.services import job_telling as telling
from quartier.modules.survey.services import jobs
from quartier.modules.survey.services.job_refusals import (
    NotDelivered,
    NotDueYet,
    NotNow,
    OtherButton,
    OtherPrice,
    WishDecided,
    WishOpen,
    WordsNeeded,
)
from quartier.values.actor import Actor

SHORT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What a customer agreed to: the price above the button, the words on it, and what a consumer declared."""

    gross: Decimal
    button: str
    started_early: bool = False
    loss_known: bool = False


@transaction.atomic
def ask(*, actor: Actor, at: datetime, order_id: int, words: str) -> ChangeWish:
    """Take what a customer wants changed in a result. Raises WordsNeeded, NotDelivered, WishOpen."""
    if not words.strip():
        raise WordsNeeded
    job = _of_order(order_id)
    if job.state != JobState.DELIVERED or job.order.state != "finished":
        if queries.open_wish(job) is not None:
            raise WishOpen
        raise NotDelivered
    try:
        with transaction.atomic():
            wish = ChangeWish.objects.create(job=job, words=words.strip(), asked_at=at, asked_by=str(actor)[:120])
    except IntegrityError as error:
        raise WishOpen from error
    _record(actor, at, "survey.change_asked", wish)
    return wish


@transaction.atomic
def classify(*, actor: Actor, at: datetime, wish_id: int, our_error: bool, words: str = "") -> ChangeWish:
    """Judge a wish: our error is mended for nothing at once, anything else has the fee of the price list.

    The customer is told in text form. Raises WishDecided, and NoListPrice where the list has no fee.
    """
    wish = _locked(wish_id)
    if wish.state != ChangeWishState.ASKED:
        raise WishDecided
    wish.change = invoices.classify_change(
        actor=actor, at=at, order_id=wish.job.order_id, wish=wish.words[:SHORT], our_error=our_error
    )
    wish.gross, wish.words_to = prices.gross_of(wish.change.net, day_of(at)), words.strip()[:SHORT]
    wish.state = ChangeWishState.AGREED if our_error else ChangeWishState.QUOTED
    wish.save(update_fields=["change", "gross", "words_to", "state"])
    if our_error:
        _draw_again(wish.job, at)
    _record(actor, at, "survey.change_judged", wish, ours=our_error, gross=str(wish.gross))
    telling.judged(actor=actor, at=at, wish=wish)
    return wish


@transaction.atomic
def agree(*, actor: Actor, at: datetime, wish_id: int, given: Agreement) -> ChangeWish:
    """Take the customer's yes to the fee: it is billed, and the job goes back to drawing.

    A consumer who does not ask for an early start is waited for until the right to withdraw is over. Raises
    WishDecided, OtherPrice, OtherButton; nothing has changed then.
    """
    wish = _locked(wish_id)
    if wish.state != ChangeWishState.QUOTED or wish.change is None:
        raise WishDecided
    if given.gross != wish.gross or wish.gross != prices.gross_of(wish.change.net, day_of(at)):
        raise OtherPrice
    if given.button != prices.button_of(wish.job.order, day_of(at)):
        raise OtherButton
    how = f"„{given.button}“ im Portal, {wish.gross:.2f} EUR einschließlich Umsatzsteuer"
    invoices.accept_change(actor=actor, at=at, change_id=wish.change.pk, how=how)
    wish.state, wish.answered_at, wish.work_from = ChangeWishState.AGREED, at, _work_from(wish, at, given)
    wish.save(update_fields=["state", "answered_at", "work_from"])
    if wish.work_from is None:
        _draw_again(wish.job, at)
    early = given.started_early and given.loss_known
    _record(actor, at, "survey.change_agreed", wish, gross=str(wish.gross), early=early)
    telling.agreed(actor=actor, at=at, wish=wish)
    return wish


@transaction.atomic
def begin(*, actor: Actor, at: datetime, wish_id: int) -> ChangeWish:
    """Let a change be drawn whose customer could withdraw from it until now. Raises NotDueYet, NotNow."""
    wish = _locked(wish_id)
    if wish.state != ChangeWishState.AGREED or wish.job.state != JobState.DELIVERED:
        raise NotNow
    if wish.work_from is not None and day_of(at) < wish.work_from:
        raise NotDueYet
    _draw_again(wish.job, at)
    _record(actor, at, "survey.change_begun", wish)
    return wish


@transaction.atomic
def decline(*, actor: Actor, at: datetime, wish_id: int, because: str = "", by_us: bool = False) -> ChangeWish:
    """Let a wish fall: by the customer who does not want it any more, or by us with a reason. Raises WishDecided."""
    wish = _locked(wish_id)
    if wish.state not in (ChangeWishState.ASKED, ChangeWishState.QUOTED):
        raise WishDecided
    if by_us and not because.strip():
        raise WordsNeeded(field="because")
    wish.state, wish.because, wish.answered_at = ChangeWishState.DECLINED, because.strip()[:SHORT], at
    wish.save(update_fields=["state", "because", "answered_at"])
    _record(actor, at, "survey.change_declined", wish, ours=by_us)
    if by_us:
        telling.declined(actor=actor, at=at, wish=wish)
    return wish


def _work_from(wish: ChangeWish, at: datetime, given: Agreement) -> date | None:
    """Return the first day on which a change may be done, None where it may at once (§ 356(4) BGB)."""
    if wish.job.order.standing != "consumer" or (given.started_early and given.loss_known):
        return None
    on = day_of(at)
    period = withdrawal_period(concluded_on=on, land=orders.land_on(on), instructed_on=on).value
    found: date | None = period.work_from_on
    return found


def _draw_again(job: Job, at: datetime) -> None:
    job.state, job.touched_at = JobState.DRAWING, at
    job.save(update_fields=["state", "touched_at"])
    Survey.objects.filter(job=job).update(state=SurveyState.OPEN, finished_at=None)


def _of_order(order_id: int) -> Job:
    number = Job.objects.filter(order=order_id).values_list("pk", flat=True).first()
    if number is None:
        raise NotDelivered
    return jobs.locked(number)


def _locked(wish_id: int) -> ChangeWish:
    """Return a wish for a change; order and job are locked before it. Raises ChangeWish.DoesNotExist."""
    job = jobs.locked(ChangeWish.objects.values_list("job_id", flat=True).get(pk=wish_id))
    rows = ChangeWish.objects.select_for_update(no_key=True, of=("self",)).select_related("change")
    wish: ChangeWish = rows.get(pk=wish_id)
    wish.job = job
    return wish


def _record(actor: Actor, at: datetime, kind: str, wish: ChangeWish, **data: Any) -> None:
    data["order"] = wish.job.order.number
    audit.record(actor=actor, at=at, kind=kind, subject=queries.wish_subject(wish), data=data)
