"""Art. 44–49 GDPR: to which countries personal data may go, and what is needed for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Final

from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

IN_FORCE: Final = date(2018, 5, 25)
COUNTRY: Final = re.compile(r"[A-Z]{2}")
UNION: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)  # fmt: skip
OF_THE_EEA: Final = frozenset({"IS", "LI", "NO"})
UNITED_KINGDOM: Final = "GB"


class Adequacy(Choice):
    """What the Commission has decided about a country."""

    WHOLE = "whole", _("adequate")
    COMMERCIAL = "commercial", _("adequate for recipients under PIPEDA alone")
    CERTIFIED = "certified", _("adequate for certified recipients alone")
    NONE = "none", _("no decision")


class Ground(Choice):
    """On what somebody rests a transfer to a third country."""

    ADEQUACY = "adequacy", _("adequacy decision (Art. 45 GDPR)")
    CLAUSES = "clauses", _("standard contractual clauses (Art. 46(2)(c) GDPR)")
    CORPORATE_RULES = "corporate_rules", _("binding corporate rules (Art. 46(2)(b), 47 GDPR)")
    CONSENT = "consent", _("explicit consent of the person (Art. 49(1)(a) GDPR)")
    DEROGATION = "derogation", _("another derogation (Art. 49(1)(b) to (g) GDPR)")


EEA: Timeline[frozenset[str]] = Timeline(
    _("Countries in which the GDPR holds"),
    (
        Version(valid_from=IN_FORCE, value=UNION | {UNITED_KINGDOM}, source="Art. 3, Art. 99 Abs. 2 DSGVO"),
        Version(
            valid_from=date(2018, 7, 20),
            value=UNION | OF_THE_EEA | {UNITED_KINGDOM},
            source="Beschluss des Gemeinsamen EWR-Ausschusses Nr. 154/2018 (ABl. L 183 vom 19.7.2018, S. 23)",
        ),
        Version(
            valid_from=date(2021, 6, 28),
            value=UNION | OF_THE_EEA,
            source=(
                "Art. 126, 127 Austrittsabkommen (bis 31.12.2020); "
                "Art. 782 Handels- und Kooperationsabkommen EU–Vereinigtes Königreich (bis 27.6.2021)"
            ),
        ),
    ),
)


def _since_directive(title: str, decision: str, value: Adequacy = Adequacy.WHOLE) -> Timeline[Adequacy]:
    """Decided under Directive 95/46/EC; stays in force (Art. 45(9)), and the Commission has looked at it again."""
    source = f"{decision}; Art. 45 Abs. 9 DSGVO; COM(2024) 7"
    return Timeline(title, (Version(valid_from=IN_FORCE, value=value, source=source),))


def _decided(title: str, valid_from: date, source: str) -> Timeline[Adequacy]:
    none = Version(valid_from=IN_FORCE, value=Adequacy.NONE, source="Art. 45 Abs. 1 DSGVO")
    return Timeline(title, (none, Version(valid_from=valid_from, value=Adequacy.WHOLE, source=source)))


BRITISH: Timeline[Adequacy] = Timeline(
    _("Adequacy of the United Kingdom"),
    (
        Version(valid_from=date(2021, 6, 28), value=Adequacy.WHOLE, source="Durchführungsbeschluss (EU) 2021/1772"),
        Version(
            valid_from=date(2025, 6, 28),
            value=Adequacy.WHOLE,
            source="Durchführungsbeschluss (EU) 2021/1772, verlängert im Juni und erneuert am 19.12.2025",
            verified=False,
            note=_(
                "The Commission prolonged the decision to 27 December 2025 and renewed it to 27 December 2031. Numbers "
                "and text of both acts have not been compared."
            ),
        ),
    ),
    known_until=date(2031, 12, 28),
    advice=_("The decision ends on 27 December 2031; enter what follows it."),
)
AMERICAN: Timeline[Adequacy] = Timeline(
    _("Adequacy of the United States"),
    (
        Version(
            valid_from=IN_FORCE,
            value=Adequacy.CERTIFIED,
            source="Durchführungsbeschluss (EU) 2016/1250 (Datenschutzschild)",
        ),
        Version(valid_from=date(2020, 7, 16), value=Adequacy.NONE, source="EuGH 16.07.2020, C-311/18"),
        Version(
            valid_from=date(2023, 7, 10),
            value=Adequacy.CERTIFIED,
            source="Durchführungsbeschluss (EU) 2023/1795 (Datenschutzrahmen EU–USA)",
            verified=False,
            note=_(
                "The General Court dismissed an action against the decision on 3 September 2025 (T-553/23). Check "
                "whether it still stands, and whether the recipient is on the list of certified organisations."
            ),
        ),
    ),
)
ADEQUACY: Final = MappingProxyType(
    {
        "AD": _since_directive(_("Adequacy of Andorra"), "Beschluss 2010/625/EU"),
        "AR": _since_directive(_("Adequacy of Argentina"), "Entscheidung 2003/490/EG"),
        "CA": _since_directive(_("Adequacy of Canada"), "Entscheidung 2002/2/EG", Adequacy.COMMERCIAL),
        "CH": _since_directive(_("Adequacy of Switzerland"), "Entscheidung 2000/518/EG"),
        "FO": _since_directive(_("Adequacy of the Faroe Islands"), "Beschluss 2010/146/EU"),
        "GB": BRITISH,
        "GG": _since_directive(_("Adequacy of Guernsey"), "Entscheidung 2003/821/EG"),
        "IL": _since_directive(_("Adequacy of Israel"), "Beschluss 2011/61/EU"),
        "IM": _since_directive(_("Adequacy of the Isle of Man"), "Entscheidung 2004/411/EG"),
        "JE": _since_directive(_("Adequacy of Jersey"), "Entscheidung 2008/393/EG"),
        "JP": _decided(_("Adequacy of Japan"), date(2019, 1, 23), "Durchführungsbeschluss (EU) 2019/419"),
        "KR": _decided(
            _("Adequacy of the Republic of Korea"), date(2021, 12, 17), "Durchführungsbeschluss (EU) 2022/254"
        ),
        "NZ": _since_directive(_("Adequacy of New Zealand"), "Durchführungsbeschluss 2013/65/EU"),
        "US": AMERICAN,
        "UY": _since_directive(_("Adequacy of Uruguay"), "Durchführungsbeschluss 2012/484/EU"),
    }
)
CLAUSES: Timeline[str] = Timeline(
    _("Standard contractual clauses"),
    (
        Version(
            valid_from=IN_FORCE,
            value="2001/497/EC, 2004/915/EC, 2010/87/EU",
            source="Art. 46 Abs. 5 Satz 2 DSGVO; Entscheidungen 2001/497/EG und 2004/915/EG, Beschluss 2010/87/EU",
        ),
        Version(
            valid_from=date(2021, 9, 27),
            value="(EU) 2021/914",
            source="Durchführungsbeschluss (EU) 2021/914, Art. 4; für Verträge ab dem 27.9.2021",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Whether data may go there, and what the Commission has decided about the country."""

    allowed: Annotated[bool, _("Data may go there")]
    third_country: Annotated[bool, _("Third country")]
    adequacy: Annotated[Adequacy | None, _("Adequacy decision")]


