"""What staff do with an order: each with its question, its form and its service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.orders import forms, services
from quartier.core.orders.extension import Moment
from quartier.core.orders.models import Order, OrderState
from quartier.kit.components.markup import Text
from quartier.kit.forms import Form
from quartier.values.actor import Actor

Do = Callable[[Actor, datetime, int, Mapping[str, Any]], Any]
OFFERED, ACCEPTED, CLOSED = OrderState.OFFERED, OrderState.ACCEPTED, OrderState.CLOSED
NEVER_BACK: Final = _("This cannot be taken back.")
LOGGED: Final = _("It stays on record with the order.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that staff do; `states` are those in which it is offered."""

    label: Text
    effect: Text
    undo: Text
    said: Text
    form: type[Form]
    do: Do
    states: tuple[str, ...]


def _words(name: str) -> Do:
    """Return what calls a service that takes words."""
    return lambda actor, at, key, given: getattr(services, name)(actor=actor, at=at, order_id=key, words=given["words"])


def _items(name: str) -> Do:
    """Return what calls a service that takes what is missing."""
    return lambda actor, at, key, given: getattr(services, name)(
        actor=actor, at=at, order_id=key, missing=forms.lines_of(given["missing"]), words=given["words"]
    )


def _call(actor: Actor, at: datetime, key: int, given: Mapping[str, Any]) -> Any:
    return services.call(actor=actor, at=at, order_id=key, words=given["words"], called_at=given["when"])


def _reply(actor: Actor, at: datetime, key: int, given: Mapping[str, Any]) -> Any:
    return services.reply(
        actor=actor, at=at, order_id=key, words=given["words"], is_complete=given["is_complete"], said_at=given["when"]
    )


ACTS: Final[Mapping[str, Act]] = {
    "annehmen": Act(
        label=_("Accept the order"), said=_("The order is accepted, and the confirmation is on its way."),
        effect=_("The contract is concluded. The customer gets the confirmation with all texts by e-mail."),
        undo=NEVER_BACK, form=forms.NothingForm, states=(OFFERED,),
        do=lambda actor, at, key, given: services.accept(actor=actor, at=at, order_id=key),
    ),
    "zugang": Act(
        label=_("Note the credentials as handed over"), said=_("The order is accepted."),
        effect=_("Where the terms say so, the contract is concluded with them. The confirmation goes out."),
        undo=NEVER_BACK, form=forms.NothingForm, states=(OFFERED,),
        do=lambda actor, at, key, given: services.accept(
            actor=actor, at=at, order_id=key, moment=Moment.CREDENTIALS
        ),
    ),
    "ablehnen": Act(
        label=_("Decline the order"), said=_("The order is declined."),
        effect=_("The applicant hears that no contract comes about, without a reason. The data go after 30 days."),
        undo=NEVER_BACK, form=forms.DeclineForm, states=(OFFERED,),
        do=lambda actor, at, key, given: services.decline(actor=actor, at=at, order_id=key, note=given["note"]),
    ),
    "nachfragen": Act(
        label=_("Ask for what is missing"), said=_("The customer was asked by e-mail."),
        effect=_("The customer gets an e-mail. Until the answer, what is due waits."), undo=LOGGED,
        form=forms.MissingForm, states=(OFFERED, ACCEPTED), do=_items("request"),
    ),
    "anruf": Act(
        label=_("Note a call"), said=_("The call is noted."),
        effect=_("It counts as an attempt to reach the customer."), undo=LOGGED,
        form=forms.HappenedForm, states=(OFFERED, ACCEPTED), do=_call,
    ),
    "antwort": Act(
        label=_("Note an answer"), said=_("The answer is noted."),
        effect=_("Attempts made before no longer count. If everything is there, the time runs on."), undo=LOGGED,
        form=forms.ReplyForm, states=(OFFERED, ACCEPTED), do=_reply,
    ),
    "geprueft": Act(
        label=_("Note the check of the documents"), said=_("The customer was told."),
        effect=_("The customer is told by e-mail whether the documents suffice, or what is missing."), undo=LOGGED,
        form=forms.CheckedForm, states=(OFFERED, ACCEPTED), do=_items("checked"),
    ),
    "termin": Act(
        label=_("Set the date"), said=_("The date is set."), effect=_("The customer sees it on the page of the order."),
        undo=_("You can change it again."), form=forms.PlanForm, states=(OFFERED, ACCEPTED),
        do=lambda actor, at, key, given: services.plan(actor=actor, at=at, order_id=key, due_at=given["due_at"]),
    ),
    "arbeit": Act(
        label=_("Note work"), said=_("The work is noted."),
        effect=_("With the first entry work has begun: nothing is refunded by rule from then on."), undo=LOGGED,
        form=forms.WordsForm, states=(OFFERED, ACCEPTED), do=_words("work"),
    ),
    "fertig": Act(
        label=_("Deliver the result"), said=_("The order is finished, and the customer was told."),
        effect=_("The order is finished and performed in full. The customer is told by e-mail."), undo=NEVER_BACK,
        form=forms.WordsForm, states=(OFFERED, ACCEPTED), do=_words("finish"),
    ),
    "aendern": Act(
        label=_("Change in text form"), said=_("The change is on record, and the customer was told."),
        effect=_("The agreed words go to the customer by e-mail. Without them nothing changes."), undo=LOGGED,
        form=forms.WordsForm, states=(OFFERED, ACCEPTED), do=_words("change"),
    ),
    "schliessen": Act(
        label=_("Close the order"), said=_("The order is closed."),
        effect=_("Only after all e-mails, a call and the time that the terms name. Nothing is worked on any more."),
        undo=_("The customer can take it up again within the time of the terms."), form=forms.CloseForm,
        states=(OFFERED, ACCEPTED),
        do=lambda actor, at, key, given: services.close(actor=actor, at=at, order_id=key, reason=given["reason"]),
    ),
    "beenden": Act(
        label=_("End with consent"), said=_("The order has ended."),
        effect=_("The order ends because both agree. The consent is kept."), undo=NEVER_BACK,
        form=forms.CancelForm, states=(OFFERED, ACCEPTED),
        do=lambda actor, at, key, given: services.cancel(
            actor=actor, at=at, order_id=key, reason=given["reason"], consent=given["consent"]
        ),
    ),
    "wiederaufnehmen": Act(
        label=_("Take up again"), said=_("The order is taken up again."),
        effect=_("The order goes on at its price. Only within six months of the day it was ordered, by the terms."),
        undo=LOGGED, form=forms.WordsForm, states=(CLOSED,), do=_words("reactivate"),
    ),
}  # fmt: skip


def offered(order: Order) -> list[tuple[str, Act]]:
    """Return what can be done with an order in its state."""
    return [(key, one) for key, one in ACTS.items() if order.state in one.states]
