"""Addresses of withdrawals and notices."""

from django.urls import path

from quartier.core.withdrawal.views import office, public

app_name = "withdrawal"
urlpatterns = [
    path("vertrag-widerrufen/", public.withdraw, name="withdraw"),
    path("vertraege-kuendigen/", public.cancel, name="cancel"),
    path("erklaerung-eingegangen/<str:receipt_key>/", public.receipt, name="receipt"),
    path("erklaerung-eingegangen/<str:receipt_key>/datei/", public.receipt_file, name="receipt_file"),
    path("buero/widerrufe/", office.listing, name="list"),
    path("buero/widerrufe/<int:withdrawal_id>/", office.one, name="office_one"),
    path("buero/widerrufe/<int:withdrawal_id>/leistung/", office.work, name="work"),
    path("buero/widerrufe/<int:withdrawal_id>/rueckzahlung/", office.refund, name="refund"),
]
