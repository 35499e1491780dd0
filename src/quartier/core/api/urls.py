"""Addresses of the API's description, of keys and of people's tokens."""

from django.urls import path

from quartier.core.api import programs
from quartier.core.api.views import description, keys, tokens
from quartier.kit.api.document import openapi

app_name = "api"
urlpatterns = [
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/docs", description.docs, name="docs"),
    path("api/v1/meine/zugriff", programs.tokens, name="api_tokens"),
    path("api/v1/meine/zugriff/<int:token_id>/entziehen", programs.take_back, name="api_take_back"),
    path("konto/zugriff/", tokens.own, name="tokens"),
    path("konto/zugriff/neu/", tokens.new, name="token_new"),
    path("konto/zugriff/<int:token_id>/entziehen/", tokens.take_back, name="token_take_back"),
    path("buero/einstellungen/schnittstellen/", keys.keys, name="keys"),
    path("buero/einstellungen/schnittstellen/neu/", keys.issue, name="issue"),
    path("buero/einstellungen/schnittstellen/<int:key_id>/erneuern/", keys.renew, name="renew"),
    path("buero/einstellungen/schnittstellen/<int:key_id>/entziehen/", keys.revoke, name="revoke"),
]
