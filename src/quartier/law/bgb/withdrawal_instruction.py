"""Art. 246a § 1 Abs. 2, 3 EGBGB and Anlage 1: what a withdrawal instruction must say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.withdrawal import CONSUMER_RIGHTS, FINANCIAL_REFORM, Kind
from quartier.law.bgb.withdrawal_lapse import MODERNISATION
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version


class Content(Choice):
    """What an instruction says."""

    RIGHT = "right", _("right to withdraw within 14 days without giving reasons")
    START = "start", _("event from which the 14 days run for this kind of contract")
    DECLARATION = "declaration", _("how to withdraw: any clear declaration to the provider")
    ADDRESS = "address", _("name, postal address, telephone number and e-mail address of the provider")
    OLD_ADDRESS = "old-address", _("name and postal address and, where available, telephone, fax and e-mail")
    DISPATCH = "dispatch", _("timely dispatch is enough")
    FORM = "form", _("model withdrawal form (Anlage 2)")
    REFUND = "refund", _("all payments are paid back within 14 days by the same means of payment")
    FUNCTION = "function", _("withdrawal function on the website or in the app, and where to find it")
    EARLY_START = "early-start", _("payment for work done, if the consumer demanded an early beginning")
    LAPSE = "lapse", _("circumstances in which the right lapses early")
    WITHHOLD = "withhold", _("repayment may wait until the goods are back or their dispatch is proved")
    RETURN = "return", _("until when and to whom the goods are sent back, or that they are collected")
    RETURN_COST = "return-cost", _("who bears the cost of sending the goods back")
    LOSS_OF_VALUE = "loss-of-value", _("when the consumer pays for a loss of value of the goods")


GENERAL = (
    Content.RIGHT,
    Content.START,
    Content.DECLARATION,
    Content.DISPATCH,
    Content.FORM,
    Content.REFUND,
    Content.FUNCTION,
    Content.EARLY_START,
    Content.LAPSE,
    Content.WITHHOLD,
    Content.RETURN,
    Content.RETURN_COST,
    Content.LOSS_OF_VALUE,
)
OF_GOODS = frozenset({Content.WITHHOLD, Content.RETURN, Content.RETURN_COST, Content.LOSS_OF_VALUE})
SOURCES = {
    Content.FORM: "Art. 246a § 1 Abs. 2 Satz 1 Nr. 1, Anlage 2 EGBGB",
    Content.EARLY_START: "Art. 246a § 1 Abs. 2 Satz 1 Nr. 3 EGBGB",
    Content.LAPSE: "Art. 246a § 1 Abs. 3 Nr. 2 EGBGB",
    Content.RETURN_COST: "Art. 246a § 1 Abs. 2 Satz 1 Nr. 2 EGBGB",
    Content.FUNCTION: "§ 356a BGB; Art. 246a § 1 Abs. 2 Satz 1 Nr. 1 EGBGB",
}
MODEL = "Art. 246a § 1 Abs. 2 Satz 1 Nr. 1, Anlage 1 EGBGB"

INSTRUCTION: Timeline[frozenset[Content]] = Timeline(
    _("Contents of a withdrawal instruction"),
    (
        Version(
            valid_from=CONSUMER_RIGHTS,
            value=frozenset({*GENERAL, Content.OLD_ADDRESS}) - {Content.FUNCTION},
            source="Art. 246a § 1 Abs. 2, Anlage 1 EGBGB a. F.",
            verified=False,
            note=_("Compare with the model in force before 28 May 2022; it is not among the texts checked here."),
        ),
        Version(
            valid_from=MODERNISATION,
            value=frozenset({*GENERAL, Content.ADDRESS}) - {Content.FUNCTION},
            source="Art. 246a § 1 Abs. 2 und 3, Anlage 1 EGBGB",
        ),
        Version(
            valid_from=FINANCIAL_REFORM,
            value=frozenset({*GENERAL, Content.ADDRESS}),
            source="Art. 246a § 1 Abs. 2 und 3, Anlage 1 EGBGB (BGBl. 2026 I Nr. 28)",
            verified=False,
            note=_(
                "There is a new model since 19 June 2026; compare its words, above all those about the withdrawal "
                "function."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What the instruction must say in this case, and what of it is missing."""

    proper: Annotated[bool, _("Complete")]
    missing: Annotated[tuple[Content, ...], _("Missing")]
    contents: Annotated[tuple[Content, ...], _("Contents")]


