"""Which form a declaration needs and whether the way it was sent is formal enough (§§ 125–127, § 309 Nr. 13 BGB)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.form import (
    BOARD_ALLOWS_TEXT,
    BY_ARTICLES,
    BY_STATUTE,
    FORMS,
    FREEDOM_OF_FORM,
    MOST_FOR_CONSUMERS,
    Declaration,
    FormLevel,
    Required,
    Sending,
)
from quartier.law.bgb.terms import Customer
from quartier.law.errors import Incomplete, NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.sentences import mark as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What contract or articles ask for, and the facts on which it depends whether they may."""

    agreed: FormLevel
    customer: Customer | None
    concluded_on: date | None
    board_allows_text: bool


@rule(
    "form-level",
    Area.CONTRACTS,
    title=_("The form of a declaration"),
    says=_(
        "How formal a declaration must be: by statute, or as agreed. Terms cannot ask more than text form of consumers "
        "in contracts concluded since October 2016; a stricter clause is void, and then no form is needed."
    ),
    timelines=FORMS,
    cases=(
        Case(
            "notice of a tenancy (DWG-29)",
            {"declaration": "end-tenancy", "on": "2026-11-22"},
            gives="written_statutory",
            source="§ 568 Abs. 1 BGB",
        ),
        Case(
            "joining a co-operative, the last day of ink",
            {"declaration": "join-cooperative", "on": "2024-12-31"},
            gives="written_statutory",
            source="BGBl. 2024 I Nr. 323, Art. 22",
        ),
        Case(
            "joining a co-operative today",
            {"declaration": "join-cooperative", "on": "2025-01-01"},
            gives="text",
            source="§ 15 Abs. 1 Satz 1 GenG",
        ),
        Case(
            "written form for the notice of a consumer is void (CC-81, QX-22)",
            {
                "declaration": "end-paid-contract",
                "on": "2026-11-22",
                "customer": "consumer",
                "agreed": "written_agreed",
                "concluded": "2020-01-01",
            },
            gives="click",
            source="§ 309 Nr. 13 Buchst. b, § 306 Abs. 2 BGB",
        ),
        Case(
            "written form for the notice of a business holds (CC-81)",
            {
                "declaration": "end-paid-contract",
                "on": "2026-11-22",
                "customer": "business",
                "agreed": "written_agreed",
            },
            gives="written_agreed",
            source=f"{ROWS} CC-81",
        ),
    ),
)
def form_level(
    *,
    declaration: Annotated[Declaration, _("What is declared")],
    on: Annotated[date, _("Day of the declaration")],
    customer: Annotated[Customer | None, _("Who declares it")] = None,
    agreed: Annotated[FormLevel, _("Form that the contract or the articles ask for")] = FormLevel.CLICK,
    concluded_on: Annotated[date | None, _("Day on which the contract was concluded")] = None,
    board_allows_text: Annotated[bool, _("Whether the board has allowed text form under § 177 GenG")] = False,
) -> Derived[FormLevel]:
    """Return the level needed; raises NotInForce, Incomplete when who declares or the conclusion matters."""
    derivation = Derivation()
    asked = Asked(agreed=agreed, customer=customer, concluded_on=concluded_on, board_allows_text=board_allows_text)
    return derivation.gives(_needed(derivation, declaration, on, asked).level)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCheck:
    """Whether a declaration is formal enough; `needed` names the form where it is not."""

    accepted: Annotated[bool, _("Accepted")]
    needed: Annotated[FormLevel, _("Needed form")]
    reached: Annotated[FormLevel, _("Form reached")]


def _check_case(name: str, accepted: bool, source: str, **given: str | bool) -> Case:
    return Case(name, {"on": "2026-11-22", **given}, gives={"accepted": accepted}, source=source)


