"""The catalogue of grounds, what a block reaches, and when one needs a warning first; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from quartier.core.providers.policies.consequences import Ground, PriorWarning
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _

# What a block reaches, and how accounts carry a single service.
ALL, PERSONAL, SERVICES = "all", "personal", "services"
SERVICE = "service:"


class Detail(Choice):
    """What exactly a misuse was (DWG-36)."""

    INCITEMENT = "incitement", _("Incitement to hatred")
    VIOLENCE = "violence", _("Glorified violence")
    PORNOGRAPHY = "pornography", _("Pornography")
    MINORS = "minors", _("Endangering minors")
    DEFAMATION = "defamation", _("Defamation")
    OTHER = "other", _("other unlawful or immoral content")
    COPYRIGHT = "copyright", _("Copyright infringed")
    TRADEMARK = "trademark", _("Trademark infringed")
    NAME = "name", _("Right to a name infringed")
    PERSONALITY = "personality", _("Personality rights infringed")
    DISTURBANCE = "disturbance", _("Service disturbed or overloaded")


DETAILS: Final[Mapping[Ground, tuple[Detail, ...]]] = {
    Ground.MISUSE: tuple(Detail),
    Ground.UNLAWFUL_CONTENT: tuple(one for one in Detail if one is not Detail.DISTURBANCE),
}
# Which ground of its policy a provider has for somebody who disturbs the service, the most exact one first.
OF_DISTURBANCE: Final = (Ground.MISUSE, Ground.SPAM, Ground.BREACH, Ground.LASTING_BREACH)


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one customer may send something to some addresses within a time; without addresses, to any."""

    key: str
    most: int
    within: timedelta
    addresses: frozenset[str] = frozenset()


# Far above what a person does, below what disturbs others. Behind a check step each message is sent twice.
LIMITS: Final = (
    Limit(
        "messages",
        60,
        timedelta(hours=1),
        frozenset({"threads:new", "threads:one", "threads:report_fault", "threads:report_message"}),
    ),
    Limit("requests", 600, timedelta(hours=1)),
)
# After so many refusals within a day somebody of the staff looks at it.
REFUSALS = Limit("refusals", 5, timedelta(days=1))


def limits_of(address: str) -> list[Limit]:
    """Return the limits that count for an address.

    >>> [limit.key for limit in limits_of("threads:new")]
    ['messages', 'requests']
    """
    return [limit for limit in LIMITS if not limit.addresses or address in limit.addresses]


def catalogue(grounds: Collection[Ground]) -> list[str]:
    """Return the keys of all grounds that a provider's policy allows, details one by one.

    >>> catalogue({Ground.ARREARS, Ground.UNLAWFUL_CONTENT})[:3]
    ['arrears', 'unlawful_content.incitement', 'unlawful_content.violence']
    """
    return [key for ground in Ground if ground in grounds for key in _keys(ground)]


def _keys(ground: Ground) -> list[str]:
    return [f"{ground}.{detail}" for detail in DETAILS[ground]] if ground in DETAILS else [str(ground)]


def parts(key: str) -> tuple[Ground, Detail | None]:
    """Return ground and detail of a key.

    >>> parts("misuse.minors")
    (<Ground.MISUSE: 'misuse'>, <Detail.MINORS: 'minors'>)
    """
    ground, _dot, detail = key.partition(".")
    return Ground(ground), Detail(detail) if detail else None


def ground_of_disturbance(grounds: Collection[Ground]) -> str:
    """Return the key under which a provider blocks somebody who disturbs the service, "" where it has none."""
    found = next((one for one in OF_DISTURBANCE if one in grounds), None)
    return "" if found is None else f"{found}.{Detail.DISTURBANCE}" if found is Ground.MISUSE else str(found)


def needs_warning(rule: PriorWarning, *, is_urgent: bool) -> bool:
    """Tell whether a block may only follow a warning (WR-089, WR-090)."""
    return rule is PriorWarning.ALWAYS or (rule is PriorWarning.EXCEPT_URGENT and not is_urgent)


def covers(warned: Iterable[str], blocked: Iterable[str]) -> bool:
    """Tell whether a warning was about every ground of a block; which detail it was does not matter.

    >>> covers(["breach"], ["breach"]), covers(["breach"], ["breach", "arrears"])
    (True, False)
    """
    return {parts(key)[0] for key in blocked} <= {parts(key)[0] for key in warned}


def scopes(scope: str, services: Iterable[str]) -> list[str]:
    """Return a block's reach as accounts carry it.

    >>> scopes("services", ["messages"]), scopes("all", [])
    (['service:messages'], ['all'])
    """
    return [f"{SERVICE}{key}" for key in services] if scope == SERVICES else [scope]


def keeps_out(barred: Iterable[str]) -> bool:
    """Tell whether somebody may not come in at all."""
    return bool({ALL, PERSONAL} & {*barred})


def is_service_barred(barred: Iterable[str], service: str) -> bool:
    """Tell whether a service is closed to somebody: by itself, or with everything."""
    return bool({ALL, f"{SERVICE}{service}"} & {*barred})
