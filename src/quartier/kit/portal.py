"""What the shell and the guards need to know about the portal a request came to.

`quartier.core.providers` fills it; kit only names the shape, so that it stays free of business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

C = TypeVar("C")

# Above this brightness (ITU-R BT.601, 0 to 255) black reads better than white.
BRIGHT = 150


@dataclass(frozen=True, slots=True)
class Brand:
    """How a portal looks: name and line beside the logo, two colours as `#rrggbb`, and where its logo is.

    `logo_url` is empty when there is none: the shell then draws the initial.
    """

    name: str
    tagline: str = ""
    colour: str = "#3b4a63"
    accent: str = "#e0a526"
    logo_url: str = ""
    revision: str = "0"

    @property
    def on_colour(self) -> str:
        """Return black or white, whichever reads better on the brand colour."""
        red, green, blue = (int(self.colour[i : i + 2], 16) for i in (1, 3, 5))
        return "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > BRIGHT else "#ffffff"

    @property
    def initial(self) -> str:
        """Return the letter that stands in for a missing logo."""
        return self.name[:1].upper() or "Q"


class NoticeFace(Protocol):
    """One maintenance or fault notice as the shell shows it."""

    @property
    def tone(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...


class PortalFace(Protocol):
    """The portal of a request: a provider's, the operator console, or the neutral one of an unknown host."""

    @property
    def key(self) -> str: ...
    @property
    def brand(self) -> Brand: ...
    @property
    def address_line(self) -> str: ...
    @property
    def is_console(self) -> bool: ...
    def feature_on(self, key: str, at: datetime) -> bool: ...
    def notices(self, at: datetime) -> Sequence[NoticeFace]: ...
    def keeps_address_until(self, at: datetime) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Neutral:
    """The portal of nobody: unknown hosts and a missing database. Shows no provider's name, colour or data."""

    key: str = ""
    brand: Brand = Brand(name="Quartier")
    address_line: str = ""
    is_console: bool = False

    def policy(self, concern: type[C], on: date) -> C:
        """Return the defaults: nobody has decided anything here."""
        return concern()

    def feature_on(self, key: str, at: datetime) -> bool:
        """Nothing is switched on here."""
        return False

    def notices(self, at: datetime) -> Sequence[NoticeFace]:
        """Return none."""
        return ()

    def keeps_address_until(self, at: datetime) -> datetime | None:
        """Keep no address of anybody."""
        return None


NEUTRAL = Neutral()
