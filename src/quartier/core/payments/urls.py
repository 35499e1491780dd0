"""Addresses of payments."""

from django.urls.resolvers import URLPattern

app_name = "payments"
urlpatterns: list[URLPattern] = []
