"""The rows of a provider: its public entry (schema public) and what only it can see (its own schema)."""

from quartier.core.providers.models.identity import Branding, DataProtection, LegalEntity, TextBlock
from quartier.core.providers.models.operation import FeatureSwitch, Notice, Stop
from quartier.core.providers.models.policy import PolicyVersion
from quartier.core.providers.models.public import Hostname, Provider

__all__ = [
    "Branding",
    "DataProtection",
    "FeatureSwitch",
    "Hostname",
    "LegalEntity",
    "Notice",
    "PolicyVersion",
    "Provider",
    "Stop",
    "TextBlock",
]
