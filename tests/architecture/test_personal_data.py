"""No model holds anything about people without saying why, on what basis, for how long and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from quartier.core.privacy.extension import DataClass, nobody, registry, without_person
from quartier.core.privacy.queries.information import told_fields
from quartier.core.privacy.queries.labels import FIELD_LABELS

PERSONAL_KINDS = (models.EmailField, models.GenericIPAddressField, models.JSONField)
PERSONAL_NAMES = re.compile(
    r"(^|_)(name|given|family|surname|title_of|salutation|e?mail|phone|fax|mobile|street|address|postcode|city|birth\w*|"
    r"born|iban|bic|ip|agent|user|person|party|customer|member|officer|chair|coordinator|actor|by|recipient|sender|"
    r"signature|photo|answer|args|session_data)(_|$)"
)


def every_model() -> list[type[models.Model]]:
    """All models of the project and of the packages it uses."""
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


def why_personal(model: type[models.Model], known: set[str]) -> Iterator[str]:
    """Yield each field of a model that can reach a person, with the reason."""
    for field in model._meta.get_fields():
        if not isinstance(field, models.Field):
            continue
        if isinstance(field, PERSONAL_KINDS):
            yield f"{field.name} is a {type(field).__name__}"
        elif field.is_relation and (label := _label(field.related_model)) in known:
            yield f"{field.name} leads to {label}"
        elif not field.is_relation and PERSONAL_NAMES.search(field.name):
            yield f"{field.name} is named like a trait of a person"


def _label(model: Any) -> str:
    return model if isinstance(model, str) else model._meta.label


def undeclared(candidates: list[type[models.Model]]) -> dict[str, list[str]]:
    """Models that can reach a person and say nothing about it, with the fields."""
    of_somebody = {entry.model for entry in registry if entry.rows is not nobody}
    declared = {entry.model for entry in registry} | set(without_person.keys())
    found = {m._meta.label: list(why_personal(m, of_somebody)) for m in candidates if m._meta.label not in declared}
    return {label: reasons for label, reasons in found.items() if reasons}


def test_every_model_that_can_reach_a_person_is_declared() -> None:
    assert undeclared(every_model()) == {}


def test_every_declaration_names_a_model_that_exists() -> None:
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert {entry.model for entry in registry} | set(without_person.keys()) <= labels


def test_no_model_is_declared_both_ways() -> None:
    assert {entry.model for entry in registry} & set(without_person.keys()) == set()


def test_every_entry_gives_purpose_basis_and_retention() -> None:
    empty = [e.model for e in registry if not all(str(t).strip() for t in (e.purpose, e.basis, e.retention.text))]
    assert empty == []


def test_every_legal_basis_is_an_article_or_a_section() -> None:
    assert [e.model for e in registry if not re.search(r"Art\. \d+|§ \d+", str(e.basis))] == []


def test_every_controller_path_leads_to_a_legal_entity() -> None:
    for entry in registry:
        if entry.controller:
            model: Any = apps.get_model(entry.model)
            for step in entry.controller.split("__"):
                model = model._meta.get_field(step).related_model
            assert model._meta.label == "providers.LegalEntity", entry.model


def test_every_kind_of_rows_has_a_label() -> None:
    assert [entry.model for entry in registry if not str(entry.label).strip()] == []


def test_every_field_that_a_report_tells_has_a_label() -> None:
    missing = {
        f"{entry.model}.{field.name}"
        for entry in registry
        if entry.export is None and entry.rows is not nobody
        for field in told_fields(entry)
        if field.name not in FIELD_LABELS and field.name not in entry.fields.labels
    }
    assert missing == set()


@pytest.mark.req("SBV-32")
def test_every_personal_field_has_a_class_and_what_is_said_of_fields_is_true_of_the_model() -> None:
    for entry in registry:
        model = apps.get_model(entry.model)
        names = {field.name for field in model._meta.concrete_fields}
        said = {*entry.fields.classes, *entry.fields.voluntary, *entry.fields.provided, *entry.fields.others}
        assert said | set(entry.fields.labels) <= names, entry.model
        assert all(entry.class_of(name) in DataClass for name in names)
        for name in entry.fields.voluntary:
            field = model._meta.get_field(name)
            assert isinstance(field, models.Field), name
            assert field.blank or field.null, f"{entry.model}.{name} is called voluntary and has to be given"


@pytest.mark.req("SBV-32")
def test_data_about_or_from_other_people_name_their_source() -> None:
    for entry in registry:
        if DataClass.THIRD_PARTY in {entry.data_class, *entry.fields.classes.values()}:
            assert entry.fields.source, f"{entry.model} holds data from others and names no source"
            field = apps.get_model(entry.model)._meta.get_field(entry.fields.source)
            assert isinstance(field, models.Field)
            assert not field.null, entry.model
            assert not field.blank, entry.model


def test_no_report_tells_a_secret() -> None:
    secret = re.compile(r"password|secret|token|hash|session_data")
    told = {f"{entry.model}.{field.name}" for entry in registry if entry.export is None for field in told_fields(entry)}
    about_it = {"accounts.User.must_change_password", "accounts.User.password_changed_at"}
    assert {name for name in told if secret.search(name)} - about_it == set()


@pytest.mark.parametrize(
    "field",
    [
        models.EmailField(),
        models.GenericIPAddressField(),
        models.JSONField(),
        models.CharField(name="given_name"),
        models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, name="owner"),
        models.CharField(name="decided_by"),
    ],
    ids=lambda field: type(field).__name__,
)
def test_a_model_that_hides_a_person_is_found(field: models.Field[Any, Any]) -> None:
    meta = type("Meta", (), {"app_label": "privacy", "apps": apps.__class__()})
    attributes = {"__module__": __name__, "Meta": meta, field.name or "thing": field}
    hidden = type("Hidden", (models.Model,), attributes)
    assert list(undeclared([hidden])) == ["privacy.Hidden"]


def test_a_model_without_people_needs_no_declaration() -> None:
    meta = type("Meta", (), {"app_label": "privacy", "apps": apps.__class__()})
    plain = type(
        "Plain", (models.Model,), {"__module__": __name__, "Meta": meta, "colour": models.CharField(max_length=7)}
    )
    assert undeclared([plain]) == {}
