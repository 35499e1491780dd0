"""Addresses of an account's users."""

from django.urls import path

from quartier.core.users import views

app_name = "users"
urlpatterns = [
    path("benutzer/", views.users, name="users"),
    path("benutzer/neu/", views.new, name="new"),
    path("benutzer/<int:user_id>/", views.user, name="user"),
    path("benutzer/<int:user_id>/sperre/", views.disable, name="disable"),
    path("benutzer/<int:user_id>/entfernen/", views.remove, name="remove"),
    path("benutzer/<int:user_id>/passwort/", views.reset, name="reset"),
]
