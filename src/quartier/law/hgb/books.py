"""§ 257 HGB, § 147 AO, § 14b UStG: how long commercial and tax documents are kept, and when they may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import Begin, counted_end
from quartier.law.errors import in_order
from quartier.law.hgb.institution import SAVINGS_COOPERATIVES, Institution, counts_as_institution
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

LAW_OF_1998 = date(1998, 12, 24)
RELIEF_ACT = date(2025, 1, 1)


class DocumentClass(Choice):
    """The classes of documents, each with the event that dates it."""

    BOOKS = "books", _("books and records with their instructions; dated by the last entry")
    ACCOUNTS = "accounts", _("opening balance sheet, annual accounts, management report; dated by their adoption")
    INVENTORIES = "inventories", _("inventories; dated by the day they were drawn up")
    VOUCHERS = "vouchers", _("vouchers for entries in the books; dated by the day they arose")
    INVOICES = "invoices", _("invoices issued or received; dated by their issue")
    PRIVATE_INVOICES = "private-invoices", _("invoices for work on land, kept by a private customer; dated by issue")
    LETTERS = "letters", _("commercial letters; dated by the day they were received or sent")
    MEMBER_DOCUMENTS = (
        "member-documents",
        _("documents behind entries in a co-operative's list of members; dated by the day the member left"),
    )
    DUE_DILIGENCE = "due-diligence", _("records against money laundering; dated by the end of the relationship")
    TAX_DOCUMENTS = "tax-documents", _("other documents that matter for tax; dated by the day they arose")


BOOKS: Timeline[int] = Timeline(
    _("Years for books, annual accounts and inventories"),
    (Version(valid_from=LAW_OF_1998, value=10, source="§ 257 Abs. 4 Satz 1 HGB; § 147 Abs. 3 Satz 1 AO"),),
)
LETTERS: Timeline[int] = Timeline(
    _("Years for letters and other documents"),
    (Version(valid_from=LAW_OF_1998, value=6, source="§ 257 Abs. 4 Satz 1 HGB; § 147 Abs. 3 Satz 1 AO"),),
)
VOUCHERS: Timeline[int] = Timeline(
    _("Years for vouchers"),
    (
        Version(
            valid_from=LAW_OF_1998,
            value=10,
            source="§ 257 Abs. 4 HGB a.F.; § 147 Abs. 3 AO a.F.; Art. 47 EGHGB; Art. 97 § 19a Abs. 1 EGAO",
        ),
        Version(
            valid_from=RELIEF_ACT,
            value=8,
            source="§ 257 Abs. 4 Satz 1 HGB; § 147 Abs. 3 Satz 1 AO; Art. 95 Abs. 1 Satz 1 EGHGB; "
            "Art. 97 § 19a Abs. 2 EGAO",
        ),
    ),
)
VOUCHERS_OF_INSTITUTIONS: Timeline[int] = Timeline(
    _("Years for vouchers of credit institutions, insurers and securities institutions"),
    (
        Version(
            valid_from=LAW_OF_1998,
            value=10,
            source="§ 257 Abs. 4 HGB a.F.; § 147 Abs. 3 AO a.F.; Art. 47 EGHGB; Art. 97 § 19a Abs. 1 EGAO",
        ),
        # In 2025 the shorter period was only put off for them; before it began, ten years were made lasting.
        Version(valid_from=RELIEF_ACT, value=10, source="Art. 95 Abs. 1 Satz 2 EGHGB; Art. 97 § 19a Abs. 3 EGAO"),
        Version(valid_from=date(2026, 1, 1), value=10, source="§ 257 Abs. 4 Satz 2 HGB; Art. 97 § 19a Abs. 3 EGAO"),
    ),
)
INVOICES: Timeline[int] = Timeline(
    _("Years for invoices"),
    (
        Version(valid_from=date(2004, 1, 1), value=10, source="§ 14b Abs. 1 Satz 1 UStG a.F."),
        Version(valid_from=RELIEF_ACT, value=8, source="§ 14b Abs. 1 Satz 1, § 27 Abs. 40 Satz 1 UStG"),
    ),
)
INVOICES_OF_INSTITUTIONS: Timeline[int] = Timeline(
    _("Years for invoices of credit institutions, insurers and securities institutions"),
    (
        Version(valid_from=date(2004, 1, 1), value=10, source="§ 14b Abs. 1 Satz 1 UStG a.F."),
        Version(valid_from=date(2026, 1, 1), value=8, source="§ 14b Abs. 1 Satz 1, § 27 Abs. 40 Satz 2 UStG"),
    ),
)
PRIVATE_INVOICES: Timeline[int] = Timeline(
    _("Years for invoices that a private customer keeps"),
    (Version(valid_from=date(2004, 8, 1), value=2, source="§ 14b Abs. 1 Satz 5 UStG"),),
)

MEMBER_DOCUMENTS: Timeline[int] = Timeline(
    _("Years for documents behind the list of members"),
    (Version(valid_from=date(2006, 8, 18), value=3, source="§ 30 Abs. 3 Satz 1 GenG"),),
)
DUE_DILIGENCE: Timeline[int] = Timeline(
    _("Years for records against money laundering"),
    (
        Version(
            valid_from=date(2017, 6, 26),
            value=5,
            source="§ 8 Abs. 4 GwG",
            verified=False,
            note=_("Compare § 8 Abs. 4 GwG, also for what must be destroyed after ten years at the latest."),
        ),
    ),
    known_until=date(2027, 7, 10),
    advice=_("From then on Art. 77 of Regulation (EU) 2024/1624 has to be entered."),
)
# The other classes are kept like books.
ALONE = {
    DocumentClass.PRIVATE_INVOICES: PRIVATE_INVOICES,
    DocumentClass.LETTERS: LETTERS,
    DocumentClass.TAX_DOCUMENTS: LETTERS,
    DocumentClass.MEMBER_DOCUMENTS: MEMBER_DOCUMENTS,
    DocumentClass.DUE_DILIGENCE: DUE_DILIGENCE,
}
# Where the beginning is written; the end of the calendar year everywhere.
BEGINS = {
    DocumentClass.PRIVATE_INVOICES: "§ 14b Abs. 1 Satz 3 UStG",
    DocumentClass.MEMBER_DOCUMENTS: "§ 30 Abs. 3 Satz 2 GenG",
    DocumentClass.DUE_DILIGENCE: "§ 8 Abs. 4 GwG",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long a document is kept. No last day is known while something keeps the period from ending."""

    begins_on: Annotated[date, _("First day of the period")]
    years: Annotated[int, _("Years")]
    retained_until: Annotated[date | None, _("Kept until the end of")]
    deletable_on: Annotated[date | None, _("May be deleted from")]


