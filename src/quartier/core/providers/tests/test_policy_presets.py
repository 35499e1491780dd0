"""The five presets hold the whole catalogue, with the values of the documents they are modelled on."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from importlib import resources
from typing import Any

import pytest

from quartier.core.providers.policies import CONCERNS, PRESETS, UnusablePreset, all_keys, load_preset
from quartier.core.providers.policies.preset import parse_preset
from quartier.values.policy import Concern, Held, Origin, Span

DECLARATIONS = 7
PARAMETERS = 110


def raw(key: str) -> dict[str, Any]:
    """Return a preset's file as it is read."""
    file = resources.files("quartier.core.providers") / "presets" / f"{key}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def held_by(preset: str, key: str) -> Held[Concern]:
    """Return the concern of a preset that has a parameter."""
    return next(h for h in load_preset(preset).policies if key in h.marks)


def value(preset: str, key: str) -> Any:
    """Return a value of a preset as JSON."""
    return held_by(preset, key).values.dump()[key]


def test_the_catalogue_has_110_parameters_and_seven_declarations() -> None:
    keys = all_keys()
    assert len(keys) == len(set(keys)) == PARAMETERS + DECLARATIONS
    assert sum(key.startswith("declaration.") for key in keys) == DECLARATIONS


def test_names_and_addresses_of_concerns_are_unique() -> None:
    assert len({c.concern for c in CONCERNS}) == len({c.slug for c in CONCERNS}) == len(CONCERNS)


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_holds_every_parameter_once(key: str) -> None:
    assert set(raw(key)["policy"]) == set(all_keys())
    assert set(load_preset(key).policies.dump()) == set(all_keys())


@pytest.mark.parametrize("key", PRESETS)
def test_every_value_of_a_preset_survives_its_text(key: str) -> None:
    for held in load_preset(key).policies:
        texts = {p.key: held.values.text(p.key) for p in type(held.values).parameters()}
        assert held.values.with_texts(texts) == held.values


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_brings_all_an_imprint_needs(key: str) -> None:
    preset = load_preset(key)
    assert preset.hostnames[0] == f"{key}.localhost"
    assert [e.role for e in preset.entities].count("principal") == 1
    assert [e.name for e in preset.entities] == value(key, "legal_entities")
    for entity in preset.entities:
        assert all([entity.street, entity.postcode, entity.city, entity.phone, entity.email, entity.represented_by])
        assert all([entity.responsible_person, entity.register_court, entity.register_number, entity.vat_id])
        if entity.legal_form == "eG":
            assert entity.audit_association
            assert entity.supervisory_board_chair
    assert all([preset.data_protection.officer_name, preset.data_protection.mailbox])
    assert all([preset.data_protection.authority_name, preset.data_protection.authority_address])


# The marks of the catalogue: how many values of each provider are inferred and how many are our defaults.
@pytest.mark.parametrize("key", PRESETS)
def test_every_unconfirmed_value_is_marked(key: str) -> None:
    policies = load_preset(key).policies
    marks = Counter(mark.origin for held in policies for mark in held.marks.values())
    assert sum(marks.values()) == PARAMETERS + DECLARATIONS
    assert marks[Origin.INFERRED] + marks[Origin.DEFAULT] == sum(held.unconfirmed for held in policies)
    assert marks[Origin.STATED] > marks[Origin.DEFAULT] > 0


@pytest.mark.parametrize(
    ("preset", "conflicts"),
    [
        ("rheinufer", {"withdrawal.form", "declaration.withdraw"}),
        (
            "planmass",
            {
                "odr_link",
                "refund_rule",
                "terms_change.silence_is_consent",
                "withdrawal.loss_point",
                "dunning_fee",
                "liability_reference",
                "retention.contract_text_stored",
                "declaration.withdraw",
            },
        ),
        ("raumhafen", {"ads.own_and_third_party"}),
        ("werkstatt", {"vat_rate_basis", "newsletter.opt_in"}),
        ("emscher", {"fonts_maps_video"}),
    ],
)
def test_where_the_law_displaces_a_clause_the_clause_stays_visible(preset: str, conflicts: set[str]) -> None:
    marks = {key: mark for held in load_preset(preset).policies for key, mark in held.marks.items()}
    found = {key: mark.conflict for key, mark in marks.items() if mark.conflict}
    assert set(found) == conflicts
    assert all(c.stated and c.reason and c.source for c in found.values())


VENUE = {
    "merchants": "",
    "consumers": "seat_if_unknown",
    "place": "Düsselau",
    "exclusive": False,
    "attempt_first": False,
    "performance": "",
}
THREE_YEARS = {"event": "after_relationship", "after": {"months": 36}, "then_restricted": True}

