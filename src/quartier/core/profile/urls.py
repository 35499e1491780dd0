"""Addresses of one's own data, and of the office's work on them."""

from django.urls import path

from quartier.core.profile.views import office, portal, programs, programs_own, reaching

app_name = "profile"

urlpatterns = [
    path("meine-daten/", portal.my_data, name="my_data"),
    path("meine-daten/pruefen/", portal.review, name="review"),
    path("meine-daten/bestaetigen/", portal.confirm, name="confirm_contact"),
    path("meine-daten/spaeter/", portal.later, name="later"),
    path("meine-daten/name/", portal.identity, name="identity"),
    path("meine-daten/name/zuruecknehmen/", portal.withdraw, name="identity_withdraw"),
    path("meine-daten/e-mail/", reaching.address, name="address"),
    path("meine-daten/e-mail/erneut/", reaching.again, name="address_again"),
    path("e-mail-bestaetigen/<str:key>/", reaching.confirm, name="address_confirm"),
    path("buero/datenaenderungen/", office.notices, name="notices"),
    path("buero/datenaenderungen/uebernommen/", office.take_all, name="take_all"),
    path("buero/datenaenderungen/namen/", office.identities, name="identities"),
    path("buero/datenaenderungen/namen/<int:change_id>/", office.identity, name="identity_office"),
    path("buero/datenaenderungen/unerreichbar/", office.lost, name="lost"),
    path("api/v1/meine/daten", programs_own.my_data, name="api_my_data"),
    path("api/v1/meine/daten/aendern", programs_own.change, name="api_change"),
    path("api/v1/meine/daten/bestaetigen", programs_own.confirm, name="api_confirm"),
    path("api/v1/meine/daten/name", programs_own.ask_for_identity, name="api_identity"),
    path("api/v1/meine/daten/name/zuruecknehmen", programs_own.withdraw_identity, name="api_withdraw_identity"),
    path("api/v1/meine/daten/e-mail", programs_own.ask_for_address, name="api_address"),
    path("api/v1/meine/daten/e-mail/erneut", programs_own.ask_again, name="api_address_again"),
    path("api/v1/datenaenderungen", programs.changes, name="api_changes"),
    path("api/v1/datenaenderungen/uebernommen", programs.taken, name="api_taken"),
]
