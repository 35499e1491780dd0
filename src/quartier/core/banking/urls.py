"""Addresses of banking: all of the office."""

from django.urls import path

from quartier.core.banking.views import office, queue

app_name = "banking"
BANK = "buero/bank/"
ENTRY = f"{BANK}buchungen/<int:bank_entry_id>/"
urlpatterns = [
    path(BANK, office.overview, name="overview"),
    path(f"{BANK}dateien/<int:bank_file_id>/", office.file, name="file"),
    path(f"{BANK}dateien/<int:bank_file_id>/weiter/", office.resume, name="resume"),
    path(f"{BANK}auszuege/", office.statements, name="statements"),
    path(f"{BANK}auszuege/<int:bank_statement_id>/", office.statement, name="statement"),
    path(f"{BANK}offen/", queue.queue, name="queue"),
    path(f"{BANK}buchungen/", office.entries, name="entries"),
    path(ENTRY, queue.entry, name="entry"),
    path(f"{ENTRY}vorschlag/<int:proposal>/", queue.accept, name="accept"),
    path(f"{ENTRY}zuordnen/", queue.assign, name="assign"),
    path(f"{ENTRY}als/<str:bank_meaning>/", queue.mark, name="mark"),
    path(f"{ENTRY}rueckgabe/<int:returned_payment_id>/", queue.take_back, name="take_back"),
    path(f"{ENTRY}aufheben/", queue.undo, name="undo"),
    path(f"{BANK}konten/neu/", office.new_account, name="new_account"),
    path(f"{BANK}konten/<int:own_account_id>/", office.account, name="account"),
    path("buero/geld/suche/", office.search, name="search"),
]
