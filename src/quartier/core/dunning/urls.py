"""Addresses of dunning."""

from django.urls.resolvers import URLPattern

app_name = "dunning"
urlpatterns: list[URLPattern] = []
