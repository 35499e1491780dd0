"""How long a provider keeps addresses in its log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from quartier.kit.registry import Registry

# The app that owns policies brings a function that returns the days in force; without it seven days hold (SBV-65).
address_days: Registry[Callable[[date], int]] = Registry("days of addresses in logs")
