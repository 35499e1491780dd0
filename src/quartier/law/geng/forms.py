"""§§ 15, 15b, 65, 76, 177 GenG: the form that declarations to a co-operative need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

# The reform of 2017 gave the paragraphs the wording that the one of 2025 changed; older days are left out.
REFORM_OF_2017 = date(2017, 7, 22)
REFORM_OF_2025 = date(2025, 1, 1)


class Form(Choice):
    """How a declaration was made, from the lightest to the strictest form."""

    ORAL = "oral", _("spoken")
    TEXT = "text", _("text form: readable, lasting, naming the person, such as an e-mail (§ 126b BGB)")
    QUALIFIED = "qualified", _("qualified electronic signature (§ 126a BGB)")
    WRITTEN = "written", _("written form: signed by hand on paper (§ 126 BGB)")

    def satisfies(self, needed: Form) -> bool:
        """Tell whether this form suffices where another is needed; a qualified signature replaces the written form."""
        if needed is Form.WRITTEN:
            return self in {Form.WRITTEN, Form.QUALIFIED}
        order = list(Form)
        return order.index(self) >= order.index(needed)


class Declaration(Choice):
    """What is declared."""

    ADMISSION = "admission", _("joining the co-operative (§ 15 GenG)")
    MORE_SHARES = "further-shares", _("taking further shares (§ 15b GenG)")
    NOTICE = "notice", _("notice to leave or to give up shares (§§ 65, 67, 67a, 67b GenG)")
    TRANSFER = "transfer", _("transfer of the balance to another member (§ 76 GenG)")


FORM: Timeline[Form] = Timeline(
    _("Form of declarations to a co-operative"),
    (
        Version(
            valid_from=REFORM_OF_2017,
            value=Form.WRITTEN,
            source="§ 15 Abs. 1, § 15b Abs. 1, § 65 Abs. 2, § 76 Abs. 1 GenG a. F.; Art. 22 BEG IV",
        ),
        Version(
            valid_from=REFORM_OF_2025,
            value=Form.TEXT,
            source="§ 15 Abs. 1, § 15b Abs. 1, § 65 Abs. 2, §§ 67 bis 67b, § 76 Abs. 1 GenG; Art. 22 BEG IV",
        ),
    ),
)
WRITING_BY_ARTICLES: Timeline[Form] = Timeline(
    _("Written form by the articles"),
    (
        Version(
            valid_from=REFORM_OF_2017,
            value=Form.WRITTEN,
            source="§ 15 Abs. 1 Satz 1, § 65 Abs. 2 Satz 1 GenG; §§ 126, 126a, 127 BGB",
            verified=False,
            note=_(
                "Articles that ask for writing are read as asking for § 126 BGB. Check whether they are content with "
                "§ 127 Abs. 2 BGB, under which an e-mail with the signed letter suffices."
            ),
        ),
    ),
)
# § 177 GenG: until the end of 2029 the board may decide otherwise with the consent of the supervisory board.
BOARD_MAY_DECIDE: Timeline[bool] = Timeline(
    _("The board may set the form for a time"),
    (
        Version(valid_from=REFORM_OF_2017, value=False, source="§ 177 GenG (seit 01.01.2025)"),
        Version(valid_from=REFORM_OF_2025, value=True, source="§ 177 Abs. 1 und 2 GenG"),
        Version(valid_from=date(2030, 1, 1), value=False, source="§ 177 Abs. 1 und 2 GenG"),
    ),
)
FORMS = (FORM, WRITING_BY_ARTICLES, BOARD_MAY_DECIDE)


@rule(
    "cooperative-form",
    Area.COOPERATIVE,
    title=_("The form of a declaration to a co-operative"),
    says=_(
        "Text form since 2025, unless the articles require writing; until the end of 2029 the board may allow text "
        "form all the same, and may ask for writing where shares are transferred. Before 2025: writing."
    ),
    timelines=FORMS,
    cases=(
        Case(
            "an application of 2026, articles silent",
            {"declaration": "admission", "on": "2026-03-02"},
            gives="text",
            source=NOTES,
        ),
        Case(
            "an application of 2026, the articles require writing",
            {"declaration": "admission", "on": "2026-03-02", "articles-require-writing": True},
            gives="written",
            source=NOTES,
        ),
        Case(
            "the same, but the board has decided for text form",
            {
                "declaration": "notice",
                "on": "2029-12-31",
                "articles-require-writing": True,
                "board-decided-otherwise": True,
            },
            gives="text",
            source="§ 177 Abs. 1 Nr. 3 GenG",
        ),
        Case(
            "a transfer for which the board has asked for writing",
            {"declaration": "transfer", "on": "2026-03-02", "board-decided-otherwise": True},
            gives="written",
            source="§ 177 Abs. 2 GenG",
        ),
        Case(
            "the last day of the written form",
            {"declaration": "notice", "on": "2024-12-31"},
            gives="written",
            source="Art. 22 BEG IV",
        ),
    ),
)
def form_needed(
    *,
    declaration: Annotated[Declaration, _("What is declared")],
    on: Annotated[date, _("Day of the declaration")],
    articles_require_writing: Annotated[bool, _("The articles require written form")] = False,
    articles_exclude_text: Annotated[bool, _("The articles expressly rule out text form")] = False,
    articles_provide_text: Annotated[bool, _("The articles provide for text form")] = False,
    board_decided_otherwise: Annotated[bool, _("The board has set another form until 2029 (§ 177 GenG)")] = False,
) -> Derived[Form]:
    """Return the lightest form that suffices; raises NotInForce before 22 July 2017."""
    derivation = Derivation()
    needed = derivation.applies(FORM, on)
    if needed is Form.WRITTEN:
        derivation.step(_("The declaration needs written form; the text form came in 2025."), "Art. 22 BEG IV")
        return derivation.gives(needed)
    if declaration is Declaration.TRANSFER:
        needed = _form_of_transfer(derivation, on, board_decided_otherwise and not articles_provide_text)
    elif articles_require_writing:
        needed = derivation.applies(WRITING_BY_ARTICLES, on)
        derivation.step(_("The law allows text form, but the articles may require writing and do."))
        if board_decided_otherwise and not articles_exclude_text and derivation.applies(BOARD_MAY_DECIDE, on):
            needed = Form.TEXT
            derivation.step(_("The board has allowed text form all the same, as it may until the end of 2029."))
    else:
        derivation.step(_("Text form suffices."))
    return derivation.gives(needed)


def _form_of_transfer(derivation: Derivation, on: date, board_asks_for_writing: bool) -> Form:
    if board_asks_for_writing and derivation.applies(BOARD_MAY_DECIDE, on):
        derivation.step(_("The board asks for a written agreement, as it may until the end of 2029."))
        return Form.WRITTEN
    derivation.step(_("An agreement in text form suffices."), "§ 76 Abs. 1 Satz 1 GenG")
    return Form.TEXT


class Refusal(Choice):
    """What has to happen at once when the co-operative refuses an application."""

    RETURN = "notify-and-return", _("tell the applicant and return the written declaration")
    ERASE = "notify-and-erase", _("tell the applicant, then erase the data of the declaration")
    NOTIFY = "notify", _("tell the applicant")


REFUSAL: Timeline[str] = Timeline(
    _("Refused applications"),
    (
        Version(valid_from=REFORM_OF_2017, value="return", source="§ 15 Abs. 2 Satz 2 GenG a. F."),
        Version(valid_from=REFORM_OF_2025, value="return or erase", source="§ 15 Abs. 2 Satz 2 bis 4 GenG"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Whether an application has the form it needs, and what follows from a refusal."""

    form_needed: Annotated[Form, _("Form needed")]
    form_suffices: Annotated[bool, _("The form suffices")]
    if_refused: Annotated[Refusal, _("If refused, at once")]


