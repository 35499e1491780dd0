"""The page with one form that most of these views share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


def noted(
    request: Request, contract: Any, form: Form, *, title: str, submit: str, told: str,
    act: Callable[[Mapping[str, Any]], Any],
) -> HttpResponse:  # fmt: skip
    """Draw a form about a contract; once it is filled, do it, say so and lead back to the contract's performance."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, told)
            return redirect("performance:contract", promised_contract_id=contract.pk)
    context = {"form": form, "contract": contract, "title": title, "submit": submit}
    return render(request, "performance/form.html", context, status=UNPROCESSABLE if form.errors else 200)