@rule(
    "form-check",
    Area.CONTRACTS,
    title=_("Whether a declaration is formal enough"),
    says=_(
        "Compares the way a declaration was sent with the form it needs. A qualified electronic signature replaces ink "
        "where the statute does not exclude it; agreed writing is met by e-mail or fax unless more was clearly wanted."
    ),
    timelines=FORMS,
    cases=(
        _check_case(
            "notice of a tenancy by a click (DWG-29)",
            False,
            f"{ROWS} DWG-29",
            declaration="end-tenancy",
            channel="click",
        ),
        _check_case(
            "notice of a tenancy by a portal message (DWG-30)",
            False,
            f"{ROWS} DWG-30",
            declaration="end-tenancy",
            channel="portal-form",
        ),
        _check_case(
            "notice of a tenancy by a scan of the signed letter",
            False,
            "§ 568 Abs. 1, § 126 Abs. 1 BGB",
            declaration="end-tenancy",
            channel="scan",
        ),
        _check_case(
            "notice of a tenancy by a signed letter",
            True,
            "§ 126 Abs. 1 BGB",
            declaration="end-tenancy",
            channel="letter",
        ),
        _check_case(
            "notice of a tenancy with a qualified electronic signature",
            True,
            "§ 126 Abs. 3, § 126a Abs. 1 BGB",
            declaration="end-tenancy",
            channel="qualified-signature",
        ),
        _check_case(
            "a surety with a qualified electronic signature",
            False,
            "§ 766 Satz 2 BGB",
            declaration="surety",
            channel="qualified-signature",
        ),
        _check_case("withdrawal by a click (DWG-38)", True, f"{ROWS} DWG-38", declaration="withdraw", channel="click"),
        _check_case(
            "the end of the portal contract by a click (DWG-34)",
            True,
            f"{ROWS} DWG-34",
            declaration="end-portal-contract",
            channel="click",
            customer="consumer",
        ),
        _check_case(
            "agreed writing by e-mail",
            True,
            "§ 127 Abs. 2 Satz 1 BGB",
            declaration="end-paid-contract",
            channel="email",
            customer="business",
            agreed="written_agreed",
        ),
        _check_case(
            "agreed writing by e-mail where a signature was clearly wanted (CC-81)",
            False,
            f"{ROWS} CC-81; § 127 Abs. 2 Satz 1 BGB",
            declaration="end-paid-contract",
            channel="email",
            customer="business",
            agreed="written_agreed",
            strict=True,
        ),
    ),
)
def form_check(
    *,
    declaration: Annotated[Declaration, _("What is declared")],
    channel: Annotated[Sending, _("How it is declared")],
    on: Annotated[date, _("Day of the declaration")],
    customer: Annotated[Customer | None, _("Who declares it")] = None,
    agreed: Annotated[FormLevel, _("Form that the contract or the articles ask for")] = FormLevel.CLICK,
    concluded_on: Annotated[date | None, _("Day on which the contract was concluded")] = None,
    board_allows_text: Annotated[bool, _("Whether the board has allowed text form under § 177 GenG")] = False,
    strict: Annotated[bool, _("Whether agreed writing clearly means a signature")] = False,
) -> Derived[FormCheck]:
    """Return whether the declaration is accepted, and the form it needs; raises as `form_level` does."""
    derivation = Derivation()
    asked = Asked(agreed=agreed, customer=customer, concluded_on=concluded_on, board_allows_text=board_allows_text)
    required = _needed(derivation, declaration, on, asked)
    reached = channel.reaches
    accepted = reached.meets(required.level)
    derivation.step(
        _("Declared %(channel)s, it reaches: %(level)s."), "§§ 126–126b BGB", channel=channel, level=reached
    )
    if channel is Sending.SIGNATURE and not required.electronic:
        accepted = False
        derivation.step(_("The statute excludes the electronic form here."), "§ 126 Abs. 3 BGB")
    if required.level is FormLevel.WRITTEN_AGREED and reached is FormLevel.TEXT:
        accepted = not strict
        template = _("The contract wants a signature.") if strict else _("For agreed writing the sent text is enough.")
        derivation.step(template, "§ 127 Abs. 2 Satz 1 BGB")
    if not accepted:
        derivation.step(_("It has no effect. Needed: %(level)s."), "§ 125 BGB", level=required.level)
    return derivation.gives(FormCheck(accepted=accepted, needed=required.level, reached=reached))


def _needed(derivation: Derivation, declaration: Declaration, on: date, asked: Asked) -> Required:
    if declaration in BY_STATUTE:
        return _by_statute(derivation, declaration, on, asked)
    level = asked.agreed
    if level is FormLevel.WRITTEN_STATUTORY:
        raise NotApplicable(_("A contract can agree on writing (written_agreed); only a statute asks for the other."))
    derivation.applies(FREEDOM_OF_FORM, on)
    if level is FormLevel.WRITTEN_AGREED:
        level = _at_most(derivation, asked)
    derivation.step(_("No statute asks for a form; what counts is: %(level)s."), "§ 127 BGB", level=level)
    if declaration is Declaration.AMEND_CONTRACT:
        derivation.step(_("What both sides agree on for the single case comes before any form clause."), "§ 305b BGB")
    return Required(level=level)


def _by_statute(derivation: Derivation, declaration: Declaration, on: date, asked: Asked) -> Required:
    required = derivation.applies(BY_STATUTE[declaration], on)
    derivation.step(_("The statute asks for: %(level)s."), level=required.level)
    if declaration not in BY_ARTICLES or required.level.meets(asked.agreed):
        return required
    derivation.step(_("The articles ask for more: %(level)s."), level=asked.agreed)
    if asked.board_allows_text and derivation.applies(BOARD_ALLOWS_TEXT, on):
        derivation.step(
            _("The board has allowed text form until the end of 2029; this holds unless the articles exclude it."),
            "§ 177 Abs. 1 GenG",
        )
        return required
    return Required(level=asked.agreed)


def _at_most(derivation: Derivation, asked: Asked) -> FormLevel:
    """Return writing where it may be asked for; where it may not the clause is void as a whole."""
    if asked.customer is None:
        raise Incomplete(_("Whether terms may ask for writing depends on who declares: give --customer."))
    if asked.customer is Customer.BUSINESS:
        return asked.agreed
    if asked.concluded_on is None:
        raise Incomplete(_("Whether terms may ask a consumer for writing depends on the contract: give --concluded."))
    most = derivation.applies(MOST_FOR_CONSUMERS, asked.concluded_on)
    if most.meets(asked.agreed):
        return asked.agreed
    derivation.step(
        _("The clause asks for more than %(most)s; it is void, and the law asks for no form at all."),
        "§ 309 Nr. 13 Buchst. b, § 306 Abs. 2 BGB",
        most=most,
    )
    return FormLevel.CLICK
