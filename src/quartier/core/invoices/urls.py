"""Addresses of invoices: the customer's, the office's, and those of programs."""

from django.urls import path

from quartier.core.invoices.views import extras, guest, office, portal, programs

app_name = "invoices"
OFFICE = "buero/rechnungen/"
urlpatterns = [
    path("rechnungen/", portal.own, name="own"),
    path("rechnungen/<int:invoice_id>/", portal.one, name="one"),
    path("auftrag/<str:token>/rechnung/<int:paper_id>/", guest.paper, name="guest_paper"),
    path(OFFICE, office.invoices, name="invoices"),
    path(f"{OFFICE}<int:invoice_id>/", office.one, name="office_one"),
    path(f"{OFFICE}<int:invoice_id>/stornieren/", office.cancel, name="cancel"),
    path(f"{OFFICE}<int:invoice_id>/gutschreiben/", office.credit, name="credit"),
    path(f"{OFFICE}<int:invoice_id>/senden/<slug:channel>/", office.send, name="send"),
    path(f"{OFFICE}versand/<slug:stage>/", office.queue, name="queue"),
    path(f"{OFFICE}versand/<int:delivery_id>/zugang/", office.arrival, name="arrival"),
    path(f"{OFFICE}kunde/<int:billed_party_id>/weg/", office.preference, name="preference"),
    path(f"{OFFICE}kunde/<int:billed_party_id>/neu/", office.new, name="new"),
    path(f"{OFFICE}auftrag/<int:billed_order_id>/", extras.extras, name="extras"),
    path(f"{OFFICE}auftrag/<int:billed_order_id>/<slug:extra>/", extras.extra, name="extra"),
    path(f"{OFFICE}fremdleistung/<int:external_id>/", extras.commission, name="commission"),
    path(f"{OFFICE}wunsch/<int:wish_id>/", extras.accepted, name="accepted"),
    path("api/v1/meine/rechnungen", programs.own, name="api_own"),
    path("api/v1/meine/rechnungen/<int:invoice_id>", programs.one, name="api_one"),
]
