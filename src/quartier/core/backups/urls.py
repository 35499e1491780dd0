"""Addresses of backups: the customer's page and the office's work."""

from django.urls import path

from quartier.core.backups.views import office, portal, programs

app_name = "backups"
urlpatterns = [
    path("sicherungen/", portal.own, name="own"),
    path("buero/sicherungen/", office.listing, name="list"),
    path("buero/sicherungen/neu/", office.agree, name="agree"),
    path("buero/sicherungen/<int:plan_id>/", office.one, name="one"),
    path("buero/sicherungen/<int:plan_id>/beenden/", office.end, name="end"),
    path("buero/sicherungen/<int:plan_id>/jetzt/", office.start, name="start"),
    path("api/v1/meine/sicherungen", programs.backups, name="api_backups"),
]
