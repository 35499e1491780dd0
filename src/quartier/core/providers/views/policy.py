"""The office pages about policy: what is in force, where it comes from, and deciding something else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.providers.forms import DayForm, PolicyForm
from quartier.core.providers.policies import BY_SLUG, IdentityPolicy, Policies
from quartier.core.providers.queries import policy as queries
from quartier.core.providers.services import policy as services
from quartier.core.providers.tables.law import DOUBTS, doubt_lines
from quartier.core.providers.tables.policy import (
    POLICIES,
    concern_lines,
    decision_lines,
    options_of,
    spoken,
    value_line,
    value_lines,
)
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request
from quartier.values.policy import Concern, Held, Parameter
from quartier.values.zone import BERLIN

policy_page = access(Audience.STAFF, needs="providers.policy")


def concern_at(slug: str) -> type[Concern]:
    """Return the concern of an address; an unknown one is 404."""
    try:
        return BY_SLUG[slug]
    except KeyError:
        raise Http404 from None


def parameter_at(concern: type[Concern], key: str) -> Parameter:
    """Return the parameter of an address; an unknown one is 404."""
    try:
        return concern.parameter(key)
    except KeyError:
        raise Http404 from None


@require_safe
@policy_page
def policies(request: Request) -> HttpResponse:
    """Show all concerns with what is unconfirmed and where the law has displaced a clause."""
    today = request.now.astimezone(BERLIN).date()
    lines = concern_lines(queries.whole(today), queries.planned(today))
    table = POLICIES.bind(request, lines)
    totals = {
        name: sum(getattr(line, name) for line in lines) for name in ("values", "unconfirmed", "conflicts", "planned")
    }
    return render(request, "providers/policy/overview.html", {"table": table, "totals": totals})


@require_safe
@policy_page
def law(request: Request) -> HttpResponse:
    """Show every figure and reading of the law package that nobody has compared with the primary text yet."""
    return render(request, "providers/policy/law.html", {"table": DOUBTS.bind(request, doubt_lines(formats.voice()))})


@require_safe
@policy_page
def policy(request: Request, slug: str) -> HttpResponse:
    """Show one concern on a day: each value with origin, clause, bounds and conflict; and its history."""
    concern = concern_at(slug)
    today = request.now.astimezone(BERLIN).date()
    day = DayForm(request.GET or None)
    on = (day.cleaned_data["am"] if day.is_valid() else None) or today
    whole = queries.whole(on)
    context = {
        "title": _(concern.title),
        "slug": slug,
        "on": on,
        "is_today": on == today,
        "day": day if day.is_bound else DayForm(initial={"am": on}),
        "values": value_lines(whole.held[concern], consumers=whole.of(IdentityPolicy).serves_consumers),
        "decisions": decision_lines(concern, queries.history(concern), today),
    }
    return render(request, "providers/policy/concern.html", context)


@policy_page
def policy_value(request: Request, slug: str, key: str) -> HttpResponse:
    """Decide about one value, or confirm it as it is; the check page comes before (DWG-46)."""
    concern = concern_at(slug)
    prm = parameter_at(concern, key)
    whole = queries.whole(request.now.astimezone(BERLIN).date())
    form = decision_form(request, concern, prm, whole.held[concern])

    def done(confirmed: Confirmed) -> HttpResponse:
        row = services.decide(**decision_of(request, form, concern), shown=confirmed.shown)
        messages.success(request, _("Decided. It counts from %(day)s on.") % {"day": formats.day(row.valid_from)})
        return redirect("providers:office_policy", slug=slug)

    return checked(
        request,
        form,
        key="providers.policy",
        subject=f"{queries.subject_of(concern)}:{key}",
        page="providers/policy/value.html",
        done=done,
        context=value_context(whole, concern, prm),
        title=_("Is this the decision?"),
        submit=_("Decide"),
    )


def decision_form(request: Request, concern: type[Concern], prm: Parameter, held: Held[Any]) -> PolicyForm:
    """Return the form about one value, filled with what is in force."""
    mark = held.mark(prm.key)
    raw = held.values.dump()[prm.key]
    closed = prm.kind.control in {"truth", "choice", "choices"}
    first = {
        "value": _as_answer(raw) if closed else held.values.text(prm.key, spoken()),
        "clause": mark.clause,
        "valid_from": request.now.astimezone(BERLIN).date(),
    }
    return PolicyForm(
        request.POST or None,
        initial=first,
        prm=prm,
        in_conflict=mark.conflict is not None,
        examine=lambda form: services.examine(**decision_of(request, form, concern)),
    )


def _as_answer(raw: Any) -> Any:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return "" if raw is None else raw


def decision_of(request: Request, form: PolicyForm, concern: type[Concern]) -> dict[str, Any]:
    """Return what a service needs to decide what a form says; a conflict stays until somebody calls it settled."""
    given = form.cleaned_data
    entry = {"value": form.raw_value, "origin": "stated", "clause": given["clause"]}
    conflict = queries.held(concern, given["valid_from"]).mark(form.prm.key).conflict
    if conflict and not given.get("settled"):
        entry["conflict"] = {"stated": conflict.stated, "reason": conflict.reason, "source": conflict.source}
    return {
        "actor": request.actor,
        "at": request.now,
        "valid_from": given["valid_from"],
        "concern": concern,
        "entries": {form.prm.key: entry},
        "reason": given["reason"],
    }


def value_context(whole: Policies, concern: type[Concern], prm: Parameter) -> dict[str, Any]:
    """Return what the page about one value says besides its form."""
    return {
        "title": _(prm.label),
        "concern": _(concern.title),
        "slug": concern.slug,
        "line": value_line(whole.held[concern], prm, consumers=whole.of(IdentityPolicy).serves_consumers),
        "options": options_of(prm.kind),
        "back": reverse("providers:office_policy", kwargs={"slug": concern.slug}),
    }
