"""Imposing and changing blocks: by a person, on grounds of the catalogue, after a warning where the policy says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.blocks import queries, rules
from quartier.core.blocks.extension import imposed
from quartier.core.blocks.labels import scope_label, term_label
from quartier.core.blocks.mails import BlockedMail
from quartier.core.blocks.models import Block, BlockGround, Candidate, CandidateState, ScopeChoice, TermChoice, Warned
from quartier.core.blocks.services.reaching import keep_out
from quartier.core.blocks.services.telling import tell_somehow
from quartier.core.deadlines import queries as deadlines
from quartier.core.deadlines import services as periods
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import SuspensionPolicy
from quartier.core.providers.policies.consequences import Ground
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

END = "blocks.end"


class NoGround(Refused):
    """Blocks at will are void (§ 307(1) BGB): each rests on a ground that the provider has agreed upon (DWG-36)."""

    message = _("Choose at least one ground from the catalogue.")
    field = "grounds"


class NoService(Refused):
    """A block of single services names them."""

    message = _("Choose at least one service, or block everything.")
    field = "services"


class NoDay(Refused):
    """A block until a day, or a time to put things right, ends in the future."""

    message = _("Choose a day from today on.")
    field = "last_on"


class WarningMissing(Refused):
    """No block without a warning before it, unless the case is urgent (WR-089)."""

    message = _(
        "A warning for the same ground has to go before the block, and its time has to be over. "
        "In an urgent case say why it cannot wait."
    )


class NotUrgent(Refused):
    """Urgency is said with its reason (WR-090), and some providers promise a warning always."""

    message = _("Say what harm threatens and why a warning would come too late.")
    field = "urgency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a block is to be: its reach, how long it lasts, words beside the grounds."""

    scope: str = "all"
    services: Sequence[str] = ()
    term: str = "permanent"
    last_on: date | None = None
    text: str = ""
    not_responsible: bool = False


def known_grounds(keys: Sequence[str], on: date) -> list[str]:
    """Return keys of the catalogue in its order; raises NoGround for none, and for one that the policy lacks."""
    known = queries.grounds_known(on)
    if not keys or any(key not in known for key in keys):
        raise NoGround
    return [key for key in known if key in keys]


@transaction.atomic
def impose(
    *,
    actor: Actor,
    at: datetime,
    party_id: int,
    grounds: Sequence[str],
    wanted: Wanted,
    is_urgent: bool = False,
    urgency: str = "",
    candidate_id: int | None = None,
) -> Block:
    """Block a customer at once: every session that it reaches is over with the next request.

    The customer is told what, how long and why, contracts and debts are not touched. A program cannot do it.
    Raises NoGround, NoService, NoDay, NotUrgent, WarningMissing, and PersonNeeded.
    """
    keys, checked = known_grounds(grounds, day_of(at)), _checked(wanted, day_of(at))
    warning = _warning(party_id, keys, day_of(at), is_urgent=is_urgent, urgency=urgency.strip())
    party, item = parties.party_numbered(party_id), _settled(actor, at, candidate_id, party_id)
    block = Block.objects.create(party=party, **checked, urgency=urgency.strip() if is_urgent else "", warning=warning,
                                 imposed_at=at, imposed_by=str(actor))  # fmt: skip
    for key in keys:
        BlockGround.objects.create(block=block, ground=key, item=item)
    _watch(actor, at, block)
    keep_out(party_id)
    data = {**_facts(block), "grounds": keys, "urgency": block.urgency, "told": _tell(actor, at, block, keys)}
    audit.record(actor=actor, at=at, kind="block.imposed", subject=parties.subject_of(party), data=data)
    for hears in imposed:
        hears(actor, at, block)
    return block


@transaction.atomic
def change(*, actor: Actor, at: datetime, block_id: int, wanted: Wanted) -> Block:
    """Change reach, time and words of a block in force; the customer is told anew. Raises NoService and NoDay."""
    block = Block.objects.select_for_update(of=("self",)).select_related("party").get(pk=block_id, lifted_at=None)
    before = _facts(block)
    for name, value in _checked(wanted, day_of(at)).items():
        setattr(block, name, value)
    block.save()
    unwatch(actor, at, block, "changed")
    _watch(actor, at, block)
    keep_out(block.party_id)
    keys = [row.ground for row in block.grounds.all() if row.ended_at is None]
    told = _tell(actor, at, block, keys)
    after = _facts(block)
    data = {name: [before[name], after[name]] if before[name] != after[name] else after[name] for name in after}
    subject = parties.subject_of(block.party)
    audit.record(actor=actor, at=at, kind="block.changed", subject=subject, data={**data, "told": told})
    return block


def unwatch(actor: Actor, at: datetime, block: Block, reason: str) -> None:
    """Forget the end date of a block that changes or ends before it."""
    row = deadlines.open_deadline_of(END, queries.subject_of(block))
    if row is not None:
        periods.cancel(actor=actor, at=at, deadline_id=row.pk, reason=reason)


def _watch(actor: Actor, at: datetime, block: Block) -> None:
    if block.last_on is not None:
        holder = parties.subject_of(block.party)
        periods.open_deadline(
            actor=actor, at=at, kind=END, subject=queries.subject_of(block), last_on=block.last_on, holder=holder
        )


def _checked(wanted: Wanted, today: date) -> dict[str, Any]:
    services = [key for key in queries.services_known() if key in wanted.services]
    is_of_services = wanted.scope == ScopeChoice.SERVICES
    if is_of_services and not services:
        raise NoService
    has_day = wanted.term == TermChoice.DAY
    if has_day and (wanted.last_on is None or wanted.last_on < today):
        raise NoDay
    return {
        "scope": ScopeChoice(wanted.scope).value,
        "services": services if is_of_services else [],
        "term": TermChoice(wanted.term).value,
        "last_on": wanted.last_on if has_day else None,
        "text": wanted.text.strip(),
        "not_responsible": wanted.not_responsible,
    }


def _warning(party_id: int, keys: Sequence[str], on: date, *, is_urgent: bool, urgency: str) -> Warned | None:
    rule = policy.in_force(SuspensionPolicy, on).prior_warning
    if is_urgent and not urgency:
        raise NotUrgent
    found = queries.warning_for(party_id, keys, on)
    if found is None and rules.needs_warning(rule, is_urgent=is_urgent):
        raise WarningMissing
    return found


def _settled(actor: Actor, at: datetime, candidate_id: int | None, party_id: int) -> str:
    """Note that a candidate led to a block; returns what it hangs on."""
    rows = Candidate.objects.select_for_update().filter(party=party_id, state=CandidateState.OPEN)
    row = rows.filter(pk=candidate_id).first() if candidate_id is not None else None
    if row is None:
        return ""
    row.state, row.decided_at, row.decided_by = CandidateState.BLOCKED, at, str(actor)
    row.save(update_fields=["state", "decided_at", "decided_by"])
    return row.item


def _facts(block: Block) -> dict[str, Any]:
    return {
        "block": block.pk, "scope": block.scope, "services": list(block.services), "term": block.term,
        "until": f"{block.last_on or ''}", "reason": block.text,
        "not_responsible": block.not_responsible,
    }  # fmt: skip


def _tell(actor: Actor, at: datetime, block: Block, keys: Sequence[str]) -> str:
    """Tell the customer; by letter where the ground is that no mail arrives."""
    with translation.override("de"):
        reach, term = scope_label(block), term_label(block)
    mail = BlockedMail(reach=reach, term=term, grounds=keys, text=block.text)
    return tell_somehow(actor, at, block.party, mail, by_mail=Ground.EMAIL_DEAD not in keys)
