"""Addresses of surveys: the calculator, the customer's wishes and visits, the office's workbench and calendar."""

from django.urls import URLPattern

app_name = "survey"
urlpatterns: list[URLPattern] = []
