"""Input about visits on site: shape only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.invoices.extension import TripCause
from quartier.kit import formats
from quartier.kit.forms import Choice, Clock, Day, Email, Form, Instant, Line, Phone, Several, Text, Tick, Whole
from quartier.modules.survey.models import Outcome, SiteUnit, Visit
from quartier.modules.survey.rules.travel import Ways
from quartier.values.zone import BERLIN

NONE: Final = "none"
LONG: Final = 300
MOST_MINUTES: Final = 600
WEEKDAYS: Final = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip


class PersonForm(Form):
    """One person who opens all units: all three, or it is not sent (WR-053)."""

    name = Line(label=_("Given name and surname"), max_length=120, autocomplete="off")
    phone = Phone(label=_("Telephone on the day"), autocomplete="off")
    email = Email(label=_("E-mail"), autocomplete="off")


class AuthorisedForm(PersonForm):
    """The authorised person, with what the surveyor has to know."""

    note = Text(label=_("How we get in"), max_length=LONG, required=False, help_text=_("Bell, key, parking, dog …"))
    tells_tenants = Tick(
        label=_("Please remind this person by e-mail on the day before"), required=False,
        help_text=_("Otherwise only you are reminded."),
    )  # fmt: skip


class UnitForm(PersonForm):
    """Who opens one unit: the number of the flat, name, telephone and e-mail (WR-053)."""

    label = Line(label=_("Number or place of the flat"), max_length=40, autocomplete="off")
    field_order = ("label", "name", "phone", "email")


class DateForm(Form):
    """One of the proposed dates, or none of them."""

    date = Choice(label=_("Which date suits you?"))
    words = Line(
        label=_("When would it suit you?"), max_length=LONG, required=False,
        help_text=_("Only if none of the dates suits."),
    )  # fmt: skip

    def __init__(self, *args: Any, visits: Iterable[Visit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(one.pk), told(one)) for one in visits]
        self.fields["date"].choices = [*found, (NONE, _t("None of these"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for words where no date suits."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("date") == NONE and not given.get("words"):
            self.add_error("words", _t("Please say when it would suit you."))
        return given


class DateSent(Form):
    """What a program sends: the number of a date, or “none” with words."""

    date = Line(label=_("Number of the date, or “none”"), max_length=20)
    words = Line(label=_("When would it suit you?"), max_length=LONG, required=False)


class ArrangedForm(Form):
    """What the customer has arranged with the people in the units."""

    words = Text(label=_("What have you arranged?"), max_length=LONG)


class WaysForm(Form):
    """How long a visit takes, with the ways."""

    minutes = Whole(label=_("Time on site"), unit="min", least=15, most=MOST_MINUTES)
    there = Whole(label=_("Way there"), unit="min", least=0, most=MOST_MINUTES)
    back = Whole(label=_("Way back"), unit="min", least=0, most=MOST_MINUTES)

    def ways(self) -> Ways:
        """Return what was said as times."""
        given = self.cleaned_data
        return Ways(*(timedelta(minutes=given[name]) for name in ("there", "minutes", "back")))


class MeasuringForm(WaysForm):
    """Who measures, and how long it takes: with it free times are looked for."""

    surveyor = Choice(label=_("Who measures"))
    field_order: Sequence[str] = ("surveyor", "minutes", "there", "back")

    def __init__(self, *args: Any, surveyors: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["surveyor"].choices = list(surveyors)  # type: ignore[attr-defined]


class ProposalForm(MeasuringForm):
    """Up to three dates: of those that are free, or one typed in."""

    starts = Several(label=_("Free times"), required=False)
    when = Instant(label=_("Another time"), required=False, help_text=_("For example 1.12.2026, 14:00"))
    field_order: Sequence[str] = ("surveyor", "minutes", "there", "back", "starts", "when")

    def __init__(self, *args: Any, free: Sequence[datetime] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].choices = [  # type: ignore[attr-defined]
            (one.isoformat(), weekday(one)) for one in free
        ]

    def dates(self) -> list[datetime]:
        """Return the chosen times."""
        given = self.cleaned_data
        typed = [given["when"]] if given["when"] else []
        return [*(datetime.fromisoformat(one) for one in given["starts"]), *typed]


class MoveForm(WaysForm):
    """When a visit takes place instead, and why."""

    when = Instant(label=_("New time"))
    because = Line(label=pgettext_lazy("visit", "Why"), max_length=LONG)
    field_order = ("when", "minutes", "there", "back", "because")


class CancelVisitForm(Form):
    """Who calls a visit off, and why."""

    by = Choice(label=_("Called off"), choices=[("customer", _("by the customer")), ("ours", _("by us"))])
    because = Line(label=pgettext_lazy("visit", "Why"), max_length=LONG)


class AbsenceForm(Form):
    """Days on which somebody measures nowhere."""

    from_on = Day(label=_("First day"))
    until_on = Day(label=_("Last day"))


class HoursForm(Form):
    """Working time on site by weekday, and the usual ways; an empty day is free."""

    there = Whole(label=_("Usual way there"), unit="min", least=0, most=MOST_MINUTES)
    back = Whole(label=_("Usual way back"), unit="min", least=0, most=MOST_MINUTES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, name in enumerate(WEEKDAYS):
            self.fields[f"from_{day}"] = Clock(label=_t("%(day)s from") % {"day": name}, required=False)
            self.fields[f"until_{day}"] = Clock(label=_t("%(day)s until") % {"day": name}, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of a day."""
        given: dict[str, Any] = super().clean() or {}
        for day in range(len(WEEKDAYS)):
            ends = [given.get(f"from_{day}"), given.get(f"until_{day}")]
            if (ends[0] is None) is not (ends[1] is None):
                self.add_error(f"until_{day}", _t("Please give beginning and end, or neither."))
        return given

    def days(self) -> dict[int, tuple[time, time]]:
        """Return the working days with their times."""
        given = self.cleaned_data
        said = {day: (given[f"from_{day}"], given[f"until_{day}"]) for day in range(len(WEEKDAYS))}
        return {day: ends for day, ends in said.items() if ends[0] is not None}

    def pairs(self) -> list[tuple[str, Any, Any]]:
        """Return the days with their two fields, for the page."""
        return [(str(name), self[f"from_{day}"], self[f"until_{day}"]) for day, name in enumerate(WEEKDAYS)]


