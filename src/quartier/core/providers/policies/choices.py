"""Closed lists that several concerns share."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.law.bgb.form import FormLevel
from quartier.values.policy import Choice, Record, part
from quartier.values.policy import mark as _


class Scope(Choice):
    """What a rule is about, where one provider has several."""

    ANY = "any", _("Everything")
    PORTAL = "portal", _("Portal account")
    FREE = "free", _("Free services")
    PAID = "paid", _("Paid services")
    RECURRING = "recurring", _("Recurring services")
    RECURRING_PRINT = "recurring_print", _("Recurring print jobs")
    SINGLE_ORDER = "single_order", _("Single orders")
    EXPRESS = "express", _("Express calculation")
    SURVEY = "survey", _("Survey on site")
    DOCUMENTS = "documents", _("Calculation from documents")
    APP = "app", _("App account")
    APP_EXTRA = "app_extra", _("Paid extras of the app")
    ORDER_LINK = "order_link", _("Order by link")
    DIGITAL_CONTENT = "digital_content", _("Digital content")
    PARTNER = "partner", _("Partner programme")
    APPLICATION = "application", _("Applications (software)")
    WEBSITE = "website", _("Websites")
    TENANCY = "tenancy", _("Tenancy")
    MEMBERSHIP = "membership", _("Membership")
    SAVINGS = "savings", _("Savings")


class Channel(Choice):
    """How something reaches a customer."""

    LOGIN = "login", _("Notice at login")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")


class PeriodEnd(Choice):
    """The day to which a notice takes effect."""

    ANY_DAY = "any_day", _("any day")
    MONTH_END = "month_end", _("end of a month")
    YEAR_END = "year_end", _("end of a year")
    TERM_END = "term_end", _("end of the term")


@dataclass(frozen=True, kw_only=True)
class ScopedForm(Record):
    """The form a declaration needs for one kind of contract."""

    scope: Scope = part(_("For"), Scope.ANY)
    form: FormLevel = part(_("Form"), FormLevel.CLICK)
