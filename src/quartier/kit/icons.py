"""The icons of the visual language: 20 by 20 line drawings, one path each."""

from __future__ import annotations

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from quartier.kit.portal import Brand

PATHS = {
    "alert": "M6.5 2.5h7l4 4v7l-4 4h-7l-4-4v-7zM10 6v5M10 13.6v.2",
    "chart": "M3 17h14M5 14v-4M9 14V5M13 14V8M17 14v-2",
    "check": "M4 10.5l4 4 8-9",
    "clock": "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 6v4.3l2.8 1.7",
    "close": "M5 5l10 10M15 5 5 15",
    "document": "M5 2.5h6.5L15.5 6.5V17.5H5zM11.5 2.5v4h4M7.5 10.5h5M7.5 13.5h5",
    "download": "M10 3v10M5.5 9l4.5 4.5L14.5 9M3.5 17h13",
    "euro": "M15 5.2A6 6 0 1 0 15 14.8M3 8.5h8M3 11.5h7",
    "gear": "M10 7.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4M10 2.5v2.3M10 15.2v2.3M2.5 10h2.3M15.2 10h2.3"
    "M4.7 4.7l1.6 1.6M13.7 13.7l1.6 1.6M15.3 4.7l-1.6 1.6M6.3 13.7l-1.6 1.6",
    "house": "M3 9.5 10 4l7 5.5V17h-4.5v-4.5h-5V17H3z",
    "info": "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15M10 9.2v4.6M10 6.2v.2",
    "key": "M7 9.5a3.5 3.5 0 1 0 0 .1M10.3 9.5H17.5V12.5M14.5 9.5v2",
    "list": "M7 5h10M7 10h10M7 15h10M3.3 5h.2M3.3 10h.2M3.3 15h.2",
    "mail": "M2.5 4.5h15v11h-15zM3 5l7 6 7-6",
    "menu": "M3 5.5h14M3 10h14M3 14.5h14",
    "people": "M7.5 4a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M2.5 16c.4-2.8 2.4-4.3 5-4.3s4.6 1.5 5 4.3"
    "M13 4.3a2.8 2.8 0 0 1 0 5M14.5 12c1.8.5 2.8 1.9 3 4",
    "person": "M10 3a3.3 3.3 0 1 0 0 6.6A3.3 3.3 0 0 0 10 3M3.5 17c.6-3.3 3.2-5 6.5-5s5.9 1.7 6.5 5",
    "phone": "M5.5 2.5 8 6.5 6.5 8.5c1 2.3 2.7 4 5 5L13.5 12l4 2.5-.8 2.7c-7.7 1-14.9-6.2-13.9-13.9z",
    "plus": "M10 4v12M4 10h12",
    "print": "M5.5 7.5v-5h9v5M5.5 14h-3V7.5h15V14h-3M5.5 11.5h9v6h-9z",
    "shield": "M10 2.5 16.5 5v4.5c0 4-2.7 6.7-6.5 8-3.8-1.3-6.5-4-6.5-8V5zM7 10l2.2 2.2L13.2 8",
    "tool": "M12 4.5a3.7 3.7 0 0 1 4.7 4.7L9 16.9 3.1 11 10.8 3.3M5.8 13.7l.5.5",
    "warn": "M10 3 18 16.8H2zM10 8v4.2M10 14.3v.2",
}

SHAPES: dict[str, SafeString] = {
    name: mark_safe(f'<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="{path}"/></svg>')  # noqa: S308 – our own constants
    for name, path in PATHS.items()
}


def icon(name: str) -> SafeString:
    """Return an icon as inline SVG, hidden from screen readers: the word beside it says it all. Unknown: KeyError."""
    return SHAPES[name]


def initial_mark(letter: str) -> SafeString:
    """Return the drawn mark that stands in for a missing logo."""
    return format_html(
        '<svg viewBox="0 0 40 40" aria-hidden="true"><rect class="m1" x="1" y="1" width="38" height="38" rx="9"/>'
        '<circle class="m2" cx="31" cy="9" r="4"/><text class="m4" x="20" y="28" text-anchor="middle">{}</text></svg>',
        letter,
    )


def drawn_mark(brand: Brand) -> bytes:
    """Return the initial in the brand's colours as an SVG file, for browser tabs and missing logos."""
    letter = escape(brand.initial)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
        f'<rect x="1" y="1" width="38" height="38" rx="9" fill="{brand.colour}"/>'
        f'<circle cx="31" cy="9" r="4" fill="{brand.accent}"/><text x="20" y="28" text-anchor="middle" '
        f'font-family="sans-serif" font-weight="700" font-size="22" fill="{brand.on_colour}">{letter}</text></svg>'
    ).encode()


QUARTIER_MARK = mark_safe(
    '<svg viewBox="0 0 40 40" aria-hidden="true"><rect class="m1" x="2" y="2" width="17" height="17" rx="3"/>'
    '<rect class="m2" x="21" y="2" width="17" height="17" rx="3"/><rect class="m1" x="2" y="21" width="17" height="17"'
    ' rx="3"/><rect class="m1" x="21" y="21" width="17" height="17" rx="3"/></svg>'
)
