"""The demo: what planmass sells of this module, and what has happened with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from quartier.core.catalogue import queries as catalogue
from quartier.core.catalogue import services as products
from quartier.core.providers.services import switch_feature
from quartier.modules.survey import demo_calculator, demo_jobs, demo_visits
from quartier.modules.survey.models import ProductOutput
from quartier.modules.survey.rules.outputs import Output
from quartier.modules.survey.services.fulfilment import DRAWINGS, EXPRESS, SITE_SURVEY
from quartier.values.actor import SYSTEM

PORTAL: Final = "planmass"
SOLD: Final[Mapping[str, tuple[str, Sequence[Output]]]] = {
    "wohnflaeche-express": (EXPRESS, (Output.AREAS, Output.PLAN)),
    "wohnflaeche": (DRAWINGS, (Output.AREAS,)),
    "grundriss": (DRAWINGS, (Output.PLAN,)),
    "kubatur": (DRAWINGS, (Output.CUBATURE,)),
    "schnitt": (DRAWINGS, (Output.SECTION,)),
    "ansicht": (DRAWINGS, (Output.ELEVATION,)),
    "aufmass": (SITE_SURVEY, (Output.AREAS, Output.PLAN)),
}


def offer(*, at: datetime, key: str) -> None:
    """Let this module perform what the catalogue of planmass has for sale; the other portals do not have it."""
    if key != PORTAL:
        return
    switch_feature(actor=SYSTEM, at=at, feature="survey", on=True, effective_at=at)
    for slug, (kind, outputs) in SOLD.items():
        row = catalogue.product_keyed(slug)
        if row is None:
            raise LookupError(slug)
        products.change(actor=SYSTEM, at=at, product_id=row.pk, values={"kind": kind})
        ProductOutput.objects.create(product=row, outputs=[one.value for one in outputs])
    demo_visits.offer(at=at)
    demo_jobs.offer(at=at)


def seed(*, at: datetime, key: str) -> None:
    """Let something have happened with surveys at planmass."""
    if key == PORTAL:
        demo_calculator.seed(at=at, key=key)
        demo_jobs.seed(at=at, key=key)
        demo_visits.seed(at=at, key=key)