SPOT: list[tuple[str, str, Any, Origin]] = [
    ("rheinufer", "customer_types", ["member", "tenant"], Origin.STATED),
    ("rheinufer", "venue", VENUE, Origin.STATED),
    ("rheinufer", "password.min_length", 8, Origin.STATED),
    ("rheinufer", "password.upper_lower", True, Origin.STATED),
    ("rheinufer", "password.special", False, Origin.STATED),
    ("rheinufer", "password.change_reminder", {"months": 3}, Origin.STATED),
    ("rheinufer", "retention.account_end", THREE_YEARS, Origin.STATED),
    ("rheinufer", "withdrawal.days", 14, Origin.STATED),
    ("rheinufer", "availability.target", None, Origin.STATED),
    ("rheinufer", "declaration.end_tenancy", "written_statutory", Origin.STATED),
    ("rheinufer", "code_validity", {"days": 90}, Origin.DEFAULT),
    ("planmass", "terms_version", {"name": "AGB", "dated_on": "2025-05-27"}, Origin.STATED),
    ("planmass", "password.special", True, Origin.STATED),
    ("planmass", "extra_trips_free", {"single_property": 1, "multi_family": 2}, Origin.STATED),
    ("planmass", "availability.target", "95.0", Origin.STATED),
    ("planmass", "flat_default_charge", "40.00", Origin.STATED),
    ("planmass", "odr_link", None, Origin.DEFAULT),
    ("planmass", "withdrawal.early_start_consent", True, Origin.STATED),
    ("planmass", "holiday_state", "MV", Origin.DEFAULT),
    ("raumhafen", "login_identifiers", ["account_name", "user_name", "password"], Origin.STATED),
    ("raumhafen", "set_off", "undisputed", Origin.STATED),
    ("raumhafen", "newsletter.hard_bounce_limit", 1, Origin.INFERRED),
    ("raumhafen", "withdrawal.days", None, Origin.STATED),
    ("raumhafen", "holiday_state", "BW", Origin.DEFAULT),
    ("werkstatt", "renewal", {"months": 12}, Origin.STATED),
    ("werkstatt", "surcharge_night_holiday_min", "25", Origin.STATED),
    ("werkstatt", "instalment_lapse", {"weeks": 1}, Origin.STATED),
    ("werkstatt", "availability.target", "99", Origin.STATED),
    ("werkstatt", "vat_rate_basis", "supply", Origin.DEFAULT),
    ("werkstatt", "password.min_length", 10, Origin.DEFAULT),
    ("emscher", "store_registration_ip", True, Origin.STATED),
    ("emscher", "sub_users", "representatives", Origin.INFERRED),
    ("emscher", "logs.ip_retention", {"days": 7}, Origin.STATED),
    ("emscher", "logs.chat_retention", {"days": 7}, Origin.STATED),
    ("emscher", "newsletter.opt_in", "double", Origin.STATED),
    ("emscher", "consumer_arbitration", "neither", Origin.STATED),
    ("emscher", "declaration.end_tenancy", "written_statutory", Origin.INFERRED),
]


@pytest.mark.parametrize(("preset", "key", "expected", "origin"), SPOT)
def test_presets_hold_the_values_of_the_documents(preset: str, key: str, expected: Any, origin: Origin) -> None:
    assert value(preset, key) == expected
    assert held_by(preset, key).mark(key).origin is origin


def test_services_can_compute_with_the_values() -> None:
    dunning: Any = held_by("werkstatt", "dunning_fee").values
    billing: Any = held_by("werkstatt", "due").values
    cloud: Any = held_by("werkstatt", "maintenance.unannounced").values
    terms: Any = held_by("planmass", "terms_version").values
    liability: Any = held_by("raumhafen", "liability_reference").values
    term: Any = held_by("raumhafen", "notice_customer").values
    assert (dunning.dunning_fee.consumer, dunning.dunning_fee.business) == (Decimal(0), Decimal("10.00"))
    assert dunning.returned_payment_fee.flat == Decimal("20.00")
    assert [part.share for part in billing.due] == [Fraction(1, 3), Fraction(2, 3)]
    assert (cloud.unannounced.starts, cloud.unannounced.ends) == (time(1), time(5))
    assert terms.terms_version.dated_on == date(2025, 5, 27)
    assert liability.liability_reference.year_least == Decimal("15000.00")
    assert [notice.period for notice in term.notice_customer] == [None, Span(months=3), Span(weeks=4)]


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnusablePreset, match=r"There is no preset “atlantis”\. Known are: rheinufer, planmass"):
        load_preset("atlantis")


def test_a_preset_with_faults_names_each_of_them() -> None:
    data = raw("emscher")
    data["policy"]["password.min_length"]["value"] = 7
    data["policy"]["moon.phase"] = {"value": 1, "origin": "stated"}
    with pytest.raises(UnusablePreset) as caught:
        parse_preset("emscher", data)
    assert "moon.phase is not a parameter of any policy." in str(caught.value)
    assert "Shortest password (password.min_length): “7” is not possible." in str(caught.value)


@pytest.mark.parametrize("missing", ["identity", "policy"])
def test_a_preset_without_a_part_is_refused(missing: str) -> None:
    data = raw("emscher")
    del data[missing]
    with pytest.raises(UnusablePreset, match=f"not complete: '{missing}'"):
        parse_preset("emscher", data)


def test_a_preset_with_an_unknown_detail_is_refused() -> None:
    data = raw("emscher")
    data["identity"]["entity"][0]["shoe_size"] = 43
    with pytest.raises(UnusablePreset, match="shoe_size is unknown in PresetEntity"):
        parse_preset("emscher", data)
