"""Addresses of insight."""

from django.urls import path

from quartier.core.insight import views

app_name = "insight"
urlpatterns = [
    path("buero/einsichten/", views.listing, name="list"),
    path("buero/einsichten/<int:number>/", views.of_person, name="person"),
]
