"""Input about leaving: shape only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.forms import Choice, Day, Form, Line, Tick
from quartier.law.bgb.form import FormLevel


class CloseForm(Form):
    """That somebody means it."""

    meant = Tick(label=_("I have read what ends and what stays, and want to close my access."))


class WritingForm(Form):
    """What a customer has written to us."""

    form = Choice(
        label=_("How the customer wrote"),
        choices=[(one.value, _(one.label)) for one in FormLevel if one is not FormLevel.CLICK],
    )
    declared_on = Day(label=_("Received on"))
    note = Line(label=_("Where it is filed"), max_length=400)
