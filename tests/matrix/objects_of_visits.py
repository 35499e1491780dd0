"""Existing surveys on site to ask for: of a customer, of a guest, and those of whoever measures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from quartier.kit.clock import now
from tests.matrix.objects_of_orders import _made
from tests.matrix.people import rows


def _site(user_id: int, *, token: str = "") -> Any:
    """A site of an accepted order on which nobody waits, with a date to choose and somebody who opens."""
    order, at = _made(user_id, token=token), now()
    rows("orders.Order").filter(pk=order.pk).update(
        kind="site_survey", state="accepted", accepted_at=at, begun_at=at, started_early_at=at, loss_known_at=at,
    )  # fmt: skip
    site = rows("survey.Site").create(
        order_id=order.pk, kind="multiple", street="Hafenstraße 3", postcode="44199", city="Emscherstadt", made_at=at
    )
    site.units.create(label="EG")
    site.contacts.create(
        name="Nele Voss", phone="0231 5550-1", email="nele@posthaus.example", given_by="Matrix", given_at=at
    )
    _visit(site, user_id)
    return site


def _visit(site: Any, user_id: int, state: str = "proposed") -> Any:
    user = rows("accounts.User").get(pk=user_id) if user_id else None
    at = now() + timedelta(days=3 + rows("survey.Visit").count())
    surveyor = user if user is not None and user.audience == "staff" else None
    return site.visits.create(
        surveyor=surveyor, state=state, starts_at=at, ends_at=at + timedelta(hours=1), made_at=now()
    )


def site(user_id: int) -> int:
    """An object that staff can see."""
    return int(_site(user_id).pk)


def order_on_site(user_id: int) -> int:
    """An order with an object."""
    return int(_site(user_id).order_id)


def guest_on_site(user_id: int) -> str:
    """The secret of a guest whose order has an object."""
    token = f"gast-vor-ort-{rows('orders.Order').count()}-{'x' * 20}"
    _site(user_id, token=token)
    return token


def unit(user_id: int) -> int:
    """A unit of the object that was made last."""
    return int(rows("survey.Site").order_by("-pk")[0].units.get().pk)


def visit(user_id: int) -> int:
    """A visit that is agreed, with measures."""
    row = _site(user_id)
    order = rows("orders.Order").get(pk=row.order_id)
    rows("survey.Survey").create(
        origin="office", title="Hafenstraße 3", order=order, party_id=order.party_id, made_at=now(), touched_at=now(),
        content=_measures(),
    )  # fmt: skip
    return int(_visit(row, user_id, "agreed").pk)


def _measures() -> Any:
    from aufmass.model import Basis  # noqa: PLC0415 – only where measures are made
    from aufmass.writing import data_of  # noqa: PLC0415 – as before
    from quartier.modules.survey.rules import table  # noqa: PLC0415 – as before

    return data_of(table.blank("Hafenstraße 3", Basis.MEASUREMENTS, "Erdgeschoss"))


def proposal(user_id: int) -> int:
    """A visit that is proposed."""
    return int(_site(user_id).visits.get().pk)


def absence(user_id: int) -> int:
    """Days on which somebody measures nowhere."""
    row, _new = rows("survey.Surveyor").get_or_create(user_id=user_id)
    today = now().date()
    return int(row.absences.create(from_on=today, until_on=today).pk)


def calendar_token(user_id: int) -> str:
    """The secret of a calendar of visits; any member of staff's."""
    from quartier.modules.survey.services import calendars  # noqa: PLC0415 – models load late
    from quartier.values.actor import SYSTEM  # noqa: PLC0415 – as before

    user = rows("accounts.User").filter(audience="staff", is_active=True).order_by("pk")[0]
    return calendars.open_address(actor=SYSTEM, at=now(), user=user)


OWN = ("access", "access_person", "access_unit", "date", "arranged")
BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "site_id": site,
    "unit_id": unit,
    "visit_id": visit,
    "absence_id": absence,
    "calendar_token": calendar_token,
}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("survey:agree", "visit_id"): proposal,
    **{(f"survey:{page}", "order_id"): order_on_site for page in OWN},
    **{(f"survey:guest_{page}", "token"): guest_on_site for page in OWN},
}
