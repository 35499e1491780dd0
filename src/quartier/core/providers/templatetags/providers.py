"""Small texts that pages about providers need."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from quartier.core.providers.models import LegalEntity

register = template.Library()

# The notice of §§ 36, 37 VSBG is a legal text: German, whatever the interface language.
ARBITRATION = {
    "unwilling": "Wir sind weder bereit noch verpflichtet, an Streitbeilegungsverfahren vor einer "
    "Verbraucherschlichtungsstelle teilzunehmen (§ 36 VSBG).",
    "willing": "Wir sind bereit, an Streitbeilegungsverfahren vor einer Verbraucherschlichtungsstelle teilzunehmen "
    "(§ 36 VSBG).",
    "obliged": "Wir sind verpflichtet, an Streitbeilegungsverfahren vor einer Verbraucherschlichtungsstelle "
    "teilzunehmen (§ 36 VSBG).",
}


@register.filter
def arbitration_notice(entity: LegalEntity) -> str:
    """Return what the entity declares about consumer arbitration."""
    return ARBITRATION.get(entity.arbitration, "")


@register.filter
def tel(number: str) -> str:
    """Return a phone number as a `tel:` address: international, digits only."""
    digits = re.sub(r"\D", "", number)
    return f"+49{digits[1:]}" if digits.startswith("0") else f"+{digits}"


@register.filter
def hero_text(body: str) -> SafeString:
    """Draw the welcome text: its first line large, the rest as lead."""
    head, _, rest = body.strip().partition("\n")
    paragraphs = [part.strip() for part in rest.split("\n\n") if part.strip()]
    lead = format_html_join("", '<p class="lead">{}</p>', ((p,) for p in paragraphs))
    return format_html('<h1 class="display">{}</h1>{}', head.lstrip("# "), lead)
