"""Addresses of people's rights: the customer's pages and the office's work."""

from django.urls import path

from quartier.core.rights.views import office, portal

app_name = "rights"

urlpatterns = [
    path("meine-rechte/", portal.own, name="own"),
    path("meine-rechte/anfrage/", portal.ask, name="ask"),
    path("meine-rechte/<int:request_id>/", portal.one, name="one"),
    path("meine-rechte/<int:request_id>/zuruecknehmen/", portal.withdraw, name="withdraw"),
    path("meine-rechte/<int:request_id>/daten/", portal.data, name="data"),
    path("buero/rechte/", office.listing, name="list"),
    path("buero/rechte/neu/<int:party_id>/", office.intake, name="intake"),
    path("buero/rechte/<int:request_id>/", office.one, name="office_one"),
    path("buero/rechte/<int:request_id>/<slug:verb>/", office.act, name="act"),
]
