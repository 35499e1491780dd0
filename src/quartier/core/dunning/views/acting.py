"""What staff do about default: dry runs, charges, holds, plans, base rates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from quartier.core.dunning import services
from quartier.core.dunning.forms import (
    BaseRateForm,
    DamageForm,
    HoldForm,
    PlanForm,
    ReasonForm,
    ReceiptForm,
    ReduceForm,
)
from quartier.core.dunning.models import HoldKind
from quartier.core.dunning.queries import office as seen
from quartier.core.providers import queries as providers
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import asked

ANSWERS = ["GET", "HEAD", "POST"]
KEPT = gettext_lazy("It is written down with your name.")


def _ask(
    request: Request, act: Callable[[Mapping[str, Any]], object], back: str, words: Mapping[str, Any], form: Form | None
) -> HttpResponse:
    def done(given: Mapping[str, Any]) -> HttpResponse:
        act(given)
        messages.success(request, _("Done."))
        return redirect(back)

    return asked(request, undo=KEPT, back=back, done=done, form=form, **words)


def _claim(request: Request, claim_id: int) -> tuple[Any, str, dict[str, Any]]:
    """Return a claim that the reader may see, its page, and what every service is given."""
    item = get_object_or_404(seen.claims_seen(request.user), pk=claim_id)
    given: dict[str, Any] = {"actor": request.actor, "at": request.now, "claim_id": item.pk}
    return item, reverse("dunning:claim", args=[item.pk]), given


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


@require_POST
@access(Audience.STAFF, needs="dunning.run")
def dry_run(request: Request) -> HttpResponse:
    """Look who would be reminded of what as of today."""
    found = providers.entities()
    entity = next((one for one in found if one.pk == request.user.entity_id), found[0])
    try:
        row = services.dry_run(actor=request.actor, at=request.now, entity_id=entity.pk)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("dunning:runs")
    return redirect("dunning:run", dunning_run_id=row.pk)


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def propose(request: Request, dunning_run_id: int) -> HttpResponse:
    """Put a dry run before a second person, after a question."""
    row = get_object_or_404(seen.runs_seen(request.user), pk=dunning_run_id)
    words = {
        "title": _("Send reminders to %(n)s customers?") % {"n": row.customers},
        "effect": _("A second person has to confirm it. What is paid until then is not reminded."),
        "submit": _("Propose to send"),
    }
    given: dict[str, Any] = {"actor": request.actor, "at": request.now, "run_id": row.pk}
    return _ask(request, lambda _form: services.propose(**given), reverse("dunning:run", args=[row.pk]), words, None)


@require_POST
@access(Audience.STAFF, needs="dunning.run")
def resume(request: Request, dunning_run_id: int) -> HttpResponse:
    """Go on with a run that stands still; nobody is reminded twice."""
    row = get_object_or_404(seen.runs_seen(request.user), pk=dunning_run_id)
    try:
        services.resume(actor=request.actor, at=request.now, run_id=row.pk)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("dunning:run", dunning_run_id=row.pk)


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def receipt(request: Request, dunned_claim_id: int) -> HttpResponse:
    """Note when the invoice of a claim came."""
    item, back, given = _claim(request, dunned_claim_id)
    words = {
        "title": _("When did the invoice %(document)s arrive?") % {"document": item.document},
        "effect": _("Default is found anew from this day."),
        "submit": _("Note the receipt"),
    }
    return _ask(request, lambda form: services.note_receipt(**given, **form), back, words, ReceiptForm(_sent(request)))


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def interest(request: Request, dunned_claim_id: int) -> HttpResponse:
    """Book the interest of a claim through today."""
    item, back, given = _claim(request, dunned_claim_id)
    words = {
        "title": _("Book default interest for %(document)s through today?") % {"document": item.document},
        "effect": _("It stands on the customer's account as a claim of its own."),
        "submit": _("Book interest"),
    }

    def act(form: Mapping[str, Any]) -> object:
        return services.charge_interest(**given, through=day_of(request.now), because=form["reason"])

    return _ask(request, act, back, words, ReasonForm(_sent(request)))


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def lump_sum(request: Request, dunned_claim_id: int) -> HttpResponse:
    """Charge the lump sum of § 288 Abs. 5 BGB for a claim."""
    item, back, given = _claim(request, dunned_claim_id)
    words = {
        "title": _("Charge the lump sum for default for %(document)s?") % {"document": item.document},
        "effect": _("Businesses owe it once for each claim. It counts towards costs of a lawyer."),
        "submit": _("Charge the lump sum"),
    }
    return _ask(request, lambda _form: services.charge_lump_sum(**given), back, words, None)


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def damage(request: Request, dunned_claim_id: int) -> HttpResponse:
    """Charge further damage by default, with what shows it."""
    item, back, given = _claim(request, dunned_claim_id)
    words = {
        "title": _("Charge further damage for %(document)s?") % {"document": item.document},
        "effect": _("It stands on the customer's account with the evidence you name."),
        "submit": _("Charge the damage"),
    }
    return _ask(request, lambda form: services.charge_damage(**given, **form), back, words, DamageForm(_sent(request)))


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def hold(request: Request, dunned_claim_id: int) -> HttpResponse:
    """Let reminders of a claim wait."""
    item, back, given = _claim(request, dunned_claim_id)
    words = {
        "title": _("Hold reminders for %(document)s?") % {"document": item.document},
        "effect": _("It is not reminded until the hold ends. Interest runs on."),
        "submit": _("Hold reminders"),
    }

    def act(form: Mapping[str, Any]) -> object:
        return services.hold(**given, party=item.party, **{**form, "kind": HoldKind(form["kind"])})

    return _ask(request, act, back, words, HoldForm(_sent(request)))


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def plan(request: Request, dunned_claim_id: int) -> HttpResponse:
    """Agree on instalments for open claims of a customer."""
    item, back, _given = _claim(request, dunned_claim_id)
    rows = seen.claims_seen(request.user).filter(party=item.party_id, entity=item.entity_id, open__gt=0)
    form = PlanForm(_sent(request), initial={"claims": [str(item.pk)]})
    choices = [(str(one.pk), f"{one.document or one.text}: {formats.money(one.open)}") for one in rows]
    form.fields["claims"].choices = choices  # type: ignore[attr-defined]
    words = {
        "title": _("Agree on instalments with %(name)s?") % {"name": item.party},
        "effect": _("The claims are not reminded while the plan runs."),
        "submit": _("Agree on instalments"),
    }

    def act(given: Mapping[str, Any]) -> object:
        return services.agree_plan(
            actor=request.actor, at=request.now, claim_ids=[int(one) for one in given["claims"]],
            count=int(given["count"]), first_on=given["first_on"], note=given["note"],
        )  # fmt: skip

    return _ask(request, act, back, words, form)


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def write_off(request: Request, dunned_claim_id: int) -> HttpResponse:
    """Propose to give a claim up."""
    item, back, given = _claim(request, dunned_claim_id)
    words = {
        "title": _("Write %(document)s off?") % {"document": item.document},
        "effect": _("A second person has to confirm it. Then the claim is settled by a loss."),
        "submit": _("Propose to write it off"),
    }
    return _ask(
        request, lambda form: services.propose_write_off(**given, **form), back, words, ReasonForm(_sent(request))
    )


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def reduce(request: Request, default_fee_id: int) -> HttpResponse:
    """Lower a fee because the customer has shown lower damage."""
    fee = get_object_or_404(seen.fees_seen(request.user), pk=default_fee_id)
    back = reverse("dunning:claim", args=[fee.claim_id])
    words = {
        "title": _("Lower the fee of %(amount)s?") % {"amount": formats.money(fee.amount)},
        "effect": _("What was paid beyond it becomes a credit of the customer."),
        "submit": _("Lower the fee"),
    }
    given: dict[str, Any] = {"actor": request.actor, "at": request.now, "fee_id": fee.pk}
    return _ask(request, lambda form: services.reduce_fee(**given, **form), back, words, ReduceForm(_sent(request)))


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def end_hold(request: Request, dunning_hold_id: int) -> HttpResponse:
    """End a hold of reminders."""
    row = get_object_or_404(seen.holds_seen(request.user), pk=dunning_hold_id)
    back = reverse("dunning:claim", args=[row.claim_id]) if row.claim_id else reverse("dunning:overview")
    words = {
        "title": _("End the hold “%(reason)s”?") % {"reason": row.reason},
        "effect": _("Reminders go on with the stage where they stood."),
        "submit": _("End the hold"),
    }
    given: dict[str, Any] = {"actor": request.actor, "at": request.now, "hold_id": row.pk}
    return _ask(
        request,
        lambda form: services.end_hold(**given, because=form["reason"]),
        back,
        words,
        ReasonForm(_sent(request)),
    )


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.run")
def end_plan(request: Request, instalment_plan_id: int) -> HttpResponse:
    """End an instalment plan."""
    row = get_object_or_404(seen.plans_seen(request.user), pk=instalment_plan_id)
    words = {
        "title": _("End the instalment plan of %(name)s?") % {"name": row.party},
        "effect": _("Its claims are reminded again."),
        "submit": _("End the plan"),
    }
    given: dict[str, Any] = {"actor": request.actor, "at": request.now, "plan_id": row.pk}
    return _ask(
        request, lambda form: services.end_plan(**given, because=form["reason"]), reverse("dunning:plans"), words,
        ReasonForm(_sent(request)),
    )  # fmt: skip


@require_http_methods(ANSWERS)
@access(Audience.STAFF, needs="dunning.settings")
def base_rate(request: Request) -> HttpResponse:
    """Enter the base rate of the half-year that is missing next."""
    words = {
        "title": _("Enter a base rate?"),
        "effect": _("Interest of this half-year is worked out with it. It cannot be changed afterwards."),
        "submit": _("Enter the rate"),
    }
    given: dict[str, Any] = {"actor": request.actor, "at": request.now}
    return _ask(
        request, lambda form: services.enter_base_rate(**given, **form), reverse("dunning:rules"), words,
        BaseRateForm(_sent(request)),
    )  # fmt: skip
