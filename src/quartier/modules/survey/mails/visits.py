"""Mail about visits on site: dates to choose from, agreed, moved, called off, reminded, and what came of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit import formats
from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class VisitMail(Mail):
    """What every mail about a visit knows; `path` is the page of the order for this reader."""

    template: ClassVar[str] = "survey.visit"

    number: str
    place: str
    path: str

    def facts(self, *more: tuple[str, object]) -> Facts:
        """Return the lines that name order and place."""
        return Facts(((_("Order"), self.number), (_("Place"), self.place), *more))

    def page(self, label: str = "") -> Action:
        """Return the link to the order."""
        return Action(label or _("See the order"), self.path)


@dataclass(frozen=True, kw_only=True)
class ProposedMail(VisitMail):
    """Lets the customer choose one of the dates."""

    template: ClassVar[str] = "survey.visit_proposed"

    dates: tuple[tuple[datetime, datetime], ...]
    missing: tuple[str, ...]

    def subject(self) -> str:
        """Return the subject line."""
        return _("When may we come to measure? Order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        lines = [(_("Date %(number)s") % {"number": at + 1}, told(*one)) for at, one in enumerate(self.dates)]
        doors = _("Before a date can be agreed we need to know who opens: %(units)s.")
        return (
            Text(_("please choose one of these dates. It is agreed when you have confirmed it.")),
            self.facts(*lines),
            *([Text(doors % {"units": ", ".join(self.missing)})] if self.missing else []),
            self.page(_("Choose a date")),
        )


@dataclass(frozen=True, kw_only=True)
class AgreedMail(VisitMail):
    """Confirms a date; a calendar file travels with it."""

    template: ClassVar[str] = "survey.visit_agreed"

    starts_at: datetime
    ends_at: datetime
    surveyor: str
    is_moved: bool = False

    def subject(self) -> str:
        """Return the subject line."""
        words = _("New date for measuring: %(when)s") if self.is_moved else _("Measuring on site: %(when)s")
        return words % {"when": formats.instant(self.starts_at)}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        head = _("the date was moved.") if self.is_moved else _("the date is agreed.")
        return (
            Text(head),
            self.facts((_("When"), told(self.starts_at, self.ends_at)), (_("Who comes"), self.surveyor)),
            Text(_("Please see that every unit is open. If somebody cannot be there, tell us in good time.")),
            Text(_("A file for your calendar is attached.")),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class CancelledMail(VisitMail):
    """Says that a date does not take place."""

    template: ClassVar[str] = "survey.visit_cancelled"

    starts_at: datetime
    because: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Cancelled: measuring on %(when)s") % {"when": formats.instant(self.starts_at)}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("this date does not take place. Your order stays as it is; we agree a new date.")),
            self.facts((_("When"), self.starts_at), (_("Reason"), self.because)),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class ReminderMail(VisitMail):
    """Reminds of a date on the day before."""

    template: ClassVar[str] = "survey.visit_reminder"

    starts_at: datetime
    ends_at: datetime
    surveyor: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Tomorrow we measure: %(when)s") % {"when": formats.instant(self.starts_at)}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("this is a reminder of the date that we agreed.")),
            self.facts((_("When"), told(self.starts_at, self.ends_at)), (_("Who comes"), self.surveyor)),
            Text(_("Please see that every unit is open.")),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class TenantMail(Mail):
    """Reminds whoever opens a unit, where the customer asked us to; says from whom we have the address (Art. 14)."""

    template: ClassVar[str] = "survey.tenant_reminder"

    place: str
    unit: str
    starts_at: datetime
    ends_at: datetime
    customer: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your dwelling is measured: %(when)s") % {"when": formats.instant(self.starts_at)}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we measure the dwelling on behalf of the one who named you to us. Please open the door then.")),
            Facts(((_("Place"), self.place), (_("Unit"), self.unit), (_("When"), told(self.starts_at, self.ends_at)))),
            Text(
                _(
                    "%(customer)s has given us your name, telephone number and e-mail address for this date (Art. 14"
                    " GDPR). We use them for nothing else, pass them on to nobody and erase them 30 days after the"
                    " order. You may ask what we know about you, have it corrected or object."
                )
                % {"customer": self.customer}
            ),
        )


@dataclass(frozen=True, kw_only=True)
class DoneMail(VisitMail):
    """Says what came of a visit, and what a trip costs and why."""

    template: ClassVar[str] = "survey.visit_done"

    starts_at: datetime
    units: tuple[tuple[str, str], ...]
    trip: str
    is_open: bool

    def subject(self) -> str:
        """Return the subject line."""
        return _("What we measured on %(day)s: order %(number)s") % {
            "day": formats.instant(self.starts_at), "number": self.number,
        }  # fmt: skip

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        more = _(
            "What is missing can be measured later: tell us when every unit is open, and we propose new dates. The work"
            " done so far is billed, and what you paid stays paid."
        )
        done = _("Everything is measured. We draw and calculate now and write to you when the result is there.")
        return (
            Text(_("we were there. This is what came of it:")),
            self.facts(*self.units, (_("Trip"), self.trip)),
            Text(more if self.is_open else done),
            self.page(),
        )


def told(starts_at: datetime, ends_at: datetime) -> str:
    """Return a stretch of time as people read it."""
    return _("%(from)s to %(until)s") % {"from": formats.instant(starts_at), "until": formats.clock_time(ends_at)}