@rule(
    "retention",
    Area.RETENTION,
    title=_("How long commercial and tax documents are kept"),
    says=_(
        "The period begins with the end of the calendar year. A shorter period of a new law also holds for documents "
        "whose old period had not ended. While tax can still be assessed, no period ends."
    ),
    timelines=(
        BOOKS,
        VOUCHERS,
        VOUCHERS_OF_INSTITUTIONS,
        INVOICES,
        INVOICES_OF_INSTITUTIONS,
        PRIVATE_INVOICES,
        LETTERS,
        MEMBER_DOCUMENTS,
        DUE_DILIGENCE,
        SAVINGS_COOPERATIVES,
    ),
    cases=(
        Case(
            "an invoice of 2026",
            {"class": "invoices", "document": "2026-05-12"},
            gives={
                "begins_on": "2027-01-01",
                "years": 8,
                "retained_until": "2034-12-31",
                "deletable_on": "2035-01-01",
            },
            source=NOTES,
        ),
        Case(
            "books of 2026",
            {"class": "books", "document": "2026-12-31"},
            gives={"years": 10, "retained_until": "2036-12-31"},
            source=NOTES,
        ),
        Case(
            "annual accounts for 2025, adopted in June 2026",
            {"class": "accounts", "document": "2026-06-15"},
            gives={"retained_until": "2036-12-31"},
            source="§ 257 Abs. 4 und 5 HGB",
        ),
        Case(
            "a letter of 2026",
            {"class": "letters", "document": "2026-05-12"},
            gives={"years": 6, "deletable_on": "2033-01-01"},
            source=NOTES,
        ),
        Case(
            "a voucher of 2014: its ten years had ended when the law changed",
            {"class": "vouchers", "document": "2014-07-01"},
            gives={"years": 10, "deletable_on": "2025-01-01"},
            source="Art. 95 Abs. 1 Satz 1 EGHGB",
        ),
        Case(
            "a voucher of 2015: eight years, which had ended, but never before the law changed",
            {"class": "vouchers", "document": "2015-07-01"},
            gives={"years": 8, "retained_until": "2024-12-31", "deletable_on": "2025-01-01"},
            source="Art. 95 Abs. 1 Satz 1 EGHGB",
        ),
        Case(
            "a voucher of a credit institution stays at ten years",
            {"class": "vouchers", "document": "2026-05-12", "institution": "credit"},
            gives={"years": 10, "retained_until": "2036-12-31"},
            source="§ 257 Abs. 4 Satz 2 HGB",
        ),
        Case(
            "an invoice of a co-operative with a savings institution",
            {"class": "invoices", "document": "2026-05-12", "institution": "savings-cooperative"},
            gives={"years": 10, "deletable_on": "2037-01-01"},
            source=NOTES,
        ),
        Case(
            "an invoice that a private customer keeps for work on a house",
            {"class": "private-invoices", "document": "2026-05-12"},
            gives={"years": 2, "retained_until": "2028-12-31"},
            source="§ 14b Abs. 1 Satz 5 UStG",
        ),
        Case(
            "the declaration of a member who left at the end of 2026",
            {"class": "member-documents", "document": "2026-12-31"},
            gives={"years": 3, "retained_until": "2029-12-31"},
            source="§ 30 Abs. 3 GenG",
        ),
        Case(
            "identification of a saver whose account was closed in 2026",
            {"class": "due-diligence", "document": "2026-04-30", "institution": "savings-cooperative"},
            gives={"years": 5, "retained_until": "2031-12-31"},
            source="§ 8 Abs. 4 GwG",
        ),
        Case(
            "a tax audit runs",
            {"class": "vouchers", "document": "2017-03-01", "hold": True},
            gives={"years": 8, "retained_until": None, "deletable_on": None},
            source="§ 147 Abs. 3 Satz 5, § 171 Abs. 4 AO",
        ),
    ),
)
def retention(
    *,
    class_: Annotated[DocumentClass, _("Class of the document")],
    document_on: Annotated[date, _("Day that dates the document, as its class says")],
    institution: Annotated[Institution, _("What kind of business keeps it")] = Institution.ORDINARY,
    closed_on: Annotated[date | None, _("Last day on which it was added to or in force, if later")] = None,
    assessable_until_on: Annotated[date | None, _("Last day on which tax can be assessed, if it is known")] = None,
    hold: Annotated[bool, _("Whether an audit, an objection or a lawsuit about tax runs")] = False,
) -> Derived[Retention]:
    """Return the period; raises NotInForce before the first known version, WrongOrder when closed before it arose."""
    derivation = Derivation()
    if closed_on is not None:
        in_order(document_on, closed_on)
    dated_on = closed_on or document_on
    begins_on = date(dated_on.year + 1, 1, 1)
    derivation.step(_("The document dates from %(day)s. Its class: %(kind)s."), kind=class_, day=dated_on)
    derivation.step(
        _("The period begins with the end of that year, on %(begins)s."),
        BEGINS.get(class_, "§ 257 Abs. 5 HGB; § 147 Abs. 4 AO"),
        begins=begins_on,
    )
    supervised = counts_as_institution(institution, dated_on, derivation)
    ends = [_end(timeline, dated_on, begins_on, derivation) for timeline in _timelines(class_, supervised=supervised)]
    years, last_on = max(ends, key=lambda one: (one[1], one[0]))
    if len(set(ends)) > 1:
        derivation.step(_("The longer of the two periods counts, until %(end)s."), "§ 147 Abs. 3 AO", end=last_on)
    retained_until = _with_tax(last_on, assessable_until_on, derivation, hold=hold)
    deletable_on = None if retained_until is None else retained_until + ONE_DAY
    return derivation.gives(
        Retention(begins_on=begins_on, years=years, retained_until=retained_until, deletable_on=deletable_on)
    )


