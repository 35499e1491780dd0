"""What staff decide: warn, block, change, lift, settle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.core.blocks import queries, services
from quartier.core.blocks.forms import BlockForm, ReachForm, ReasonForm, WarningForm
from quartier.core.blocks.labels import ground_label, scope_label
from quartier.core.blocks.models import Block
from quartier.core.blocks.views.office import visible_party
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

REACH = ("scope", "services", "term", "last_on", "text", "not_responsible")


@access(Audience.STAFF, needs="blocks.edit")
def impose(request: Request, party_id: int) -> HttpResponse:
    """Block a customer, on a candidate if one led here."""
    party = visible_party(request, party_id)
    known = queries.candidates(request.user).filter(party=party)
    number = request.GET.get("vorschlag", "")
    found = known.filter(pk=number).first() if number.isdecimal() else None
    start = {"scope": "all", "grounds": [found.ground] if found else [], "text": found.text if found else ""}
    form = BlockForm(request.POST or None, grounds=queries.grounds_known(day_of(request.now)), initial=start)

    def act() -> None:
        given = dict(form.cleaned_data)
        wanted = services.Wanted(**{name: given.pop(name) for name in REACH})
        candidate_id = found.pk if found else None
        common: dict[str, Any] = {"actor": request.actor, "at": request.now, "party_id": party.pk}
        services.impose(**common, wanted=wanted, candidate_id=candidate_id, **given)

    words = {"title": _("Block the access"), "submit": _("Block now"), "done": _("Blocked. Every session is over.")}
    return _form(request, party, form, act, words)


@access(Audience.STAFF, needs="blocks.edit")
def warn(request: Request, party_id: int) -> HttpResponse:
    """Warn a customer."""
    party = visible_party(request, party_id)
    form = WarningForm(request.POST or None, grounds=queries.grounds_known(day_of(request.now)))

    def act() -> None:
        services.warn(actor=request.actor, at=request.now, party_id=party.pk, **form.cleaned_data)

    words = {"title": _("Warn the customer"), "submit": _("Send the warning"), "done": _("The customer is warned.")}
    return _form(request, party, form, act, words)


@access(Audience.STAFF, needs="blocks.edit")
def change(request: Request, block_id: int) -> HttpResponse:
    """Change reach, time and words of a block in force."""
    block = _visible(request, block_id)
    form = ReachForm(request.POST or None, initial={name: getattr(block, name) for name in REACH})

    def act() -> None:
        services.change(
            actor=request.actor, at=request.now, block_id=block.pk, wanted=services.Wanted(**form.cleaned_data)
        )

    words = {
        "title": _("Change the block"),
        "submit": _("Change the block"),
        "done": _("Changed; the customer is told."),
    }
    return _form(request, block.party, form, act, words)


@access(Audience.STAFF, needs="blocks.edit")
def lift(request: Request, block_id: int) -> HttpResponse:
    """Lift a block, with the reason."""
    block = _visible(request, block_id)
    words = {
        "title": _("Lift the block of %(name)s?") % {"name": block.party},
        "effect": _("Open again at once: %(reach)s. The customer is told.") % {"reach": scope_label(block)},
        "undo": _("A new block needs a ground again."),
        "submit": _("Lift the block"),
    }
    return _asked(request, block.party_id, words, lambda given: services.lift(block_id=block.pk, **given))


@access(Audience.STAFF, needs="blocks.edit")
def end_ground(request: Request, ground_id: int) -> HttpResponse:
    """Note that one ground is gone."""
    row = get_object_or_404(queries.grounds(request.user), pk=ground_id)
    words = {
        "title": _("Is “%(ground)s” gone?") % {"ground": ground_label(row.ground)},
        "effect": _("With the last ground a temporary block ends, as your rules say; the customer is told."),
        "undo": _("It cannot be taken back; a new block needs a ground again."),
        "submit": _("The ground is gone"),
    }
    return _asked(request, row.block.party_id, words, lambda given: services.end_ground(ground_id=row.pk, **given))


@access(Audience.STAFF, needs="blocks.edit")
def withdraw(request: Request, warning_id: int) -> HttpResponse:
    """Take a warning back."""
    row = get_object_or_404(queries.warnings(request.user), pk=warning_id)
    words = {
        "title": _("Take the warning back?"),
        "effect": _("No block can follow it any more."),
        "undo": _("It cannot be undone; you can warn anew."),
        "submit": _("Take the warning back"),
    }

    def act(given: Mapping[str, Any]) -> None:
        services.withdraw_warning(actor=given["actor"], at=given["at"], warning_id=row.pk)

    return _asked(request, row.party_id, words, act, form=Form(request.POST if request.method == "POST" else None))


@access(Audience.STAFF, needs="blocks.edit")
def dismiss(request: Request, candidate_id: int) -> HttpResponse:
    """Settle a candidate without a block."""
    row = get_object_or_404(queries.candidates(request.user), pk=candidate_id)
    words = {
        "title": _("Settle it without a block?"),
        "effect": _("The candidate leaves the list. Nothing changes for the customer."),
        "undo": _("If it happens again, there is a new candidate."),
        "submit": _("Settle it without a block"),
    }
    return _asked(request, row.party_id, words, lambda given: services.dismiss(candidate_id=row.pk, **given))


def _visible(request: Request, block_id: int) -> Block:
    return get_object_or_404(queries.blocks(request.user).filter(lifted_at__isnull=True), pk=block_id)


def _asked(
    request: Request, party_id: int, words: Mapping[str, str], act: Callable[..., object], form: Form | None = None
) -> HttpResponse:
    """Ask for the reason, act, and lead back to the customer."""

    def done(given: Mapping[str, Any]) -> HttpResponse:
        act({"actor": request.actor, "at": request.now, **given})
        messages.success(request, _("Saved."))
        return redirect("blocks:customer", party_id=party_id)

    form = form if form is not None else ReasonForm(request.POST if request.method == "POST" else None)
    return asked(request, **words, back=reverse("blocks:customer", args=[party_id]), done=done, form=form)


def _form(request: Request, party: Any, form: Form, act: Callable[[], None], words: Mapping[str, str]) -> HttpResponse:
    """Draw a form, act when it is valid, and lead back to the customer; refusals stand at their field."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, words["done"])
            return redirect("blocks:customer", party_id=party.pk)
    context = {"form": form, "party": party, **words}
    return render(request, "blocks/form.html", context, status=UNPROCESSABLE if form.errors else 200)
