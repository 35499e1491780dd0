"""Addresses of withdrawals and notices."""

from django.urls import path

from quartier.core.withdrawal.views import public

app_name = "withdrawal"
urlpatterns = [
    path("vertrag-widerrufen/", public.withdraw, name="withdraw"),
    path("vertraege-kuendigen/", public.cancel, name="cancel"),
    path("erklaerung-eingegangen/<str:key>/", public.receipt, name="receipt"),
    path("erklaerung-eingegangen/<str:key>/datei/", public.receipt_file, name="receipt_file"),
]
