"""All concerns of one provider together: the only place where rules across concerns can be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from quartier.core.providers.policies.access import PasswordPolicy, RegistrationPolicy
from quartier.core.providers.policies.billing import BillingPolicy, DunningPolicy
from quartier.core.providers.policies.change import TermsChangePolicy, WithdrawalPolicy
from quartier.core.providers.policies.consequences import CommissionPolicy, LiabilityPolicy, SuspensionPolicy
from quartier.core.providers.policies.contract import FormationPolicy, TermPolicy
from quartier.core.providers.policies.declarations import DeclarationFormPolicy
from quartier.core.providers.policies.files import FilesPolicy
from quartier.core.providers.policies.identity import CalendarPolicy, IdentityPolicy, JurisdictionPolicy
from quartier.core.providers.policies.outreach import AdvertisingPolicy, DataProtectionPolicy, NewsletterPolicy
from quartier.core.providers.policies.performance import PerformancePolicy
from quartier.core.providers.policies.service import AvailabilityPolicy, RetentionPolicy, SupportPolicy
from quartier.values.policy import Concern, Held, OutOfBounds, Sentence
from quartier.values.policy import mark as _

C = TypeVar("C", bound=Concern)

# In the order of the catalogue.
CONCERNS: tuple[type[Concern], ...] = (
    IdentityPolicy,
    JurisdictionPolicy,
    CalendarPolicy,
    RegistrationPolicy,
    PasswordPolicy,
    FormationPolicy,
    TermPolicy,
    PerformancePolicy,
    TermsChangePolicy,
    WithdrawalPolicy,
    BillingPolicy,
    DunningPolicy,
    SuspensionPolicy,
    LiabilityPolicy,
    CommissionPolicy,
    SupportPolicy,
    AvailabilityPolicy,
    RetentionPolicy,
    FilesPolicy,
    NewsletterPolicy,
    AdvertisingPolicy,
    DataProtectionPolicy,
    DeclarationFormPolicy,
)
BY_NAME: Mapping[str, type[Concern]] = {concern.concern: concern for concern in CONCERNS}
BY_SLUG: Mapping[str, type[Concern]] = {concern.slug: concern for concern in CONCERNS}


def _defaults() -> dict[type[Concern], Held[Any]]:
    return {concern: Held(values=concern()) for concern in CONCERNS}


@dataclass(frozen=True, kw_only=True)
class Policies:
    """Every concern of a provider, with origins. Raises OutOfBounds where consumers would be harmed.

    A concern that nobody has decided yet stands at its recommended defaults.
    """

    held: Mapping[type[Concern], Held[Any]] = field(default_factory=_defaults)

    def __post_init__(self) -> None:
        object.__setattr__(self, "held", _defaults() | dict(self.held))
        if self.of(IdentityPolicy).serves_consumers:
            self._protect_consumers()

    def of(self, concern: type[C]) -> C:
        """Return the values of one concern."""
        held: Held[C] = self.held[concern]
        return held.values

    def with_(self, changed: Held[Any]) -> Policies:
        """Return the whole with one concern replaced; raises OutOfBounds."""
        return replace(self, held={**self.held, type(changed.values): changed})

    def __iter__(self) -> Iterator[Held[Any]]:
        return (self.held[concern] for concern in CONCERNS)

    def dump(self) -> dict[str, Any]:
        """Return `{key: {value, origin, clause, conflict}}` over all concerns."""
        return {key: entry for held in self for key, entry in held.dump().items()}

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Policies:
        """Return the whole from the form that `dump` gives; every key must be there. Raises OutOfBounds."""
        known = {p.key for concern in CONCERNS for p in concern.parameters()}
        problems = {key: Sentence(_("%(key)s is not a parameter of any policy."), {"key": key})
                    for key in sorted(data.keys() - known)}  # fmt: skip
        held: dict[type[Concern], Held[Any]] = {}
        for concern in CONCERNS:
            theirs = {p.key: data[p.key] for p in concern.parameters() if p.key in data}
            try:
                held[concern] = Held.parse(concern, theirs)
            except OutOfBounds as error:
                problems |= error.problems
        if problems:
            raise OutOfBounds(problems)
        return cls(held=held)

    def _protect_consumers(self) -> None:
        problems: dict[str, Sentence] = {}
        for held in self:
            try:
                held.values.check_for_consumers()
            except OutOfBounds as error:
                problems |= error.problems
        if problems:
            raise OutOfBounds(problems)


def all_keys() -> tuple[str, ...]:
    """Return every key of the catalogue in its order of concerns."""
    return tuple(f.metadata["key"] for concern in CONCERNS for f in fields(concern))
