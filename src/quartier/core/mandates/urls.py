"""Addresses of mandates."""

from django.urls import path

from quartier.core.mandates import programs
from quartier.core.mandates.views import office, portal, runs

app_name = "mandates"
ONE = "buero/lastschrift/mandate/<int:debit_mandate_id>/"
RUN = "buero/lastschrift/laeufe/<int:bank_run_id>/"
urlpatterns = [
    path("rechnungen/lastschrift/", portal.overview, name="overview"),
    path("rechnungen/lastschrift/erteilen/<int:creditor_of_id>/", portal.give, name="give"),
    path("rechnungen/lastschrift/<int:debit_mandate_id>/widerrufen/", portal.revoke, name="revoke"),
    path("buero/lastschrift/mandate/", office.listing, name="list"),
    path(ONE, office.one, name="one"),
    path(f"{ONE}konto/", office.amend, name="amend"),
    path(f"{ONE}bestaetigt/", office.confirmed, name="confirmed"),
    path(f"{ONE}widerrufen/", office.end, name="end"),
    path("buero/lastschrift/kunde/<int:party_id>/mandat/", office.paper, name="paper"),
    path("buero/lastschrift/glaeubiger/", office.creditors, name="creditors"),
    path("buero/lastschrift/glaeubiger/<int:creditor_of_id>/", office.creditor, name="creditor"),
    path("buero/lastschrift/laeufe/", runs.listing, name="runs"),
    path("buero/lastschrift/laeufe/einzug/", runs.prepare, name="prepare"),
    path("buero/lastschrift/laeufe/auszahlung/", runs.pay, name="pay"),
    path("buero/lastschrift/laeufe/antwort/", runs.answer, name="answer"),
    path(RUN, runs.one, name="run"),
    path(f"{RUN}vorlegen/", runs.propose, name="propose"),
    path(f"{RUN}verwerfen/", runs.discard, name="discard"),
    path(f"{RUN}uebergeben/", runs.hand_over, name="hand_over"),
    path("api/v1/meine/lastschrift", programs.overview, name="api_overview"),
    path("api/v1/meine/lastschrift/<int:debit_mandate_id>/widerruf", programs.revoke, name="api_revoke"),
]
