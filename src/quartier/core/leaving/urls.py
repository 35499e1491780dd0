"""Addresses of leaving: the customer's pages and the office's."""

from django.urls import path

from quartier.core.leaving.views import office, portal, programs_own

app_name = "leaving"

urlpatterns = [
    path("konto/schliessen/", portal.overview, name="overview"),
    path("konto/schliessen/bestaetigen/", portal.close, name="close"),
    path("buero/kundschaft/<int:party_id>/zugang-schliessen/", office.close, name="office_close"),
    path("api/v1/meine/konto/schliessen", programs_own.overview, name="api_overview"),
    path("api/v1/meine/konto/schliessen/bestaetigen", programs_own.close, name="api_close"),
]
