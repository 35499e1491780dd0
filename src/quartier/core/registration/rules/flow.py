"""How people register with a provider, as its policy says: which entries, which proof, how long links hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from quartier.core.providers.policies import IdentityPolicy, RegistrationPolicy
from quartier.core.providers.policies.access import ActivationMethod, IdentityProof, RegistrationField
from quartier.core.providers.policies.identity import CONSUMERS, CustomerType
from quartier.law.bgb.periods import add
from quartier.values.policy import Span
from quartier.values.zone import BERLIN

# Whom a provider serves, as kinds of contracts: a code is for somebody who has one of them (DWG-05).
CONTRACTS: Final = {
    CustomerType.MEMBER: "membership",
    CustomerType.TENANT: "tenancy",
    CustomerType.COMMERCIAL_TENANT: "tenancy",
    CustomerType.SAVER: "savings",
}
BY_CODE: Final = frozenset({IdentityProof.NUMBER_BY_POST, IdentityProof.CODE_BY_POST})
# What holds where the policy says nothing because it never asks for it.
LINK: Final = Span(days=7)
CODE: Final = Span(days=90)
MOST_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Flow:
    """One provider's way in. `asked` are the fields in their order; `types` whom the provider serves."""

    asked: tuple[RegistrationField, ...]
    types: tuple[CustomerType, ...]
    proof: IdentityProof
    method: ActivationMethod
    link_holds: Span
    code_holds: Span
    stores_address: bool
    bots_forbidden: bool
    guests: bool

    @property
    def by_code(self) -> bool:
        """Tell whether a code that came by post is asked for."""
        return self.proof in BY_CODE

    @property
    def with_birthday(self) -> bool:
        """Tell whether surname and day of birth must fit the code."""
        return RegistrationField.BIRTH_DATE in self.asked

    @property
    def is_reviewed(self) -> bool:
        """Tell whether staff look at every application before anybody gets in."""
        return self.proof is IdentityProof.STAFF_REVIEW

    @property
    def issues_ids(self) -> bool:
        """Tell whether the provider issues the user id."""
        return self.method is ActivationMethod.CREDENTIALS

    @property
    def shares_account(self) -> bool:
        """Tell whether users of one customer share an account."""
        return RegistrationField.ACCOUNT_NAME in self.asked or self.issues_ids

    @property
    def businesses_only(self) -> bool:
        """Tell whether consumers are turned away."""
        return not CONSUMERS & set(self.types)

    @property
    def contract_kinds(self) -> frozenset[str]:
        """Return which kinds of contracts make somebody one of those whom the provider serves."""
        return frozenset(CONTRACTS.get(one, "service") for one in self.types)


def flow_of(policy: RegistrationPolicy, identity: IdentityPolicy) -> Flow:
    """Return the way in that a policy describes."""
    return Flow(
        asked=tuple(policy.registration_fields),
        types=tuple(sorted(identity.customer_types)),
        proof=policy.identity_proof,
        method=policy.activation_method.method,
        link_holds=policy.activation_link_validity or LINK,
        code_holds=policy.code_validity or CODE,
        stores_address=policy.store_registration_ip,
        bots_forbidden=policy.bots_forbidden,
        guests=policy.activation_method.guest_orders,
    )


def after(at: datetime, span: Span) -> datetime:
    """Return the instant so much later: months by the German calendar, days and hours as they are.

    >>> from datetime import UTC
    >>> after(datetime(2026, 1, 31, 9, tzinfo=UTC), Span(months=1)).isoformat()
    '2026-02-28T10:00:00+01:00'
    """
    local = at.astimezone(BERLIN)
    if months := span.years * 12 + span.months:
        day = add(local.date(), Span(months=months))
        local = local.replace(year=day.year, month=day.month, day=day.day)
    return local + timedelta(weeks=span.weeks, days=span.days, hours=span.hours, minutes=span.minutes)
