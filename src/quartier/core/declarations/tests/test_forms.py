"""Each provider's declarations need the form it has decided, within the law; a refusal names the form (DWG-31)."""

from __future__ import annotations

from datetime import date

import pytest

from quartier.core.declarations.rules import agreed, below_form
from quartier.core.providers.policies import (
    PRESETS,
    DeclarationFormPolicy,
    IdentityPolicy,
    TermPolicy,
    load_preset,
)
from quartier.law.bgb.form import Declaration as Act
from quartier.law.bgb.form import FormLevel, Sending
from quartier.law.bgb.form_check import form_check
from quartier.law.bgb.terms import Customer

ON = date(2026, 11, 22)
CLICK, TEXT, INK_AGREED, INK = (
    FormLevel.CLICK, FormLevel.TEXT, FormLevel.WRITTEN_AGREED, FormLevel.WRITTEN_STATUTORY,
)  # fmt: skip
# Section 7 of the catalogue, written down once more by hand: what each provider asks for, in the order of PRESETS.
# A withdrawal and a revoked consent need no form anywhere, and tenancies ink everywhere: there the law decides.
ASKED = {
    (Act.END_PORTAL_CONTRACT, "free"): (CLICK, CLICK, CLICK, INK_AGREED, CLICK),
    (Act.END_PORTAL_CONTRACT, "paid"): (CLICK, CLICK, INK_AGREED, INK_AGREED, CLICK),
    (Act.END_PAID_CONTRACT, "paid"): (CLICK, TEXT, INK_AGREED, INK_AGREED, CLICK),
    (Act.END_TENANCY, "tenancy"): (INK, INK, INK, INK, INK),
    (Act.WITHDRAW, "any"): (CLICK, CLICK, CLICK, CLICK, CLICK),
    (Act.OBJECT_TO_TERMS, "any"): (CLICK, TEXT, CLICK, TEXT, CLICK),
    (Act.AMEND_CONTRACT, "any"): (CLICK, TEXT, INK_AGREED, INK_AGREED, CLICK),
    (Act.REVOKE_CONSENT, "any"): (CLICK, CLICK, CLICK, CLICK, CLICK),
}
ACCEPTED = {
    CLICK: set(Sending),
    TEXT: set(Sending) - {Sending.SPOKEN, Sending.CLICK},
    INK_AGREED: {Sending.LETTER, Sending.SIGNATURE},
    INK: {Sending.LETTER, Sending.SIGNATURE},
}
ROWS = [
    (key, act, scope, needed)
    for (act, scope), levels in ASKED.items()
    for key, needed in zip(PRESETS, levels, strict=True)
]


@pytest.mark.req("DWG-31")
@pytest.mark.parametrize(("key", "act", "scope", "needed"), ROWS)
def test_every_declaration_on_every_channel_is_accepted_or_refused_as_configured(
    key: str, act: Act, scope: str, needed: FormLevel
) -> None:
    policies = load_preset(key).policies
    asked = agreed(act, policies.of(DeclarationFormPolicy), policies.of(TermPolicy), (scope, "portal"))
    customer = Customer.CONSUMER if policies.of(IdentityPolicy).serves_consumers else Customer.BUSINESS
    for channel in Sending:
        checked = form_check(
            declaration=act, channel=channel, on=ON, customer=customer, agreed=asked, concluded_on=ON, strict=True
        ).value
        assert (checked.accepted, checked.needed) == (channel in ACCEPTED[needed], needed), channel
        if not checked.accepted:
            (said,) = below_form(channel, checked.needed)
            assert needed.label in said.text(), "the refusal names the form"


def test_a_clause_that_asks_consumers_for_ink_is_void_as_a_whole() -> None:
    checked = form_check(
        declaration=Act.END_PAID_CONTRACT, channel=Sending.CLICK, on=ON, customer=Customer.CONSUMER,
        agreed=INK_AGREED, concluded_on=ON, strict=True,
    )  # fmt: skip
    assert (checked.value.accepted, checked.value.needed) == (True, CLICK)
