"""Section 6 of the catalogue, first part: support, availability, retention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from quartier.values.policy import Bound, Choice, Concern, Percent, Record, Span, at_least, at_most, parameter, part
from quartier.values.policy import mark as _


class ContactWay(Choice):
    """Ways to reach the provider."""

    PORTAL = "portal", _("Portal")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    FAX = "fax", _("Fax")
    LETTER = "letter", _("Letter")
    FORM = "form", _("Contact form")
    CHATBOT = "chatbot", _("Chatbot")
    TICKETS = "tickets", _("Problem-reporting system")


@dataclass(frozen=True, kw_only=True)
class SupportChannel(Record):
    """One way to reach the provider, and what it is for."""

    way: ContactWay = part(_("Way"), ContactWay.PORTAL)
    address: str = part(_("Address"), "")
    purpose: str = part(_("Purpose"), "")


class ReactionTo(Choice):
    """What the provider reacts to."""

    REQUEST = "request", _("Requests")
    DOCUMENTS = "documents", _("Documents for an order")
    MAILING_COMPLAINT = "mailing_complaint", _("Complaints about mailings")
    REPORT_RECEIPT = "report_receipt", _("Acknowledgement of reports of breaches")
    REPORT_FEEDBACK = "report_feedback", _("Feedback to reports of breaches")


@dataclass(frozen=True, kw_only=True)
class Reaction(Record):
    """How soon the provider reacts."""

    to: ReactionTo = part(_("Reacts to"), ReactionTo.REQUEST)
    within: Span | None = part(_("Within"), None)
    working_time: bool = part(_("Working days only"), False)
    by_severity: bool = part(_("By severity"), False)


REPORT_LIMITS = {ReactionTo.REPORT_RECEIPT: Span(days=7), ReactionTo.REPORT_FEEDBACK: Span(months=3)}


def reports_in_time(reactions: tuple[Reaction, ...]) -> bool:
    """Tell whether reports of breaches are answered in the time of § 17 HinSchG."""
    bound = [r for r in reactions if r.to in REPORT_LIMITS]
    return all(r.within is not None and r.within.no_longer_than(REPORT_LIMITS[r.to]) for r in bound)


@dataclass(frozen=True, kw_only=True)
class SupportPolicy(Concern):
    """How the provider can be reached and how soon it answers."""

    concern = "support"
    slug = "service"
    title = _("Support")

    channels: tuple[SupportChannel, ...] = parameter(
        "support.channels",
        _("Ways to reach us"),
        (SupportChannel(), SupportChannel(way=ContactWay.EMAIL)),
        Bound(
            holds=lambda ways: any(way.way is not ContactWay.PORTAL for way in ways),
            text=_("a quick way besides the portal, such as e-mail"),
            source="§ 5 Abs. 1 Nr. 2 DDG",
            consumers_only=True,
        ),
    )
    reaction: tuple[Reaction, ...] = parameter(
        "support.reaction",
        _("First reaction"),
        (Reaction(within=Span(working_days=5)),),
        Bound(
            holds=reports_in_time,
            text=_("acknowledgement in 7 days and feedback in 3 months for reports of breaches"),
            source="§ 17 Abs. 1 Nr. 1, Abs. 2 HinSchG",
        ),
    )


class Zone(Choice):
    """How a clock time is meant."""

    BERLIN = "berlin", _("German time")
    CET = "cet", _("CET all year")


@dataclass(frozen=True, kw_only=True)
class Window(Record):
    """When maintenance needs no announcement; without times at any time."""

    starts: time | None = part(_("Starts at"), None)
    ends: time | None = part(_("Ends at"), None)
    zone: Zone = part(_("Time zone"), Zone.BERLIN)


@dataclass(frozen=True, kw_only=True)
class Announced(Record):
    """How maintenance is announced; without a lead by a notice."""

    lead: Span | None = part(_("Announced before"), None)
    longest: Span | None = part(_("At most offline for"), None)
    by_email: bool = part(_("New functions by e-mail"), False)


class Exclusion(Choice):
    """What does not count as downtime."""

    THIRD_PARTY = "third_party", _("Faults of third parties")
    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    URGENT_SECURITY = "urgent_security", _("Short work against a concrete danger")
    PLANNED_MAINTENANCE = "planned_maintenance", _("Planned maintenance and updates")
    OVERLOAD = "overload", _("Overload by simultaneous access")
    OUTSIDE_CONTROL = "outside_control", _("Circumstances outside control")
    CUSTOMER_FAULT = "customer_fault", _("Fault of the customer")
    ORDERED_CHANGE = "ordered_change", _("Changes the customer ordered")
    LEGAL_CHANGE = "legal_change", _("Changes the law demands")


class BackupBy(Choice):
    """Who owes backups."""

    PROVIDER = "provider", _("the provider")
    IF_AGREED = "if_agreed", _("the provider, only if agreed")
    CUSTOMER = "customer", _("the customer")


@dataclass(frozen=True, kw_only=True)
class Backup(Record):
    """Who keeps copies."""

    by: BackupBy = part(_("Owed by"), BackupBy.PROVIDER)
    external: bool = part(_("On external systems"), False)
    customer_copies: bool = part(_("Customer keeps copies as well"), False)


@dataclass(frozen=True, kw_only=True)
class AvailabilityPolicy(Concern):
    """What is promised about running time, and how it is measured."""

    concern = "availability"
    slug = "verfuegbarkeit"
    title = _("Availability and backup")

    target: Percent | None = parameter(
        "availability.target",
        _("Availability a year"),
        None,
        Bound(
            holds=lambda target: target is None or Decimal(0) < target <= Decimal(100),
            text=_("more than 0 and at most 100 %"),
            source="§ 305c Abs. 2 BGB",
        ),
        hint=_("Empty: no availability is promised, no report is offered."),
    )
    measuring_point: str | None = parameter("availability.measuring_point", _("Measured at"), None)
    unannounced: Window | None = parameter(
        "maintenance.unannounced",
        _("Maintenance without announcement"),
        None,
        Bound(
            holds=lambda window: window is None or (window.starts is None) is (window.ends is None),
            text=_("both a beginning and an end, or neither"),
            source="§ 307 Abs. 1 BGB",
        ),
        hint=_("Without times: at any time."),
    )
    announced: Announced | None = parameter(
        "maintenance.announced",
        _("Announced maintenance"),
        Announced(),
        hint=_("Without a time before: by a notice in the portal."),
    )
    exclusions: frozenset[Exclusion] = parameter("availability.exclusions", _("Not counted as downtime"), frozenset())
    backup: Backup = parameter("backup", _("Backup"), Backup())


class AccountEnd(Choice):
    """What ends the time an account is kept."""

    AFTER_RELATIONSHIP = "after_relationship", _("after the end of the relationship")
    AFTER_CONTRACT = "after_contract", _("after the end of the contract")
    BY_LAW = "by_law", _("as the law demands")


@dataclass(frozen=True, kw_only=True)
class AccountRetention(Record):
    """How long an account is kept; without a span it is deletable at once."""

    event: AccountEnd = part(_("Kept"), AccountEnd.AFTER_CONTRACT)
    after: Span | None = part(_("Kept for"), None)
    then_restricted: bool = part(_("Restricted where a duty remains"), True)


class Kept(Choice):
    """Data with a time of their own."""

    APP_PROJECT = "app_project", _("Project data of the app")
    CONFIDENTIALITY = "confidentiality", _("Duty of confidentiality of partners")
    DOMAIN_PROOF = "domain_proof", _("Proof of a domain move, before the end of the contract")
    HOSTED_MAIL = "hosted_mail", _("E-mails and contents of the hosting")
    LEGAL_DUTY = "legal_duty", _("Legal duties (AO, HGB)")
    LIMITATION = "limitation", _("Limitation of claims")
    VIDEO = "video", _("Video of the cash area")
    FORM_IP = "form_ip", _("IP address of forms")


@dataclass(frozen=True, kw_only=True)
class Retention(Record):
    """How long one kind of data is kept."""

    of: Kept = part(_("Kind of data"), Kept.LEGAL_DUTY)
    least: Span | None = part(_("At least"), None)
    most: Span | None = part(_("At most"), None)
    remind_before: Span | None = part(_("Reminder before the end"), None)


KEPT_LIMITS = {Kept.FORM_IP: Span(days=7), Kept.VIDEO: Span(hours=72)}


def kept_in_bounds(rules: tuple[Retention, ...]) -> bool:
    """Tell whether IP addresses and video are gone in time."""
    bound = [r for r in rules if r.of in KEPT_LIMITS]
    return all(r.most is not None and r.most.no_longer_than(KEPT_LIMITS[r.of]) for r in bound)


@dataclass(frozen=True, kw_only=True)
class FactAddress(Record):
    """For how many days the protocol keeps IP addresses, and why longer than a log would."""

    days: int = part(_("Days"), 7)
    reason: str = part(_("Reason"), "")


LOG_DAYS, REASONED_DAYS = 7, 365


def address_in_bounds(kept: FactAddress | None) -> bool:
    """Tell whether addresses go as soon as in a log, or a reason says why not."""
    return kept is None or 1 <= kept.days <= (REASONED_DAYS if kept.reason.strip() else LOG_DAYS)


@dataclass(frozen=True, kw_only=True)
class RetentionPolicy(Concern):
    """How long data are kept."""

    concern = "retention"
    slug = "aufbewahrung"
    title = _("Retention")

    account_end: AccountRetention = parameter(
        "retention.account_end",
        _("Accounts"),
        AccountRetention(after=Span(months=6)),
        Bound(
            holds=lambda rule: rule.after is None or rule.after.no_longer_than(Span(months=36)),
            text=_("at most 36 months after the end"),
            source="Art. 5 Abs. 1 Buchst. e DSGVO; § 195 BGB",
            verified=False,
        ),
    )
    end_notice: Span = parameter(
        "retention.end_notice",
        _("Notice before an account ends by itself"),
        Span(days=30),
        at_least(Span(days=14), _("at least 14 days"), "Art. 5 Abs. 1 Buchst. a, Art. 20 DSGVO", verified=False),
        hint=_("So that customers can still take their data with them."),
    )
    special: tuple[Retention, ...] = parameter(
        "retention.special",
        _("Special periods"),
        (),
        Bound(
            holds=kept_in_bounds,
            text=_("at most 7 days for IP addresses and 72 hours for video"),
            source="Art. 5 Abs. 1 Buchst. e DSGVO; § 4 Abs. 5 BDSG",
            verified=False,
        ),
    )
    contract_text_stored: bool = parameter(
        "retention.contract_text_stored",
        _("The text of the contract is kept"),
        True,
        Bound(
            holds=lambda kept: kept,
            text=_("a copy that can be shown and given out"),
            source="§ 312f, § 312i Abs. 1 Nr. 4 BGB; § 147 AO",
        ),
    )
    ip_retention: Span = parameter(
        "logs.ip_retention",
        _("IP addresses in logs"),
        Span(days=7),
        at_most(Span(days=7), _("at most 7 days"), "Art. 5 Abs. 1 Buchst. e DSGVO; BGH 03.07.2014, III ZR 391/13"),
    )
    fact_address: FactAddress | None = parameter(
        "protocol.ip_address",
        _("IP addresses in the protocol"),
        None,
        Bound(
            holds=address_in_bounds,
            text=_("1 to 7 days; longer, up to 365, only with a reason"),
            source="Art. 5 Abs. 1 Buchst. c und e, Art. 32 DSGVO; BGH 03.07.2014, III ZR 391/13",
            verified=False,
        ),
        hint=_("Empty: the protocol says who did something and how they came, not from which address."),
    )
    insight_retention: Span = parameter(
        "protocol.insights",
        _("Protocol of who looked at data of people"),
        Span(months=12),
        at_most(
            Span(months=36),
            _("at most 36 months"),
            "Art. 5 Abs. 1 Buchst. e, Art. 32 DSGVO; § 195 BGB",
            verified=False,
        ),
    )
    chat_retention: Span | None = parameter(
        "logs.chat_retention",
        _("Talks with the chatbot"),
        None,
        at_most(Span(days=7), _("at most 7 days"), "Art. 5 Abs. 1 Buchst. e DSGVO", verified=False),
    )