def _timelines(class_: DocumentClass, *, supervised: bool) -> tuple[Timeline[int], ...]:
    """Return the periods that hold for a class; an invoice is a voucher as well."""
    vouchers = VOUCHERS_OF_INSTITUTIONS if supervised else VOUCHERS
    match class_:
        case DocumentClass.VOUCHERS:
            return (vouchers,)
        case DocumentClass.INVOICES:
            return vouchers, INVOICES_OF_INSTITUTIONS if supervised else INVOICES
        case _:
            return (ALONE.get(class_, BOOKS),)


def _end(timeline: Timeline[int], dated_on: date, begins_on: date, derivation: Derivation) -> tuple[int, date]:
    """Return years and last day; a later version holds if the period had not ended on the day before it."""
    version = timeline.at(dated_on)
    last_on = _last_on(begins_on, version.value)
    for later in timeline.versions:
        if not dated_on < later.valid_from <= last_on:
            continue
        if later.value != version.value:
            template = _(
                "On %(since)s the old period, until %(old)s, had not ended: %(years)s years instead of %(before)s hold."
            )
            before, years = version.value, later.value
            derivation.step(template, later.source, since=later.valid_from, old=last_on, years=years, before=before)
        # Until the day before the change the document had to be kept under the old law.
        version, last_on = later, max(_last_on(begins_on, later.value), later.valid_from - ONE_DAY)
    years = derivation.rests_on(timeline, version)
    derivation.step(_("%(length)s end with %(end)s."), version.source, length=Span(years=years), end=last_on)
    return years, last_on


def _last_on(begins_on: date, years: int) -> date:
    return counted_end(begins_on, Span(years=years), Begin.DAY)


def _with_tax(last_on: date, assessable_until_on: date | None, derivation: Derivation, *, hold: bool) -> date | None:
    source = "§ 147 Abs. 3 Satz 5, §§ 169–171 AO"
    if hold:
        derivation.step(
            _("The period does not end while the document matters for a tax that is still in dispute or under audit."),
            source,
        )
        return None
    if assessable_until_on is not None and assessable_until_on > last_on:
        derivation.step(
            _("It matters for a tax that can be assessed until %(day)s, and is kept until then."),
            source,
            day=assessable_until_on,
        )
        return assessable_until_on
    derivation.step(
        _("Before it is deleted: make sure that no tax it matters for can still be assessed after that day."), source
    )
    return last_on
