"""Addresses of charges."""

from django.urls import path

from quartier.core.charges import programs, views

app_name = "charges"
urlpatterns = [
    path("kosten/", views.usage, name="usage"),
    path("kosten/<int:year>/<int:month>/", views.usage, name="usage_in"),
    path("buero/entgelte/", views.charges, name="charges"),
    path("buero/entgelte/<int:charge_id>/", views.one, name="one"),
    path("api/v1/meine/kosten", programs.usage, name="api_usage"),
    path("api/v1/meine/kosten/<int:year>/<int:month>", programs.usage, name="api_usage_in"),
]