@rule(
    "third-country-transfer",
    Area.PRIVACY,
    title=_("Personal data to another country"),
    says=_(
        "Within the Union and the EEA data move freely. To a third country they go under an adequacy decision, with "
        "appropriate safeguards, or exceptionally under Art. 49; without one of these they stay."
    ),
    timelines=(EEA, CLAUSES, *ADEQUACY.values()),
    cases=(
        Case("France", {"country": "FR", "on": "2026-11-22"}, gives={"allowed": True, "third_country": False},
             source="Art. 1 Abs. 3 DSGVO"),
        Case("Switzerland", {"country": "CH", "on": "2026-11-22"}, gives={"allowed": True, "adequacy": "whole"},
             source="Entscheidung 2000/518/EG"),
        Case("the United States without a ground", {"country": "US", "on": "2026-11-22"}, gives={"allowed": False},
             source=f"{ROWS} SBV-29"),
        Case("the United States with clauses", {"country": "US", "ground": "clauses", "on": "2026-11-22"},
             gives={"allowed": True}, source=f"{ROWS} SBV-29"),
        Case("the United States between two decisions",
             {"country": "US", "ground": "adequacy", "on": "2022-03-01"},
             gives={"allowed": False, "adequacy": "none"}, source="EuGH 16.07.2020, C-311/18"),
    ),
)  # fmt: skip
def third_country_transfer(
    *,
    country: Annotated[str, _("Country of the recipient, two capital letters (ISO 3166-1)")],
    on: Annotated[date, _("Day of the transfer")],
    ground: Annotated[Ground | None, _("On what the transfer rests")] = None,
) -> Derived[Transfer]:
    """Return whether data may go; raises NotApplicable for what is no country's sign, NotInForce before 25 May 2018."""
    if not COUNTRY.fullmatch(country):
        raise NotApplicable(_("“%(raw)s” is not the sign of a country. Write two capital letters."), raw=country)
    derivation = Derivation()
    if country in derivation.applies(EEA, on):
        derivation.step(_("In %(country)s the GDPR holds itself: no further ground is needed."), country=country)
        return derivation.gives(Transfer(allowed=True, third_country=False, adequacy=None))
    derivation.step(_("%(country)s is a third country."), "Art. 44 DSGVO", country=country)
    adequacy = derivation.applies(ADEQUACY[country], on) if country in ADEQUACY else Adequacy.NONE
    allowed = _adequate(adequacy, ground, derivation) or _grounded(ground, on, derivation)
    if not allowed:
        derivation.step(_("Nothing lets the data go: they stay."), "Art. 44 Satz 1 DSGVO")
    return derivation.gives(Transfer(allowed=allowed, third_country=True, adequacy=adequacy))


