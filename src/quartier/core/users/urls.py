"""Addresses of an account's users."""

from django.urls import path

from quartier.core.users import programs, views

app_name = "users"
urlpatterns = [
    path("benutzer/", views.users, name="users"),
    path("benutzer/neu/", views.new, name="new"),
    path("benutzer/<int:user_id>/", views.user, name="user"),
    path("benutzer/<int:user_id>/sperre/", views.disable, name="disable"),
    path("benutzer/<int:user_id>/entfernen/", views.remove, name="remove"),
    path("benutzer/<int:user_id>/passwort/", views.reset, name="reset"),
    path("api/v1/meine/benutzer", programs.users, name="api_users"),
    path("api/v1/meine/benutzer/neu", programs.invite, name="api_invite"),
    path("api/v1/meine/benutzer/<int:user_id>", programs.user, name="api_user"),
    path("api/v1/meine/benutzer/<int:user_id>/rechte", programs.grant, name="api_grant"),
    path("api/v1/meine/benutzer/<int:user_id>/sperre", programs.disable, name="api_disable"),
    path("api/v1/meine/benutzer/<int:user_id>/entfernen", programs.remove, name="api_remove"),
    path("api/v1/meine/benutzer/<int:user_id>/passwort", programs.reset, name="api_reset"),
]