@rule(
    "member-admission",
    Area.COOPERATIVE,
    title=_("Joining a co-operative"),
    says=_(
        "Membership begins with an unconditional declaration in due form and the admission. A refusal is told at once; "
        "a written declaration is returned, the data of an electronic one are erased."
    ),
    timelines=(*FORMS, REFUSAL),
    cases=(
        Case(
            "an electronic application",
            {"form": "text", "on": "2026-03-02"},
            gives={"form_needed": "text", "form_suffices": True, "if_refused": "notify-and-erase"},
            source=NOTES,
        ),
        Case(
            "a written application",
            {"form": "written", "on": "2026-03-02"},
            gives={"form_needed": "text", "form_suffices": True, "if_refused": "notify-and-return"},
            source=NOTES,
        ),
        Case(
            "an electronic application where the articles require writing",
            {"form": "text", "on": "2026-03-02", "articles-require-writing": True},
            gives={"form_needed": "written", "form_suffices": False},
            source=NOTES,
        ),
        Case(
            "an e-mail on the last day before the reform",
            {"form": "text", "on": "2024-12-31"},
            gives={"form_needed": "written", "form_suffices": False},
            source="§ 15 Abs. 1 GenG a. F.",
        ),
    ),
)
def member_admission(
    *,
    form: Annotated[Form, _("How the application was made")],
    on: Annotated[date, _("Day of the declaration")],
    articles_require_writing: Annotated[bool, _("The articles require written form")] = False,
    articles_exclude_text: Annotated[bool, _("The articles expressly rule out text form")] = False,
    board_decided_otherwise: Annotated[bool, _("The board has allowed text form until 2029 (§ 177 GenG)")] = False,
) -> Derived[Admission]:
    """Return whether the form suffices and what a refusal asks for; raises NotInForce before 22 July 2017."""
    derivation = Derivation()
    needed = derivation.takes(
        form_needed(
            declaration=Declaration.ADMISSION,
            on=on,
            articles_require_writing=articles_require_writing,
            articles_exclude_text=articles_exclude_text,
            board_decided_otherwise=board_decided_otherwise,
        )
    )
    derivation.applies(REFUSAL, on)
    derivation.step(
        _("Before the declaration, the articles as they stand have to be at the applicant's disposal."),
        "§ 15 Abs. 1 Satz 2 GenG",
    )
    derivation.step(
        _("Whoever is admitted is entered in the list of members at once and told so."), "§ 15 Abs. 2 Satz 1 GenG"
    )
    if_refused = _refusal(form, on)
    derivation.step(_("If the co-operative refuses, it must at once: %(what)s."), what=if_refused)
    return derivation.gives(Admission(form_needed=needed, form_suffices=form.satisfies(needed), if_refused=if_refused))


def _refusal(form: Form, on: date) -> Refusal:
    if form is Form.WRITTEN:
        return Refusal.RETURN
    return Refusal.ERASE if form is not Form.ORAL and on >= REFORM_OF_2025 else Refusal.NOTIFY
