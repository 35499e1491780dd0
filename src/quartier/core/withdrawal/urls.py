"""Addresses of withdrawal."""

from django.urls import URLPattern

app_name = "withdrawal"
urlpatterns: list[URLPattern] = []
