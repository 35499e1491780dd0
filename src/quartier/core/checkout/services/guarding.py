"""Against machines: what anybody may begin has a bound for each address of the network."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from quartier.kit.errors import Refused
from quartier.kit.schemas import current_schema

HOUR: Final = 3600
BEGUN_AN_HOUR: Final = 60
FILES_AN_HOUR: Final = 120


class TooOften(Refused):
    """A form that anybody can send is not sent without end."""

    message = _("There were very many attempts. Please wait an hour and try again, or call us.")
    status = 429


def count(what: str, most: int, *, at: datetime) -> None:
    """Count a try of this hour. Raises TooOften beyond `most`."""
    name = f"checkout:{current_schema()}:{what}:{int(at.timestamp()) // HOUR}"
    cache.add(name, 0, HOUR)
    number = int(cache.get(name, 0)) + 1
    cache.set(name, number, HOUR)
    if number > most:
        raise TooOften
