"""The five presets: a provider's identity and its whole policy, one TOML file each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from typing import Any, TypeVar

from quartier.core.providers.policies.whole import Policies
from quartier.values.policy import OutOfBounds

T = TypeVar("T")

PRESETS = ("rheinufer", "planmass", "raumhafen", "werkstatt", "emscher")


class UnusablePreset(ValueError):
    """A preset file is missing or has faults; the message names each of them."""


@dataclass(frozen=True, kw_only=True)
class PresetBrand:
    """How a portal looks: name, tagline, main colour and accent as `#rrggbb`."""

    name: str
    tagline: str
    colour: str
    accent: str


@dataclass(frozen=True, kw_only=True)
class PresetEntity:
    """A legal entity with its imprint; the names of the fields are those of the table of legal entities.

    `brand` is set for a white-label partner that appears under its own name.
    """

    key: str
    name: str
    legal_form: str
    street: str
    postcode: str
    city: str
    phone: str
    email: str
    represented_by: str
    responsible_person: str
    register_court: str
    register_number: str
    country: str = "DE"
    role: str = "principal"
    fax: str = ""
    vat_id: str = ""
    tax_number: str = ""
    tax_office: str = ""
    supervisory_authority: str = ""
    audit_association: str = ""
    supervisory_board_chair: str = ""
    arbitration: str = ""
    is_controller: bool = True
    issues_invoices: bool = True
    brand: PresetBrand | None = None


@dataclass(frozen=True, kw_only=True)
class PresetProtection:
    """Data protection officer, supervisory authority and processor (the technical operator)."""

    officer_name: str
    mailbox: str
    authority_name: str
    authority_address: str
    authority_email: str
    officer_is_external: bool = False
    officer_address: str = ""
    coordinator_name: str = ""
    phone: str = ""
    fax: str = ""
    processor: str = ""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A provider ready to be created. The first hostname is the main one."""

    key: str
    name: str
    hostnames: tuple[str, ...]
    brand: PresetBrand
    entities: tuple[PresetEntity, ...]
    data_protection: PresetProtection
    policies: Policies


def load_preset(key: str) -> Preset:
    """Return a preset by the provider's key; raises UnusablePreset."""
    if key not in PRESETS:
        raise UnusablePreset(f"There is no preset “{key}”. Known are: {', '.join(PRESETS)}.")
    file = resources.files("quartier.core.providers") / "presets" / f"{key}.toml"
    return parse_preset(key, tomllib.loads(file.read_text(encoding="utf-8")))


def parse_preset(key: str, data: Mapping[str, Any]) -> Preset:
    """Return a preset from the content of its file; raises UnusablePreset with every fault of the policy."""
    try:
        identity = data["identity"]
        return Preset(
            key=key,
            name=identity["name"],
            hostnames=tuple(identity["hostnames"]),
            brand=_filled(PresetBrand, identity["brand"]),
            entities=tuple(_entity(entry) for entry in identity["entity"]),
            data_protection=_filled(PresetProtection, identity["data_protection"]),
            policies=Policies.parse(data["policy"]),
        )
    except OutOfBounds as error:
        faults = "\n".join(sentence.text() for sentence in error.problems.values())
        raise UnusablePreset(f"The policy of the preset “{key}” cannot stand:\n{faults}") from error
    except (KeyError, TypeError) as error:
        raise UnusablePreset(f"The preset “{key}” is not complete: {error}.") from error


def _entity(entry: Mapping[str, Any]) -> PresetEntity:
    brand = _filled(PresetBrand, entry["brand"]) if "brand" in entry else None
    return _filled(PresetEntity, {**entry, "brand": brand})


def _filled(kind: type[T], entry: Mapping[str, Any]) -> T:
    unknown = entry.keys() - {f.name for f in fields(kind)}  # type: ignore[arg-type]
    if unknown:
        raise TypeError(f"{', '.join(sorted(unknown))} is unknown in {kind.__name__}")
    return kind(**entry)
