"""The demo: codes to try that the terminal prints, and an application that waits for a decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from quartier.core.parties import queries as parties
from quartier.core.registration import queries, services
from quartier.core.registration.models import InvitationCode
from quartier.core.registration.rules.codes import plain
from quartier.core.registration.services.entering import fresh_link
from quartier.core.registration.services.issuing import PURPOSE
from quartier.core.registration.services.secret import digest_of
from quartier.core.terms import queries as terms
from quartier.kit.clock import day_of
from quartier.values.actor import VISITOR, Actor, ActorKind

# The customer of the demo who gets the code that is printed, and the birthday that belongs to it.
CUSTOMER: Final = "20005"
OTHERS: Final = ("20008", "20009", "20010")
BORN: Final = date(1961, 4, 23)
APPLICANTS: Final[dict[str, dict[str, str]]] = {
    "raumhafen": {
        "customer_type": "business", "organisation": "Kanzlei Hell & Partner", "given_name": "Helga", "name": "Hell",
        "street": "Parkallee 3", "postcode": "69199", "city": "Heidelau", "phone": "06221 555-31",
        "account_name": "Kanzlei-Hell", "user_name": "helga",
    },
    "werkstatt": {
        "customer_type": "business", "organisation": "Studio Falter GbR", "given_name": "Rosa", "name": "Falter",
        "phone": "0202 5550-31",
    },
}  # fmt: skip


def seed(*, at: datetime, key: str, lead: Any, code: str) -> None:
    """Issue codes where they are asked for, the given one among them; elsewhere let somebody apply."""
    actor = Actor(ActorKind.STAFF, str(lead.pk), lead.name)
    if queries.flow_on(day_of(at)).by_code:
        _codes(actor, at, lead, code)
    elif key in APPLICANTS:
        _application(at - timedelta(hours=20), key)


def _codes(actor: Actor, at: datetime, lead: Any, known: str) -> None:
    people = parties.visible_parties(lead).filter(number__in=(CUSTOMER, *OTHERS))
    people.filter(number=CUSTOMER).update(born_on=BORN)
    flow, before = queries.flow_on(day_of(at)), at - timedelta(days=2)
    runs = services.issue(actor=actor, at=before, flow=flow, party_ids=[row.pk for row in people])
    code = plain(known)
    row = InvitationCode.objects.get(party__number=CUSTOMER)
    row.digest, row.sealed = digest_of(code, purpose=PURPOSE), code
    row.save(update_fields=["digest", "sealed"])
    for run in runs:
        services.make_letters(at=before, run_id=run.pk)


def _application(at: datetime, key: str) -> None:
    flow, digests = queries.flow_on(day_of(at)), [(one.kind, one.digest) for one in terms.current_documents()]
    email = f"post@{APPLICANTS[key]['organisation'].split()[-1].lower()}.example"
    entry = services.Entry(
        email=email, password=services.hashed("Quartier-Demo-2026"), texts=digests, answers=APPLICANTS[key]
    )
    services.submit(actor=VISITOR, at=at, flow=flow, entry=entry)
    row = queries.undecided_from(email)
    token, _ends = fresh_link(at, row, at + timedelta(days=1))
    services.confirm(actor=VISITOR, at=at + timedelta(minutes=5), flow=flow, token=token)
