"""What can be done with projects and flats."""

from quartier.modules.lettings.services.flatfile import FlatsRefused, Listed, list_flats
from quartier.modules.lettings.services.projects import (
    AlreadyPublished,
    KeyNotPlain,
    KeyTaken,
    NothingToShow,
    NotPublished,
    note_export,
    open_project,
    publish_project,
    withdraw_project,
)
from quartier.modules.lettings.services.reading import Problem
from quartier.modules.lettings.services.states import (
    AlreadySo,
    BeforeLastChange,
    ReasonMissing,
    change_state,
    free_flat,
    let_flat,
    reserve_flat,
)

__all__ = [
    "AlreadyPublished",
    "AlreadySo",
    "BeforeLastChange",
    "FlatsRefused",
    "KeyNotPlain",
    "KeyTaken",
    "Listed",
    "NotPublished",
    "NothingToShow",
    "Problem",
    "ReasonMissing",
    "change_state",
    "free_flat",
    "let_flat",
    "list_flats",
    "note_export",
    "open_project",
    "publish_project",
    "reserve_flat",
    "withdraw_project",
]
