"""Finding the contract that somebody means, from what they write about it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from quartier.core.contracts.models import Contract
from quartier.core.providers.queries import entities

# A number may be written in several words, such as "W 0815 7".
LONGEST_NUMBER = 4
FOUND_AT_MOST = 20


def contract_numbered(contract_id: int) -> Contract:
    """Return a contract with its tie by its key, restricted or not; raises Contract.DoesNotExist."""
    return Contract.everything.select_related("relationship", "party").get(pk=contract_id)


def contracts_meant(about: str, email: str) -> Sequence[Contract]:
    """Return contracts whose number stands in a text, or whose customer uses an e-mail address; a few at most."""
    meant = Q(pk__in=[])
    if email:
        meant |= Q(party__email__iexact=email) | Q(party__user__email__iexact=email)
    if numbers := numbers_in(about):
        meant |= Q(relationship__legal_entity__in=entities(), relationship__number__in=numbers)
    return list(_rows().filter(meant)[:FOUND_AT_MOST])


def contracts_of(party_id: int) -> Sequence[Contract]:
    """Return a customer's contracts with their ties, the latest first."""
    return list(_rows().filter(party=party_id))


def _rows() -> QuerySet[Contract]:
    return Contract.objects.select_related("relationship__legal_entity", "party__user")


def numbers_in(text: str) -> list[str]:
    """Return what in a text may be the number of a contract, as typed and in capitals."""
    words = [word.strip(".,;:()[]„“\"'") for word in re.split(r"\s+", text)]
    grams = {
        " ".join(words[i : i + n])
        for n in range(1, LONGEST_NUMBER + 1)
        for i in range(len(words) - n + 1)
        if any(c.isdigit() for c in "".join(words[i : i + n]))
    }
    return sorted({one for gram in grams for one in (gram, gram.upper())})
