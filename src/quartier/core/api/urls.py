"""Addresses of the API's description and of its keys."""

from django.urls import path

from quartier.core.api import views
from quartier.kit.api.document import openapi

app_name = "api"
urlpatterns = [
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("buero/einstellungen/schnittstellen/", views.keys, name="keys"),
    path("buero/einstellungen/schnittstellen/neu/", views.issue, name="issue"),
    path("buero/einstellungen/schnittstellen/<int:key_id>/erneuern/", views.renew, name="renew"),
    path("buero/einstellungen/schnittstellen/<int:key_id>/entziehen/", views.revoke, name="revoke"),
]
