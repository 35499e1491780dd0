"""Addresses of invoices."""

from django.urls.resolvers import URLPattern

app_name = "invoices"
urlpatterns: list[URLPattern] = []
