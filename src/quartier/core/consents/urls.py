"""Addresses of consents: the customer's own and the office's."""

from django.urls import path

from quartier.core.consents.views import office, portal, programs

app_name = "consents"

urlpatterns = [
    path("einwilligungen/", portal.own, name="own"),
    path("einwilligungen/alle/widerrufen/", portal.revoke_all, name="revoke_all"),
    path("einwilligungen/werbewiderspruch/", portal.object_to_marketing, name="object"),
    path("einwilligungen/<str:purpose>/", portal.give, name="give"),
    path("einwilligungen/<str:purpose>/widerrufen/", portal.revoke, name="revoke"),
    path("buero/einwilligungen/", office.texts, name="texts"),
    path("buero/einwilligungen/<str:purpose>/", office.text, name="text"),
    path("buero/kundschaft/<int:party_id>/einwilligungen/", office.customer, name="customer"),
    path("buero/kundschaft/<int:party_id>/einwilligungen/erfassen/", office.note, name="note"),
    path("buero/kundschaft/<int:party_id>/einwilligungen/widerruf/", office.revoke, name="office_revoke"),
    path("buero/kundschaft/<int:party_id>/einwilligungen/werbewiderspruch/", office.object_, name="office_object"),
    path("api/v1/meine/einwilligungen", programs.consents, name="api_consents"),
    path("api/v1/meine/einwilligungen/alle/widerrufen", programs.revoke_all, name="api_revoke_all"),
    path("api/v1/meine/einwilligungen/werbewiderspruch", programs.object_to_marketing, name="api_object"),
    path("api/v1/meine/einwilligungen/<str:purpose>", programs.give, name="api_give"),
    path("api/v1/meine/einwilligungen/<str:purpose>/widerrufen", programs.revoke, name="api_revoke"),
]
