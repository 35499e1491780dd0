"""The end by itself (DWG-32): a deadline from the end of the last contract, told of ahead, gone with a new one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.inbox import services as inbox
from quartier.core.leaving import queries, rules
from quartier.core.leaving.mails import EndAheadMail
from quartier.core.leaving.rules import END, NOTICE, Way
from quartier.core.leaving.services.closing import end
from quartier.core.parties import queries as parties
from quartier.core.parties.services import contracts
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM
from quartier.values.period import ONE_DAY

SOURCE: Final = "Art. 5 Abs. 1 Buchst. e DSGVO; § 195 BGB"
RUNS_ON: Final = "Ein Vertrag läuft, der die Nutzung des Portals trägt."


def settle(party_ids: Sequence[int], at: datetime) -> None:
    """Let the deadlines of customers say what their contracts say; called whenever contracts begin or end."""
    uses = contracts.portal_uses(party_ids)
    rule = queries.end_rule(day_of(at)) if uses else None
    for use in uses:
        found = rules.ends_on(rule, use.contracts) if rule is not None else None
        _settle_one(f"parties.party:{use.party_id}", found, at)


def _settle_one(subject: str, found: date | None, at: datetime) -> None:
    known = running.open_deadline_of(END, subject)
    wanted = found.isoformat() if found else None
    if known is not None and known.data.get("found") == wanted:
        return
    for kind in (END, NOTICE):
        if (row := running.open_deadline_of(kind, subject)) is not None:
            deadlines.cancel(actor=SYSTEM, at=at, deadline_id=row.pk, reason=RUNS_ON)
    if found is not None:
        _open(subject, found, at)


def _open(subject: str, found: date, at: datetime) -> None:
    span, today = queries.notice_span(day_of(at)), day_of(at)
    last_on = rules.runs_until(found, today, span)
    told_on = rules.notice_on(last_on, span)
    common = {"actor": SYSTEM, "at": at, "subject": subject, "holder": subject, "source": SOURCE}
    data = {"found": found.isoformat(), "last_on": last_on.isoformat()}
    # The notice is no period of the customer's: it stands in nobody's list.
    when = {"last_on": told_on - ONE_DAY} if told_on > today else {"due_at": at}
    deadlines.open_deadline(**{**common, "holder": ""}, kind=NOTICE, data=data, **when)  # type: ignore[arg-type]
    deadlines.open_deadline(**common, kind=END, last_on=last_on, data=data)  # type: ignore[arg-type]


def tell_ahead(passed: Passed) -> None:
    """Tell a former customer once that the access ends, and that everything can be taken along (DWG-33)."""
    party = parties.party_numbered(int(passed.subject.rpartition(":")[2]))
    mail = EndAheadMail(last_on=date.fromisoformat(passed.data["last_on"]))
    addresses = {party.email.lower(): str(party)} | {u.email.lower(): str(u) for u in queries.users_of(party)}
    for address, name in addresses.items():
        if address:
            inbox.post(actor=SYSTEM, at=passed.at, mail=mail, to=address, to_name=name, about=passed.subject)


def end_by_time(passed: Passed) -> None:
    """Close the access of a former customer with the end of the last day."""
    party = parties.party_numbered(int(passed.subject.rpartition(":")[2]))
    if party.user_id or party.account_id:
        last_on = passed.last_on or date.fromisoformat(passed.data["last_on"])
        end(actor=SYSTEM, at=passed.at, party=party, way=Way.TIME, ended_on=last_on)
