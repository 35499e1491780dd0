"""Addresses of providers: on portals, in the office, in the operator console."""

from django.urls import path, register_converter

from quartier.core.providers.converters import TextKindConverter
from quartier.core.providers.urls_policy import patterns as policy_patterns
from quartier.core.providers.views import console, office, operation, public

register_converter(TextKindConverter, "kind")

app_name = "providers"

portal_patterns = [
    path("", public.start, name="start"),
    path("impressum/", public.imprint, name="imprint"),
    path("barrierefreiheit/", public.text_page, {"kind": "accessibility"}, name="accessibility"),
    path("brand.css", public.brand_css, name="brand_css"),
    path("logo", public.logo, name="logo"),
    path("buero/", office.start, name="office"),
    path("buero/einstellungen/unternehmen/", office.entities, name="office_entities"),
    path("buero/einstellungen/unternehmen/neu/", office.entity_new, name="office_entity_new"),
    path("buero/einstellungen/unternehmen/<slug:key>/", office.entity, name="office_entity"),
    path("buero/einstellungen/marke/", office.brand, name="office_brand"),
    path("buero/einstellungen/datenschutz/", office.protection, name="office_protection"),
    path("buero/einstellungen/texte/", office.texts, name="office_texts"),
    path("buero/einstellungen/texte/<kind:kind>/", office.text, name="office_text"),
    path("buero/einstellungen/funktionen/", operation.functions, name="office_functions"),
    path("buero/einstellungen/funktionen/<slug:key>/", operation.function, name="office_function"),
    path("buero/betrieb/", operation.operation, name="office_operation"),
    path("buero/betrieb/<int:stop_id>/aufheben/", operation.stop_lift, name="office_stop_lift"),
    path("buero/hinweise/", operation.notices, name="office_notices"),
    path("buero/hinweise/<int:notice_id>/zurueckziehen/", operation.notice_withdraw, name="office_notice_withdraw"),
    *policy_patterns,
]

console_patterns = [
    path("", console.home, name="start"),
    path("impressum/", console.console_imprint, name="console_imprint"),
    path("brand.css", public.brand_css, name="brand_css"),
    path("logo", public.logo, name="logo"),
    path("anbieter/", console.providers, name="console"),
    path("anbieter/neu/", console.provider_new, name="console_provider_new"),
    path("anbieter/<slug:key>/", console.provider, name="console_provider"),
    path("anbieter/<slug:key>/veroeffentlichen/", console.publish, name="console_publish"),
    path("anbieter/<slug:key>/anhalten/", console.stop, name="console_stop"),
    path("anbieter/<slug:key>/export/", console.export, name="console_export"),
    path("anbieter/<slug:key>/loeschen/", console.delete, name="console_delete"),
    path(
        "anbieter/<slug:key>/hostnamen/<str:hostname>/entfernen/",
        console.hostname_remove,
        name="console_hostname_remove",
    ),
    path("protokoll/", console.protocol, name="console_protocol"),
]
