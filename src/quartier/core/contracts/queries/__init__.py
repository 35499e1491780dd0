"""What others may read about contracts."""

from quartier.core.contracts.queries.keeping import (
    agreement_kept_until,
    agreements_past,
    kept_until,
    kept_with_contract,
    past_due,
    past_with_contract,
)

__all__ = [
    "agreement_kept_until",
    "agreements_past",
    "kept_until",
    "kept_with_contract",
    "past_due",
    "past_with_contract",
]
