"""Existing calculations to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from quartier.kit.clock import now
from quartier.values.actor import SYSTEM
from tests.matrix.people import party, rows

ROOM: Final = {
    "id": "1", "name": "Wohnen", "use": "living", "outline": [[0, 0], [4250, 0], [4250, 3800], [0, 3800]],
    "height": 2500,
}  # fmt: skip
STOREY: Final = {"id": "EG", "name": "Erdgeschoss", "level": 0, "height": 2800, "rooms": [ROOM]}
MEASURED: Final[Mapping[str, Any]] = {"aufmass": 1, "name": "Probe", "basis": "measurements", "storeys": [STOREY]}
# A picture of four by three points.
POINT: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000040000000308020000003b963991000000144944415478da633cb16501"
    "030c30312001140e004ed00222e7bd40630000000049454e44ae426082"
)


def opened(user_id: int, **values: Any) -> Any:
    """A calculation with one room, of nobody."""
    from quartier.modules.survey.services import surveys  # noqa: PLC0415 – models load late

    row, _token = surveys.open_survey(at=now(), title="Probe", content=MEASURED, **values)
    return row


def calculation(user_id: int) -> str:
    """The secret of a calculation."""
    return str(opened(user_id).token)


def with_order(user_id: int, *, own: bool) -> Any:
    """An accepted order of an express calculation."""
    from quartier.core.orders import services as orders  # noqa: PLC0415 – models load late
    from quartier.core.orders.tests import shop  # noqa: PLC0415 – models load late
    from quartier.core.terms import queries as terms  # noqa: PLC0415 – models load late

    entity = rows("providers.LegalEntity").order_by("pk")[0]
    made = shop.product(entity, "free", is_free=True, kind="express", key=f"express-{uuid4().hex[:8]}")
    who: dict[str, Any] = {"user_id": user_id, "party_id": party(user_id)} if own else {}
    number = who.pop("party_id", None)
    if number is not None:
        who["party"] = rows("parties.Party").get(pk=number)
    given = {"lines": [orders.Choice(made.pk)], "gross": Decimal("0.00"), "texts": terms.current_documents(), **who}
    order = shop.placed(made, at=now(), **given)
    return order if order.state == "accepted" else orders.accept(actor=SYSTEM, at=now(), order_id=order.pk)


def own_order(user_id: int) -> int:
    """The number of a customer's order that has no calculation yet."""
    return int(with_order(user_id, own=True).pk)


def guests_order(user_id: int) -> str:
    """The secret of a guest's order that has no calculation yet."""
    return str(with_order(user_id, own=False).token)


def ordered(user_id: int) -> str:
    """The secret of a calculation that goes with an order."""
    row = opened(user_id, order=with_order(user_id, own=False))
    return str(row.token)


def underlay(user_id: int) -> int:
    """A picture beneath the calculation that was made last."""
    from quartier.modules.survey.services import underlays  # noqa: PLC0415 – models load late

    row = rows("survey.Survey").order_by("-pk").first() or opened(user_id)
    made = underlays.add(at=now(), survey_id=row.pk, storey="EG", file_name="plan.png", size=len(POINT), blocks=[POINT])
    return int(made.pk)


def one(user_id: int) -> int:
    """The first of a list."""
    return 1


def owned(user_id: int) -> int:
    """The number of somebody's own calculation."""
    return int(opened(user_id, user=rows("accounts.User").get(pk=user_id)).pk)


def owned_to_order(user_id: int) -> int:
    """The number of somebody's own calculation, where a calculation is sold."""
    from quartier.core.orders.tests import shop  # noqa: PLC0415 – models load late

    entity = rows("providers.LegalEntity").order_by("pk")[0]
    shop.product(entity, "express", is_free=True, kind="express", key=f"express-{uuid4().hex[:8]}")
    return owned(user_id)


def owned_to_finish(user_id: int) -> int:
    """The number of somebody's own calculation that can be finished."""
    user, order = rows("accounts.User").get(pk=user_id), with_order(user_id, own=True)
    row = opened(user_id, user=user, order=order, party=order.party)
    facts = {"author": "Ada Lorenz", "recipient": "Hausverwaltung", "purpose": "Vermietung"}
    rows("survey.Survey").filter(pk=row.pk).update(**facts)
    return int(row.pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "survey_token": calculation,
    "survey_id": owned,
    "underlay_id": underlay,
    "room_no": one,
    "storey_no": one,
}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("survey:for_order", "order_id"): own_order,
    ("survey:api_begin_for", "order_id"): own_order,
    ("survey:api_order", "survey_id"): owned_to_order,
    ("survey:api_finish", "survey_id"): owned_to_finish,
    ("survey:for_guest", "token"): guests_order,
    ("survey:finish", "survey_token"): ordered,
    ("survey:result", "survey_token"): ordered,
}
