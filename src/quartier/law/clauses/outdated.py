"""Laws, platforms and rates that a text still names although they are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from quartier.law.clauses.facts import Facts, Severity
from quartier.law.clauses.reading import Reading, Spot
from quartier.law.clauses.stating import ANY, ClauseRule, Hit, Towards, names, since
from quartier.law.ustg.rates import REDUCED, STANDARD
from quartier.values.sentences import mark as _

DDG = date(2024, 5, 14)
GONE = r"außer Kraft|ehemalig|vormals|früher|bis zum \d|eingestellt|abgeschaltet|geschlossen"
RATE = re.compile(
    r"(?P<before>\d{1,2}(?:,\d+)?) ?(?:%|Prozent)(?: \w+){0,2} (?:MwSt|USt|Mehrwertsteuer|Umsatzsteuer)\b"
    r"|(?:MwSt|USt|Mehrwertsteuer|Umsatzsteuer)\.?(?: \(| von| in Höhe von| i\. ?H\. ?v\.)?(?: derzeit)?"
    r" (?P<after>\d{1,2}(?:,\d+)?) ?(?:%|Prozent)"
)


def _old_rates(reading: Reading, _facts: Facts, on: date) -> Iterator[Hit]:
    """Look for rates of VAT that are not in force on the day."""
    in_force = {timeline.at(on).value for timeline in (STANDARD, REDUCED)} | {Decimal(0)}
    for found in RATE.finditer(reading.flat):
        rate = Decimal((found["before"] or found["after"]).replace(",", "."))
        if rate not in in_force:
            yield Hit(Spot(*found.span()), {"rate": rate})


RULES = (
    ClauseRule(
        key="odr-platform",
        when=since(
            _("Link to the European platform for disputes"),
            date(2025, 7, 20),
            Severity.OUTDATED,
            "Art. 1, 2 VO (EU) 2024/3228 (Aufhebung der VO (EU) Nr. 524/2013)",
        ),
        why=_(
            "The European platform for online disputes closed on 20 July 2025. A link to it leads nowhere and misleads "
            "consumers: take it out."
        ),
        looks=names(
            r"europa\.eu/(?:consumers/)?odr|Online-Streitbei?legung\b|\bOS-Plattform|\bODR-(?:VO|Verordnung"
            r"|Plattform)"
            r"|524/2013",
            unless=GONE,
        ),
        kinds=ANY,
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="telemedia-act",
        when=since(_("Telemedia Act (TMG)"), DDG, Severity.OUTDATED, "Art. 37 DDG-Gesetz, BGBl. 2024 I Nr. 149"),
        why=_(
            "The Telemedia Act (TMG) ended on 13 May 2024. Duties of information are now in § 5 DDG, cookies in § 25 "
            "TDDDG."
        ),
        looks=names(r"(?-i:\bTMG\b)|Telemediengesetz|Telemediendienstegesetz", unless=GONE),
        kinds=ANY,
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="ttdsg",
        when=since(_("Old name of the TDDDG"), DDG, Severity.OUTDATED, "Art. 8 DDG-Gesetz, BGBl. 2024 I Nr. 149"),
        why=_("The TTDSG has been called TDDDG since 14 May 2024; the numbers of its sections stayed."),
        looks=names(r"(?-i:\bTTDSG\b)|Telekommunikation-Telemedien-Datenschutz", unless=GONE),
        kinds=ANY,
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="old-bdsg",
        when=since(
            _("Sections of the old BDSG"),
            date(2018, 5, 25),
            Severity.OUTDATED,
            "Art. 99 Abs. 2 DSGVO; Art. 8 DSAnpUG-EU",
        ),
        why=_(
            "These sections of the old Federal Data Protection Act ended on 24 May 2018: the GDPR governs grounds, "
            "security and processing on behalf (Art. 6, 32, 28 GDPR)."
        ),
        looks=names(
            r"§§? ?(?:4 ?[a-g]|6 ?b|9|11|28 ?[ab]?|29|42 ?a)\b(?: (?:Abs\.|Absatz|Satz|S\.|Nr\.|Nummer) ?\d+){0,3} "
            r"(?:des )?(?:BDSG|Bundesdatenschutzgesetz)|Auftragsdatenverarbeitung",
            unless=GONE,
        ),
        kinds=ANY,
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="privacy-shield",
        when=since(_("Privacy Shield"), date(2020, 7, 16), Severity.OUTDATED, "EuGH 16.07.2020, C-311/18"),
        why=_(
            "The Court of Justice ended the Privacy Shield on 16 July 2020. Name today's basis of the transfer: an "
            "adequacy decision or standard clauses (Art. 45, 46 GDPR)."
        ),
        looks=names(r"Privacy[- ]Shield|Safe[- ]Harbou?r", unless=GONE + "|ungültig"),
        kinds=ANY,
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="vat-rate",
        when=since(_("Rates of VAT in a text"), STANDARD.begins_on, Severity.OUTDATED, "§ 12 Abs. 1 und 2 UStG"),
        why=_("%(rate)s %% is no rate of VAT on this day. Name the rate in force, or say “statutory VAT”."),
        looks=_old_rates,
        kinds=ANY,
        towards=Towards.ANYONE,
    ),
)
