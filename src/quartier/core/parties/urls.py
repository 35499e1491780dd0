"""Addresses of parties: the customer's overview and data, the office's customers."""

from django.urls import path

from quartier.core.parties.views import intake, office, portal, programs, programs_own

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
    path("buero/kundschaft/import/", intake.intakes, name="intakes"),
    path("buero/kundschaft/import/felder/", intake.permitted_fields, name="permitted_fields"),
    path("buero/kundschaft/import/vorlage.csv", intake.sample, name="intake_sample"),
    path("buero/kundschaft/import/spalten/vergessen/", intake.forget_columns, name="intake_columns"),
    path("buero/kundschaft/import/<int:intake_id>/", intake.one, name="intake"),
    path("buero/kundschaft/import/<int:intake_id>/anhalten/", intake.stop, name="intake_stop"),
    path("buero/kundschaft/import/<int:intake_id>/fortsetzen/", intake.resume, name="intake_resume"),
    path("buero/kundschaft/import/<int:intake_id>/verwerfen/", intake.discard, name="intake_discard"),
    path("api/v1/meine/uebersicht", programs_own.overview, name="api_overview"),
    path("api/v1/meine/vertraege", programs_own.contracts, name="api_contracts"),
    path("api/v1/meine/vertraege/<int:relationship_id>", programs_own.contract, name="api_contract"),
    path("api/v1/stammdaten", programs.master_data, name="api_master_data"),
    path("api/v1/stammdaten/<path:customer_number>", programs.master_data_of, name="api_master_data_of"),
]
