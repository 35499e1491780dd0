"""Evidence of consent: how long it is kept, and what remains when a newsletter ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import Begin, add, counted_end
from quartier.law.errors import in_order
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

GDPR = date(2018, 5, 25)


class Channel(Choice):
    """What a consent is for."""

    PHONE = "phone", _("advertising by telephone to consumers")
    MAIL = "mail", _("newsletters and advertising by e-mail")
    POST = "post", _("advertising by post")
    COOKIES = "cookies", _("cookies and similar access to a device (§ 25 TDDDG)")
    OTHER = "other", _("another processing")


PHONE: Timeline[Span] = Timeline(
    _("Evidence of consent to advertising by telephone"),
    (Version(valid_from=date(2021, 10, 1), value=Span(years=5), source="§ 7a Abs. 2 Satz 1 UWG"),),
)
PROOF: Timeline[Span] = Timeline(
    _("Evidence of consent after it has ended"),
    (
        Version(
            valid_from=GDPR,
            value=Span(years=3),
            source="Art. 5 Abs. 2, Art. 7 Abs. 1, Art. 17 Abs. 3 Buchst. e DSGVO; §§ 195, 199 Abs. 1 BGB",
            verified=False,
            note=_(
                "No statute names a period. Three years from the end of the year follow the limitation of claims; ask "
                "the supervisory authority's guidance and the data protection officer."
            ),
        ),
    ),
)
SUPPRESSION: Timeline[str] = Timeline(
    _("Suppression list"),
    (
        Version(
            valid_from=GDPR,
            value="hashed, without end",
            source="Art. 6 Abs. 1 Buchst. f, Art. 21 Abs. 3 DSGVO; docs/requirements SBV-61",
            verified=False,
            note=_("That an address may stay hashed without end rests on legitimate interest; have it confirmed."),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Until when evidence is kept; no day is known while the consent is in use."""

    kept_until: Annotated[date | None, _("Evidence kept until the end of")]
    in_use: Annotated[bool, _("Consent still in use")]


@rule(
    "consent-evidence",
    Area.RETENTION,
    title=_("How long evidence of a consent is kept"),
    says=_(
        "Advertising by telephone to consumers: five years from the consent and anew from each use. Any other consent: "
        "as long as it is used, and afterwards until claims are barred."
    ),
    timelines=(PHONE, PROOF),
    cases=(
        Case(
            "telephone, never used",
            {"channel": "phone", "given": "2026-03-10"},
            gives={"kept_until": "2031-03-10"},
            source="§ 7a Abs. 2 Satz 1 UWG",
        ),
        Case(
            "telephone, used again",
            {"channel": "phone", "given": "2026-03-10", "used": "2028-02-29"},
            gives={"kept_until": "2033-02-28"},
            source="§ 7a Abs. 2 Satz 1 UWG",
        ),
        Case(
            "e-mail, revoked",
            {"channel": "mail", "given": "2026-03-10", "revoked": "2027-05-04"},
            gives={"kept_until": "2030-12-31", "in_use": False},
            source="Art. 7 Abs. 1 DSGVO; § 199 Abs. 1 BGB",
        ),
        Case(
            "cookies, not revoked",
            {"channel": "cookies", "given": "2026-03-10"},
            gives={"kept_until": None, "in_use": True},
            source="Art. 7 Abs. 1 DSGVO; § 25 Abs. 1 TDDDG",
        ),
    ),
)
def consent_evidence(
    *,
    channel: Annotated[Channel, _("What the consent is for")],
    given_on: Annotated[date, _("Day of the consent")],
    used_on: Annotated[date | None, _("Day on which it was last used")] = None,
    revoked_on: Annotated[date | None, _("Day on which it was revoked or ended")] = None,
) -> Derived[Evidence]:
    """Return the day; raises NotInForce before the duty, WrongOrder for a use or end before the consent."""
    for later in (used_on, revoked_on):
        in_order(given_on, later or given_on)
    derivation = Derivation()
    used = max(given_on, used_on or given_on)
    if channel is Channel.PHONE:
        span = derivation.applies(PHONE, used)
        kept_until = add(used, span)
        derivation.step(
            _("Last given or used on %(day)s; %(length)s later is %(end)s. Each further use begins them anew."),
            day=used,
            length=span,
            end=kept_until,
        )
        return derivation.gives(Evidence(kept_until=kept_until, in_use=revoked_on is None))
    if revoked_on is None:
        derivation.applies(PROOF, given_on)
        derivation.step(_("The consent is in use and has to be proved as long as it is."), "Art. 7 Abs. 1 DSGVO")
        return derivation.gives(Evidence(kept_until=None, in_use=True))
    return derivation.gives(Evidence(kept_until=_until_barred(max(used, revoked_on), derivation), in_use=False))


def _until_barred(ended_on: date, derivation: Derivation) -> date:
    span = derivation.applies(PROOF, ended_on)
    kept_until = counted_end(date(ended_on.year + 1, 1, 1), span, Begin.DAY)
    derivation.step(
        _("It ended on %(day)s; the evidence is kept %(length)s from the end of that year, until %(end)s."),
        day=ended_on,
        length=span,
        end=kept_until,
    )
    return kept_until


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsletterEnd:
    """What happens when somebody unsubscribes."""

    no_issue_from: Annotated[date, _("No issue from")]
    evidence_until: Annotated[date, _("Evidence kept until the end of")]
    suppressed_from: Annotated[date, _("Hashed address on the suppression list from")]


@rule(
    "newsletter-end",
    Area.RETENTION,
    title=_("What remains when somebody unsubscribes from a newsletter"),
    says=_(
        "No issue any more, from the same day; the address is erased without undue delay; the evidence of the consent "
        "stays until claims are barred, and the hashed address on the suppression list."
    ),
    timelines=(PROOF, SUPPRESSION),
    cases=(
        Case(
            "unsubscribed on 4 May 2027",
            {"given": "2026-03-10", "unsubscribed": "2027-05-04"},
            gives={"no_issue_from": "2027-05-04", "evidence_until": "2030-12-31", "suppressed_from": "2027-05-04"},
            source=f"{ROWS} SBV-58, SBV-61",
        ),
    ),
)
def newsletter_end(
    *,
    given_on: Annotated[date, _("Day of the consent")],
    unsubscribed_on: Annotated[date, _("Day on which the person unsubscribed or objected")],
) -> Derived[NewsletterEnd]:
    """Return what happens; raises NotInForce before 25 May 2018, WrongOrder for an end before the consent."""
    in_order(given_on, unsubscribed_on)
    derivation = Derivation()
    evidence_until = _until_barred(unsubscribed_on, derivation)
    derivation.applies(SUPPRESSION, unsubscribed_on)
    derivation.step(
        _("Nothing is sent from %(day)s on; the address is erased, its hash keeps it from coming back."),
        "Art. 7 Abs. 3, Art. 17 Abs. 1 Buchst. b, Art. 21 Abs. 3 DSGVO",
        day=unsubscribed_on,
    )
    return derivation.gives(
        NewsletterEnd(
            no_issue_from=unsubscribed_on,
            evidence_until=evidence_until,
            suppressed_from=unsubscribed_on,
        )
    )
