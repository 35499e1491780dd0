"""How blocks end: lifted by a person, at their last day, or at once when the last ground is gone (QX-39)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.blocks import queries
from quartier.core.blocks.labels import scope_label
from quartier.core.blocks.mails import LiftedMail
from quartier.core.blocks.models import Block, BlockGround, Candidate, CandidateState, TermChoice
from quartier.core.blocks.services.imposing import unwatch
from quartier.core.blocks.services.reaching import keep_out
from quartier.core.blocks.services.telling import tell_somehow
from quartier.core.deadlines.extension import Passed
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import SuspensionPolicy
from quartier.core.providers.policies.consequences import AutoLift
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor


class AlreadyLifted(Refused):
    """A block ends once."""

    message = _("This block has been lifted already.")


class AlreadyOver(Refused):
    """A ground ends once."""

    message = _("This ground is gone already.")


class NoReason(Refused):
    """Every lift is kept with its reason."""

    message = _("Say why.")
    field = "reason"


@transaction.atomic
def lift(*, actor: Actor, at: datetime, block_id: int, reason: str) -> Block:
    """Let a customer in again at once and tell them. Raises NoReason and AlreadyLifted."""
    if not reason.strip():
        raise NoReason
    block = _locked(block_id)
    if block.lifted_at is not None:
        raise AlreadyLifted
    return _lift(actor, at, block, reason.strip())


@transaction.atomic
def end_ground(*, actor: Actor, at: datetime, ground_id: int, reason: str) -> Block:
    """Note that one ground of a block is gone; with the last one a temporary block is lifted.

    Raises NoReason and AlreadyOver.
    """
    if not reason.strip():
        raise NoReason
    block = _locked(BlockGround.objects.values_list("block_id", flat=True).get(pk=ground_id))
    row = block.grounds.get(pk=ground_id)
    if row.ended_at is not None or block.lifted_at is not None:
        raise AlreadyOver
    _end(actor, at, block, row, reason.strip())
    return block


@transaction.atomic
def ground_gone(
    *, at: datetime, party_id: int, ground: str, because: str, item: str = "", actor: Actor = SYSTEM
) -> int:
    """Hear from another app that a ground is gone (paid, address confirmed); returns how many grounds ended.

    With an item only what hangs on it ends. Candidates of the same ground are settled. Repeating it changes nothing.
    """
    of_item = Q(item=item) if item else Q()
    candidates = Candidate.objects.filter(of_item, party=party_id, ground=ground, state=CandidateState.OPEN)
    candidates.update(state=CandidateState.GONE, decided_at=at, decided_by=str(actor), reason=because)
    ended = 0
    for block in queries.in_force(party_id).select_for_update(of=("self",)).select_related("party"):
        for row in block.grounds.filter(of_item, ground=ground, ended_at__isnull=True):
            _end(actor, at, block, row, because)
            ended += 1
    return ended


def end_of_day(passed: Passed) -> None:
    """Lift a block whose last day is over, unless the provider leaves every end to a person."""
    block = _locked(int(passed.subject.rpartition(":")[2]))
    if block.lifted_at is None and _rule(passed.at) is not AutoLift.NEVER:
        with translation.override("de"):
            reason = _t("Its last day is over.")
        _lift(SYSTEM, passed.at, block, reason)


def _locked(block_id: int) -> Block:
    return Block.objects.select_for_update(of=("self",)).select_related("party").get(pk=block_id)


def _rule(at: datetime) -> AutoLift:
    return policy.in_force(SuspensionPolicy, day_of(at)).auto_lift


def _end(actor: Actor, at: datetime, block: Block, row: BlockGround, because: str) -> None:
    row.ended_at, row.ended_because = at, because
    row.save(update_fields=["ended_at", "ended_because"])
    data = {"block": block.pk, "grounds": [row.ground], "reason": because}
    audit.record(actor=actor, at=at, kind="block.ground_ended", subject=_subject(block), data=data)
    is_last = not block.grounds.filter(ended_at__isnull=True).exists()
    if is_last and block.term != TermChoice.PERMANENT and _rule(at) is AutoLift.GROUND_GONE:
        _lift(actor, at, block, because)


def _lift(actor: Actor, at: datetime, block: Block, reason: str) -> Block:
    block.lifted_at, block.lifted_by, block.lifted_because = at, str(actor), reason
    block.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    unwatch(actor, at, block, "lifted")
    keep_out(block.party_id)
    with translation.override("de"):
        mail = LiftedMail(reach=scope_label(block))
    told = tell_somehow(actor, at, block.party, mail)
    data = {"block": block.pk, "reason": reason, "told": told}
    audit.record(actor=actor, at=at, kind="block.lifted", subject=_subject(block), data=data)
    return block


def _subject(block: Block) -> str:
    return parties.subject_of(block.party)
