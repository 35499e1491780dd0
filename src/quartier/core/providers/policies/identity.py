"""Section 1 of the catalogue: who the provider is, which law applies, which calendar counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quartier.values.land import MONDAY_TO_FRIDAY, Land, Weekday
from quartier.values.policy import Bound, Choice, Concern, Record, parameter, part
from quartier.values.policy import mark as _


class OperatorRole(Choice):
    """How the technical operator stands to the portal. It is never a contracting party (DWG-13)."""

    SELF = "self", _("The provider itself")
    PROCESSOR = "processor", _("Technical operator and processor")
    WHITE_LABEL = "white_label", _("The provider itself, also in the name of others")


class CustomerType(Choice):
    """Who may become a customer."""

    MEMBER = "member", _("Members")
    TENANT = "tenant", _("Tenants")
    APPLICANT = "applicant", _("Applicants")
    SAVER = "saver", _("Savers")
    CONSUMER = "consumer", _("Consumers")
    BUSINESS = "business", _("Businesses")
    PUBLIC_BODY = "public_body", _("Legal persons under public law")
    SPECIAL_FUND = "special_fund", _("Special funds under public law")
    COMMERCIAL_TENANT = "commercial_tenant", _("Commercial tenants")
    SUPPLIER = "supplier", _("Suppliers")
    PARTNER = "partner", _("Partners (businesses only)")


CONSUMERS = frozenset(
    {
        CustomerType.MEMBER,
        CustomerType.TENANT,
        CustomerType.APPLICANT,
        CustomerType.SAVER,
        CustomerType.CONSUMER,
    }
)


class Service(Choice):
    """What a provider offers through the portal."""

    PORTAL = "portal", _("Customer portal")
    TENANCY = "tenancy", _("Tenancy")
    LETTINGS = "lettings", _("Lettings")
    MEMBERSHIP = "membership", _("Membership")
    SAVINGS = "savings", _("Savings")
    NEWSLETTER = "newsletter", _("Newsletter")
    COMPLIANCE_OFFICE = "compliance_office", _("Compliance office")
    CALCULATIONS = "calculations", _("Calculations")
    FLOOR_PLANS = "floor_plans", _("Floor plans")
    SURVEY = "survey", _("Survey on site")
    APP = "app", _("App")
    PARTNER_PROGRAMME = "partner_programme", _("Partner programme")
    BROKER_DIRECTORY = "broker_directory", _("Broker directory")
    ROOM_MANAGEMENT = "room_management", _("Room management")
    ONLINE_SERVICES = "online_services", _("Online services")
    HOSTING = "hosting", _("Hosting")
    DESIGN = "design", _("Design")
    PRINT = "print", _("Print products")
    APPLICATIONS = "applications", _("Applications (software)")
    WEBSITES = "websites", _("Websites")
    ANALYTICS = "analytics", _("Analytics")
    EMAIL_MARKETING = "email_marketing", _("E-mail marketing")
    ADVERTISING = "advertising", _("Advertising")
    CLOUD = "cloud", _("Cloud software")


@dataclass(frozen=True, kw_only=True)
class TechnicalOperator(Record):
    """Who runs the servers."""

    role: OperatorRole = part(_("Role"), OperatorRole.SELF)
    name: str = part(_("Name"), "")
    address: str = part(_("Address"), "")


@dataclass(frozen=True, kw_only=True)
class TermsVersion(Record):
    """How the terms in force are called; without a stated day the day of import counts."""

    name: str = part(_("Name"), "")
    dated_on: date | None = part(_("Dated"), None)


@dataclass(frozen=True, kw_only=True)
class IdentityPolicy(Concern):
    """Who the provider is and whom it serves."""

    concern = "identity"
    slug = "anbieter"
    title = _("Provider and services")

    legal_entities: tuple[str, ...] = parameter(
        "legal_entities",
        _("Legal entities"),
        (),
        hint=_("The companies that can be a contracting party. Each contract names exactly one."),
    )
    address: str = parameter("address", _("Address"), "", hint=_("Street, postcode and place for imprint and letters."))
    hostnames: tuple[str, ...] = parameter(
        "hostnames", _("Hostnames"), (), hint=_("The first one is the main address.")
    )
    technical_operator: TechnicalOperator = parameter(
        "technical_operator",
        _("Technical operator"),
        TechnicalOperator(),
        hint=_("Named as processor only; no contract comes about between a customer and the operator."),
    )
    customer_types: frozenset[CustomerType] = parameter(
        "customer_types",
        _("Customers"),
        frozenset({CustomerType.CONSUMER, CustomerType.BUSINESS}),
        hint=_("As soon as private persons are among them, the bounds of consumer law apply to every policy."),
    )
    services: frozenset[Service] = parameter("services", _("Services"), frozenset({Service.PORTAL}))
    terms_version: TermsVersion = parameter("terms_version", _("Version of the terms"), TermsVersion())

    @property
    def serves_consumers(self) -> bool:
        """Tell whether private persons are among the customers."""
        return bool(self.customer_types & CONSUMERS)


class ContractLanguage(Choice):
    """The language of contract texts; the interface may speak another one (DWG-43)."""

    GERMAN = "de", _("German")


class ConsumerVenue(Choice):
    """Where consumers are sued; anything wider is void."""

    STATUTORY = "statutory", _("statutory")
    SEAT_IF_UNKNOWN = "seat_if_unknown", _("seat, only if the residence was moved abroad or is unknown")


class Arbitration(Choice):
    """What the provider declares about consumer arbitration (§ 36 VSBG)."""

    UNKNOWN = "unknown", _("not stated yet")
    NEITHER = "neither", _("neither willing nor obliged")
    WILLING = "willing", _("willing")
    OBLIGED = "obliged", _("obliged")


@dataclass(frozen=True, kw_only=True)
class GoverningLaw(Record):
    """German law, and which parts of it are left out."""

    without_un_sales_law: bool = part(_("Without UN sales law"), False)
    without_conflict_rules: bool = part(_("Without private international law"), False)
    residence_law_stays: bool = part(_("Mandatory consumer law of the residence stays"), True)


@dataclass(frozen=True, kw_only=True)
class Venue(Record):
    """Where disputes are heard."""

    merchants: str = part(_("Merchants and public bodies"), "")
    consumers: ConsumerVenue = part(_("Consumers"), ConsumerVenue.STATUTORY)
    place: str = part(_("Place for consumers without known residence"), "")
    exclusive: bool = part(_("Exclusive"), False)
    attempt_first: bool = part(_("Out-of-court attempt first"), False)
    performance: str = part(_("Place of performance"), "")


@dataclass(frozen=True, kw_only=True)
class JurisdictionPolicy(Concern):
    """Language, law, venue and arbitration."""

    concern = "jurisdiction"
    slug = "recht-und-gerichtsstand"
    title = _("Law and venue")

    language_contract: ContractLanguage = parameter(
        "language_contract", _("Contract language"), ContractLanguage.GERMAN
    )
    governing_law: GoverningLaw = parameter(
        "governing_law",
        _("Governing law"),
        GoverningLaw(),
        Bound(
            holds=lambda law: law.residence_law_stays,
            text=_("that mandatory consumer law of the residence stays"),
            source="Art. 6 Abs. 2 Rom-I-VO",
            consumers_only=True,
        ),
        hint=_("German law always; the parts below are left out or kept."),
    )
    venue: Venue | None = parameter(
        "venue",
        _("Venue"),
        None,
        Bound(
            holds=lambda venue: venue is None or not venue.exclusive,
            text=_("that consumers keep their statutory venue"),
            source="§ 38 ZPO",
            consumers_only=True,
        ),
        hint=_("Empty: the statutory venue."),
    )
    consumer_arbitration: Arbitration | None = parameter(
        "consumer_arbitration",
        _("Consumer arbitration"),
        Arbitration.UNKNOWN,
        Bound(
            holds=lambda value: value is not None,
            text=_("a statement on consumer arbitration"),
            source="§ 36 VSBG",
            consumers_only=True,
        ),
    )
    odr_link: str | None = parameter(
        "odr_link",
        _("Link to the EU platform for online disputes"),
        None,
        Bound(
            holds=lambda link: link is None,
            text=_("no link, the platform was closed on 20 July 2025"),
            source="VO (EU) 2024/3228",
        ),
    )


@dataclass(frozen=True, kw_only=True)
class CalendarPolicy(Concern):
    """Which days count as working days in the provider's own deadlines."""

    concern = "calendar"
    slug = "kalender"
    title = _("Calendar")

    holiday_state: Land = parameter(
        "holiday_state",
        _("Public holidays of"),
        Land.NW,
        hint=_("Only the default: § 193 BGB looks at the place of declaration or performance."),
    )
    working_days: frozenset[Weekday] = parameter(
        "working_days",
        _("Working days"),
        MONDAY_TO_FRIDAY,
        Bound(
            holds=lambda days: bool(days) and Weekday.SUNDAY not in days,
            text=_("at least one day and never Sunday"),
            source="§ 3 Abs. 2 BUrlG, § 193 BGB",
        ),
    )
