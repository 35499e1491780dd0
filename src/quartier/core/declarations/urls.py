"""Addresses of declarations."""

from django.urls import path

from quartier.core.declarations.views import office, portal, programs

app_name = "declarations"
urlpatterns = [
    path("meine-erklaerungen/", portal.own, name="own"),
    path("buero/erklaerungen/", office.listing, name="list"),
    path("buero/erklaerungen/neu/", office.record, name="record"),
    path("buero/erklaerungen/neu/<int:party_id>/", office.record_for, name="record_for"),
    path("buero/erklaerungen/<int:declaration_id>/", office.one, name="office_one"),
    path("buero/erklaerungen/<int:declaration_id>/zuordnen/", office.match, name="match"),
    path("buero/erklaerungen/<int:declaration_id>/abschliessen/", office.reject, name="reject"),
    path("buero/erklaerungen/<int:declaration_id>/brief/", office.letter, name="letter"),
    path("api/v1/meine/erklaerungen", programs.own, name="api_own"),
]
