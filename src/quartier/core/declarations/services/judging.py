"""What a declaration about a known subject comes to: its form first, then what its kind makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from quartier.core.audit import services as audit
from quartier.core.declarations import mails, queries
from quartier.core.declarations.extension import Outcome, Taken, declaration_kinds
from quartier.core.declarations.models import Answer, Declaration, DeclarationState
from quartier.core.declarations.rules import below_form
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.law.bgb.form import Sending
from quartier.law.bgb.form_check import FormCheck, form_check
from quartier.law.rule import Derived
from quartier.values.actor import Actor
from quartier.values.packing import packed


def settle(actor: Actor, at: datetime, row: Declaration) -> None:
    """Judge a declaration whose subject is known, and keep what came of it. Below form nothing else changes."""
    kind = declaration_kinds[row.kind]
    checked = checked_form(row)
    row.needed = checked.value.needed.value
    if checked.value.accepted:
        outcome = kind.effect(Taken(row, actor, at))
    else:
        sentences = below_form(Sending(row.channel), checked.value.needed)
        outcome = Outcome(state=DeclarationState.BELOW_FORM, sentences=sentences, derived=checked)
    keep(actor, at, row, outcome)


def checked_form(row: Declaration) -> Derived[FormCheck]:
    """Ask the law whether the declaration is formal enough for its subject."""
    asked = declaration_kinds[row.kind].asked(row.subject, day_of(row.received_at))
    return form_check(
        declaration=asked.act, channel=Sending(row.channel), on=day_of(row.received_at), customer=asked.customer,
        agreed=asked.agreed, concluded_on=asked.concluded_on, strict=asked.strict,
    )  # fmt: skip


def keep(actor: Actor, at: datetime, row: Declaration, outcome: Outcome) -> None:
    """Write what came of a declaration, with the reasons, in the row and in the protocol."""
    steps = outcome.derived.steps if outcome.derived else ()
    row.state = outcome.state
    row.outcome = {
        "sentences": [packed(one) for one in outcome.sentences],
        "why": [{**packed(step.sentence), "source": step.source} for step in steps],
        "data": dict(outcome.data),
    }
    if row.state != DeclarationState.UNCLEAR:
        row.settled_at, row.settled_by = at, str(actor)[:120]
    row.save(update_fields=["needed", "state", "outcome", "settled_at", "settled_by"])
    data = {"kind": row.kind, "state": row.state, "about": row.subject}
    audit.record(actor=actor, at=at, kind="declarations.decided", subject=queries.subject_of(row), data=data)


def reach(row: Declaration) -> Sequence[str]:
    """Return where to answer: the address given if it is the customer's or nobody is known, else all of theirs.

    It is asked before the declaration takes effect: what ends an account may take the addresses along.
    """
    theirs = parties.addresses_of(row.party) if row.party else frozenset()
    if row.by_mail and (row.party is None or row.contact.lower() in theirs):
        return [row.contact]
    return sorted(theirs)


def answer(actor: Actor, at: datetime, row: Declaration, addresses: Sequence[str]) -> None:
    """Tell whose declaration it is what came of it: at addresses we know, else by letter."""
    for address in addresses:
        inbox.post(
            actor=actor, at=at, mail=mails.AnswerMail(row=row), to=address, to_name=row.name,
            about=queries.subject_of(row), entity=row.entity,
        )  # fmt: skip
    row.answer = Answer.MAIL if addresses else Answer.LETTER_DUE
    row.save(update_fields=["answer"])
