"""Facts in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.template import Context
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from quartier.core.audit import queries
from quartier.core.audit.extension import Words, detail_names, fact_labels, fact_words
from quartier.core.audit.models import Fact
from quartier.kit import formats
from quartier.values.actor import ActorKind, Way

register = template.Library()

PAGE, PAGE_SIZE = "verlauf", 20
NOTHING = "–"
LONGEST = 80
# Details for machines: they say nothing to people.
HIDDEN = {
    "about", "announcement", "as_processor", "batch", "deadline", "digest", "key", "kind", "record", "request",
    "sha256", "template", "way", "withdrawal",
}  # fmt: skip
OLD_AND_NEW = 2
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2})?", re.ASCII)
# What the facts of this project call their details; others are shown under their own name.
DETAILS = {
    "agreed": gettext_lazy("agreed"),
    "amendment": gettext_lazy("amendment"),
    "amount": gettext_lazy("amount"),
    "answer_by": gettext_lazy("answer by"),
    "area": gettext_lazy("data area"),
    "areas": gettext_lazy("data areas"),
    "arose": gettext_lazy("arose"),
    "audience": gettext_lazy("kind of account"),
    "basis": gettext_lazy("legal basis"),
    "because": gettext_lazy("why"),
    "binding": gettext_lazy("binding"),
    "by": gettext_lazy("event"),
    "categories": gettext_lazy("data"),
    "channel": gettext_lazy("how it came"),
    "confidential": gettext_lazy("confidential"),
    "confirmed": gettext_lazy("confirmed"),
    "contact": gettext_lazy("contact"),
    "controller": gettext_lazy("company"),
    "country": gettext_lazy("country"),
    "day": gettext_lazy("day"),
    "done": gettext_lazy("share performed"),
    "due": gettext_lazy("end"),
    "effective_on": gettext_lazy("takes effect"),
    "ends": gettext_lazy("end"),
    "ends_on": gettext_lazy("end"),
    "entity": gettext_lazy("company"),
    "fields": gettext_lazy("fields"),
    "finding": gettext_lazy("finding"),
    "flags": gettext_lazy("noticed"),
    "flat": gettext_lazy("flat"),
    "found": gettext_lazy("found"),
    "from": gettext_lazy("before"),
    "grade": gettext_lazy("class"),
    "gross": gettext_lazy("total"),
    "ground": gettext_lazy("ground"),
    "ground_note": gettext_lazy("proof of the ground"),
    "hostname": gettext_lazy("hostname"),
    "hostnames": gettext_lazy("hostnames"),
    "in_time": gettext_lazy("in time"),
    "instructed": gettext_lazy("instruction received"),
    "invoiced": gettext_lazy("invoice of"),
    "label": gettext_lazy("name"),
    "last_on": gettext_lazy("last day"),
    "limitation": gettext_lazy("time-barred after"),
    "missing": gettext_lazy("missing"),
    "name": gettext_lazy("name"),
    "net": gettext_lazy("net"),
    "note": gettext_lazy("note"),
    "number": gettext_lazy("number"),
    "occasion": gettext_lazy("occasion"),
    "on": gettext_lazy("switched on"),
    "option": gettext_lazy("option"),
    "order": gettext_lazy("order"),
    "origin": gettext_lazy("from"),
    "outcome": gettext_lazy("result"),
    "purpose": gettext_lazy("purpose"),
    "purposes": gettext_lazy("purposes"),
    "reason": gettext_lazy("reason"),
    "received": gettext_lazy("received"),
    "recipient": gettext_lazy("recipient"),
    "refund": gettext_lazy("refund"),
    "road": gettext_lazy("how told"),
    "roles": gettext_lazy("roles"),
    "rows": gettext_lazy("rows"),
    "scope": gettext_lazy("kind of contract"),
    "since": gettext_lazy("since"),
    "size": gettext_lazy("bytes"),
    "source": gettext_lazy("source"),
    "state": gettext_lazy("state"),
    "task": gettext_lazy("task"),
    "text": gettext_lazy("text"),
    "title": gettext_lazy("title"),
    "to": gettext_lazy("now"),
    "told": gettext_lazy("people told"),
    "topic": gettext_lazy("what changes"),
    "tried": gettext_lazy("tried"),
    "unit": gettext_lazy("for"),
    "until": gettext_lazy("until"),
    "value": gettext_lazy("value of the part performed"),
    "verdict": gettext_lazy("decision"),
    "version": gettext_lazy("version"),
    "what": gettext_lazy("what"),
    "why": gettext_lazy("why"),
    "words": gettext_lazy("words"),
    "year": gettext_lazy("year"),
}
# Who acted, where no name is known or it has been erased.
PARTS = {
    ActorKind.VISITOR: gettext_lazy("a visitor"),
    ActorKind.CUSTOMER: gettext_lazy("a customer"),
    ActorKind.STAFF: gettext_lazy("somebody of the staff"),
    ActorKind.OPERATOR: gettext_lazy("an operator"),
    ActorKind.SYSTEM: gettext_lazy("the system"),
}
WAYS = {
    Way.PORTAL: gettext_lazy("in the portal"),
    Way.OFFICE: gettext_lazy("in the office"),
    Way.CONSOLE: gettext_lazy("in the operator console"),
    Way.COMMAND: gettext_lazy("by a command on the server"),
    Way.JOB: gettext_lazy("automatically"),
    Way.MAIL: gettext_lazy("by e-mail"),
    Way.API: gettext_lazy("through the interface for programs"),
}


@register.inclusion_tag("audit/history.html", takes_context=True)
def timeline(context: Context, subject: str | Sequence[str], **details: Any) -> dict[str, Any]:
    """Draw the history of a subject, page by page, for those who may read the protocol; for others nothing.

    `{% timeline subject request=row.pk %}` narrows it to one thing of the subject.
    """
    request = context["request"]
    if "audit.view" not in request.user.permissions:
        return {"page": None}
    page = Paginator(queries.timeline(subject, **details), PAGE_SIZE).get_page(request.GET.get(PAGE))
    return {"page": page, "facts": page.object_list}


@register.filter
def fact_label(fact: Fact) -> str:
    """Return what a fact is called."""
    return str(fact_labels.get(fact.kind) or fact.kind)


@register.filter
def fact_about(fact: Fact) -> str:
    """Return what a fact is about, short."""
    return fact.subject.partition(":")[2] or fact.subject


@register.filter
def fact_lines(fact: Fact) -> list[str]:
    """Return the details of a fact, one line each; a pair of old and new value becomes "old → new"."""
    if fact.salt is None:
        return [_("Details and names have been erased.")]
    words, names = fact_words.get(fact.kind, {}), DETAILS | dict(detail_names.get(fact.kind, {}))
    parts = ((key, value) for key, value in fact.data.items() if _tells(key, value))
    return [f"{names.get(key, key)}: {_readable(value, words.get(key, {}))}" for key, value in parts]


@register.filter
def fact_details(fact: Fact) -> str:
    """Return the details of a fact in one line."""
    return "; ".join(fact_lines(fact))


@register.filter
def fact_who(fact: Fact) -> str:
    """Return who did it, and for whom: names, or the parts they played where no name is known."""
    who = fact.actor_name or str(PARTS[ActorKind(fact.actor_kind)])
    if not fact.behalf:
        return who
    for_whom = fact.behalf_name or str(PARTS[ActorKind.CUSTOMER])
    return pgettext("acting person", "%(who)s for %(for_whom)s") % {"who": who, "for_whom": for_whom}


@register.filter
def fact_from(fact: Fact) -> str:
    """Return how somebody came, with the address where the policy keeps it."""
    way = str(WAYS[Way(fact.via)]) if fact.via else ""
    origin = getattr(fact, "origin", None)
    return f"{way}, {origin.ip}" if origin else way


def _tells(key: str, value: Any) -> bool:
    return key not in HIDDEN and value not in ("", None, [])


def _readable(value: Any, words: Words) -> str:
    """Return a value in words; two in a list are the old one and the new one, each of them possibly several."""
    if isinstance(value, list) and len(value) == OLD_AND_NEW:
        return f"{_several(value[0], words)} → {_several(value[1], words)}"
    return _several(value, words)


def _several(value: Any, words: Words) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(_called(one, words) for one in values) or NOTHING


def _called(value: Any, words: Words) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    known = words.get(value) if isinstance(value, str) else None
    return _short(str(known) if known is not None else value)


def _moment(text: str) -> str:
    """Days and instants are kept the way programs write them; people read them like everywhere else."""
    if not MOMENT.fullmatch(text):
        return text
    return formats.instant(datetime.fromisoformat(text)) if "T" in text else formats.day(date.fromisoformat(text))


def _short(value: Any) -> str:
    text = _moment(str(value)) if value not in ("", None) else NOTHING
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
