"""The demo: a change to take over, a name to approve, and an address from which mail comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

from quartier.core.accounts import queries as accounts
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.profile import services
from quartier.core.profile.mails import AddressAnnouncedMail
from quartier.core.providers.policies import NewsletterPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM, Actor, ActorKind

REPORT = """Content-Type: multipart/report; report-type=delivery-status; boundary="b0"

--b0
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.post.example

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 Postfach unbekannt

--b0--
"""


def seed(*, at: datetime, key: str) -> None:
    """Let the customer of the printed login and two of their neighbours change something, or not be reached."""
    guest = accounts.user_with_email(f"kunde@{key}.example")
    party = parties.party_of(guest) if guest else None
    lead = accounts.user_with_email(f"leitung@{key}.example")
    if party is None or guest is None or lead is None:
        return
    me = Actor(ActorKind.CUSTOMER, str(guest.pk), str(guest))
    values = {"phone": "0211 5550-998", "mobile": "0211 5550-997"}
    services.change_contact(actor=me, at=at - timedelta(days=2), party_id=party.pk, values=values, shown=values)
    people = [one for one in parties.visible_parties(lead).order_by("pk") if one.pk != party.pk and one.email]
    if len(people) > 1:
        wish = {"name": f"{people[0].name}-Albers"}
        services.ask_for_identity(
            actor=SYSTEM, at=at - timedelta(days=1), party_id=people[0].pk, values=wish, reason="Heirat am 6. November",
            shown={"Name": wish["name"]},
        )  # fmt: skip
        _not_reached(at, people[1].email)


def _not_reached(at: datetime, address: str) -> None:
    """Let as many mails come back as the provider has decided."""
    limit = policy.in_force(NewsletterPolicy, day_of(at)).hard_bounce_limit
    for number in range(limit):
        when = at - timedelta(days=3 + number)
        mail = inbox.post(actor=SYSTEM, at=when, mail=AddressAnnouncedMail(email=address), to=address)
        inbox.note_report(at=when, mail_id=mail.pk, raw=REPORT.format(address=address).encode())
