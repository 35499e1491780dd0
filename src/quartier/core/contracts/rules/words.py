"""The words of ending: whose notice, which way, on which ground."""

from __future__ import annotations

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class Side(Choice):
    """Who gives notice."""

    CUSTOMER = "customer", _("the customer")
    PROVIDER = "provider", _("the provider")


class Way(Choice):
    """How a contract comes to its end."""

    ORDINARY = "ordinary", _("ordinary notice")
    CHANGE = "change", _("special notice after an announced change")
    OBJECTION = "objection", _("special notice after an objection")
    UNREASONABLE = "unreasonable", _("stop of the service")
    CAUSE = "cause", _("notice for good cause")
    EXPIRY = "expiry", _("end of the term")
    ELSEWHERE = "elsewhere", _("as noted in the back office")


class Ground(Choice):
    """What staff have to decide about a contract."""

    TWO_MONTHS = "two_months", _("arrears over two consecutive months with a substantial part")
    MONTHLY_FEE = "monthly_fee", _("arrears over more than two months that reach a monthly fee")
    ADVANCE = "advance", _("an advance payment was missed")
    FIRST_PAYMENT = "first_payment", _("default with the very first payment on order")
    INSOLVENCY = "insolvency", _("insolvency")
    INFRINGEMENT = "infringement", _("serious breach of the contract")
    FUNDAMENTAL = "fundamental", _("fundamental change of circumstances")
    NOT_INVOICED = "not_invoiced", _("the term is over, and its last year has no invoice")


# What staff note themselves; programs find the others.
BY_HAND = (Ground.INSOLVENCY, Ground.INFRINGEMENT, Ground.FUNDAMENTAL)
