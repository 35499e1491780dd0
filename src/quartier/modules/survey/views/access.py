"""What customers do about a survey on site: say who opens, choose a date, arrange it with the people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.audit import services as audit
from quartier.core.orders import queries as orders
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.modules.survey.forms.visits import NONE, ArrangedForm, AuthorisedForm, DateForm, UnitForm
from quartier.modules.survey.models import Contact
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.services import sites, visits
from quartier.modules.survey.services.sites import Person
from quartier.modules.survey.views.sections import Door

Do = Callable[[dict[str, Any]], object]


def own_door(request: Request, order_id: int) -> Door:
    """Return the site of an own order; everything else is 404."""
    return Door(get_object_or_404(queries.of_account(request.user), order_id=order_id))


def guest_door(token: str) -> Door:
    """Return the site of the order behind a secret; everything else is 404."""
    order = orders.by_token(token)
    site = queries.site_of(order) if order is not None else None
    if site is None:
        raise Http404
    return Door(site, token)


@require_safe
@access(Audience.CUSTOMER)
def access_page(request: Request, order_id: int) -> HttpResponse:
    """Show who opens which door, and what is missing."""
    return _access(request, own_door(request, order_id))


@require_safe
@access(Audience.PUBLIC)
def guest_access(request: Request, token: str) -> HttpResponse:
    """Show a guest who opens which door, and what is missing."""
    return _access(request, guest_door(token))


@access(Audience.CUSTOMER, right="write")
def person(request: Request, order_id: int) -> HttpResponse:
    """Take one person who opens all units (WR-053)."""
    return _person(request, own_door(request, order_id))


@access(Audience.PUBLIC)
def guest_person(request: Request, token: str) -> HttpResponse:
    """Take from a guest one person who opens all units (WR-053)."""
    return _person(request, guest_door(token))


@access(Audience.CUSTOMER, right="write")
def unit(request: Request, order_id: int, unit_id: int) -> HttpResponse:
    """Take who opens one unit (WR-053)."""
    return _unit(request, own_door(request, order_id), unit_id)


@access(Audience.PUBLIC)
def guest_unit(request: Request, token: str, unit_id: int) -> HttpResponse:
    """Take from a guest who opens one unit (WR-053)."""
    return _unit(request, guest_door(token), unit_id)


@access(Audience.CUSTOMER, right="write")
def date(request: Request, order_id: int) -> HttpResponse:
    """Take the date that suits, or that none does."""
    return _date(request, own_door(request, order_id))


@access(Audience.PUBLIC)
def guest_date(request: Request, token: str) -> HttpResponse:
    """Take from a guest the date that suits, or that none does."""
    return _date(request, guest_door(token))


@access(Audience.CUSTOMER, right="write")
def arranged(request: Request, order_id: int) -> HttpResponse:
    """Take that the date is arranged with everybody in the units (WR-054)."""
    return _arranged(request, own_door(request, order_id))


@access(Audience.PUBLIC)
def guest_arranged(request: Request, token: str) -> HttpResponse:
    """Take from a guest that the date is arranged with everybody in the units (WR-054)."""
    return _arranged(request, guest_door(token))


def _access(request: Request, door: Door) -> HttpResponse:
    rows = [(one, contact, door.to("access_unit", one.pk)) for one, contact in queries.units_of(door.site)]
    context = {
        "site": door.site, "door": door, "units": rows, "person": queries.person_of(door.site), "shell": door.shell,
        "missing": queries.missing_access(door.site), "to_person": door.to("access_person"),
    }  # fmt: skip
    return render(request, "survey/visits/access.html", context)


def _person(request: Request, door: Door) -> HttpResponse:
    found, site = queries.person_of(door.site), door.site
    known = of_contact(found) | {"note": site.note, "tells_tenants": site.tells_tenants}
    form = AuthorisedForm(request.POST if request.method == "POST" else None, initial=known)

    def do(given: dict[str, Any]) -> None:
        sites.authorise(
            actor=request.actor, at=request.now, site_id=site.pk, person=person_in(given), note=given["note"],
            tells_tenants=given["tells_tenants"],
        )  # fmt: skip

    return _checked(request, door, form, "survey.person", _("Who opens all units?"), do, door.to("access"))


def _unit(request: Request, door: Door, unit_id: int) -> HttpResponse:
    row = get_object_or_404(door.site.units.select_related("contact"), pk=unit_id)
    known = of_contact(getattr(row, "contact", None)) | {"label": row.label}
    form = UnitForm(request.POST if request.method == "POST" else None, initial=known)

    def do(given: dict[str, Any]) -> None:
        sites.name_unit(
            actor=request.actor, at=request.now, unit_id=row.pk, label=given["label"], person=person_in(given)
        )

    title = _("Who opens “%(unit)s”?") % {"unit": row.label}
    return _checked(request, door, form, f"survey.unit:{row.pk}", title, do, door.to("access"))


def _date(request: Request, door: Door) -> HttpResponse:
    found = queries.proposals(door.site, request.now)
    if not found:
        raise Http404
    form = DateForm(request.POST if request.method == "POST" else None, visits=found)

    def do(given: dict[str, Any]) -> None:
        common: dict[str, Any] = {"actor": request.actor, "at": request.now}
        if given["date"] == NONE:
            visits.decline(**common, site_id=door.site.pk, words=given["words"])
        else:
            visits.agree(**common, visit_id=int(given["date"]))

    return _checked(request, door, form, "survey.date", _("Choose a date"), do, door.order)


def _arranged(request: Request, door: Door) -> HttpResponse:
    form = ArrangedForm(request.POST if request.method == "POST" else None)

    def do(given: dict[str, Any]) -> None:
        sites.release(actor=request.actor, at=request.now, site_id=door.site.pk, words=given["words"])

    return _checked(request, door, form, "survey.arranged", _("The date is arranged"), do, door.order)


def _checked(request: Request, door: Door, form: Form, key: str, title: str, do: Do, back: str) -> HttpResponse:
    """Lead a form about a site through its check step and keep what was confirmed."""

    def done(confirmed: Confirmed) -> HttpResponse:
        do(form.cleaned_data)
        common: dict[str, Any] = {"actor": request.actor, "at": request.now, "subject": sites.subject_of(door.site)}
        audit.keep_confirmation(**common, form=confirmed.form, values=confirmed.shown)
        messages.success(request, _("Thank you, it is noted."))
        return redirect(back)

    context = {"site": door.site, "back": back, "heading": title, "shell": door.shell, "key": key}
    name, _colon, number = key.partition(":")
    return checked(
        request, form, key=name, subject=f"survey.site:{door.site.pk}:{number}", page="survey/visits/form.html",
        done=done, context=context, submit=_("Confirm"),
    )  # fmt: skip


def person_in(given: dict[str, Any]) -> Person:
    """Return the person that a form names."""
    return Person(name=given["name"], phone=given["phone"], email=given["email"])


def of_contact(row: Contact | None) -> dict[str, str]:
    """Return what is known of somebody who opens, for a form."""
    return {} if row is None else {"name": row.name, "phone": row.phone, "email": row.email}
