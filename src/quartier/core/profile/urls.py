"""Addresses of one's own data, and of the office's work on them."""

from django.urls import path

from quartier.core.profile.views import office, portal, programs, reaching

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
    path("api/v1/datenaenderungen", programs.changes, name="api_changes"),
    path("api/v1/datenaenderungen/uebernommen", programs.taken, name="api_taken"),
]
