"""Addresses of the ledger."""

from django.urls import path

from quartier.core.ledger import programs
from quartier.core.ledger.views import files, office, portal

app_name = "ledger"
OFFICE = "buero/buchhaltung/"
urlpatterns = [
    path("kontoauszug/", portal.statement, name="statement"),
    path("mietkonto/", portal.mirrors, name="mirrors"),
    path("mietkonto/<int:mirror_id>/", portal.mirror, name="mirror"),
    path(OFFICE, office.overview, name="overview"),
    path(f"{OFFICE}journal/", office.journal, name="journal"),
    path(f"{OFFICE}journal/<int:posting_id>/", office.posting, name="posting"),
    path(f"{OFFICE}journal/<int:posting_id>/stornieren/", office.reverse_posting, name="reverse"),
    path(f"{OFFICE}konten/", office.accounts, name="accounts"),
    path(f"{OFFICE}konten/<int:ledger_account_id>/", office.account, name="account"),
    path(f"{OFFICE}konten/<int:ledger_account_id>/aendern/", office.rename, name="rename"),
    path(f"{OFFICE}offene-posten/", office.debtors, name="debtors"),
    path(f"{OFFICE}kunden/<int:debtor_id>/", office.debtor, name="debtor"),
    path(f"{OFFICE}kunden/<int:debtor_id>/ausgleichen/", office.settle, name="settle"),
    path(f"{OFFICE}ausgleich/<int:allocation_id>/aufheben/", office.undo, name="undo"),
    path(f"{OFFICE}abschluss/<int:books_of_id>/", office.close, name="close"),
    path(f"{OFFICE}abschluss/<int:books_of_id>/oeffnen/", office.open_again, name="open_again"),
    path(f"{OFFICE}datev/", files.datev, name="datev"),
    path(f"{OFFICE}pruefung/", files.auditors, name="auditors"),
    path(f"{OFFICE}uebernahme/", files.mirror, name="take_over"),
    path("api/v1/meine/kontoauszug", programs.statement, name="api_statement"),
    path("api/v1/meine/mietkonten", programs.mirrors, name="api_mirrors"),
]
