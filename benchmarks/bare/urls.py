"""The addresses of the bare pages: the two that are measured, and those they link to."""

from django.urls import path

from benchmarks.bare import views

urlpatterns = [
    path("uebersicht/", views.dashboard),
    path("buero/kundschaft/", views.customers),
]
