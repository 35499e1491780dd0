"""Addresses of blocks."""

from django.urls import path

from quartier.core.blocks.views import deciding, office

app_name = "blocks"
urlpatterns = [
    path("buero/sperren/", office.listing, name="list"),
    path("buero/sperren/vorschlaege/", office.candidates, name="candidates"),
    path("buero/sperren/vorschlaege/<int:candidate_id>/verwerfen/", deciding.dismiss, name="dismiss"),
    path("buero/sperren/<int:block_id>/aendern/", deciding.change, name="change"),
    path("buero/sperren/<int:block_id>/aufheben/", deciding.lift, name="lift"),
    path("buero/sperren/grund/<int:ground_id>/erledigt/", deciding.end_ground, name="end_ground"),
    path("buero/sperren/abmahnung/<int:warning_id>/zuruecknehmen/", deciding.withdraw, name="withdraw"),
    path("buero/kundschaft/<int:party_id>/sperren/", office.customer, name="customer"),
    path("buero/kundschaft/<int:party_id>/sperren/neu/", deciding.impose, name="impose"),
    path("buero/kundschaft/<int:party_id>/sperren/abmahnung/", deciding.warn, name="warn"),
]
