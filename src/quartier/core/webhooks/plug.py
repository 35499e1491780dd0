"""All that webhooks register elsewhere, on one page."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.accounts.extension import credentials_ended
from quartier.core.audit.extension import Words, fact
from quartier.core.orders import queries as orders
from quartier.core.orders.extension import accepted, finished
from quartier.core.privacy.extension import Fields, Retention, no_person, personal_data
from quartier.core.processing.extension import Connection, connection
from quartier.core.webhooks import queries, services
from quartier.core.webhooks.extension import event
from quartier.kit.api import INSTANT_IF_ANY, TEXT, Part, Parts
from quartier.kit.navigation import Area, Entry, register
from quartier.kit.roles import right
from quartier.values.actor import Actor

right("programs", _("Set up addresses that are told what happens"))
register(Entry(Area.PORTAL, "webhooks:own", _("Addresses for events"), order=96, personal=True))
credentials_ended.register("webhooks", services.pause_all)

ORDER = Parts(
    Part("order", TEXT, _("Name the order by its number")),
    Part("state", TEXT, _("Say how far the order is")),
    Part("due_at", INSTANT_IF_ANY, _("Say until when the result is promised")),
    Part("address", TEXT, _("Say where the API tells more")),
)
event("order.accepted", _("An order is accepted"), _("The contract about the order is concluded."), ORDER)
event("order.finished", _("An order is finished"), _("The result of the order was delivered."), ORDER)


def _tell(at: datetime, order: Any, what: str) -> None:
    address = reverse("orders:api_own_one", kwargs={"order_id": order.pk})
    data = {"order": order.number, "state": order.state, "due_at": order.due_at, "address": address}
    services.publish(
        at=at, party_id=order.party_id, event=f"order.{what}", subject=orders.subject_of(order), data=data,
        key=f"orders.order:{order.pk}:{what}",
    )  # fmt: skip


def _accepted(_actor: Actor, at: datetime, order: Any) -> None:
    _tell(at, order, "accepted")


def _finished(_actor: Actor, at: datetime, order: Any) -> None:
    _tell(at, order, "finished")


accepted.register("webhooks", _accepted)
finished.register("webhooks", _finished)

WORDS: dict[str, Words] = {"events": queries.EventWords()}
DETAILS: dict[str, Any] = {
    "address": pgettext_lazy("web", "Address"),
    "events": _("Is told of"),
    "tries": _("Tries"),
    "event": pgettext_lazy("webhook", "Message"),
}


def _fact(kind: str, label: Any) -> None:
    fact(f"webhooks.{kind}", label, words=WORDS, details=DETAILS)


_fact("added", _("Address for events set up"))
_fact("chosen", _("Address for events is told of something else"))
_fact("rotated", _("Address for events got a new secret"))
_fact("paused", _("Address for events paused"))
_fact("resumed", _("Address for events goes on"))
_fact("removed", _("Address for events removed"))
_fact("pinged", _("Test sent to an address for events"))
_fact("resent", _("Message sent again to an address for events"))
_fact("given_up", _("Address for events does not answer and is paused"))

connection(
    "webhooks",
    Connection(
        label=_("Addresses of customers' programs"),
        task=_("Hear of events that the customer has asked for"),
        models=("webhooks.Event",),
        opened_by=("quartier.kit.outgoing",),
        where=queries.hosts,
    ),
)
personal_data(
    "webhooks.Hook",
    label=_("Addresses for events"),
    purpose=_("Tell programs of the customer what happens with their things"),
    basis=_("Art. 6(1)(b) GDPR: a function that the person has asked for"),
    retention=_("until the customer removes the address or the account ends"),
    subject="party=parties.Party",
    fields=Fields(
        provided=frozenset({"url", "events"}),
        labels={
            "url": pgettext_lazy("web", "Address"),
            "events": _("Is told of"),
            "state": _("State"),
            "made_at": _("Made on"),
            "changed_at": _("Changed on"),
        },
    ),
    hidden=("party", "user", "secret", "previous", "previous_until"),
)
personal_data(
    "webhooks.Event",
    label=_("What addresses were told"),
    purpose=_("Tell programs of the customer what happens with their things"),
    basis=_("Art. 6(1)(b) GDPR: a function that the person has asked for"),
    retention=Retention(_("30 days"), queries.kept_until, due=queries.past_due),
    subject="party=parties.Party",
    fields=Fields(
        labels={
            "kind": _("What"),
            "at": _("When"),
            "data": _("Details"),
            "number": pgettext_lazy("webhook", "Message"),
        }
    ),
    hidden=("party", "key", "subject"),
)
no_person("webhooks.Delivery", _("one event for one address; both name the customer"))
no_person("webhooks.Try", _("what a program of the customer answered, for 30 days; the event names the customer"))