def _adequate(adequacy: Adequacy, ground: Ground | None, derivation: Derivation) -> bool:
    """Tell whether an adequacy decision covers the recipient; a limited one has to be claimed for it."""
    if adequacy is Adequacy.WHOLE:
        derivation.step(_("The Commission has decided that the country protects data adequately."), "Art. 45 DSGVO")
        return True
    if adequacy is not Adequacy.NONE and ground is Ground.ADEQUACY:
        derivation.step(
            _("The decision covers some recipients alone; that this is one of them has to be proven."),
            "Art. 45 Abs. 1, Art. 5 Abs. 2 DSGVO",
        )
        return True
    return False


def _grounded(ground: Ground | None, on: date, derivation: Derivation) -> bool:
    """Tell whether safeguards or a derogation let the data go."""
    match ground:
        case Ground.CLAUSES:
            derivation.applies(CLAUSES, on)
            text = _("Clauses count only if the law over there lets the recipient keep them: assess and write it down.")
            derivation.step(text, "Art. 46 Abs. 1 und 2 Buchst. c DSGVO; EuGH 16.07.2020, C-311/18")
        case Ground.CORPORATE_RULES:
            derivation.step(
                _("Binding corporate rules need the approval of a supervisory authority."),
                "Art. 46 Abs. 2 Buchst. b, Art. 47 DSGVO",
            )
        case Ground.CONSENT:
            derivation.step(
                _("The person has to know the risks and agree expressly, for this transfer."),
                "Art. 49 Abs. 1 Buchst. a DSGVO",
            )
        case Ground.DEROGATION:
            derivation.step(
                _("A derogation is for the single case and read narrowly."), "Art. 49 Abs. 1 Buchst. b bis g DSGVO"
            )
        case _:
            return False
    return True
