"""Limits of liability without what the law wants left out of them: § 309 Nr. 7, § 307, § 202 BGB, § 14 ProdHaftG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from quartier.law.clauses.facts import Facts, Severity
from quartier.law.clauses.reading import Reading, Scope, Spot
from quartier.law.clauses.stating import ClauseRule, Hit, Looks, Towards, pattern, says, since
from quartier.values.sentences import mark as _

REFORM = date(2002, 1, 1)
LIMIT = pattern(
    r"\bkeine (?:weitergehende )?(?:Haftung|Gewähr)\b|\bhafte[nt]\b[^.]{0,90}\b(?:nicht|nur|ausschließlich"
    r"|lediglich)\b"
    r"|\bHaftung\b[^.]{0,140}(?:ausgeschlossen|beschränkt|begrenzt)\b|\bHaftung\b[^.]{0,60}\bentfällt"
    r"|\b(?:Schadens?ersatz)?ansprüche\b[^.]{0,60}\b(?:sind ausgeschlossen|bestehen nur)"
    r"|\b(?:hafte[nt]|haftung)\b[^.]{0,60}\bhöchstens\b"
)
HEADED = pattern(r"haftung")
LIFE = pattern(
    r"Leben\w*\b[^.]{0,40}\bKörper\w*\b[^.]{0,40}\bGesundheit|Personenschäden|Körper-? ?(?:und"
    r"|oder) Gesundheitsschäden"
)
GROSS = pattern(r"\bgrob\w*[ -]fahrlässig|\bgrobe\w* (?:Fahrlässigkeit|Verschulden)|\bgrobe[rn]? Fahrlässig")
DUTIES = pattern(r"wesentliche\w*(?: \w+){0,2} ?(?:Vertrags)?pflicht|Kardinalpflicht|vertragswesentlich")
PRODUCTS = pattern(r"Produkthaftung")


def limits_without(wanted: re.Pattern[str]) -> Looks:
    """Look for limits of liability whose section does not say what is wanted.

    Where sections are headed “Haftung”, they speak for the whole text; else the whole text is asked.
    """

    def looks(reading: Reading, _facts: Facts, _on: date) -> Iterator[Hit]:
        limits = [one.spot for one in reading.sentences if LIMIT.search(reading.at(one.spot))]
        headed = [one.spot for one in reading.sections if HEADED.search(one.heading)]
        places = [(section, _first_in(section, limits)) for section in headed]
        spoken = [(section, limit) for section, limit in places if limit is not None]
        if not spoken and limits:
            spoken = [(Spot(0, len(reading.flat)), limits[0])]
        for section, limit in spoken:
            if not wanted.search(reading.at(section)):
                yield Hit(limit, {})

    return looks


def _first_in(section: Spot, places: list[Spot]) -> Spot | None:
    return next((one for one in places if section.start <= one.start < section.end), None)


RULES = (
    ClauseRule(
        key="liability-life",
        when=since(_("Liability for life, body and health"), REFORM, Severity.VOID, "§ 309 Nr. 7 Buchst. a BGB"),
        why=_(
            "The limit of liability does not except harm to life, body and health. Without the exception all of it is "
            "void, towards businesses mostly too."
        ),
        looks=limits_without(LIFE),
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="liability-gross",
        when=since(_("Liability for gross negligence"), REFORM, Severity.VOID, "§ 309 Nr. 7 Buchst. b BGB"),
        why=_("The limit of liability does not except intent and gross negligence: it is void."),
        looks=limits_without(GROSS),
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="liability-gross-capped",
        when=since(
            _("Cap on liability for gross negligence"), REFORM, Severity.VOID, "§ 309 Nr. 7 Buchst. b, § 276 Abs. 3 BGB"
        ),
        why=_(
            "Terms cannot cap liability for gross negligence towards consumers, hardly towards businesses, and for "
            "intent towards nobody."
        ),
        looks=says(
            r"grob\w* (?:Fahrlässigkeit|fahrlässig)[^.;]{0,130}(?:nur in Höhe|höchstens|maximal|begrenzt|beschränkt)"
            r"|grob\w* Fahrlässigkeit[^.]*\. In diesen Fällen[^.]{0,80}(?:beschränkt|begrenzt)"
            r"|(?:beschränkt|begrenzt) sich[^.]{0,80}grob\w* Fahrlässigkeit[^.]{0,60}vorhersehbar",
            unless=r"(?:leicht|einfach)\w* Fahrlässigkeit|nicht (?:begrenzt|beschränkt)",
            within=Scope.CLAUSE,
            around=Scope.SENTENCE,
        ),
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="liability-duties",
        when=since(
            _("Liability for essential duties"),
            REFORM,
            Severity.VOID,
            "§ 307 Abs. 2 Nr. 2 BGB; BGH 20.07.2005, VIII ZR 121/04",
        ),
        why=_(
            "The limit of liability does not except essential duties, on whose fulfilment the customer relies: at "
            "least the foreseeable, typical harm must be paid."
        ),
        looks=limits_without(DUTIES),
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="liability-products",
        when=since(_("Product liability"), REFORM, Severity.LOOK, "§ 14 ProdHaftG"),
        why=_("Product liability cannot be limited beforehand; say that it stays as it is."),
        looks=limits_without(PRODUCTS),
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="limitation-shortened",
        when=since(
            _("Shortened limitation of claims"),
            REFORM,
            Severity.VOID,
            "§ 309 Nr. 7, § 202 Abs. 1 BGB; BGH 15.11.2006, VIII ZR 3/06",
        ),
        why=_(
            "A shorter limitation limits liability too: it must except intent, gross negligence, and harm to life, "
            "body and health."
        ),
        looks=says(
            r"(?:Verjährungsfrist|verjähr)[^.]{0,90}(?:eine[mrs]? Jahr|zwölf Monate|12 Monate|sechs Monate"
            r"|6 Monate|1 Jahr)"
            r"|(?:eine[mrs]? Jahr|zwölf Monaten|12 Monaten|sechs Monaten|6 Monaten)[^.]{0,60}verjähr",
            unless=r"(?s:(?=.*grob)(?=.*(?:Leben|Personenschäden)).)",
        ),
        towards=Towards.ANYONE,
    ),
)
