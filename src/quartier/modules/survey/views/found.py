"""Which calculation a page is about, and whose it is."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from quartier.kit.access import Audience
from quartier.kit.http import Request
from quartier.modules.survey.models import Survey, SurveyState
from quartier.modules.survey.queries import reading
from quartier.modules.survey.services import refusals, surveys


def customer_of(request: Request) -> Any:
    """Return the account of a customer who is logged in; staff and visitors calculate as nobody."""
    is_customer = request.user.is_authenticated and request.user.audience == Audience.CUSTOMER
    return request.user if is_customer else None


def own_survey(request: Request, token: str) -> Survey:
    """Return the calculation of an address; 404 for one that is over, of another account, or of nobody."""
    row, user = reading.by_token(token, request.now), customer_of(request)
    if row is None or (row.user_id is not None and (user is None or user.pk != row.user_id)):
        raise Http404
    if row.user_id is None and user is not None and row.order_id is None and request.method == "POST":
        # Looking gives nobody anything: the calculation becomes the account's with the first thing that is sent.
        return surveys.adopt(survey_id=row.pk, user=user)
    return row


def open_one(request: Request, token: str) -> Survey:
    """Return a calculation that may still be changed. Raises SurveyFinished for another one."""
    row = own_survey(request, token)
    if row.state != SurveyState.OPEN:
        raise refusals.SurveyFinished
    return row


def order_page(row: Survey) -> str:
    """Return the address of the order of a calculation, "" where there is none."""
    if row.order is None:
        return ""
    order = row.order
    is_guests = bool(order.token) and not order.user_id
    return reverse("orders:guest", args=[order.token]) if is_guests else reverse("orders:own_one", args=[order.pk])
