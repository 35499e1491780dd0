"""Jobs of the demo: one to be checked, one that waits for a better plan, one that a second person may release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageDraw

from quartier.core.accounts import queries as accounts
from quartier.core.catalogue import queries as catalogue
from quartier.core.catalogue import services as products
from quartier.core.documents import services as documents
from quartier.core.orders import services as ordering
from quartier.core.parties import queries as parties
from quartier.core.parties import services as people
from quartier.core.providers.policies import FormationPolicy
from quartier.core.providers.queries import policy
from quartier.core.terms import queries as terms
from quartier.kit.clock import day_of
from quartier.modules.survey.demo_calculator import FLAT, ROOMS
from quartier.modules.survey.models import Job
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.rules.jobs import Finding, Judged
from quartier.modules.survey.services import jobs, releasing, surveys
from quartier.values.actor import VISITOR, Actor, ActorKind

PLACE: Final = {"address": "Speicherstraße 9, 19399 Lübzin", "sort": "Wohnung"}
SCALE, EDGE = 10, 60  # millimetres for a point of the picture, and its border


def offer(*, at: datetime) -> None:
    """Put the fee for later changes into the price list."""
    row: Any = catalogue.product_keyed("grundriss")
    values = {
        "kind": "fee_later_change", "scope": row.scope, "entity_id": row.entity_id, "name": "Spätere Änderung",
        "summary": "Wünsche nach der Lieferung, die kein Fehler von uns sind", "standings": ["consumer", "business"],
        "order": 910,
    }  # fmt: skip
    fee = products.offer(actor=VISITOR, at=at, key="aenderung", values=values)
    products.price(actor=VISITOR, at=at, product_id=fee.pk, net=Decimal("29.00"), valid_from=day_of(at))


def seed(*, at: datetime, key: str) -> None:
    """Let the office have work: a bundle that came in, an unusable plan, and a floor plan to release."""
    staff = accounts.user_with_email(f"service@{key}.example")
    user = accounts.user_with_email(f"kunde@{key}.example")
    party = parties.party_of(user) if user else None
    if staff is None or user is None or party is None:
        return
    actor = Actor(ActorKind.STAFF, f"{staff.pk}", staff.name)
    plan = _picture()
    _ordered(at - timedelta(hours=4), at, ("grundriss", "wohnflaeche"), _guest(at, "Jorid", "Falk"), plan)
    waits = _ordered(at - timedelta(days=3), at, ("kubatur",), _guest(at, "Anton", "Reimers"), plan)
    _checked(actor, at - timedelta(days=2), waits, unusable="Die Maße sind nicht lesbar, bitte fotografieren Sie neu.")
    drawn = _ordered(at - timedelta(days=5), at, ("grundriss", "schnitt"), party, plan, user_id=user.pk)
    _checked(actor, at - timedelta(days=4), drawn)
    drawn = jobs.start(actor=actor, at=at - timedelta(days=4), job_id=drawn.pk, worker=staff)
    assert drawn.survey is not None
    base = drawn.survey.number
    surveys.save(
        actor=actor, at=at - timedelta(days=1), survey_id=drawn.survey.pk, base=base,
        content={**FLAT, "basis": "documents"},
    )  # fmt: skip
    drawn.survey.refresh_from_db()
    drawn.survey.purpose = "Mietvertrag"
    drawn.survey.save(update_fields=["purpose"])
    releasing.submit(actor=actor, at=at - timedelta(hours=3), job_id=drawn.pk)


def _checked(actor: Actor, at: datetime, job: Job, unusable: str = "") -> None:
    items = [Judged(one.key, one.label, one.proposal) for one in queries.checklist(job)]
    if unusable:
        items = [Judged(one.key, one.label, Finding.UNUSABLE, unusable) if one.key == "plans" else one for one in items]
    jobs.check(actor=actor, at=at, job_id=job.pk, items=items)


def _ordered(
    on: datetime, at: datetime, slugs: Sequence[str], party: Any, plan: bytes, user_id: int | None = None
) -> Job:
    """Place an order for drawings with a picture of an old plan, at the prices of today."""
    rows: list[Any] = [catalogue.product_keyed(slug) for slug in slugs]
    lines = [ordering.Choice(row.pk) for row in rows]
    rule = policy.in_force(FormationPolicy, day_of(on))
    upload = documents.hold(at=on, until=at, file_name="alter-grundriss.png", size=len(plan), blocks=[plan])
    given = documents.Given(
        kind="own", title="alter-grundriss.png", party=party, entity_id=rows[0].entity_id, by_customer=True
    )
    paper = documents.file(actor=VISITOR, at=on, upload=upload, given=given)
    order = ordering.place(
        actor=VISITOR, at=on,
        given=ordering.Placing(
            lines=lines, standing="consumer", gross=catalogue.quote(lines, day_of(at)).sums.gross,
            payment_method="invoice", button=catalogue.label_for(rule, (rows[0].scope,), paid=True),
            texts=terms.current_documents(), priced_on=day_of(at), inputs=PLACE, started_early=True, loss_known=True,
            party=party, user_id=user_id, documents={"plans": [paper.pk]},
        ),
    )  # fmt: skip
    return Job.objects.get(order=order)


def _guest(at: datetime, given_name: str, name: str) -> Any:
    return people.add_party(
        actor=VISITOR, at=at, kind="person", name=name, given_name=given_name, standing="consumer",
        email=f"{name.lower()}@posthaus.example", street="Hafenstraße 5", postcode="19399", city="Lübzin",
    )  # fmt: skip


def _picture() -> bytes:
    """Return what a customer might photograph: the walls of the flat in ink on paper."""
    corners = [tuple(corner) for room in ROOMS for corner in room["outline"]]
    left, top = min(x for x, _y in corners), max(y for _x, y in corners)
    across, down = max(x for x, _y in corners) - left, top - min(y for _x, y in corners)
    sheet = Image.new("L", (across // SCALE + 2 * EDGE, down // SCALE + 2 * EDGE), 246)
    pen = ImageDraw.Draw(sheet)
    for room in ROOMS:
        ring = [((x - left) // SCALE + EDGE, (top - y) // SCALE + EDGE) for x, y in room["outline"]]
        pen.line([*ring, ring[0]], fill=40, width=6, joint="curve")
    kept = BytesIO()
    sheet.save(kept, "PNG")
    return kept.getvalue()
