"""What an order's page says about its job: how far it is, what was delivered, and wishes for changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from quartier.kit.clock import day_of
from quartier.modules.survey.models import ChangeWish, ChangeWishState, Job, JobState
from quartier.modules.survey.queries import jobs as queries


def of_customer(order: Any, at: datetime, token: str) -> Mapping[str, Any] | None:
    """Return what a customer sees of the work on their order and can do about it."""
    job = queries.of_order(order)
    if job is None or job.state == JobState.ENDED:
        return None
    open_wish = queries.open_wish(job)
    wishes = list(job.wishes.all())
    is_over = order.state == "finished"
    return {
        "order": order, "job": job, "wish": open_wish, "past": [one for one in wishes if one != open_wish],
        "deliveries": list(job.deliveries.all()), "steps": _step(job), "step_at": _step_at(job),
        "ask": _address("change_ask", order, token) if is_over and _may_ask(job, open_wish) else "",
        "agree": _address("change_agree", order, token) if _is_quoted(open_wish) else "",
        "decline": _address("change_decline", order, token) if _may_decline(open_wish) else "",
    }  # fmt: skip


def of_staff(order: Any, at: datetime, token: str) -> Mapping[str, Any] | None:
    """Return what staff see of the job on the office's page of its order."""
    job = queries.of_order(order)
    return None if job is None else {"job": job, "wish": queries.open_wish(job), "today": day_of(at)}


def may_see(staff: Any, subject: str) -> bool:
    """Tell whether a member of staff may see the job that a proposal is about."""
    return queries.visible(staff).filter(pk=int(subject.rpartition(":")[2])).exists()


def _step(job: Job) -> bool:
    return job.state != JobState.DELIVERED


def _step_at(job: Job) -> int:
    """Return how far a job is as its customer sees it: documents, drawing, second look, result."""
    at = {JobState.CHECKING: 1, JobState.WAITING: 1, JobState.READY: 2, JobState.DRAWING: 2, JobState.DELIVERED: 4}
    return at.get(JobState(job.state), 3)


def _may_ask(job: Job, wish: ChangeWish | None) -> bool:
    return job.state == JobState.DELIVERED and wish is None


def _is_quoted(wish: ChangeWish | None) -> bool:
    return wish is not None and wish.state == ChangeWishState.QUOTED


def _may_decline(wish: ChangeWish | None) -> bool:
    return wish is not None and wish.state in (ChangeWishState.ASKED, ChangeWishState.QUOTED)


def _address(name: str, order: Any, token: str) -> str:
    return reverse(f"survey:guest_{name}", args=[token]) if token else reverse(f"survey:{name}", args=[order.pk])
