"""Switching functions, stopping the portal, telling people about maintenance."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.providers.extension import features
from quartier.core.providers.models import FeatureSwitch, Notice, Stop
from quartier.core.providers.services.revision import touch
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NoSuchFeature(Refused):
    """There is no function of this name."""

    message = _("There is no such function.")
    field = "feature"


class EndsTooEarly(Refused):
    """An end before the start."""

    message = _("The end must be after the start.")
    field = "ends_at"


class InThePast(Refused):
    """Decisions count from now on, never backwards."""

    message = _("Choose now or a later time; what has been cannot be changed.")
    field = "starts_at"


class NothingToEnd(Refused):
    """It has ended already."""

    message = _("This has ended already.")


@transaction.atomic
def switch_feature(
    *, actor: Actor, at: datetime, feature: str, on: bool, effective_at: datetime, reason: str = ""
) -> FeatureSwitch:
    """Switch a function on or off from an instant on (DWG-10). Raises NoSuchFeature, InThePast."""
    if feature not in features:
        raise NoSuchFeature
    if effective_at < at:
        raise InThePast(field="effective_at")
    row = FeatureSwitch.objects.create(
        feature=feature,
        is_on=on,
        effective_at=effective_at,
        decided_at=at,
        decided_by=str(actor),
        reason=reason.strip(),
    )
    data = {"on": on, "effective_at": effective_at.isoformat(), "reason": reason.strip()}
    audit.record(actor=actor, at=at, kind="feature.switched", subject=f"providers.feature:{feature}", data=data)
    touch()
    return row


@transaction.atomic
def stop_portal(
    *,
    actor: Actor,
    at: datetime,
    starts_at: datetime,
    ends_at: datetime | None = None,
    feature: str = "",
    message: str = "",
) -> Stop:
    """Stop the portal (or one function) from a set time, without a reason (DWG-14). Raises InThePast, EndsTooEarly."""
    if feature and feature not in features:
        raise NoSuchFeature
    if starts_at < at:
        raise InThePast
    if ends_at is not None and ends_at <= starts_at:
        raise EndsTooEarly
    stop = Stop.objects.create(
        feature=feature,
        message=message.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        decided_at=at,
        decided_by=str(actor),
    )
    data = {"feature": feature, "starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat() if ends_at else ""}
    audit.record(actor=actor, at=at, kind="portal.stop_set", subject=f"providers.stop:{stop.pk}", data=data)
    touch()
    return stop


@transaction.atomic
def lift_stop(*, actor: Actor, at: datetime, stop_id: int) -> Stop:
    """End a stop before its time; a planned one is called off."""
    stop = Stop.objects.select_for_update().get(pk=stop_id)
    if stop.lifted_at is not None or (stop.ends_at is not None and stop.ends_at <= at):
        raise NothingToEnd
    stop.lifted_at = at
    stop.save(update_fields=["lifted_at"])
    audit.record(actor=actor, at=at, kind="portal.stop_lifted", subject=f"providers.stop:{stop.pk}")
    touch()
    return stop


@transaction.atomic
def announce(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    title: str,
    body: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    features_hit: str = "",
) -> Notice:
    """Publish a notice for a stretch of time (DWG-27). Raises EndsTooEarly."""
    if ends_at is not None and ends_at <= max(starts_at, at):
        raise EndsTooEarly
    notice = Notice.objects.create(
        kind=kind,
        title=title.strip(),
        body=body.strip(),
        features=features_hit,
        starts_at=starts_at,
        ends_at=ends_at,
        published_at=at,
        published_by=str(actor),
    )
    audit.record(actor=actor, at=at, kind="notice.published", subject=f"providers.notice:{notice.pk}",
                 data={"title": notice.title})  # fmt: skip
    touch()
    return notice


@transaction.atomic
def withdraw_notice(*, actor: Actor, at: datetime, notice_id: int) -> Notice:
    """Take a notice down before its end."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.withdrawn_at is not None:
        raise NothingToEnd
    notice.withdrawn_at = at
    notice.save(update_fields=["withdrawn_at"])
    audit.record(actor=actor, at=at, kind="notice.withdrawn", subject=f"providers.notice:{notice.pk}")
    touch()
    return notice
