"""Addresses of ledger."""

from django.urls.resolvers import URLPattern

app_name = "ledger"
urlpatterns: list[URLPattern] = []
