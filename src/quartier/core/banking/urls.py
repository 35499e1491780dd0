"""Addresses of banking."""

from django.urls.resolvers import URLPattern

app_name = "banking"
urlpatterns: list[URLPattern] = []
