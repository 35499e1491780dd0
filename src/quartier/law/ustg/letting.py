"""§ 4 Nr. 12, § 9 UStG: which lettings are exempt, and when a landlord may choose to tax them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.ustg.rates import EXEMPT, RATE_TIMELINES, Rate, Vat, vat_rate
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version


class Letting(Choice):
    """What is let."""

    DWELLING = "dwelling", _("a flat or house to live in")
    PREMISES = "premises", _("an office, shop or other business premises")
    GUEST_FLAT = "guest-flat", _("rooms for short stays of strangers")
    PARKING = "parking", _("a parking space on its own")
    PARKING_WITH_DWELLING = "parking-with-dwelling", _("a parking space let together with an exempt flat")
    EQUIPMENT = "equipment", _("machines and fixtures of a business")


RATES: Final = {Letting.GUEST_FLAT: Rate.LODGING, Letting.PARKING: Rate.STANDARD, Letting.EQUIPMENT: Rate.STANDARD}
OPTION: Timeline[bool] = Timeline(
    _("Choice to tax an exempt letting"),
    (Version(valid_from=date(1998, 4, 1), value=True, source="§ 9 Abs. 1 und 2 UStG"),),
)
ANCILLARY: Timeline[bool] = Timeline(
    _("Parking space let with a flat"),
    (
        Version(
            valid_from=date(1998, 4, 1),
            value=True,
            source="§ 4 Nr. 12 Satz 2 UStG; Abschn. 4.12.2 UStAE",
            verified=False,
            note=_(
                "The statute taxes every parking space; that one let with a flat to the same tenant "
                "shares its exemption follows the tax administration and the courts. Check their present position."
            ),
        ),
    ),
)


@rule(
    "letting-vat",
    Area.TAX,
    title=_("VAT on letting"),
    says=_(
        "Flats are let free of VAT and the landlord cannot choose otherwise; business premises can be taxed when the "
        "tenant may deduct the tax; guest flats and parking spaces on their own are taxed."
    ),
    timelines=(*RATE_TIMELINES, OPTION, ANCILLARY),
    cases=(
        Case(
            "a flat",
            {"on": "2026-05-01", "letting": "dwelling"},
            {"percent": "0", "exempt": True},
            "§ 4 Nr. 12 Satz 1 Buchst. a UStG",
        ),
        Case(
            "a shop, with the landlord's choice",
            {"on": "2026-05-01", "letting": "premises", "option": True, "deducting-tenant": True},
            {"percent": "19", "exempt": False},
            "§ 9 Abs. 1 und 2 UStG",
        ),
        Case(
            "a guest flat by the night",
            {"on": "2026-05-01", "letting": "guest-flat"},
            {"percent": "7", "exempt": False},
            "§ 4 Nr. 12 Satz 2, § 12 Abs. 2 Nr. 11 UStG",
        ),
        Case(
            "a garage on its own",
            {"on": "2026-05-01", "letting": "parking"},
            {"percent": "19"},
            "§ 4 Nr. 12 Satz 2 UStG",
        ),
    ),
)
def letting_vat(
    *,
    on: Annotated[date, _("Day of supply")],
    letting: Annotated[Letting, _("What is being let")],
    option: Annotated[bool, _("Whether the landlord chooses to tax the letting")] = False,
    deducting_tenant: Annotated[
        bool, _("Whether the tenant is a business that uses it only for supplies that allow deduction")
    ] = False,
) -> Derived[Vat]:
    """Return the rate; raises NotApplicable where the landlord chooses to tax what must stay exempt."""
    derivation = Derivation()
    if letting in RATES:
        derivation.step(_("Not exempt: %(letting)s."), "§ 4 Nr. 12 Satz 2 UStG", letting=letting)
        return derivation.gives(derivation.takes(vat_rate(on=on, rate=RATES[letting])))
    if letting is Letting.PARKING_WITH_DWELLING:
        derivation.applies(ANCILLARY, on)
    derivation.applies(EXEMPT, on)
    derivation.step(_("Exempt: %(letting)s."), "§ 4 Nr. 12 Satz 1 Buchst. a UStG", letting=letting)
    if not option:
        return derivation.gives(Vat(percent=Decimal(0), exempt=True))
    derivation.applies(OPTION, on)
    if letting is not Letting.PREMISES or not deducting_tenant:
        raise NotApplicable(
            _(
                "Only a letting to a business that uses the premises solely for supplies that allow deduction can be "
                "taxed by choice (§ 9 Abs. 1 und 2 UStG; for buildings begun before 11 November 1993 see § 27 Abs. 2 "
                "UStG). Leave the VAT out: %(letting)s."
            ),
            letting=letting,
        )
    derivation.step(
        _("The landlord chooses to tax the letting and has to prove what the tenant uses it for."), "§ 9 Abs. 2 UStG"
    )
    return derivation.gives(derivation.takes(vat_rate(on=on)))
