"""How long a thousand access codes take from the order to the letters that lie ready for the printer."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from typing import Any

from benchmarks.documents import _disk
from benchmarks.figures import Figure
from benchmarks.letters import LETTERS, _town
from benchmarks.measured import AT, provider

GOAL_S = 60.0


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Issue a code to each of a thousand customers, set the letters, bind and encrypt them, and hand the file out."""
    with tempfile.TemporaryDirectory(prefix="quartier-bench-", dir=_disk()) as home, provider(home, say):
        from django.conf import settings  # noqa: PLC0415 – after set-up

        settings.LANGUAGE_CODE = "de"
        say(f"{LETTERS} customers …")
        _company, people = _town()
        say(f"{LETTERS} codes and their letters …")
        issued, made, size = _letters(people)
    return [
        Figure("letters_1000_s", issued + made, "s", GOAL_S),
        Figure("codes_issued_s", issued, "s"),
        Figure("code_letters_made_s", made, "s"),
        Figure("code_letters_mib", size / 2**20, "MiB"),
    ]


def _letters(people: list[Any]) -> tuple[float, float, int]:
    """Seconds to issue the codes and to make the letters, and how large the file is."""
    from quartier.core.providers.policies import IdentityPolicy, RegistrationPolicy  # noqa: PLC0415 – after set-up
    from quartier.core.providers.policies.access import IdentityProof, RegistrationField  # noqa: PLC0415
    from quartier.core.providers.policies.identity import CustomerType  # noqa: PLC0415
    from quartier.core.registration import services  # noqa: PLC0415
    from quartier.core.registration.rules.flow import flow_of  # noqa: PLC0415
    from quartier.values.actor import Actor, ActorKind  # noqa: PLC0415

    asked = (RegistrationField.ACCESS_NUMBER, RegistrationField.EMAIL, RegistrationField.PASSWORD)
    policy = RegistrationPolicy(registration_fields=asked, identity_proof=IdentityProof.NUMBER_BY_POST)
    flow = flow_of(policy, IdentityPolicy(customer_types=frozenset({CustomerType.TENANT})))
    clerk, begun = Actor(ActorKind.STAFF, "1", "Malin Brandt"), time.perf_counter()
    runs = services.issue(actor=clerk, at=AT, flow=flow, party_ids=[party.pk for party in people])
    issued = time.perf_counter()
    services.make_letters(at=AT, run_id=runs[0].pk)
    file = services.print_out(actor=clerk, at=AT, run_id=runs[0].pk)
    if runs[0].code_count != LETTERS or not file.startswith(b"%PDF"):
        raise RuntimeError(f"{runs[0].code_count} codes, {len(file)} bytes")
    return issued - begun, time.perf_counter() - issued, len(file)
