"""Addresses of parties: the customer's overview and data, the office's customers."""

from django.urls import path

from quartier.core.parties.views import office, portal

app_name = "parties"
urlpatterns = [
    path("uebersicht/", portal.dashboard, name="dashboard"),
    path("vertraege/", portal.relationships, name="relationships"),
    path("vertraege/<int:relationship_id>/", portal.relationship, name="relationship"),
    path("vertraege/<int:relationship_id>/brief/", portal.letter, name="letter"),
    path("meine-daten/", portal.my_data, name="my_data"),
    path("buero/kundschaft/", office.customers, name="customers"),
    path("buero/kundschaft/<int:party_id>/", office.customer, name="customer"),
    path("buero/kundschaft/<int:party_id>/anschrift/", office.address_state, name="address_state"),
    path("buero/kundschaft/<int:party_id>/vertrag/", office.relationship_new, name="relationship_new"),
]
