"""What other apps may read about a provider."""

from quartier.core.providers.queries.imprint import ImprintLine, authority, imprint_lines, missing_details
from quartier.core.providers.queries.jurisdiction import jurisdiction_sentences
from quartier.core.providers.queries.portal import Address, Portal, entities, find_address, is_stopped, portal_for
from quartier.core.providers.queries.registry import (
    Size,
    provider_named,
    provider_numbers,
    providers,
    published,
    sizes,
)
from quartier.core.providers.queries.retention import address_days
from quartier.core.providers.queries.texts import logo, portal_of, text

__all__ = [
    "Address",
    "ImprintLine",
    "Portal",
    "Size",
    "address_days",
    "authority",
    "entities",
    "find_address",
    "imprint_lines",
    "is_stopped",
    "jurisdiction_sentences",
    "logo",
    "missing_details",
    "portal_for",
    "portal_of",
    "provider_named",
    "provider_numbers",
    "providers",
    "published",
    "sizes",
    "text",
]
