"""Addresses of webhooks: pages of the portal, and the API."""

from django.urls import path

from quartier.core.webhooks import programs
from quartier.core.webhooks.views import portal

API = "api/v1/meine/webhooks"
HOOK = "webhooks/<int:hook_id>/"
MESSAGE = "webhooks/nachricht/<int:hook_delivery_id>/"

app_name = "webhooks"
urlpatterns = [
    path("webhooks/", portal.own, name="own"),
    path("webhooks/neu/", portal.new, name="new"),
    path(HOOK, portal.one, name="one"),
    path(f"{HOOK}ereignisse/", portal.choose, name="choose"),
    path(f"{HOOK}geheimnis/", portal.rotate, name="rotate"),
    path(f"{HOOK}pausieren/", portal.pause, name="pause"),
    path(f"{HOOK}fortsetzen/", portal.resume, name="resume"),
    path(f"{HOOK}probe/", portal.ping, name="ping"),
    path(f"{HOOK}entfernen/", portal.remove, name="remove"),
    path(MESSAGE, portal.delivery, name="delivery"),
    path(f"{MESSAGE}erneut/", portal.resend, name="resend"),
    path(API, programs.own, name="api_own"),
    path(f"{API}/neu", programs.add, name="api_add"),
    path(f"{API}/<int:hook_id>", programs.one, name="api_one"),
    path(f"{API}/<int:hook_id>/ereignisse", programs.choose, name="api_choose"),
    path(f"{API}/<int:hook_id>/geheimnis", programs.rotate, name="api_rotate"),
    path(f"{API}/<int:hook_id>/pausieren", programs.pause, name="api_pause"),
    path(f"{API}/<int:hook_id>/fortsetzen", programs.resume, name="api_resume"),
    path(f"{API}/<int:hook_id>/probe", programs.ping, name="api_ping"),
    path(f"{API}/<int:hook_id>/entfernen", programs.remove, name="api_remove"),
    path(f"{API}/nachrichten/<int:hook_delivery_id>", programs.delivery, name="api_delivery"),
    path(f"{API}/nachrichten/<int:hook_delivery_id>/erneut", programs.resend, name="api_resend"),
]
