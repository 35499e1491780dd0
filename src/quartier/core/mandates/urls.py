"""Addresses of mandates."""

from django.urls.resolvers import URLPattern

app_name = "mandates"
urlpatterns: list[URLPattern] = []
