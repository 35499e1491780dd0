"""Addresses under unknown hosts: none."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

handler400 = "quartier.kit.error_pages.bad_request"
handler403 = "quartier.kit.error_pages.forbidden"
handler404 = "quartier.kit.error_pages.not_found"
handler500 = "quartier.kit.error_pages.server_error"
