"""Addresses of changes: the customer's pages, the office's, the endpoints."""

from django.urls import path

from quartier.core.changes.views import office, portal, programs

app_name = "changes"

OFFICE = "buero/aenderungen/"
OWN = "api/v1/meine/aenderungen"
urlpatterns = [
    path("aenderungen/", portal.own, name="own"),
    path("aenderungen/lesen/", portal.read, name="read"),
    path("aenderungen/<int:announcement_id>/", portal.one, name="announcement"),
    path("aenderungen/<int:announcement_id>/widersprechen/", portal.object_to, name="object"),
    path("aenderungen/<int:announcement_id>/zustimmen/", portal.consent, name="consent"),
    path(OFFICE, office.listing, name="list"),
    path(f"{OFFICE}neu/<str:topic>/", office.new, name="new"),
    path(f"{OFFICE}nicht-zugestellt/", office.undelivered, name="undelivered"),
    path(f"{OFFICE}widersprueche/", office.objections, name="objections"),
    path(f"{OFFICE}empfang/<int:announcement_id>/", office.recipient, name="recipient"),
    path(f"{OFFICE}empfang/<int:announcement_id>/zugang/", office.note_receipt, name="note_receipt"),
    path(f"{OFFICE}empfang/<int:announcement_id>/erledigt/", office.settle, name="settle"),
    path(f"{OFFICE}<int:planned_change_id>/", office.one, name="one"),
    path(f"{OFFICE}<int:planned_change_id>/ankuendigen/", office.announce, name="announce"),
    path(f"{OFFICE}<int:planned_change_id>/veroeffentlichen/", office.publish_only, name="publish_only"),
    path(f"{OFFICE}<int:planned_change_id>/weiter/", office.resume, name="resume"),
    path(f"{OFFICE}<int:planned_change_id>/absagen/", office.call_off, name="call_off"),
    path(OWN, programs.own, name="api_own"),
    path(f"{OWN}/<int:announcement_id>", programs.one, name="api_announcement"),
    path(f"{OWN}/<int:announcement_id>/widersprechen", programs.object_to, name="api_object"),
    path(f"{OWN}/<int:announcement_id>/zustimmen", programs.consent, name="api_consent"),
]
