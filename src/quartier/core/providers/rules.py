"""Pure decisions about identity: readable colours, safe logos."""

from __future__ import annotations

import io
import re

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from PIL import Image, UnidentifiedImageError

from quartier.values.policy import mark as _

LINEAR_BELOW = 0.04045
RGB = re.compile(r"#[0-9a-f]{6}")
MIN_DIFFERENCE = 1.25
LOGO_BYTES = 300_000
LOGO_PIXELS = 4_000_000
SVG = "http://www.w3.org/2000/svg"
SVG_TAGS = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs",
            "linearGradient", "radialGradient", "stop", "clipPath"}  # fmt: skip
SVG_ATTRIBUTES = {"viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "d",
                  "points", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "fill-rule",
                  "clip-rule", "opacity", "fill-opacity", "stroke-opacity", "transform", "id", "offset", "stop-color",
                  "stop-opacity", "gradientUnits", "gradientTransform", "clip-path", "role", "aria-hidden"}  # fmt: skip


class LogoRefused(ValueError):
    """The file cannot serve as a logo; the text says why."""


def luminance(rgb: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    parts = [int(rgb[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= LINEAR_BELOW else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def unreadable_pair(colour: str, accent: str) -> str:
    """Return why a pair of brand colours is refused, "" when it is fine.

    Text on brand surfaces is made readable for every single colour by kit.css; the pair itself must differ,
    because ribbon and logo set them side by side.
    """
    for value in (colour, accent):
        if not RGB.fullmatch(value):
            return _("Write a colour as # and six digits or letters a to f, for example #0f5c7a.")
    if contrast(colour, accent) < MIN_DIFFERENCE:
        return _("The two colours can hardly be told apart. Choose a lighter or darker second colour.")
    return ""


def checked_logo(data: bytes) -> tuple[bytes, str]:
    """Return a safe picture and its media type: SVG reduced to plain shapes, pixels re-encoded as PNG.

    Raises LogoRefused for anything else: too large, not a picture, scripts or links inside, pixel floods.
    """
    if len(data) > LOGO_BYTES:
        raise LogoRefused(_("The logo is larger than 300 kB."))
    if data.lstrip()[:5] in (b"<?xml", b"<svg ", b"<svg>"):
        return _checked_svg(data), "image/svg+xml"
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > LOGO_PIXELS:
                raise LogoRefused(_("The logo has too many pixels; 1000 by 1000 are plenty."))
            picture.thumbnail((800, 400))
            out = io.BytesIO()
            picture.convert("RGBA").save(out, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError, ValueError) as error:
        if isinstance(error, LogoRefused):
            raise
        raise LogoRefused(_("This is not a picture we can show. Use SVG, PNG, JPEG or WebP.")) from None
    return out.getvalue(), "image/png"


def _checked_svg(data: bytes) -> bytes:
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        raise LogoRefused(_("This SVG file is not well-formed.")) from None
    for element in root.iter():
        tag = str(element.tag).removeprefix(f"{{{SVG}}}")
        if tag not in SVG_TAGS:
            raise LogoRefused(_("This SVG file holds more than plain shapes (text, scripts, links or pictures)."))
        for name, value in element.attrib.items():
            if name not in SVG_ATTRIBUTES or "url(" in value.replace("url(#", ""):
                raise LogoRefused(_("This SVG file holds attributes that are not allowed in a logo."))
    if root.tag != f"{{{SVG}}}svg":
        raise LogoRefused(_("This is not an SVG file."))
    from xml.etree.ElementTree import register_namespace, tostring  # noqa: PLC0415 – output only

    register_namespace("", SVG)
    return bytes(tostring(root))
