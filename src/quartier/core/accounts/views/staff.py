"""The staff list: who works here, as what, with whose data."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.accounts import queries, services
from quartier.core.accounts.forms import DutiesForm, RoleForm, StaffForm
from quartier.core.accounts.labels import ROLE_LABELS
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE
from quartier.kit.roles import StaffRole


@require_safe
@access(Audience.STAFF, needs="accounts.staff")
def staff_list(request: Request) -> HttpResponse:
    """List all staff with roles and state."""
    people = [
        (person, [ROLE_LABELS[r] for r in person.roles], queries.area_names(person)) for person in queries.staff()
    ]
    return render(request, "accounts/staff_list.html", {"people": people})


@access(Audience.STAFF, needs="accounts.staff")
def staff_new(request: Request) -> HttpResponse:
    """Add a member of staff."""
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"roles": [StaffRole(r) for r in form.cleaned_data["roles"]]}
        try:
            person = services.add_staff(actor=request.actor, at=request.now, **values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s gets a mail to choose a password.") % {"name": person.name})
            return redirect("accounts:staff")
    return render(request, "accounts/staff_new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.STAFF, needs="accounts.staff")
def staff_edit(request: Request, user_id: int) -> HttpResponse:
    """Change roles and data areas of a member of staff, and show what they come to."""
    person = get_object_or_404(queries.staff(), pk=user_id)
    form = DutiesForm(request.POST or None, initial={"roles": person.roles, "areas": person.areas})
    if request.method == "POST" and form.is_valid():
        roles = [StaffRole(r) for r in form.cleaned_data["roles"]]
        duties = {"roles": roles, "areas": form.cleaned_data["areas"]}
        try:
            services.assign(actor=request.actor, at=request.now, user_id=person.pk, **duties)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:staff_edit", user_id=person.pk)
    context = {"form": form, "person": person, "rights": queries.effective_rights(person)}
    context["is_invited"] = services.has_open_invitation(person)
    context["subject"] = f"accounts.user:{person.pk}"
    return render(request, "accounts/staff_edit.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@access(Audience.STAFF, needs="accounts.staff")
def staff_block(request: Request, user_id: int) -> HttpResponse:
    """Block or unblock a member of staff."""
    person = get_object_or_404(queries.staff(), pk=user_id)
    act = services.block_account if person.is_active else services.unblock_account
    act(actor=request.actor, at=request.now, user_id=person.pk)
    messages.success(request, _("Blocked; all sessions are ended.") if person.is_active else _("Unblocked."))
    return redirect("accounts:staff")


@require_POST
@access(Audience.STAFF, needs="accounts.staff")
def staff_invite(request: Request, user_id: int) -> HttpResponse:
    """Send the mail with the link to the first password once more; an earlier link dies."""
    person = get_object_or_404(queries.staff(), pk=user_id)
    services.invite_again(actor=request.actor, at=request.now, user_id=person.pk)
    messages.success(request, _("%(name)s gets a mail to choose a password.") % {"name": person.name})
    return redirect("accounts:staff_edit", user_id=person.pk)


@require_safe
@access(Audience.STAFF, needs="accounts.staff")
def roles(request: Request) -> HttpResponse:
    """Show every permission and the roles that have it."""
    names = [(role, ROLE_LABELS[role]) for role in StaffRole]
    return render(request, "accounts/roles.html", {"names": names, "lines": queries.role_table()})


@access(Audience.STAFF, needs="accounts.staff")
def role_edit(request: Request, role: str) -> HttpResponse:
    """Decide what a role may do."""
    if role not in list(StaffRole) or role == StaffRole.LEAD:
        raise Http404
    form = RoleForm(request.POST or None, initial={"may": sorted(queries.granted_to(StaffRole(role)))})
    if request.method == "POST" and form.is_valid():
        given = {"may": form.cleaned_data["may"], "reason": form.cleaned_data["reason"]}
        try:
            services.change_role(actor=request.actor, at=request.now, role=StaffRole(role), **given)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. It counts from everybody's next page on."))
            return redirect("accounts:roles")
    context = {"form": form, "name": ROLE_LABELS[role], "subject": f"accounts.role:{role}"}
    return render(request, "accounts/role_edit.html", context, status=UNPROCESSABLE if form.errors else 200)
