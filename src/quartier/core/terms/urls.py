"""Addresses of terms."""

from django.urls import path

from quartier.core.terms.views import gate, office, own, programs, public, report

app_name = "terms"
urlpatterns = [
    path("datenschutz/", public.text, {"text_key": "privacy"}, name="privacy"),
    path("nutzungsbedingungen/", public.text, {"text_key": "terms"}, name="terms"),
    path("widerrufsbelehrung/", public.text, {"text_key": "withdrawal"}, name="withdrawal"),
    path("preisliste/", public.price_list, name="price_list"),
    path("rechtstexte/", public.texts, name="texts"),
    path("rechtstexte/<slug:text_key>/", public.text, name="text"),
    path("rechtstexte/fassung/<int:text_version_id>/", public.version, name="version"),
    path("rechtstexte/fassung/<int:text_version_id>/datei/", public.file, name="file"),
    path("rechtstexte/fassung/<int:text_version_id>/pdf/", public.pdf, name="pdf"),
    path("rechtstexte/fassung/<int:text_version_id>/zusenden/", public.send, name="send"),
    path(
        "rechtstexte/fassung/<int:text_version_id>/unterschied/<int:other_version_id>/", public.difference,
        name="difference",
    ),
    path("konto/bedingungen/", gate.accept, name="accept"),
    path("konto/rechtstexte/", own.accepted, name="accepted"),
    path("buero/rechtstexte/", office.texts, name="office_texts"),
    path("buero/rechtstexte/neu/", office.add, name="office_add"),
    path("buero/rechtstexte/annahmen/", report.acceptances, name="office_acceptances"),
    path("buero/rechtstexte/annahmen/offen/<int:text_version_id>/", report.without, name="office_without"),
    path("buero/rechtstexte/fassung/<int:text_version_id>/", office.version, name="office_version"),
    path("buero/rechtstexte/fassung/<int:text_version_id>/aendern/", office.change, name="office_change"),
    path("buero/rechtstexte/fassung/<int:text_version_id>/veroeffentlichen/", office.publish, name="office_publish"),
    path("buero/rechtstexte/fassung/<int:text_version_id>/verwerfen/", office.withdraw, name="office_withdraw"),
    path("buero/rechtstexte/fassung/<int:text_version_id>/datei/", office.file, name="office_file"),
    path(
        "buero/rechtstexte/fassung/<int:text_version_id>/unterschied/<int:other_version_id>/", office.difference,
        name="office_difference",
    ),
    path("buero/rechtstexte/<slug:text_key>/", office.text, name="office_text"),
    path("buero/rechtstexte/<slug:text_key>/einlesen/", office.import_file, name="office_import"),
    path("api/v1/rechtstexte", programs.texts, name="api_texts"),
    path("api/v1/rechtstexte/<int:text_version_id>", programs.version, name="api_version"),
    path("api/v1/meine/rechtstexte", programs.accepted, name="api_accepted"),
]  # fmt: skip
