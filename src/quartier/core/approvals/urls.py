"""Addresses of approvals."""

from django.urls import path

from quartier.core.approvals import views

app_name = "approvals"
urlpatterns = [
    path("buero/vier-augen/", views.listing, name="list"),
    path("buero/vier-augen/<int:approval_id>/", views.one, name="one"),
    path("buero/vier-augen/<int:approval_id>/bestaetigen/", views.confirm, name="confirm"),
    path("buero/vier-augen/<int:approval_id>/ablehnen/", views.refuse, name="refuse"),
]
