"""§§ 312k, 356a BGB: the functions for withdrawing and cancelling that websites and apps must have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.withdrawal import CONSUMER_RIGHTS, FINANCIAL_REFORM
from quartier.law.bgb.withdrawal_exclusions import Customer
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

FAIR_CONTRACTS = date(2022, 7, 1)


class FunctionPart(Choice):
    """What the withdrawal function must offer."""

    LABEL = "label", _("legible label “Vertrag widerrufen” or as clear")
    PROMINENT = "prominent", _("placed prominently and easy to reach")
    ALWAYS = "always", _("available throughout the withdrawal period")
    NO_LOGIN = "no-login", _("within reach without a login")
    NAME = "name", _("the consumer can give or confirm the name")
    CONTRACT = "contract", _("the consumer can give or confirm what identifies the contract")
    CONTACT = "contact", _("the consumer can give or confirm an electronic address for the acknowledgement")
    CONFIRM = "confirm", _("second step with the legible label “Widerruf bestätigen” or as clear")
    RECEIPT = "receipt", _("acknowledgement at once on a durable medium, with content, date and time of receipt")


FUNCTION_SOURCES = {
    FunctionPart.LABEL: "§ 356a Abs. 1 BGB",
    FunctionPart.PROMINENT: "§ 356a Abs. 1 BGB",
    FunctionPart.ALWAYS: "§ 356a Abs. 1 BGB",
    FunctionPart.NO_LOGIN: "§ 356a Abs. 1 BGB",
    FunctionPart.NAME: "§ 356a Abs. 2 BGB",
    FunctionPart.CONTRACT: "§ 356a Abs. 2 BGB",
    FunctionPart.CONTACT: "§ 356a Abs. 2 BGB",
    FunctionPart.CONFIRM: "§ 356a Abs. 3 BGB",
    FunctionPart.RECEIPT: "§ 356a Abs. 4 BGB",
}
FUNCTION: Timeline[tuple[FunctionPart, ...]] = Timeline(
    _("Withdrawal function"),
    (
        Version(valid_from=CONSUMER_RIGHTS, value=(), source="§ 356 Abs. 1 BGB"),
        Version(
            valid_from=FINANCIAL_REFORM,
            value=tuple(FunctionPart),
            source="§ 356a BGB (BGBl. 2026 I Nr. 28); Art. 11a RL 2011/83/EU",
            verified=False,
            note=_(
                "The German text was not at hand, only reports of it. Compare every part with § 356a BGB; that no "
                "login may stand before the function follows from “easily accessible” and is a careful reading; for "
                "contracts concluded before 19 June 2026 the duty is open."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalFunction:
    """Whether the function is required, and which of its parts are missing."""

    required: Annotated[bool, _("Required")]
    missing: Annotated[tuple[FunctionPart, ...], _("Missing")]
    parts: Annotated[tuple[FunctionPart, ...], _("What it needs")]


@rule(
    "withdrawal-function",
    Area.WITHDRAWAL,
    title=_("The withdrawal function of a website or app"),
    says=_(
        "Since 19 June 2026 contracts that consumers conclude online and can withdraw from need an online function in "
        "two steps, reachable throughout the period, with an acknowledgement at once."
    ),
    timelines=(FUNCTION,),
    cases=(
        Case("the day before", {"concluded": "2026-06-18"}, gives={"required": False, "parts": []}, source=NOTES),
        Case(
            "since 19 June 2026, all but the acknowledgement (C6)",
            {
                "concluded": "2026-06-19",
                "given": ["label", "prominent", "always", "no-login", "name", "contract", "contact", "confirm"],
            },
            gives={"required": True, "missing": ["receipt"]},
            source=f"{NOTES}; {ROWS} C6",
        ),
        Case(
            "a contract by letter",
            {"concluded": "2026-12-11", "online": False},
            gives={"required": False},
            source="Art. 11a Abs. 1 RL 2011/83/EU",
        ),
    ),
)
def withdrawal_function(
    *,
    concluded_on: Annotated[date, _("Day on which the contract is concluded")],
    online: Annotated[bool, _("Whether it is concluded on a website or in an app")] = True,
    right: Annotated[bool, _("Whether the customer has a right of withdrawal")] = True,
    given: Annotated[tuple[FunctionPart, ...], _("What is there; once for each part")] = (),
) -> Derived[WithdrawalFunction]:
    """Return whether it is required and what is missing; raises NotInForce before 13 June 2014."""
    derivation = Derivation()
    parts = derivation.applies(FUNCTION, concluded_on)
    if not parts:
        derivation.step(_("On this day no withdrawal function is required; a form on the website is voluntary."))
    elif not online:
        derivation.step(_("The contract is not concluded online: no function is required."), "§ 356a Abs. 1 BGB")
        parts = ()
    elif not right:
        derivation.step(_("Without a right of withdrawal no function is required."), "§ 356a Abs. 1 BGB")
        parts = ()
    missing = tuple(one for one in parts if one not in given)
    for part in parts:
        template = _("Missing: %(part)s.") if part in missing else _("There: %(part)s.")
        derivation.step(template, FUNCTION_SOURCES[part], part=part)
    return derivation.gives(WithdrawalFunction(required=bool(parts), missing=missing, parts=parts))


class CancellationPart(Choice):
    """What the cancellation function must offer."""

    LABEL = "label", _("legible button “Verträge hier kündigen” or as clear")
    ALWAYS = "always", _("buttons and page always available, direct and easy to reach, without a login")
    KIND = "kind", _("field for the kind of cancellation and, for cause, its reason")
    IDENTITY = "identity", _("field that identifies the consumer")
    CONTRACT = "contract", _("field that names the contract")
    DATE = "date", _("field for the day on which the contract is to end")
    CONTACT = "contact", _("field for the quick electronic confirmation")
    CONFIRM = "confirm", _("legible button “jetzt kündigen” or as clear")
    SAVE = "save", _("the consumer can save the declaration with date and time")
    RECEIPT = "receipt", _("confirmation at once in text form: content, date and time of receipt, day of the end")

    @property
    def opens_exit(self) -> bool:
        """Tell whether the contract can be cancelled at any time as long as this part is missing (Abs. 6)."""
        return self not in {CancellationPart.SAVE, CancellationPart.RECEIPT}


CANCELLATION_SOURCES = {
    CancellationPart.LABEL: "§ 312k Abs. 2 Satz 2 BGB",
    CancellationPart.ALWAYS: "§ 312k Abs. 2 Satz 4 BGB",
    CancellationPart.KIND: "§ 312k Abs. 2 Satz 3 Nr. 1 Buchst. a BGB",
    CancellationPart.IDENTITY: "§ 312k Abs. 2 Satz 3 Nr. 1 Buchst. b BGB",
    CancellationPart.CONTRACT: "§ 312k Abs. 2 Satz 3 Nr. 1 Buchst. c BGB",
    CancellationPart.DATE: "§ 312k Abs. 2 Satz 3 Nr. 1 Buchst. d BGB",
    CancellationPart.CONTACT: "§ 312k Abs. 2 Satz 3 Nr. 1 Buchst. e BGB",
    CancellationPart.CONFIRM: "§ 312k Abs. 2 Satz 3 Nr. 2 BGB",
    CancellationPart.SAVE: "§ 312k Abs. 3 BGB",
    CancellationPart.RECEIPT: "§ 312k Abs. 4 Satz 1 BGB",
}
CANCELLATION: Timeline[tuple[CancellationPart, ...]] = Timeline(
    _("Cancellation function"),
    (
        Version(valid_from=CONSUMER_RIGHTS, value=(), source="Art. 229 § 60 Satz 3 EGBGB"),
        Version(
            valid_from=FAIR_CONTRACTS,
            value=tuple(CancellationPart),
            source="§ 312k BGB; Art. 229 § 60 Satz 3 EGBGB",
        ),
    ),
)
LOGIN: Timeline[str] = Timeline(
    _("Cancellation without a login"),
    (
        Version(
            valid_from=FAIR_CONTRACTS,
            value="no login",
            source="§ 312k Abs. 2 Satz 4 BGB",
            verified=False,
            note=_(
                "The statute says “direct and easy to reach”; that no login may stand in between is what courts made "
                "of it. Look for the latest decision of the Federal Court of Justice."
            ),
        ),
    ),
)


class Matter(Choice):
    """What kind of contract the website offers."""

    CONTINUING = "continuing", _("a continuing contract for a paid service, even if it is paid once")
    FREE = "free", _("a continuing contract without payment")
    SINGLE = "single", _("a single service or delivery")
    LEASE = "residential-lease", _("letting of a dwelling")
    FINANCIAL = "financial", _("a financial service")


WHY_NOT = {
    Matter.FREE: (_("The provider owes no paid service: no function is required."), "§ 312k Abs. 1 Satz 1 BGB"),
    Matter.SINGLE: (_("A single service is not cancelled: no function is required."), "§ 312k Abs. 1 Satz 1 BGB"),
    Matter.LEASE: (
        _("A lease is cancelled in writing, signed by hand: offer the prepared letter, never a button."),
        "§ 312k Abs. 1 Satz 2 Nr. 1, § 568 Abs. 1, § 126 BGB",
    ),
    Matter.FINANCIAL: (_("Financial services are exempt."), "§ 312k Abs. 1 Satz 2 Nr. 2 BGB"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationFunction:
    """Whether the function is required, what is missing, and what follows from it."""

    required: Annotated[bool, _("Required")]
    letter: Annotated[bool, _("Offer a letter to sign instead")]
    missing: Annotated[tuple[CancellationPart, ...], _("Missing")]
    any_time: Annotated[bool, _("Consumers can cancel at any time without notice")]
    parts: Annotated[tuple[CancellationPart, ...], _("What it needs")]


@rule(
    "cancellation-function",
    Area.WITHDRAWAL,
    title=_("The cancellation function of a website"),
    says=_(
        "Since 1 July 2022 websites on which consumers conclude continuing contracts for paid services need a "
        "cancellation button and a confirmation page. Without them consumers can cancel at any time. Leases need paper."
    ),
    timelines=(CANCELLATION, LOGIN),
    cases=(
        Case("the day before", {"on": "2022-06-30", "matter": "continuing"}, {"required": False}, "§ 312k BGB"),
        Case(
            "a hosting contract without any function",
            {"on": "2022-07-01", "matter": "continuing"},
            gives={"required": True, "any_time": True},
            source="§ 312k Abs. 6 BGB",
        ),
        Case(
            "only the confirmation is missing",
            {
                "on": "2026-11-22",
                "matter": "continuing",
                "given": [
                    "label",
                    "always",
                    "kind",
                    "identity",
                    "contract",
                    "date",
                    "contact",
                    "confirm",
                    "save",
                ],
            },
            gives={"required": True, "missing": ["receipt"], "any_time": False},
            source="§ 312k Abs. 4, 6 BGB",
        ),
        Case(
            "a lease: the letter, not a button",
            {"on": "2026-11-22", "matter": "residential-lease"},
            gives={"required": False, "letter": True, "any_time": False},
            source=NOTES,
        ),
    ),
)
def cancellation_function(
    *,
    on: Annotated[date, _("Day for which the question is asked")],
    matter: Annotated[Matter, _("What the website offers")],
    customer: Annotated[Customer, _("Who concludes the contract")] = Customer.CONSUMER,
    online: Annotated[bool, _("Whether such a contract can be concluded on the website")] = True,
    given: Annotated[tuple[CancellationPart, ...], _("What is there; once for each part")] = (),
) -> Derived[CancellationFunction]:
    """Return whether it is required and what is missing; raises NotInForce before 13 June 2014."""
    derivation = Derivation()
    parts = derivation.applies(CANCELLATION, on)
    if not _needs_cancellation(derivation, bool(parts), matter, customer, online):
        parts = ()
    missing = tuple(one for one in parts if one not in given)
    for part in parts:
        template = _("Missing: %(part)s.") if part in missing else _("There: %(part)s.")
        derivation.step(template, CANCELLATION_SOURCES[part], part=part)
    if parts:
        derivation.applies(LOGIN, on)
    any_time = any(part.opens_exit for part in missing)
    if any_time:
        derivation.step(
            _("Until this is put right, consumers can cancel at any time without notice."), "§ 312k Abs. 6 Satz 1 BGB"
        )
    return derivation.gives(
        CancellationFunction(
            required=bool(parts),
            letter=matter is Matter.LEASE,
            missing=missing,
            any_time=any_time,
            parts=parts,
        )
    )


def _needs_cancellation(
    derivation: Derivation, in_force: bool, matter: Matter, customer: Customer, online: bool
) -> bool:
    """Tell whether the duty applies, and say why not."""
    if matter in WHY_NOT:
        reason, source = WHY_NOT[matter]
        derivation.step(reason, source)
    elif customer is Customer.BUSINESS:
        derivation.step(_("The duty protects consumers only."), "§ 312k Abs. 1 Satz 1 BGB")
    elif not online:
        derivation.step(_("Such contracts are not concluded on the website."), "§ 312k Abs. 1 Satz 1 BGB")
    elif not in_force:
        derivation.step(_("On this day no cancellation function is required."))
    else:
        derivation.step(
            _("The duty applies, also to contracts concluded before 1 July 2022."), "Art. 229 § 60 Satz 3 EGBGB"
        )
        return True
    return False
