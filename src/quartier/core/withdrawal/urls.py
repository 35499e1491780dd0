"""Addresses of withdrawals and notices."""

from django.urls import path

from quartier.core.withdrawal.views import office, programs, public

app_name = "withdrawal"
urlpatterns = [
    path("vertrag-widerrufen/", public.withdraw, name="withdraw"),
    path("vertrag-widerrufen/formular/", public.form_to_print, name="form_to_print"),
    path("vertraege-kuendigen/", public.cancel, name="cancel"),
    path("erklaerung-eingegangen/<str:receipt_key>/", public.receipt, name="receipt"),
    path("erklaerung-eingegangen/<str:receipt_key>/datei/", public.receipt_file, name="receipt_file"),
    path("meine-erklaerungen/widerrufen/", public.withdraw_own, name="withdraw_own"),
    path("meine-erklaerungen/kuendigen/", public.cancel_own, name="cancel_own"),
    path("api/v1/meine/erklaerungen/widerruf", programs.withdraw, name="api_withdraw"),
    path("api/v1/meine/erklaerungen/kuendigung", programs.cancel, name="api_cancel"),
    path("buero/widerrufe/", office.listing, name="list"),
    path("buero/widerrufe/<int:withdrawal_id>/", office.one, name="office_one"),
    path("buero/widerrufe/<int:withdrawal_id>/leistung/", office.work, name="work"),
    path("buero/widerrufe/<int:withdrawal_id>/rueckzahlung/", office.refund, name="refund"),
]
