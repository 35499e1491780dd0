"""Addresses of an account's users."""

from django.urls import path

from quartier.core.users.views import office, portal, programs

app_name = "users"
urlpatterns = [
    path("benutzer/", portal.users, name="users"),
    path("benutzer/neu/", portal.new, name="new"),
    path("benutzer/<int:user_id>/", portal.user, name="user"),
    path("benutzer/<int:user_id>/sperre/", portal.disable, name="disable"),
    path("benutzer/<int:user_id>/entfernen/", portal.remove, name="remove"),
    path("benutzer/<int:user_id>/passwort/", portal.reset, name="reset"),
    path("api/v1/meine/benutzer", programs.users, name="api_users"),
    path("api/v1/meine/benutzer/neu", programs.invite, name="api_invite"),
    path("api/v1/meine/benutzer/<int:user_id>", programs.user, name="api_user"),
    path("api/v1/meine/benutzer/<int:user_id>/rechte", programs.grant, name="api_grant"),
    path("api/v1/meine/benutzer/<int:user_id>/sperre", programs.disable, name="api_disable"),
    path("api/v1/meine/benutzer/<int:user_id>/entfernen", programs.remove, name="api_remove"),
    path("api/v1/meine/benutzer/<int:user_id>/passwort", programs.reset, name="api_reset"),
    path("buero/kundschaft/<int:party_id>/zugang/", office.logins, name="logins"),
    path("buero/zugaenge/<int:login_id>/verdacht/", office.distrust, name="distrust"),
    path("buero/zugaenge/<int:login_id>/passwort/", office.send_link, name="send_link"),
]
