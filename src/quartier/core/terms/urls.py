"""Addresses of terms."""

from django.urls import path

from quartier.core.terms import views

app_name = "terms"
urlpatterns = [path("konto/bedingungen/", views.accept, name="accept")]