class OutcomeForm(Form):
    """What came of a visit: every unit, the cause of the trip, words. Nothing is chosen in advance (C1)."""

    cause = Choice(label=_("Why was the trip made?"), choices=[(one.value, _(one.label)) for one in TripCause])
    because = Line(
        label=_("Why, in your words"), max_length=LONG, required=False,
        help_text=_("It stands on the invoice if the trip is charged."),
    )  # fmt: skip
    words = Text(label=_("Note on the visit"), max_length=2000, required=False)

    def __init__(self, *args: Any, units: Iterable[SiteUnit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = list(units)
        more: dict[str, Any] = {}
        choices = [(one.value, one.label) for one in (Outcome.MEASURED, Outcome.PARTLY, Outcome.NO_ACCESS)]
        for unit in self.units:
            more[f"unit_{unit.pk}"] = Choice(label=unit.label, choices=choices)
            label = _t("%(unit)s: why it is not measured in full") % {"unit": unit.label}
            more[f"why_{unit.pk}"] = Line(label=label, max_length=LONG, required=False)
        self.fields = {**more, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Ask for the reason at the unit that could not be measured."""
        given: dict[str, Any] = super().clean() or {}
        for unit in self.units:
            outcome = given.get(f"unit_{unit.pk}")
            if outcome and outcome != Outcome.MEASURED and not given.get(f"why_{unit.pk}"):
                self.add_error(f"why_{unit.pk}", _t("Please write down why a unit could not be measured."))
        return given

    def said(self) -> Mapping[int, tuple[str, str]]:
        """Return outcome and reason by unit."""
        given = self.cleaned_data
        return {one.pk: (given[f"unit_{one.pk}"], given[f"why_{one.pk}"]) for one in self.units}


def told(visit: Visit) -> str:
    """Return when a visit takes place, with the day of the week."""
    return _t("%(from)s to %(until)s") % {
        "from": weekday(visit.starts_at), "until": formats.clock_time(visit.ends_at),
    }  # fmt: skip


def weekday(at: datetime) -> str:
    """Return an instant with the day of the week."""
    return f"{WEEKDAYS[at.astimezone(BERLIN).weekday()]}, {formats.instant(at)}"
