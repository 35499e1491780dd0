"""What webhooks does: addresses are set up, events are noted for them, and they are told."""

from quartier.core.webhooks.services.delivering import content_of, deliver, requeue_overdue
from quartier.core.webhooks.services.keeping import forget
from quartier.core.webhooks.services.publishing import publish
from quartier.core.webhooks.services.refusals import (
    AddressTaken,
    NoEvent,
    NotActive,
    NotPaused,
    StillOnItsWay,
    TooManyHooks,
    UnfitAddress,
)
from quartier.core.webhooks.services.setting import (
    add,
    check_address,
    choose,
    known_events,
    pause,
    pause_all,
    ping,
    remove,
    resend,
    resume,
    rotate,
)

__all__ = [
    "AddressTaken",
    "NoEvent",
    "NotActive",
    "NotPaused",
    "StillOnItsWay",
    "TooManyHooks",
    "UnfitAddress",
    "add",
    "check_address",
    "choose",
    "content_of",
    "deliver",
    "forget",
    "known_events",
    "pause",
    "pause_all",
    "ping",
    "publish",
    "remove",
    "requeue_overdue",
    "resend",
    "resume",
    "rotate",
]
