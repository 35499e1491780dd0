"""The books: overview, journal, accounts, who owes what, closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.ledger import queries, services, tables
from quartier.core.ledger.forms import AccountForm, CloseForm, OpenForm, ReverseForm, SettleForm, UndoForm
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import asked

FORM = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


def company_of(request: Request, entity_id: int) -> Any:
    """Return a company whose books somebody may see; any other is 404."""
    return get_object_or_404(queries.companies(request.user), pk=entity_id)


@require_safe
@access(Audience.STAFF, needs="ledger.view")
def overview(request: Request) -> HttpResponse:
    """Show for each company what is owed by age, through when its books are closed, and whether all agrees."""
    today = day_of(request.now)
    rows = [
        {"entity": row, "ages": queries.ages(row.pk, today), "closed": queries.closed_through(row.pk)}
        for row in queries.companies(request.user)
    ]
    may = {name: f"ledger.{name}" in request.user.permissions for name in ("close", "export", "book")}
    return render(request, "ledger/overview.html", {"rows": rows, "may": may, "faults": queries.faults()})


@access(Audience.STAFF, needs="ledger.view")
def journal(request: Request) -> HttpResponseBase:
    """List the journal."""
    table = tables.JOURNAL.bind(request, queries.postings(request.user))
    return table.answer() or render(request, "ledger/journal.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="ledger.view")
def posting(request: Request, posting_id: int) -> HttpResponse:
    """Show one entry with its lines."""
    row = get_object_or_404(queries.postings(request.user), pk=posting_id)
    context = {
        "posting": row, "lines": queries.lines_with_items(row),
        "reversed_by": getattr(row, "reversed_by", None), "may_book": "ledger.book" in request.user.permissions,
    }  # fmt: skip
    return render(request, "ledger/posting.html", context)


@FORM
@access(Audience.STAFF, needs="ledger.book")
def reverse_posting(request: Request, posting_id: int) -> HttpResponse:
    """Reverse an entry, after a question and with a reason."""
    row = get_object_or_404(queries.postings(request.user), pk=posting_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        new = services.reverse(actor=request.actor, at=request.now, posting_id=row.pk, **given)
        messages.success(request, _("The entry is reversed."))
        return redirect("ledger:posting", new.pk)

    return asked(
        request, title=_("Reverse entry %(number)s?") % {"number": row}, back=reverse("ledger:posting", args=[row.pk]),
        done=done, effect=_("An entry with the opposite sums is booked. Both stay in the journal."),
        undo=_("This cannot be taken back; it can only be booked again."), submit=_("Reverse the entry"),
        form=ReverseForm(request.POST if request.method == "POST" else None, initial={"on": day_of(request.now)}),
    )  # fmt: skip


@access(Audience.STAFF, needs="ledger.view")
def accounts(request: Request) -> HttpResponseBase:
    """List the accounts with their sums and balances."""
    table = tables.ACCOUNTS.bind(request, queries.accounts(request.user))
    return table.answer() or render(request, "ledger/accounts.html", {"table": table})


@access(Audience.STAFF, needs="ledger.view")
def account(request: Request, ledger_account_id: int) -> HttpResponseBase:
    """Show what was booked on an account."""
    row = get_object_or_404(queries.accounts(request.user), pk=ledger_account_id)
    table = tables.BOOKED.bind(request, queries.lines_of(row))
    may = "ledger.book" in request.user.permissions
    return table.answer() or render(request, "ledger/account.html", {"account": row, "table": table, "may_book": may})


@FORM
@access(Audience.STAFF, needs="ledger.book")
def rename(request: Request, ledger_account_id: int) -> HttpResponse:
    """Give an account the number and name of the company's own chart."""
    row = get_object_or_404(queries.accounts(request.user), pk=ledger_account_id)
    form = AccountForm(request.POST or None, initial={"number": row.number, "name": row.name})
    return noted(
        request, form, title=_("Number and name of the account"), submit=_("Save"),
        back=reverse("ledger:account", args=[row.pk]), told=_("The account is saved."),
        act=lambda given: services.renumber(actor=request.actor, at=request.now, account_id=row.pk, **given),
    )  # fmt: skip


