"""What the office types: the shape only, the rules are the services' matter."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.kit import forms
from quartier.modules.lettings.models import FlatState
from quartier.modules.lettings.services.reading import LARGEST_FILE

# Heads and examples are German: that is how the file is written, whatever the language of the page (DWG-43).
FILE_COLUMNS = (
    ("Wohnung", "C.3", _("House, point, number. It decides which flat is meant.")),
    ("Lage", "1. OG links", _("EG, UG or a number with OG; links, mitte or rechts unless it fills the floor.")),
    ("Zimmer", "2,5", _("From 1 to 20, halves are possible.")),
    ("Wohnfläche", "66", _("Square metres.")),
    ("Grundmiete", "726,10", _("Euros a month without operating and heating costs.")),
    ("Verfügbarkeit", "verfügbar", _("verfügbar, reserviert or vermietet.")),
    ("Grundriss", "ja", _("ja or nein; may be left out.")),
)
HOUSE = re.compile(r"[0-9A-Za-z]{1,8}", re.ASCII)


class StateForm(forms.Form):
    """A new state, from when on, and why."""

    state = forms.Choice(label=_("New state"), choices=FlatState.choices)
    on = forms.Day(label=_("From"), help_text=_("Today or later; a later day takes effect by itself."))
    reason = forms.Text(
        label=_("Reason"), max_length=300, help_text=_("Stays on record. Nobody outside the office sees it.")
    )


class FileForm(forms.Form):
    """A file with flats."""

    file = forms.Upload(
        label=_("File with flats"),
        most_bytes=LARGEST_FILE,
        endings=(".csv", ".json"),
        help_text=_("CSV in UTF-8 or JSON, at most 1 MB and 2,000 flats."),
    )
    on = forms.Day(label=_("States count from"))


class ProjectForm(forms.Form):
    """A new project: where it stands, what it is called, whom to ask."""

    name = forms.Line(label=_("Name"), max_length=80)
    key = forms.Line(
        label=_("Address on the website"),
        max_length=40,
        help_text=_("The last part of the address, for example kiebitzhof. It cannot be changed later."),
    )
    summary = forms.Text(label=_("In two sentences"), max_length=300, required=False)
    houses = forms.Line(label=_("Houses"), help_text=_("Their short names with commas, for example A, B, C, D."))
    street = forms.Line(label=_("Street and number"), max_length=120)
    postcode = forms.Line(label=_("Postcode"), max_length=10)
    city = forms.Line(label=_("Place"), max_length=80)
    ancillary_per_m2 = forms.Money(
        label=_("Operating and heating costs for each square metre"), least=0, most=99, required=False
    )
    parking_rent = forms.Money(label=_("Parking space a month"), least=0, most=9999, required=False)
    contact_name = forms.Line(label=_("Whom to ask"), max_length=80, required=False)
    contact_phone = forms.Phone(label=_("Phone"), required=False)
    contact_email = forms.Email(label=_("E-mail"), required=False)

    def clean_houses(self) -> list[dict[str, Any]]:
        """Return the houses, each named once and plainly."""
        names = [name.strip() for name in self.cleaned_data["houses"].split(",") if name.strip()]
        for name in names:
            if not HOUSE.fullmatch(name) or names.count(name) > 1:
                sentence = _t("“%(name)s”: a house has up to 8 letters or digits and stands there once.")
                raise ValidationError(sentence % {"name": name})
        if not names:
            raise ValidationError(_t("Name at least one house."))
        return [{"key": name} for name in names]
