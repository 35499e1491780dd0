"""Banks in the office: files, statements, own accounts, and one search over the money."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.banking import queries, services
from quartier.core.banking.forms import AccountForm, FileForm
from quartier.core.banking.models import OwnAccount
from quartier.core.banking.services import AccountGiven
from quartier.core.banking.tables import ENTRIES, STATEMENTS
from quartier.core.ledger import queries as books
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

FORM = require_http_methods(["GET", "HEAD", "POST"])
FILES = 10


@FORM
@access(Audience.STAFF, needs="banking.book")
def overview(request: Request) -> HttpResponse:
    """Show accounts with their last balance, and take a file in."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    status = UNPROCESSABLE if request.method == "POST" else 200
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = services.take_in(actor=request.actor, at=request.now, name=file.name, file=file)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("banking:file", row.pk)
    accounts = list(queries.accounts_seen(request.user))
    last = queries.balances(accounts)
    context = {
        "form": form, "accounts": [(row, last.get(row.pk)) for row in accounts],
        "files": queries.files_seen(request.user)[:FILES], "waiting": queries.queue(request.user).count(),
    }  # fmt: skip
    return render(request, "banking/overview.html", context, status=status)


@require_safe
@access(Audience.STAFF, needs="banking.view")
def file(request: Request, bank_file_id: int) -> HttpResponse:
    """Show how far the booking of a file is, what was left out, and its statements."""
    row = get_object_or_404(queries.files_seen(request.user), pk=bank_file_id)
    table = STATEMENTS.bind(request, queries.statements_seen(request.user).filter(file=row))
    stalled = row.state == "booking" and (request.now - row.touched_at).total_seconds() > services.STALLED_AFTER_S
    context = {"file": row, "table": table, "stalled": stalled or bool(row.told and row.state == "booking")}
    return render(request, "banking/file.html", context)


@require_POST
@access(Audience.STAFF, needs="banking.book")
def resume(request: Request, bank_file_id: int) -> HttpResponse:
    """Go on with a file whose booking was stopped; nothing is booked twice."""
    row = get_object_or_404(queries.files_seen(request.user), pk=bank_file_id)
    services.resume(actor=request.actor, at=request.now, file_id=row.pk)
    messages.success(request, _("The booking goes on."))
    return redirect("banking:file", row.pk)


@access(Audience.STAFF, needs="banking.view")
def statements(request: Request) -> HttpResponseBase:
    """List all statements."""
    table = STATEMENTS.bind(request, queries.statements_seen(request.user))
    return table.answer() or render(request, "banking/statements.html", {"table": table})


@access(Audience.STAFF, needs="banking.view")
def statement(request: Request, bank_statement_id: int) -> HttpResponseBase:
    """Show one statement with its entries."""
    row = get_object_or_404(queries.statements_seen(request.user), pk=bank_statement_id)
    table = ENTRIES.bind(request, queries.entries_seen(request.user).filter(statement=row))
    return table.answer() or render(request, "banking/statement.html", {"statement": row, "table": table})


@access(Audience.STAFF, needs="banking.view")
def entries(request: Request) -> HttpResponseBase:
    """List what came in and went out."""
    table = ENTRIES.bind(request, queries.entries_seen(request.user))
    return table.answer() or render(request, "banking/entries.html", {"table": table})


@FORM
@access(Audience.STAFF, needs="banking.book")
def new_account(request: Request) -> HttpResponse:
    """Enter an own account."""
    return _account_form(request, None)


@FORM
@access(Audience.STAFF, needs="banking.book")
def account(request: Request, own_account_id: int) -> HttpResponse:
    """Change an own account."""
    return _account_form(request, get_object_or_404(queries.accounts_seen(request.user), pk=own_account_id))


def _account_form(request: Request, row: OwnAccount | None) -> HttpResponse:
    fields = ("label", "holder", "iban", "bic", "bank", "place", "opened_on", "opening", "closed_on")
    initial = {name: getattr(row, name) for name in fields} | {"entity": row.entity_id} if row else {}
    form = AccountForm(request.POST or None, entities=list(books.companies(request.user)), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = _given(form.cleaned_data)
        try:
            if row is None:
                services.enter_account(actor=request.actor, at=request.now, given=given)
            else:
                services.change_account(actor=request.actor, at=request.now, account_id=row.pk, given=given)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The account is saved."))
            return redirect("banking:overview")
    context = {"form": form, "account": row, "back": reverse("banking:overview")}
    return render(request, "banking/account.html", context, status=UNPROCESSABLE if form.errors else 200)


def _given(values: dict[str, Any]) -> AccountGiven:
    known = {key: value for key, value in values.items() if key != "entity"}
    return AccountGiven(entity_id=int(values["entity"]), **{**known, "opening": known["opening"] or 0})


@require_safe
@access(Audience.STAFF, needs="banking.view")
def search(request: Request) -> HttpResponse:
    """Search over invoice numbers, names, ends of IBANs, references and amounts."""
    text = request.GET.get("q", "")[:100]
    context = {"text": text, "found": queries.found(request.user, text) if text else ()}
    return render(request, "banking/search.html", context)
