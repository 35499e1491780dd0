"""Every bound of the law: what is just inside stands, what is just outside is refused with its source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quartier.core.providers.policies import CONCERNS, Policies
from quartier.core.providers.policies.billing import (
    BillingPolicy,
    PriceKind,
)
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import (
    Notice,
    TermPolicy,
)
from quartier.core.providers.policies.identity import (
    CustomerType,
    IdentityPolicy,
)
from quartier.core.providers.tests.policy_cases import ALWAYS, CONSUMERS
from quartier.values.policy import Concern, Held, OutOfBounds, Span


def names(rows: list[tuple[type[Concern], str, Any, Any, str]]) -> list[str]:
    """Return readable names for a table of bounds."""
    return [f"{concern.concern}.{name}: {source}" for concern, name, _inside, _outside, source in rows]


@pytest.mark.parametrize(("concern", "name", "inside", "outside", "source"), ALWAYS, ids=names(ALWAYS))
def test_a_value_outside_the_law_is_refused_with_its_source(
    concern: type[Concern], name: str, inside: Any, outside: Any, source: str
) -> None:
    values = concern()
    assert getattr(replace(values, **{name: inside}), name) == inside
    with pytest.raises(OutOfBounds) as caught:
        replace(values, **{name: outside})
    prm = next(p for p in concern.parameters() if p.name == name)
    assert list(caught.value.problems) == [prm.key]
    sentence = caught.value.problems[prm.key].text()
    assert sentence.startswith(f"{prm.label} ({prm.key}): “")
    assert source in sentence


@pytest.mark.parametrize(("concern", "name", "inside", "outside", "source"), CONSUMERS, ids=names(CONSUMERS))
def test_what_businesses_may_agree_on_is_refused_towards_consumers(
    concern: type[Concern], name: str, inside: Any, outside: Any, source: str
) -> None:
    for_consumers = Policies()
    businesses = Held(values=IdentityPolicy(customer_types=frozenset({CustomerType.BUSINESS})))
    good: Held[Any] = Held(values=replace(concern(), **{name: inside}))
    harmful: Held[Any] = Held(values=replace(concern(), **{name: outside}))
    assert getattr(for_consumers.with_(good).of(concern), name) == inside
    assert getattr(for_consumers.with_(businesses).with_(harmful).of(concern), name) == outside
    with pytest.raises(OutOfBounds) as caught:
        for_consumers.with_(harmful)
    prm = next(p for p in concern.parameters() if p.name == name)
    assert list(caught.value.problems) == [prm.key]
    assert source in caught.value.problems[prm.key].text()


def test_every_bound_stands_in_one_of_the_tables() -> None:
    tried = {(concern, name, source) for concern, name, _in, _out, source in [*ALWAYS, *CONSUMERS]}
    untried = [
        f"{p.key}: {bound.source}"
        for concern in CONCERNS
        for p in concern.parameters()
        for bound in p.bounds
        if not any(c is concern and n == p.name and source in bound.source for c, n, source in tried)
    ]
    assert untried == []


def test_every_bound_says_what_it_demands_and_why() -> None:
    bounds = [bound for concern in CONCERNS for p in concern.parameters() for bound in p.bounds]
    assert all(bound.text and bound.source for bound in bounds)


def test_a_provider_that_begins_to_serve_consumers_must_change_the_rest_first() -> None:
    businesses: Held[Any] = Held(values=IdentityPolicy(customer_types=frozenset({CustomerType.BUSINESS})))
    net: Held[Any] = Held(values=BillingPolicy(prices=PriceKind.NET))
    consumers: Held[Any] = Held(values=IdentityPolicy(customer_types=frozenset({CustomerType.CONSUMER})))
    policies = Policies().with_(businesses).with_(net)
    with pytest.raises(OutOfBounds) as caught:
        policies.with_(consumers)
    assert caught.value.problems["prices"].text() == (
        "Prices (prices): “net, plus VAT” is not possible. Needed: final prices towards consumers (§ 3 Abs. 1 PAngV)."
    )


def test_partners_are_businesses_even_where_consumers_are_served() -> None:
    notice = Notice(scope=Scope.PARTNER, period=Span(months=3))
    held: Held[Any] = Held(values=TermPolicy(notice_customer=(Notice(), notice)))
    assert Policies().with_(held).of(TermPolicy).notice_customer[1] == notice
