"""Section 6 of the catalogue, second part: newsletter, advertising, data protection."""

from __future__ import annotations

from dataclasses import dataclass

from quartier.values.policy import Bound, Choice, Concern, Record, Span, between, parameter, part
from quartier.values.policy import mark as _


class OptIn(Choice):
    """How consent to a newsletter is given and proven."""

    SINGLE = "single", _("single, without confirmation")
    DOUBLE = "double", _("double, with confirmation by e-mail")
    DOUBLE_OR_CUSTOMER = "double_or_customer", _("double, or existing customer for own similar offers")


class NewsletterField(Choice):
    """What a newsletter form may demand."""

    EMAIL = "email", _("E-mail")
    NAME = "name", _("Name")


@dataclass(frozen=True, kw_only=True)
class NewsletterPolicy(Concern):
    """How newsletters are ordered, sent and ended."""

    concern = "newsletter"
    slug = "newsletter"
    title = _("Newsletter")

    opt_in: OptIn = parameter(
        "newsletter.opt_in",
        _("Consent"),
        OptIn.DOUBLE,
        Bound(
            holds=lambda value: value is not OptIn.SINGLE,
            text=_("consent that can be proven, by double opt-in"),
            source="§ 7 Abs. 2 Nr. 2 UWG; Art. 7 Abs. 1 DSGVO; BGH 10.02.2011, I ZR 164/09",
        ),
    )
    fields: frozenset[NewsletterField] = parameter(
        "newsletter.fields",
        _("Mandatory fields"),
        frozenset({NewsletterField.EMAIL}),
        Bound(
            holds=lambda fields: fields == {NewsletterField.EMAIL},
            text=_("the e-mail address and nothing else as mandatory"),
            source="Art. 5 Abs. 1 Buchst. c DSGVO",
        ),
    )
    unsubscribe_without_login: bool = parameter(
        "newsletter.unsubscribe_without_login",
        _("Unsubscribe without login"),
        True,
        Bound(
            holds=lambda value: value,
            text=_("that ending is as easy as consenting"),
            source="Art. 7 Abs. 3 DSGVO; § 7 Abs. 3 Nr. 4 UWG",
        ),
    )
    hard_bounce_limit: int = parameter(
        "newsletter.hard_bounce_limit",
        _("Undeliverable mails until an address is taken off"),
        3,
        between(1, 10, _("1 to 10"), "Art. 5 Abs. 1 Buchst. d DSGVO"),
    )
    imprint_required: bool = parameter(
        "newsletter.imprint_required",
        _("Imprint in each mail"),
        True,
        Bound(holds=lambda value: value, text=_("an imprint in each mail"), source="§§ 5, 6 DDG; § 7 Abs. 2 Nr. 3 UWG"),
    )


class AdPlace(Choice):
    """Where advertising is shown."""

    PAGES = "pages", _("Pages")
    APP = "app", _("App")
    MAILS_WITH_CONSENT = "mails_with_consent", _("E-mails, with consent")
    MAILS = "mails", _("E-mails")


class ReferenceOf(Choice):
    """Whom the provider names as a reference."""

    PARTNERS = "partners", _("Partners")
    CUSTOMERS = "customers", _("Customers")
    WORKS = "works", _("Customers and works made for them")


class ReferenceObjection(Choice):
    """When a reference is taken down."""

    ANY_TIME = "any_time", _("at any time")
    WITH_INTEREST = "with_interest", _("with a justified interest")


@dataclass(frozen=True, kw_only=True)
class ReferenceNaming(Record):
    """Who is named, and how they stop it."""

    of: ReferenceOf = part(_("Whom"), ReferenceOf.CUSTOMERS)
    logo: bool = part(_("With logo"), True)
    objection: ReferenceObjection = part(_("Objection"), ReferenceObjection.ANY_TIME)


@dataclass(frozen=True, kw_only=True)
class AdvertisingPolicy(Concern):
    """Advertising in the portal and naming of references."""

    concern = "advertising"
    slug = "werbung"
    title = _("Advertising and references")

    own_and_third_party: frozenset[AdPlace] = parameter(
        "ads.own_and_third_party",
        _("Own and third-party advertising"),
        frozenset(),
        Bound(
            holds=lambda places: AdPlace.MAILS not in places,
            text=_("consent to advertising in e-mails"),
            source="§ 7 Abs. 2 Nr. 2 UWG",
        ),
        hint=_("Empty: none. Always labelled “Anzeige”, never in security or legal mails."),
    )
    reference_naming: ReferenceNaming | None = parameter(
        "reference_naming",
        _("References"),
        None,
        hint=_("Private persons are named only with their consent."),
    )


