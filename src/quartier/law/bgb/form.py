"""§§ 126–127 BGB: how formal a declaration must be, and which way of sending it is formal enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version


class FormLevel(Choice):
    """How formal a declaration must be, from the lightest to the strictest."""

    CLICK = "click", _("Click")
    TEXT = "text", _("Text form (e-mail, fax, letter)")
    WRITTEN_AGREED = "written_agreed", _("Agreed written form (signed letter)")
    WRITTEN_STATUTORY = "written_statutory", _("Statutory written form (ink on paper)")

    @property
    def rank(self) -> int:
        """Return the place on the ladder, 0 for a click."""
        return list(FormLevel).index(self)

    def meets(self, required: FormLevel) -> bool:
        """Tell whether a declaration in this form is formal enough."""
        return self.rank >= required.rank


class Sending(Choice):
    """How a declaration is made."""

    SPOKEN = "spoken", _("by word of mouth")
    CLICK = "click", _("by a click in the portal")
    PORTAL_FORM = "portal-form", _("by a form or message in the portal that names the person and is kept")
    EMAIL = "email", _("by e-mail")
    FAX = "fax", _("by fax")
    SCAN = "scan", _("by a scan of a signed letter")
    LETTER = "letter", _("by a signed letter")
    SIGNATURE = "qualified-signature", _("by a document with a qualified electronic signature")

    @property
    def reaches(self) -> FormLevel:
        """Return the level it reaches; a qualified signature replaces ink unless the statute excludes it."""
        if self in {Sending.SPOKEN, Sending.CLICK}:
            return FormLevel.CLICK
        return FormLevel.WRITTEN_STATUTORY if self in {Sending.LETTER, Sending.SIGNATURE} else FormLevel.TEXT


class Declaration(Choice):
    """The declarations whose form is known."""

    END_TENANCY = "end-tenancy", _("notice of a tenancy, by either side")
    OBJECT_TO_NOTICE = "object-to-notice", _("a tenant's objection to notice")
    RENT_INCREASE = "rent-increase", _("a landlord's demand for more rent (§ 558 BGB)")
    SURETY = "surety", _("a surety for a tenant's debts")
    JOIN_COOPERATIVE = "join-cooperative", _("joining a co-operative, or taking more shares")
    LEAVE_COOPERATIVE = "leave-cooperative", _("leaving a co-operative, or giving up shares")
    WITHDRAW = "withdraw", _("a consumer's withdrawal")
    REVOKE_CONSENT = "revoke-consent", _("revoking consent to the use of data")
    END_PORTAL_CONTRACT = "end-portal-contract", _("ending a portal contract")
    END_PAID_CONTRACT = "end-paid-contract", _("ending a paid contract")
    OBJECT_TO_TERMS = "object-to-terms", _("an objection to new terms")
    AMEND_CONTRACT = "amend-contract", _("amending a contract")


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """What a statute asks for: the level, and whether a qualified electronic signature replaces ink (§ 126 Abs. 3)."""

    level: FormLevel
    electronic: bool = True


def _since(day: date, level: FormLevel, source: str, *, electronic: bool = True) -> Version[Required]:
    return Version(valid_from=day, value=Required(level=level, electronic=electronic), source=source)


# Since the reform of lease law, of the law of obligations, and of forms (BEG IV).
LEASES, OBLIGATIONS, RELIEF = date(2001, 9, 1), date(2002, 1, 1), date(2025, 1, 1)
BY_STATUTE: dict[Declaration, Timeline[Required]] = {
    Declaration.END_TENANCY: Timeline(
        _("Form of notice of a tenancy"),
        (_since(LEASES, FormLevel.WRITTEN_STATUTORY, "§ 568 Abs. 1, § 126 Abs. 1 und 3, § 126a BGB"),),
    ),
    Declaration.OBJECT_TO_NOTICE: Timeline(
        _("Form of a tenant's objection"),
        (
            _since(LEASES, FormLevel.WRITTEN_STATUTORY, "§ 574b Abs. 1 BGB in der bis 31.12.2024 geltenden Fassung"),
            _since(RELIEF, FormLevel.TEXT, "§ 574b Abs. 1 Satz 1 BGB; BGBl. 2024 I Nr. 323"),
        ),
    ),
    Declaration.RENT_INCREASE: Timeline(
        _("Form of a demand for more rent"), (_since(LEASES, FormLevel.TEXT, "§ 558a Abs. 1 BGB"),)
    ),
    Declaration.SURETY: Timeline(
        _("Form of a surety"),
        (_since(OBLIGATIONS, FormLevel.WRITTEN_STATUTORY, "§ 766 Satz 1 und 2 BGB", electronic=False),),
    ),
    Declaration.JOIN_COOPERATIVE: Timeline(
        _("Form of joining a co-operative"),
        (
            _since(
                date(2006, 8, 18),
                FormLevel.WRITTEN_STATUTORY,
                "§§ 15, 15b GenG in der bis 31.12.2024 geltenden Fassung",
            ),
            _since(RELIEF, FormLevel.TEXT, "§ 15 Abs. 1 Satz 1, § 15b Abs. 1 Satz 1 GenG; BGBl. 2024 I Nr. 323"),
        ),
    ),
    Declaration.LEAVE_COOPERATIVE: Timeline(
        _("Form of leaving a co-operative"),
        (
            _since(
                date(2006, 8, 18),
                FormLevel.WRITTEN_STATUTORY,
                "§ 65 Abs. 2 GenG in der bis 31.12.2024 geltenden Fassung",
            ),
            _since(RELIEF, FormLevel.TEXT, "§ 65 Abs. 2 Satz 1, § 67b Abs. 1 GenG; BGBl. 2024 I Nr. 323"),
        ),
    ),
    Declaration.WITHDRAW: Timeline(
        _("Form of a withdrawal"),
        (_since(date(2014, 6, 13), FormLevel.CLICK, "§ 355 Abs. 1 Satz 2 und 3, § 361 Abs. 2 Satz 1 BGB"),),
    ),
    Declaration.REVOKE_CONSENT: Timeline(
        _("Form of revoking consent"),
        (_since(date(2018, 5, 25), FormLevel.CLICK, "Art. 7 Abs. 3 Satz 4 DSGVO"),),
    ),
}
# Articles may ask for more than text form (§ 15 Abs. 1, § 65 Abs. 2 GenG).
BY_ARTICLES = frozenset({Declaration.JOIN_COOPERATIVE, Declaration.LEAVE_COOPERATIVE})
BOARD_ALLOWS_TEXT: Timeline[bool] = Timeline(
    _("Text form by resolution of the board"),
    (
        Version(valid_from=RELIEF, value=True, source="§ 177 Abs. 1 GenG"),
        Version(valid_from=date(2030, 1, 1), value=False, source="§ 177 Abs. 1 GenG"),
    ),
)
FREEDOM_OF_FORM: Timeline[str] = Timeline(
    _("Agreed form"),
    (Version(valid_from=OBLIGATIONS, value="as agreed", source="§ 125 Satz 2, § 127 Abs. 1 und 2, § 305b BGB"),),
)
MOST_FOR_CONSUMERS: Timeline[FormLevel] = Timeline(
    _("Strictest form that terms may ask of consumers"),
    (
        Version(
            valid_from=OBLIGATIONS,
            value=FormLevel.WRITTEN_AGREED,
            source="§ 309 Nr. 13 BGB in der bis 30.09.2016 geltenden Fassung; Art. 229 § 37 EGBGB",
        ),
        Version(
            valid_from=date(2016, 10, 1),
            value=FormLevel.TEXT,
            source="§ 309 Nr. 13 Buchst. b BGB; Art. 229 § 37 EGBGB",
        ),
    ),
)
FORMS: tuple[Timeline[Any], ...] = (*BY_STATUTE.values(), BOARD_ALLOWS_TEXT, FREEDOM_OF_FORM, MOST_FOR_CONSUMERS)
