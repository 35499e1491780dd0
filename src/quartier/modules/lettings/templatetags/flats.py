"""How figures of flats are written on pages."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext_lazy as _

from quartier.kit import formats
from quartier.modules.lettings.rules import Difference, Span, Topic
from quartier.values.writing import NBSP

register = template.Library()

DIFFERENCES = {
    Topic.AREA: _("Living area: the announcement says %(stated)s m², the flats have %(found)s m²."),
    Topic.ROOMS: _("Rooms: the announcement says %(stated)s, the flats have %(found)s."),
    Topic.UNITS: _("Units: the announcement says about %(stated)s, the groups hold %(found)s."),
    Topic.GROUP: _("%(about)s: the announcement says %(stated)s, %(found)s are listed."),
    Topic.YEAR: _("Built %(stated)s, but first occupancy is given as %(found)s."),
}


@register.filter
def figure(value: Decimal) -> str:
    """`2`, `2,5`, `110`: no more digits than needed."""
    return formats.number(trimmed(value))


@register.filter
def square_metres(value: Decimal) -> str:
    """`66 m²`."""
    return f"{figure(value)}{NBSP}m²"


@register.filter
def span(value: Span | None) -> str:
    """`60 bis 142`, one figure when both ends meet."""
    if value is None:
        return formats.NOTHING
    return figure(value.low) if value.low == value.high else f"{figure(value.low)}–{figure(value.high)}"


@register.filter
def dial(phone: str) -> str:
    """`0231 5550-31` as a telephone dials it: `+49231555031`."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return f"+49{digits[1:]}" if digits.startswith("0") and not digits.startswith("00") else f"+{digits.lstrip('0')}"


@register.filter
def sentence(difference: Difference) -> str:
    """Say where an announcement and its flats differ."""
    words = {"stated": difference.stated, "found": difference.found, "about": difference.about}
    return str(DIFFERENCES[difference.topic]) % words


def trimmed(value: Decimal) -> Decimal | int:
    """Return a figure without needless zeros after the point."""
    return int(value) if value == value.to_integral_value() else value.normalize()