class CookieCategory(Choice):
    """Categories a visitor may allow; necessary cookies need no consent."""

    FUNCTIONAL = "functional", _("Functional")
    PERFORMANCE = "performance", _("Performance")
    STATISTICS = "statistics", _("Statistics")
    MARKETING = "marketing", _("Marketing")


class AnalyticsTool(Choice):
    """Tools that count visits."""

    GOOGLE_ANALYTICS = "google_analytics", _("Google Analytics")
    MATOMO = "matomo", _("Matomo (Piwik)")


@dataclass(frozen=True, kw_only=True)
class Analytics(Record):
    """Which tools, where, on what condition."""

    tools: frozenset[AnalyticsTool] = part(_("Tools"), frozenset())
    customer_sites: bool = part(_("For sites of customers"), False)
    consent: bool = part(_("After consent only"), True)


@dataclass(frozen=True, kw_only=True)
class Embeds(Record):
    """How fonts, maps and videos are brought in."""

    own_fonts: bool = part(_("Fonts from the own server"), True)
    click_to_load: bool = part(_("Maps and videos after a click"), True)


class ThirdCountries(Choice):
    """Whether data leave the EU and the EEA."""

    NEVER = "never", _("never")
    WITH_GROUND = "with_ground", _("only with a ground of Art. 45 ff. GDPR")


@dataclass(frozen=True, kw_only=True)
class DataProtectionContact(Record):
    """Whom to ask and where to complain."""

    officer: str = part(_("Officer"), "")
    external: bool = part(_("External officer"), False)
    coordinator: str = part(_("Coordinator"), "")
    phone: str = part(_("Phone"), "")
    email: str = part(_("E-mail"), "")
    authority: str = part(_("Supervisory authority"), "")


class CreditCheckWhen(Choice):
    """When the ability to pay is looked at."""

    BEFORE_ACCEPTANCE = "before_acceptance", _("before an order is accepted")
    PAYMENT_CONDUCT = "payment_conduct", _("payment conduct opens functions")
    WITH_NEED = "with_need", _("when there is a need")


@dataclass(frozen=True, kw_only=True)
class CreditCheck(Record):
    """When, by whom, and that a person decides."""

    when: CreditCheckWhen = part(_("When"), CreditCheckWhen.WITH_NEED)
    agency: str = part(_("Credit agency"), "")
    person_decides: bool = part(_("A person decides"), True)


@dataclass(frozen=True, kw_only=True)
class DataProtectionPolicy(Concern):
    """Cookies, third parties, officer, credit checks."""

    concern = "data_protection"
    slug = "datenschutz"
    title = _("Data protection")

    cookie_categories: frozenset[CookieCategory] = parameter(
        "cookies.consent_categories",
        _("Categories of cookies to choose from"),
        frozenset(CookieCategory),
        hint=_("None is pre-selected (§ 25 TDDDG)."),
    )
    analytics: Analytics | None = parameter(
        "analytics.tool",
        _("Analytics"),
        None,
        Bound(holds=lambda use: use is None or use.consent, text=_("consent first"), source="§ 25 Abs. 1 TDDDG"),
    )
    embeds: Embeds | None = parameter(
        "fonts_maps_video",
        _("Fonts, maps, videos"),
        Embeds(),
        Bound(
            holds=lambda use: use is None or (use.own_fonts and use.click_to_load),
            text=_("own fonts, and maps and videos only after a click"),
            source="Art. 6 Abs. 1 DSGVO; § 25 TDDDG; LG München I 20.01.2022, 3 O 17493/20",
        ),
    )
    third_country_transfer: ThirdCountries = parameter(
        "third_country_transfer", _("Transfer outside EU and EEA"), ThirdCountries.NEVER
    )
    instruction_validity: Span = parameter(
        "staff_instruction_validity",
        _("Instruction of staff on data protection is current for"),
        Span(months=12),
        hint=_("Afterwards the office's start page asks for a new one (Art. 32(4), 39(1)(b) GDPR)."),
    )
    contact: DataProtectionContact | None = parameter(
        "dpo_and_authority",
        _("Data protection officer and authority"),
        DataProtectionContact(),
        Bound(
            holds=lambda value: value is not None,
            text=_("a supervisory authority to complain to"),
            source="Art. 13 Abs. 1 Buchst. b, Abs. 2 Buchst. d DSGVO",
            consumers_only=True,
        ),
    )
    credit_check: CreditCheck | None = parameter(
        "credit_check",
        _("Credit check"),
        None,
        Bound(
            holds=lambda check: check is None or check.person_decides,
            text=_("that a person decides"),
            source="Art. 22 DSGVO; EuGH 07.12.2023, C-634/21",
        ),
    )
