"""Addresses of payments."""

from django.urls import path

from quartier.core.payments.views import acting, office, ordered, paypal, portal, programs

app_name = "payments"
urlpatterns = [
    path("zahlungen/", portal.own, name="own"),
    path("zahlungen/<int:payable_id>/bezahlen/", portal.pay, name="pay"),
    path("zahlungen/<int:payable_id>/paypal/", portal.pay_by_paypal, name="pay_by_paypal"),
    path("zahlungen/<int:set_off_item_id>/aufrechnen/", portal.set_off, name="declare_set_off"),
    path("zahlungen/guthaben/<int:credit_item_id>/", portal.ask_back, name="ask_back"),
    path("rueckzahlungen/<int:refund_account_id>/konto/", portal.account, name="account"),
    path("auftraege/<int:paid_order_id>/zahlung/", ordered.own_due, name="own_due"),
    path("auftraege/<int:paid_order_id>/paypal/", ordered.own_paypal, name="own_paypal"),
    path("auftrag/<str:token>/zahlung/", ordered.guest_due, name="guest_due"),
    path("auftrag/<str:token>/paypal/", ordered.guest_paypal, name="guest_paypal"),
    path("auftrag/<str:token>/konto/", ordered.guest_account, name="guest_account"),
    path("zahlung/paypal/<str:paypal_token>/", paypal.back, name="paypal"),
    path("zahlung/paypal-meldung/", paypal.message, name="paypal_message"),
    path("api/v1/meine/zahlungen", programs.own, name="api_own"),
    path("api/v1/meine/zahlungen/<int:set_off_item_id>/aufrechnung", programs.set_off, name="api_set_off"),
    path("api/v1/meine/zahlungen/guthaben/<int:credit_item_id>", programs.ask_back, name="api_ask_back"),
    path("api/v1/meine/rueckzahlungen/<int:refund_account_id>/konto", programs.account, name="api_account"),
    path("buero/zahlungen/", office.listing, name="list"),
    path("buero/zahlungen/<int:payment_id>/", office.one, name="one"),
    path("buero/zahlungen/<int:payment_id>/rueckgabe/", acting.take_back, name="take_back"),
    path("buero/zahlungen/<int:payment_id>/loesen/", acting.release, name="release"),
    path("buero/kunden/<int:paying_party_id>/zahlung/", acting.by_hand, name="by_hand"),
    path("buero/rueckzahlungen/", office.refunds, name="refunds"),
    path("buero/rueckzahlungen/<int:refund_id>/", office.refund, name="refund"),
    path("buero/rueckzahlungen/<int:refund_id>/freigeben/", acting.approve, name="approve"),
    path("buero/rueckzahlungen/<int:refund_id>/bar/", acting.pay_out, name="pay_out"),
    path("buero/rueckzahlungen/<int:refund_id>/verwerfen/", acting.drop, name="drop"),
    path("buero/rueckzahlungen/<int:refund_id>/konto/", acting.name_account, name="name_account"),
    path("buero/aufrechnungen/", office.set_offs, name="set_offs"),
    path("buero/aufrechnungen/<int:set_off_id>/", office.set_off, name="set_off"),
    path("buero/aufrechnungen/<int:set_off_id>/entscheiden/", acting.decide, name="decide"),
    path("buero/kasse/", office.cash, name="cash"),
    path("buero/kasse/bank/", acting.carry, name="carry"),
    path("buero/paypal/", office.paypal, name="paypal_office"),
    path("buero/paypal/zugang/", acting.paypal_account, name="paypal_account"),
    path("buero/paypal/schalter/", acting.paypal_switch, name="paypal_switch"),
]
