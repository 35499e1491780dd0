"""Addresses of orders: the customer's, the guest's secret one, the office's."""

from django.urls import path

from quartier.core.orders.views import guest, office, portal, programs_own

app_name = "orders"
urlpatterns = [
    path("auftraege/", portal.own, name="own"),
    path("auftraege/<int:order_id>/", portal.own_one, name="own_one"),
    path("auftraege/<int:order_id>/antwort/", portal.answer, name="answer"),
    path("auftrag/<str:token>/", guest.guest, name="guest"),
    path("auftrag/<str:token>/antwort/", guest.answer, name="guest_answer"),
    path("auftrag/<str:token>/datei/<int:file_id>/", guest.file, name="guest_file"),
    path("buero/auftraege/", office.orders, name="orders"),
    path("buero/auftraege/<int:order_id>/", office.one, name="one"),
    path("buero/auftraege/<int:order_id>/bonitaet/", office.credit, name="credit"),
    path("buero/auftraege/<int:order_id>/erstattung/", office.refund, name="refund"),
    path("buero/auftraege/<int:order_id>/<slug:step>/", office.act, name="act"),
    path("api/v1/meine/auftraege", programs_own.own, name="api_own"),
    path("api/v1/meine/auftraege/<int:order_id>", programs_own.own_one, name="api_own_one"),
    path("api/v1/meine/auftraege/<int:order_id>/antwort", programs_own.answer, name="api_answer"),
]
