"""Existing jobs for areas and drawings, and wishes for changes, to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from quartier.kit.clock import now
from quartier.values.actor import SYSTEM
from tests.matrix import objects_of_orders
from tests.matrix.objects_of_survey import POINT, opened
from tests.matrix.people import rows


def _job(user_id: int, *, state: str = "drawing", token: str = "") -> Any:
    """A job with a drawing, of that customer or of the company of that member of staff."""
    order = objects_of_orders._made(user_id, token=token)
    is_over = state == "delivered"
    at = order.placed_at
    order.kind, order.state, order.accepted_at, order.begun_at = "drawings", "accepted", at, at
    if is_over:
        order.state, order.ended_at = "finished", at
    order.save()
    survey = opened(
        user_id, order=order, party=order.party, origin="office", actor=SYSTEM,
    )  # fmt: skip
    texts = {"author": "Probe", "recipient": "Probe", "purpose": "Probe"}
    rows("survey.Survey").filter(pk=survey.pk).update(**texts)
    return rows("survey.Job").create(
        order=order, survey=survey, outputs=["areas"], state=state, made_at=at, touched_at=at,
        released_by="Zweite" if is_over else "",
    )  # fmt: skip


def job(user_id: int) -> int:
    """A job that is being drawn."""
    return int(_job(user_id).pk)


def fresh(user_id: int) -> int:
    """A job whose documents are to be looked at."""
    row = _job(user_id, state="checking")
    return int(row.pk)


def paper(user_id: int) -> int:
    """A picture that came with the job that was made last."""
    from quartier.core.documents.services import Given  # noqa: PLC0415 – models load late
    from quartier.core.documents.services.issuing import issue  # noqa: PLC0415 – as before

    order = rows("survey.Job").order_by("-pk")[0].order
    given = Given(kind="letter", title="Plan", party=order.party, entity_id=order.entity_id)
    file: dict[str, Any] = {"file_name": "plan.png", "media_type": "image/png", "content": POINT}
    made = issue(actor=SYSTEM, at=now(), given=given, **file)
    return int(order.files.create(document=made, key="plans", added_at=now()).pk)


def _wish(row: Any, state: str) -> Any:
    order = row.order
    change = None
    if state != "asked":
        known = {"wish": "x", "our_error": False, "net": Decimal("25.00"), "noted_at": now(), "noted_by": "Matrix"}
        change = rows("invoices.LaterChange").create(order=order, **known)
    return rows("survey.ChangeWish").create(
        job=row, words="Möbel", asked_at=now(), asked_by="Matrix", state=state, change=change, gross=Decimal("29.75")
    )


def wish(user_id: int) -> int:
    """A wish that nobody has judged."""
    return int(_wish(_job(user_id, state="delivered"), "asked").pk)


def own_delivered(user_id: int) -> int:
    """A customer's order with a result."""
    return int(_job(user_id, state="delivered").order_id)


def own_quoted(user_id: int) -> int:
    """A customer's order with a wish that has a price."""
    row = _job(user_id, state="delivered")
    _wish(row, "quoted")
    return int(row.order_id)


def _guests(user_id: int, state: str = "") -> str:
    token = f"wunsch-{rows('orders.Order').count()}-{'x' * 20}"
    row = _job(user_id, state="delivered", token=token)
    if state:
        _wish(row, state)
    return token


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "survey_job_id": job,
    "paper_no": paper,
    "piece_no": lambda user_id: 1,
    "change_wish_id": wish,
}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("survey:job_check", "survey_job_id"): fresh,
    **{(f"survey:{name}", "order_id"): own_delivered for name in ("change_ask", "api_change_ask", "api_work")},
    **{
        (f"survey:{name}", "order_id"): own_quoted
        for name in ("change_agree", "change_decline", "api_change_agree", "api_change_decline")
    },
    ("survey:guest_change_ask", "token"): _guests,
    ("survey:guest_change_agree", "token"): lambda user_id: _guests(user_id, "quoted"),
    ("survey:guest_change_decline", "token"): lambda user_id: _guests(user_id, "quoted"),
}