@rule(
    "withdrawal-instruction",
    Area.WITHDRAWAL,
    title=_("What a withdrawal instruction must say"),
    says=_(
        "Lists the contents for the kind of contract and names what is missing. As long as something is missing, the "
        "period may not have begun. The model of the law, filled in correctly, is always enough."
    ),
    timelines=(INSTRUCTION,),
    cases=(
        Case(
            "services for a price, concluded online since 19 June 2026",
            {"concluded": "2026-12-11", "kind": "service"},
            gives={
                "proper": False,
                "contents": [
                    "right",
                    "start",
                    "declaration",
                    "address",
                    "dispatch",
                    "form",
                    "refund",
                    "function",
                    "early-start",
                    "lapse",
                ],
            },
            source=f"{ROWS} WR-071; Anlage 1 EGBGB",
        ),
        Case(
            "a free portal before that day, everything said (DWG-19)",
            {
                "concluded": "2026-03-20",
                "kind": "service",
                "paid": False,
                "given": ["right", "start", "declaration", "address", "dispatch", "form", "refund", "lapse"],
            },
            gives={"proper": True, "missing": []},
            source=f"{ROWS} DWG-19",
        ),
        Case(
            "goods: the cost of sending them back is missing",
            {
                "concluded": "2026-03-20",
                "kind": "goods",
                "given": [
                    "right",
                    "start",
                    "declaration",
                    "address",
                    "dispatch",
                    "form",
                    "refund",
                    "withhold",
                    "return",
                    "loss-of-value",
                ],
            },
            gives={"proper": False, "missing": ["return-cost"]},
            source="Art. 246a § 1 Abs. 2 Satz 1 Nr. 2 EGBGB",
        ),
    ),
)
def withdrawal_instruction(
    *,
    concluded_on: Annotated[date, _("Day on which the contract is concluded")],
    kind: Annotated[Kind, _("What the contract is about")],
    paid: Annotated[bool, _("Whether the consumer pays a price")] = True,
    online: Annotated[bool, _("Whether it is concluded on a website or in an app")] = True,
    collects: Annotated[bool, _("Whether the provider offers to collect the goods")] = False,
    given: Annotated[tuple[Content, ...], _("What the instruction says; once for each content")] = (),
) -> Derived[Instruction]:
    """Return contents and gaps; raises NotInForce before 13 June 2014."""
    derivation = Derivation()
    possible = derivation.applies(INSTRUCTION, concluded_on)
    left_out = _not_for(kind, paid=paid, online=online, collects=collects)
    contents = tuple(one for one in Content if one in possible and one not in left_out)
    missing = tuple(one for one in contents if one not in given)
    for one in contents:
        template = _("Missing: %(content)s.") if one in missing else _("Said: %(content)s.")
        derivation.step(template, SOURCES.get(one, MODEL), content=one)
    derivation.step(
        _("It must reach the consumer in text form if the model is used to fulfil the duty."),
        "Art. 246a § 1 Abs. 2 Satz 2, § 4 EGBGB",
    )
    return derivation.gives(Instruction(proper=not missing, missing=missing, contents=contents))


def _not_for(kind: Kind, *, paid: bool, online: bool, collects: bool) -> frozenset[Content]:
    """Return the contents that this kind of contract does not need."""
    left_out: set[Content] = set()
    if not kind.delivered:
        left_out |= OF_GOODS
    if kind.delivered or kind is Kind.SUPPLY:
        left_out.add(Content.LAPSE)
    if kind not in {Kind.SERVICE, Kind.SUPPLY} or not paid:
        left_out.add(Content.EARLY_START)
    if collects:
        left_out |= {Content.WITHHOLD, Content.RETURN_COST}
    if not online:
        left_out.add(Content.FUNCTION)
    return frozenset(left_out)
