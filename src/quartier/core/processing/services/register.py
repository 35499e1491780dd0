"""Approving the register of processing: whoever answers for it says that it is right as it stands."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.privacy.queries import Controller
from quartier.core.processing.models import RegisterVersion
from quartier.core.processing.queries.register import last_approved, moved, register
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NothingChanged(Refused):
    """What was approved is still so."""

    message = _("Nothing has changed since the last approval.")


class OtherRegister(Refused):
    """The register changed while the page was open."""

    message = _("The register has changed meanwhile. Please read it again.")


class PurposeNeedsGround(Refused):
    """Data may serve another purpose only on a basis of its own (Art. 5(1)(b), 6(4) GDPR; SBV-23)."""

    message = _("Data are used for another purpose than before. Name the legal basis of the new purpose.")
    field = "ground"


@transaction.atomic
def approve(*, actor: Actor, at: datetime, controller: Controller, digest: str, ground: str = "") -> RegisterVersion:
    """Approve the register with this hash and keep it whole.

    Raises OtherRegister, NothingChanged, and PurposeNeedsGround when data moved to another purpose without a word on
    what that rests; nothing is stored then.
    """
    current, last = register(controller, at), last_approved(controller)
    if current.digest != digest:
        raise OtherRegister
    if last is not None and last.digest == digest:
        raise NothingChanged
    if moved(current, last) and not ground.strip():
        raise PurposeNeedsGround
    row = RegisterVersion.objects.create(
        entity_id=controller.id, approved_at=at, approved_by=str(actor)[:120], digest=digest, content=current.content,
        ground=ground.strip(),
    )  # fmt: skip
    data = {"controller": controller.key, "sha256": digest, "reason": row.ground}
    audit.record(
        actor=actor, at=at, kind="register.approved", subject=f"processing.registerversion:{row.pk}", data=data
    )
    return row