@access(Audience.STAFF, needs="ledger.view")
def debtors(request: Request) -> HttpResponseBase:
    """List customers with something open, by how long it is due."""
    table = tables.DEBTORS.bind(request, queries.debtors(request.user, day_of(request.now)))
    return table.answer() or render(request, "ledger/debtors.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="ledger.view")
def debtor(request: Request, debtor_id: int) -> HttpResponse:
    """Show the account of one customer: what happened in a year, what is open, what settled what."""
    party = get_object_or_404(parties.visible_parties(request.user), pk=debtor_id)
    today = day_of(request.now)
    entity = request.user.entity_id
    year = _year(request.GET.get("jahr", ""), today.year)
    first, last = today.replace(year=year, month=1, day=1), today.replace(year=year, month=12, day=31)
    context = {
        "party": party, "balance": queries.balance_of(party.pk, entity), "year": year, "years": (year - 1, year + 1),
        "statement": queries.statement(party.pk, first, last, entity), "today": today,
        "open": queries.open_items(party.pk, entity), "settlements": queries.settlements_of(party.pk)[:20],
        "may_book": "ledger.book" in request.user.permissions,
    }  # fmt: skip
    return render(request, "ledger/debtor.html", context)


def _year(text: str, now: int) -> int:
    return int(text) if text.isdecimal() and 2000 <= int(text) <= now + 1 else now  # noqa: PLR2004


@FORM
@access(Audience.STAFF, needs="ledger.book")
def settle(request: Request, debtor_id: int) -> HttpResponse:
    """Let a credit of a customer settle a claim, by hand."""
    party = get_object_or_404(parties.visible_parties(request.user), pk=debtor_id)
    found = list(queries.open_items(party.pk, request.user.entity_id))
    given = {"credits_": [row for row in found if row.open < 0], "claims": [row for row in found if row.open > 0]}
    form = SettleForm(request.POST or None, **given)

    def act(said: Mapping[str, Any]) -> object:
        keys = {name: int(said[name]) for name in ("credit_id", "claim_id")}
        return services.allocate(
            actor=request.actor, at=request.now, on=day_of(request.now), amount=said["amount"],
            because=said["because"], **keys,
        )  # fmt: skip

    return noted(
        request, form, title=_("Settle by hand"), submit=_("Settle"), told=_("It is settled."), act=act,
        back=reverse("ledger:debtor", args=[party.pk]),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="ledger.book")
def undo(request: Request, allocation_id: int) -> HttpResponse:
    """Undo a settlement, after a question and with a reason."""
    row = queries.settlement(request.user, allocation_id)
    if row is None or not parties.visible_parties(request.user).filter(pk=row.claim.party_id).exists():
        raise Http404
    back = reverse("ledger:debtor", args=[row.claim.party_id])

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.undo(actor=request.actor, at=request.now, on=day_of(request.now), allocation_ids=[row.pk], **given)
        messages.success(request, _("The settlement is undone."))
        return redirect(back)

    return asked(
        request, title=_("Undo this settlement?"), back=back, done=done, submit=_("Undo the settlement"),
        effect=_("The claim and the credit are open again by this amount."), undo=_("They can be settled again."),
        form=UndoForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="ledger.close")
def close(request: Request, books_of_id: int) -> HttpResponse:
    """Close the books of a company through a day."""
    row = company_of(request, books_of_id)
    form = CloseForm(request.POST or None)
    return noted(
        request, form, title=_("Close the books of %(name)s") % {"name": row}, submit=_("Close the books"),
        back=reverse("ledger:overview"), told=_("The books are closed."), more={"locks": queries.locks(row.pk)},
        act=lambda given: services.close(actor=request.actor, at=request.now, entity_id=row.pk, **given),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="ledger.close")
def open_again(request: Request, books_of_id: int) -> HttpResponse:
    """Open the books of a company again, after a question and with a reason."""
    row = company_of(request, books_of_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.open_again(actor=request.actor, at=request.now, entity_id=row.pk, **given)
        messages.success(request, _("The books are open again."))
        return redirect("ledger:overview")

    return asked(
        request, title=_("Open the books of %(name)s again?") % {"name": row}, back=reverse("ledger:overview"),
        done=done, effect=_("Entries can be booked on these days again. Your reason stays on record."),
        undo=_("The books can be closed again."), submit=_("Open the books"),
        form=OpenForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip


def noted(
    request: Request, form: Any, *, title: str, submit: str, back: str, told: str,
    act: Callable[[Mapping[str, Any]], object], more: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Lead a form of the office to its service; a refusal stands on the same page and nothing typed is lost."""
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                act(form.cleaned_data)
            except Refused as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                messages.success(request, told)
                return redirect(back)
    context = {"form": form, "title": title, "submit": submit, "back": back, **(more or {})}
    return render(request, "ledger/form.html", context, status=status)
