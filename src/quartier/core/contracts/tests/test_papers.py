"""What governs a contract: its versions for good, amendments with their file, and never what was only said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from quartier.core.contracts import queries, services
from quartier.core.contracts.models import AgreementKind, Amendment
from quartier.core.contracts.tests.scene import CLERK, contract, furnish, noon, rows, signed_file
from quartier.core.providers.policies.choices import Scope
from quartier.law.bgb.form import Sending

BEGAN = date(2025, 1, 1)
NOON = noon(date(2026, 3, 10))


@pytest.fixture
def row(alpha: Any) -> Any:
    """A paid contract."""
    return contract(furnish("raumhafen"), Scope.PAID, BEGAN)


def effect(amendment: Any, **more: Any) -> Amendment:
    given = {"document_id": None, "signed_on": date(2026, 3, 9), "effective_on": date(2026, 4, 1), **more}
    return services.put_into_effect(actor=CLERK, at=NOON, amendment_id=amendment.pk, **given)


@pytest.mark.req("QX-54")
def test_amendments_are_numbered_and_hold_only_with_the_signed_file(row: Any) -> None:
    drafts = [
        services.draft_amendment(actor=CLERK, at=NOON, contract_id=row.pk, title=f"Preis {n}", words="49 Euro")
        for n in (1, 2)
    ]
    assert [one.number for one in drafts] == [1, 2]
    before = list(rows("contracts.Amendment").values())
    with pytest.raises(services.FileMissing):
        effect(drafts[0])
    paper = signed_file(row.party, NOON)
    with pytest.raises(services.BeforeSignature):
        effect(drafts[0], document_id=paper.pk, effective_on=date(2026, 3, 8))
    with pytest.raises(services.InTheFuture):
        effect(drafts[0], document_id=paper.pk, signed_on=date(2026, 3, 11))
    assert list(rows("contracts.Amendment").values()) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=drafts[0].pk).update(effective_on=date(2026, 4, 1))
    effect(drafts[0], document_id=paper.pk)
    assert queries.amendments_in_force(row, date(2026, 3, 31)) == []
    assert queries.amendments_in_force(row, date(2026, 4, 1)) == [drafts[0]]
    with pytest.raises(services.AlreadyEffective):
        effect(drafts[0], document_id=paper.pk)


def attach(row: Any, kind: AgreementKind, channel: Sending, document_id: int | None, **more: Any) -> Any:
    given = {"agreed_on": date(2026, 3, 1), "subject": queries.subject_of(row), "party_id": row.party_id, **more}
    return services.attach_agreement(actor=CLERK, at=NOON, kind=kind, channel=channel, document_id=document_id, **given)


def test_what_was_only_said_is_never_noted_as_binding(row: Any) -> None:
    paper = signed_file(row.party, NOON)
    for kind in AgreementKind:
        for channel in (Sending.SPOKEN, Sending.CLICK):
            with pytest.raises(services.NotWritten):
                attach(row, kind, channel, paper.pk)
    assert queries.agreements_of(row) == []


@pytest.mark.req("CC-03")
def test_own_terms_of_the_customer_need_a_signed_document(row: Any) -> None:
    own = AgreementKind.OWN_TERMS
    with pytest.raises(services.FileMissing):
        attach(row, own, Sending.LETTER, None)
    paper = signed_file(row.party, NOON)
    with pytest.raises(services.NotWritten):
        attach(row, own, Sending.EMAIL, paper.pk)
    assert not queries.own_terms_apply(row)
    assert not rows("contracts.Agreement").exists()
    attach(row, own, Sending.SIGNATURE, paper.pk)
    assert queries.own_terms_apply(row)


def test_agreements_about_an_order_stand_in_the_contract_that_comes_from_it(row: Any) -> None:
    row.origin = "orders.order:7"
    row.save(update_fields=["origin"])
    paper = signed_file(row.party, NOON)
    kept = attach(row, AgreementKind.INDIVIDUAL, Sending.EMAIL, paper.pk, subject="orders.order:7", words="Skonto")
    assert queries.agreements_of(row) == [kept]
    with pytest.raises(services.InTheFuture):
        attach(row, AgreementKind.INDIVIDUAL, Sending.EMAIL, paper.pk, agreed_on=date(2026, 3, 11))


def version(name: str, on: date, state: str) -> Any:
    """A version of the terms."""
    text, _new = rows("terms.LegalText").get_or_create(key="agb", kind="special", defaults={"title": "AGB"})
    return rows("terms.TextVersion").create(
        text=text, title="AGB", name=name, dated_on=on, body=name, digest=name, source=b"x", state=state,
        made_at=noon(on), published_at=noon(on),
    )  # fmt: skip


@pytest.mark.req("CC-01")
def test_the_version_of_the_conclusion_governs_for_good_until_another_is_put_in_its_place(alpha: Any) -> None:
    first = version("Fassung 1", BEGAN, "published")
    row = contract(furnish("werkstatt"), Scope.RECURRING, BEGAN, versions=[first])
    rows("terms.TextVersion").filter(pk=first.pk).update(state="superseded")
    second = version("Fassung 2", date(2026, 1, 1), "published")
    assert [one.version for one in queries.texts_at(row, NOON)] == [first]
    for _time in range(2):
        services.put_under(actor=CLERK, at=NOON, contract_id=row.pk, version=second)
    assert [one.version for one in queries.texts_at(row, noon(date(2026, 3, 9)))] == [first]
    assert [one.version for one in queries.texts_at(row, NOON)] == [second]
    assert [(one.because, one.until) for one in queries.texts_of(row)] == [("conclusion", NOON), ("change", None)]
