"""How long a provider keeps what a log holds."""

from __future__ import annotations

from datetime import date

from quartier.core.providers.policies.service import RetentionPolicy
from quartier.core.providers.queries.policy import in_force


def address_days(on: date) -> int:
    """Return for how many whole days IP addresses may stay in logs by the policy in force (`logs.ip_retention`)."""
    span = in_force(RetentionPolicy, on).ip_retention
    return span.weeks * 7 + span.days + span.working_days
