"""How other apps plug in here: functions that a provider can switch, readiness checks before publishing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from quartier.core.providers.policies.preset import Preset
from quartier.kit.components.markup import Text
from quartier.kit.counting import Countable
from quartier.kit.http import Request
from quartier.kit.registry import Registry
from quartier.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Feature:
    """A function of the portal that a provider can switch on and off (DWG-10)."""

    key: str
    label: Text
    hint: Text = ""
    default_on: bool = True


features: Registry[Feature] = Registry("features")


def feature(key: str, label: Text, hint: Text = "", *, default_on: bool = True) -> Feature:
    """Register a function that can be switched; called from a plug."""
    return features.register(key, Feature(key, label, hint, default_on))


# Each returns the sentences that must be settled before a portal may be published. Runs in the provider's schema.
readiness: Registry[Callable[[], Sequence[str]]] = Registry("readiness")


# What other apps fill when a provider is made from a preset, given its principal's name, place and address of mail.
# Runs in the provider's schema and in the transaction that makes it.
PresetPart = Callable[[Actor, datetime, Preset, Mapping[str, str]], None]
preset_parts: Registry[PresetPart] = Registry("parts of a preset")


@dataclass(frozen=True, slots=True)
class StartPart:
    """A section that a module brings to the public start page; shown while its function is switched on."""

    feature: str
    render: Callable[[Request], SafeString]
    order: int = 100


start_parts: Registry[StartPart] = Registry("start page parts")


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Something that waits for staff: on the office's start page for those with the permission, while it counts.

    `count` gives the number, or rows that are counted together with those of all other lines.
    """

    needs: str
    label: Callable[[int], str]
    address: Callable[[], str]
    count: Callable[[Request], Countable]
    icon: str = "list"
    order: int = 100


open_work: Registry[OpenWork] = Registry("open work")
