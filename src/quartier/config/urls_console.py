"""Addresses of the operator console."""

from django.urls import include, path

from quartier.core.accounts import urls as accounts
from quartier.core.inbox import urls as inbox
from quartier.core.providers import urls as providers
from quartier.kit.gallery import gallery
from quartier.kit.views import set_language

urlpatterns = [
    path("sprache/", set_language, name="set_language"),
    path("bausteine/", gallery, name="gallery"),
    path("", include((providers.console_patterns, "providers"))),
    path("", include(accounts.login_patterns)),
    path("", include((accounts.own_patterns, "accounts"))),
    path("", include((inbox.console_patterns, "inbox"))),
]

handler400 = "quartier.kit.error_pages.bad_request"
handler403 = "quartier.kit.error_pages.forbidden"
handler404 = "quartier.kit.error_pages.not_found"
handler500 = "quartier.kit.error_pages.server_error"
