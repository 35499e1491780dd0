"""Addresses of the protocol."""

from django.urls import path

from quartier.core.audit import views

app_name = "audit"
urlpatterns = [path("buero/protokoll/", views.protocol, name="protocol")]
