"""§ 312j Abs. 3 BGB: the words on the order button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.withdrawal import CONSUMER_RIGHTS
from quartier.law.bgb.withdrawal_exclusions import Customer
from quartier.law.errors import Incomplete
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

BUTTON: Timeline[frozenset[str]] = Timeline(
    _("Words of the order button"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=frozenset({"zahlungspflichtig bestellen"}),
            source="§ 312j Abs. 3 Satz 2 BGB",
        ),
    ),
)
AS_CLEAR: Timeline[frozenset[str]] = Timeline(
    _("Words that are as clear"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=frozenset(
                {
                    "jetzt zahlungspflichtig bestellen",
                    "kostenpflichtig bestellen",
                    "jetzt kostenpflichtig bestellen",
                    "zahlungspflichtig beauftragen",
                    "jetzt zahlungspflichtig beauftragen",
                    "kostenpflichtig beauftragen",
                    "jetzt kostenpflichtig beauftragen",
                    "zahlungspflichtig buchen",
                    "kostenpflichtig buchen",
                    "zahlungspflichtigen vertrag schließen",
                    "kaufen",
                    "jetzt kaufen",
                }
            ),
            source="BT-Drs. 17/7745 S. 12",
            verified=False,
            note=_(
                "The statute names one label and allows others as clear. These follow the reasons of the bill and what "
                "courts accepted; compare with recent decisions."
            ),
        ),
    ),
)
NOT_CLEAR: Timeline[frozenset[str]] = Timeline(
    _("Words that are not clear"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=frozenset(
                {
                    "bestellen",
                    "jetzt bestellen",
                    "bestellung abgeben",
                    "bestellung abschließen",
                    "bestellung abschicken",
                    "buchung abschließen",
                    "anmelden",
                    "anmeldung",
                    "registrieren",
                    "beauftragen",
                    "jetzt beauftragen",
                    "weiter",
                    "senden",
                    "bestätigen",
                    "jetzt gratis testen",
                }
            ),
            source="BT-Drs. 17/7745 S. 12; EuGH 07.04.2022, C-249/21",
            verified=False,
            note=_(
                "These words do not name the payment; they follow the reasons of the bill and decisions. Compare with "
                "recent decisions."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderButton:
    """Whether a button must name the payment, and whether this label does."""

    required: Annotated[bool, _("Must name the payment")]
    clear: Annotated[bool, _("Clear enough")]
    to_check: Annotated[bool, _("Have the label checked")]


@rule(
    "order-button",
    Area.WITHDRAWAL,
    title=_("The label of the order button"),
    says=_(
        "A consumer's paid order online binds only if the button says “zahlungspflichtig bestellen” or as clear, and "
        "nothing else. A label that nobody has judged counts as not clear and has to be checked."
    ),
    timelines=(BUTTON, AS_CLEAR, NOT_CLEAR),
    cases=(
        Case(
            "the words of the law",
            {"label": "zahlungspflichtig bestellen", "on": "2026-11-22"},
            gives={"required": True, "clear": True, "to_check": False},
            source=f"{NOTES}; {ROWS} WR-022",
        ),
        Case(
            "the button of WR-012 and WR-017",
            {"label": "Jetzt kostenpflichtig bestellen", "on": "2026-11-22"},
            gives={"clear": True},
            source=f"{ROWS} WR-012, WR-017",
        ),
        Case(
            "the button of WR-015",
            {"label": "Jetzt kostenpflichtig beauftragen", "on": "2026-11-22"},
            gives={"clear": True},
            source=f"{ROWS} WR-015",
        ),
        Case(
            "no word of payment",
            {"label": "Bestellung abschließen", "on": "2026-11-22"},
            gives={"required": True, "clear": False, "to_check": False},
            source="§ 312j Abs. 3 und 4 BGB",
        ),
        Case(
            "a label nobody has judged",
            {"label": "Zahlungspflichtig loslegen", "on": "2026-11-22"},
            gives={"clear": False, "to_check": True},
            source="§ 312j Abs. 3 Satz 2 BGB",
        ),
        Case(
            "a free portal needs none (DWG-04)",
            {"label": "Registrieren", "on": "2026-11-22", "paid": False},
            gives={"required": False, "clear": True},
            source=f"{ROWS} DWG-04",
        ),
    ),
)
def order_button(
    *,
    label: Annotated[str, _("Words on the button")],
    on: Annotated[date, _("Day of the order")],
    customer: Annotated[Customer, _("Who orders")] = Customer.CONSUMER,
    paid: Annotated[bool, _("Whether the order obliges to pay")] = True,
    individual: Annotated[bool, _("Whether the contract is made by individual messages only, such as e-mails")] = False,
) -> Derived[OrderButton]:
    """Return the judgement; raises Incomplete for an empty label, NotInForce before 13 June 2014."""
    derivation = Derivation()
    by_law = derivation.applies(BUTTON, on)
    words = " ".join(label.split()).casefold()
    if not words:
        raise Incomplete(_("Give the words on the button."))
    if not _needs_button(derivation, customer, paid, individual):
        return derivation.gives(OrderButton(required=False, clear=True, to_check=False))
    if words in by_law:
        derivation.step(_("“%(label)s” is what the law says."), "§ 312j Abs. 3 Satz 2 BGB", label=label)
        return derivation.gives(OrderButton(required=True, clear=True, to_check=False))
    if words in {one.casefold() for one in derivation.applies(AS_CLEAR, on)}:
        derivation.step(_("“%(label)s” is as clear."), label=label)
        return derivation.gives(OrderButton(required=True, clear=True, to_check=False))
    known = words in {one.casefold() for one in derivation.applies(NOT_CLEAR, on)}
    if known:
        derivation.step(_("“%(label)s” does not say that the order must be paid."), label=label)
    else:
        derivation.step(_("Nobody has judged “%(label)s” yet: have it checked, or take the law's words."), label=label)
    derivation.step(
        _("With a button that is not clear the consumer is not bound to pay: no contract comes about."),
        "§ 312j Abs. 4 BGB",
    )
    return derivation.gives(OrderButton(required=True, clear=False, to_check=not known))


def _needs_button(derivation: Derivation, customer: Customer, paid: bool, individual: bool) -> bool:
    """Tell whether the order must name the payment, and say why not."""
    if customer is Customer.BUSINESS:
        derivation.step(_("The duty protects consumers only."), "§ 312j Abs. 2 und 3 BGB")
    elif not paid:
        derivation.step(_("Nothing is to be paid: any label will do."), "§ 312j Abs. 2 und 3 BGB")
    elif individual:
        derivation.step(_("The contract is made by individual messages only."), "§ 312j Abs. 5 Satz 1 BGB")
    else:
        return True
    return False
